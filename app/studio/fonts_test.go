package studio

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// TestAFontIsChosen looks for fonts by typing, walks by keys, and sets a text in
// one of this computer, which goes along and can be undone.
func TestAFontIsChosen(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	s.session.Select("title")
	s.props.text.font.Tapped(&fyne.PointEvent{})
	search, ok := kittest.Find(b.Top(), "Search fonts").(*kit.Entry)
	if !ok {
		t.Fatal("no dialog")
	}
	for _, name := range []string{"Sans bold", "Hearth Italic", "Kept Italic"} {
		if kittest.Find(b.Top(), name) == nil {
			t.Errorf("%s is not offered", name)
		}
	}
	b.Shot(t, "studio-fonts")
	search.SetText("ital hear")
	if kittest.Find(b.Top(), "Kept Italic") != nil || kittest.Find(b.Top(), "Hearth Italic") == nil {
		t.Error("the search does not look")
	}
	before := s.measure.Bounds(find(s, "title"))
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	row, ok := b.Env.Window.Canvas().Focused().(*kit.Item)
	if !ok || row.Label() != "Hearth Italic" {
		t.Fatalf("the focus is on %v", b.Env.Window.Canvas().Focused())
	}
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if b.Env.Window.Canvas().Focused() != fyne.Focusable(search) {
		t.Error("up from the first row is the search")
	}
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	title := find(s, "title")
	if title.Text.Font.Family != "Hearth" || len(s.session.Document().Fonts) != 1 || len(s.file.Blobs) != 1 {
		t.Errorf("%+v, fonts %v", title.Text.Font, s.session.Document().Fonts)
	}
	if s.measure.Bounds(title) == before || !s.fonts.Has("Serif") && !s.fonts.Has("serif") {
		t.Error("it is measured as before")
	}
	if err := s.session.Do("undo"); err != nil || find(s, "title").Text.Font.Family == "Hearth" {
		t.Errorf("undo: %v", err)
	}
	s.chooseFont([]string{"title"}, "sans")
	b.Press(t, "Kept Italic")
	if kittest.Find(b.Top(), "Close") == nil {
		t.Error("it is not told that the font stays here")
	}
	if len(b.Errors) > 0 {
		t.Error(b.Errors)
	}
}
