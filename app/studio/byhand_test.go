package studio

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

func named(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

// What a press puts down where it is, Enter puts into the middle: nobody needs a
// pointer for a text.
func TestEnterPutsDownWhatTheToolIsFor(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	b.Window.Canvas().Focus(s.board)
	for _, key := range "spbtam" {
		s.board.Escape()
		s.session.Select()
		before := len(s.session.Settled().Layers)
		s.board.TypedRune(key)
		s.board.TypedKey(named(fyne.KeyReturn))
		s.session.CommitText()
		doc := s.session.Settled()
		if len(doc.Layers) != before+1 || s.with != toolSelect {
			t.Errorf("%c and Enter: %d layers, there were %d; the tool is %s", key, len(doc.Layers), before, s.with)
			continue
		}
		if m := edit.Bounds(s.plain, doc, s.session.Selection()).Middle(); key != 'a' && m.Sub(geom.Pt(300, 300)).Length() > 30 {
			t.Errorf("%c and Enter: it lies at %v", key, m)
		}
	}
	// Without such a tool it edits the text that is selected.
	s.session.Select("title")
	s.board.TypedKey(named(fyne.KeyReturn))
	if s.session.Editing() != "title" {
		t.Error("Enter edits no text")
	}
}

// The menu of what is selected opens by keys, on the canvas and in the list.
func TestTheContextMenuOpensByKeys(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	c := b.Window.Canvas()
	s.session.Select("disc")
	for _, focus := range []fyne.Focusable{s.board, s.layers} {
		for _, key := range []fyne.KeyName{desktop.KeyMenu, fyne.KeyF10} {
			c.Focus(focus)
			keys := focus.(desktop.Keyable)
			if key == fyne.KeyF10 {
				keys.KeyDown(named(desktop.KeyShiftLeft))
			}
			focus.TypedKey(named(key))
			keys.KeyUp(named(desktop.KeyShiftLeft))
			if !kittest.Says(b.Top(), b.Env.T("action.duplicate")) {
				t.Errorf("%s in %T opens no menu", key, focus)
			}
			for _, o := range c.Overlays().List() {
				c.Overlays().Remove(o)
			}
		}
	}
}

// Several layers are chosen by keys: aligning and grouping need them.
func TestShiftAndArrowsChooseSeveralLayers(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	s.session.Select("name")
	b.Window.Canvas().Focus(l)
	l.KeyDown(named(desktop.KeyShiftLeft))
	l.TypedKey(named(fyne.KeyDown))
	l.TypedKey(named(fyne.KeyDown))
	if got := s.session.Selection(); !slices.Equal(got, []string{"name", "title", "pair"}) {
		t.Errorf("chosen are %q", got)
	}
	l.TypedKey(named(fyne.KeyUp))
	if got := s.session.Selection(); !slices.Equal(got, []string{"name", "title"}) {
		t.Errorf("after one step back chosen are %q", got)
	}
	l.KeyUp(named(desktop.KeyShiftLeft))
	l.TypedKey(named(fyne.KeyDown))
	if got := s.session.Selection(); !slices.Equal(got, []string{"pair"}) {
		t.Errorf("without Shift chosen are %q", got)
	}
}

// F6 goes through all parts of the studio, in reading order.
func TestPanesAreAllParts(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	want := []fyne.Focusable{
		s.bar.back, s.bar.tool[toolSelect], s.layers, s.slots.made[0], s.board, s.names.first, s.props.about.box.head, s.strip.fold,
	}
	if got := r.Panes(); !slices.Equal(got, want) {
		t.Errorf("panes %v", got)
	}
	s.session.Select("title")
	b.Settle()
	if got := r.Panes(); got[6] != fyne.Focusable(s.props.text.box.head) {
		t.Error("the panel of a text does not begin with the text")
	}
}

// A layer shows by a mark that it is clipped, at once; the eye and the lock say
// what they do, and the lock is there for whoever points.
func TestMarksOfLayersAreToldAndShown(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s, l := r.studio, r.studio.layers
	s.session.Select("pair")
	s.try(s.session.Do("clip-below"))
	b.Settle()
	look := l.looks[l.row("pair")]
	if !look.clip.Visible() {
		t.Error("no mark shows the clip")
	}
	over := func(part fyne.CanvasObject) string {
		at := rowAt(t, l, "pair")
		at.X = part.Position().X + part.Size().Width/2
		l.MouseMoved(mouse(at, 0, 0))
		row, _ := l.rowUnder(at.Y)
		_, text := l.partAt(row, at.X)
		return text
	}
	over(look.eye) // shows the lock
	for _, one := range []struct {
		part fyne.CanvasObject
		want string
	}{{look.eye, "Hide"}, {look.lock, "Lock"}, {look.clip, "Clipped to the layer below"}} {
		if got := over(one.part); got != one.want {
			t.Errorf("it says %q, not %q", got, one.want)
		}
	}
	lock := rowAt(t, l, "pair")
	lock.X = look.lock.Position().X + 4
	l.MouseDown(mouse(lock, 0, desktop.MouseButtonPrimary))
	if !find(s, "pair").Locked || over(look.lock) != "Unlock" {
		t.Error("the open lock locks nothing")
	}
	l.MouseOut()
	if !look.lock.Visible() {
		t.Error("a closed lock is not shown")
	}
	if o := l.looks[l.row("name")]; o.lock.Visible() {
		t.Error("an open lock is shown without the pointer")
	}
}
