package studio

import (
	"strings"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer/edit"
	"badgekiln/designer/preflight"
)

func TestActionsHaveWordsAndDoWork(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.visible = true
	keys := map[string]string{}
	for _, a := range r.Actions() {
		if !b.Env.Has(a.Word) {
			t.Errorf("%s has no word %q", a.Name, a.Word)
		}
		if a.Keys != "" {
			if other := keys[a.Keys]; other != "" {
				t.Errorf("%s and %s both have %s", a.Name, other, a.Keys)
			}
			keys[a.Keys] = a.Name
		}
		if a.Run == nil {
			t.Errorf("%s does nothing", a.Name)
		}
	}
	for _, need := range []string{"ctrl+z", "ctrl+shift+z", "ctrl+g", "ctrl+d", "ctrl+s", "ctrl+0", "ctrl+9", "f8", "v", "t"} {
		if keys[need] == "" {
			t.Errorf("nothing has the keys %s", need)
		}
	}
}

func TestEveryWordComesFromTheTable(t *testing.T) {
	b, r, _ := open(t, kittest.Pseudo)
	s := r.studio
	// What people wrote themselves is theirs, and figures are figures.
	own := []string{"First Firing", "FIRST FIRING", "{name}", "Disc", "Pair", "Title", "Name", "Left", "Right", "600", "90", "64", "32"}
	own = append(own, sampleNames(s.env)...)
	for _, id := range []string{"disc", "pair", "title", "name", ""} {
		s.session.Select()
		if id != "" {
			s.session.Select(id)
		}
		b.Settle()
		if lit := kittest.Literals(r.Content(), own...); len(lit) > 0 {
			t.Errorf("with %q selected: literals %q", id, lit)
		}
	}
	for _, open := range []func(){
		s.exportDialog, func() { s.slots.change("base") }, s.chooseEmblem,
		func() { s.tellLost(make([]Lost, 9)) }, func() { s.tellLost([]Lost{{Code: "script", Values: map[string]string{"what": "#"}}}) },
	} {
		open()
		if lit := kittest.Literals(b.Top(), append(own, "#")...); len(lit) > 0 {
			t.Errorf("dialog: literals %q", lit)
		}
		kit.EscapeTop(b.Window.Canvas())
	}
	r.showList()
	r.gallery.shelf = shelfAll
	r.gallery.fillShelves()
	r.gallery.fill()
	b.Settle()
	var bad []string
	for _, lit := range kittest.Literals(r.Content(), own...) {
		if !strings.HasPrefix(lit, "2026-") {
			bad = append(bad, lit)
		}
	}
	if len(bad) > 0 {
		t.Errorf("gallery: literals %q", bad)
	}
}

// Figures have the decimal sign of the language wherever the studio writes them.
func TestFiguresHaveTheSignOfTheLanguage(t *testing.T) {
	_, r, _ := openJudged(t, kittest.German)
	s := r.studio
	found := false
	for _, f := range s.strip.findgs {
		if f.Code == preflight.TextContrast {
			found = true
			if want := strings.Replace(f.Values["ratio"], ".", ",", 1) + " : 1"; !kittest.Says(s.strip.page, want) {
				t.Errorf("preflight does not say %q: %q", want, kittest.Visible(s.strip.page))
			}
		}
	}
	if !found {
		t.Fatal("no finding has a figure with a place")
	}
	n := s.props.num("studio.paint.angle", 0, 99, "", func(float64) {})
	if n.Put(5.5); n.Text != "5,5" {
		t.Errorf("a field shows %q", n.Text)
	}
	n.SetText("6,25")
	if n.OnSubmitted(n.Text); n.Value() != 6.25 {
		t.Errorf("a field takes %v", n.Value())
	}
	if got := s.figures(&edit.Figures{Kind: "move", X: 1.5, Y: 2}); strings.Contains(got, "1.5") || !strings.Contains(got, "1,5") {
		t.Errorf("beside the pointer stands %q", got)
	}
}
