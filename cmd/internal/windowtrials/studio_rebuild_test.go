package windowtrials

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
	"badgekiln/designer/edit"
	"badgekiln/designer/store"
)

// TestNothingIsLostWhenTheWindowIsRebuilt: a design that is open, with a step that
// is not stored yet and a number that nobody confirmed, lives through another theme
// and another language, and so does what is done right after them. All of it can
// be undone.
func TestNothingIsLostWhenTheWindowIsRebuilt(t *testing.T) {
	t.Parallel()
	s := open(t)
	b, file, first := s.ownDesign()
	x, y := b.at(300, 400)
	s.do(s.Drag(x, y, x+40, y-60))
	s.changed(file, first, "the first move")
	moved := s.board("the moved layer", func(b board) bool { return len(b.Chosen) == 1 }).Chosen
	same := func(b board) bool { return b.Zoom > 0 && slices.Equal(b.Chosen, moved) }

	// A number that is typed, and the window is sent elsewhere by keys at once.
	s.do(s.Fill("From the left", "123"), s.Keys("ctrl+comma"), s.Settled())
	s.click("Appearance", "Dark")
	s.do(s.Keys("ctrl+2"))
	s.board("the design in the other theme", same)
	s.do(s.Await("the number", func(v stage.View) bool { x, _ := v.Find("From the left"); return x.Text == "123" }), s.Settled())
	time.Sleep(time.Second) // until it rests and is stored
	stored := leftOf(t, file, moved[0])

	// Two steps, and at once another language; two more, and the end.
	s.do(s.Keys("shift+Down", "Right", "ctrl+comma"), s.Settled())
	s.click("Language", "Deutsch")
	s.says("Einstellungen")
	s.do(s.Keys("ctrl+2"))
	s.board("the design in the other language", same)
	s.shot("rebuilt-1-de")
	s.do(s.Await("the step", func(v stage.View) bool { x, _ := v.Find("Von links"); return x.Text == "124" }))
	s.do(s.Keys("Right", "Right"), s.Await("the last step", func(v stage.View) bool { x, _ := v.Find("Von links"); return x.Text == "126" }), s.Stop())
	if by := leftOf(t, file, moved[0]) - stored; by != 3 {
		t.Errorf("in the file it stands %v further to the right than before the last steps", by)
	}
	s.start(nil)
	s.do(s.Settled())
	s.click("Item:First Firing")
	s.board("the design once more", func(b board) bool { return b.Zoom > 0 })
	for range 8 {
		s.do(s.Keys("ctrl+z"), s.Settled())
	}
	s.do(s.Keys("ctrl+s"), s.Settled(), s.Stop())
	if string(read(t, file)) != string(first) {
		t.Error("undone, the file is not the first one")
	}
}

// leftOf is how far from the left a layer of a design stands in its file.
func leftOf(t *testing.T, file, id string) float64 {
	t.Helper()
	data := read(t, file)
	f, err := store.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	l := edit.Find(f.Doc, id)
	if l == nil {
		t.Fatalf("there is no layer %s", id)
	}
	return l.Place.E
}

// TestALetterAfterTabTakesThePlace: it may be typed before Tab is let go.
func TestALetterAfterTabTakesThePlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	b, _, _ := s.ownDesign()
	x, y := b.at(300, 400)
	s.do(s.Drag(x, y, x+40, y-60))
	s.do(s.Fill("From the left", "123"))
	for _, field := range []string{"From the top", "Width"} {
		s.do(s.Hold("Tab", true), s.Keys("7"), s.Hold("Tab", false))
		s.do(s.Await(field+" saying 7", func(v stage.View) bool { f, _ := v.Find(field); return f.Focused && f.Text == "7" }))
	}
	s.do(s.Stop())
}

// TestFewStopsBeforeTheTiles: filters, tiles and palettes are one press of Tab each.
func TestFewStopsBeforeTheTiles(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.do(s.Settled(), s.Keys("ctrl+2"), s.Settled(), s.Keys("ctrl+f"))
	s.focused("Search shapes, emblems, words", 0)
	for _, one := range []struct {
		label string
		most  int
	}{{"All templates", 5}, {"Item:Scalloped seal", 2}, {"As it was drawn", 2}, {"Use this template", 2}} {
		s.focused(one.label, one.most)
	}
	s.do(s.Keys("shift+Tab", "shift+Tab"))
	s.focused("Item:Scalloped seal", 0)
	s.do(s.Keys("shift+Tab", "Down", "Down"))
	s.focused("Item:Conference roles", 0)
	s.do(s.Keys("Tab", "Right"))
	s.focused("Item:Attendee pass", 0)
	s.do(s.Settled(), s.Keys("Tab", "Right"), s.Settled(), s.Keys("space"), s.Settled()) // what is beside is made for each tile
	s.focused("Harbour", 0)
	s.do(s.Stop())
}
