package studio

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit/kittest"
	"badgekiln/app/kit/look"
	"badgekiln/designer/geom"
)

// Keys that work anywhere in the window, such as that of the help, are not
// swallowed by the canvas, a text on it, or the list of layers.
func TestKeysOfTheWindowPass(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	var got []fyne.KeyName
	b.Window.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { got = append(got, k.Name) })
	help := &fyne.KeyEvent{Name: fyne.KeyF1}
	s.board.TypedKey(help)
	click(b, s, geom.Pt(220, 370), 0)
	s.layers.TypedKey(help)
	s.session.BeginText("title")
	s.board.TypedKey(help)
	if len(got) != 3 || !s.board.typing() {
		t.Errorf("the window was told of %v, typing %v", got, s.board.typing())
	}
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(got) != 3 || s.board.typing() {
		t.Error("Escape does not end the text first")
	}
}

// A number that is taken gives the keys back to the canvas, so that undo undoes
// it; one that is wrong keeps them.
func TestANumberTakenGivesTheKeysBack(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	click(b, s, geom.Pt(300, 480), 0)
	x, c := s.props.place.x, b.Window.Canvas()
	for text, back := range map[string]bool{"120/2+4": true, "12 apples": false} {
		c.Focus(x)
		x.SetText(text)
		x.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if now := c.Focused() == fyne.Focusable(s.board); now != back {
			t.Errorf("after %q the canvas has the keys: %v", text, now)
		}
	}
}

// Whatever is selected, no control is without a name: it is its tooltip, too.
func TestEveryControlHasAName(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	for _, id := range []string{"", "disc", "pair", "title", "name"} {
		s.session.Select(id)
		b.Settle()
		look.Seen(b.Window.Content(), b.Window.Canvas().Size(), fyne.NewPos(0, 0), func(_ fyne.CanvasObject, at fyne.Position, _ fyne.Size, label, kind, _ string) {
			if label == "" {
				t.Errorf("with %q selected a %s at %v has no name", id, kind, at)
			}
		}, func(string) {})
	}
}

// A letter that opens a dialog is not typed into it: a key comes before its
// letter, and only the letter counts.
func TestALetterIsNotTypedIntoWhatItOpens(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	b.Window.Canvas().Focus(s.board)
	before := b.Top()
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyE})
	if b.Top() != before {
		t.Error("the key opens the emblems, and its letter is still to come")
	}
	s.board.TypedRune('e')
	if b.Top() == before {
		t.Error("the letter does not open the emblems")
	}
}

// What a page is for is on the same keys in the gallery and with a design open
// as everywhere else.
func TestTheKeysOfGoingOnUseADesign(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	for _, where := range []string{"with a design open", "in the gallery"} {
		n := 0
		for _, a := range r.Actions() {
			if a.Primary && a.Keys == "ctrl+return" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s %d actions are on Ctrl+Enter", where, n)
		}
		r.showList()
		b.Settle()
	}
}
