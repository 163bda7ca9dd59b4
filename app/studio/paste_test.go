package studio

import (
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
)

// TestPasteTakesWhatWasCopiedLast: layers that were copied here, or what another
// program has put on the clipboard since.
func TestPasteTakesWhatWasCopiedLast(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	f.about = designer.Credits{Author: "Ona Fake", Licence: "CC0-1.0"}
	f.photos = map[string][]byte{"photo": {1}}
	paste := s.action("design.paste")
	last := func() *designer.Layer {
		b.Settle()
		return s.session.Selected()[0]
	}
	layers := func() int { return len(s.session.Settled().Layers) }
	first := layers()
	if paste.Run(); layers() != first || !kit.EscapeTop(b.Window.Canvas()) {
		t.Errorf("nothing was copied, and there are %d layers, or it is not told", layers())
	}
	s.env.Copy("Glaze\nclub")
	if paste.Run(); last().Text == nil || last().Text.Content != "Glaze\nclub" || s.session.Editing() != "" {
		t.Errorf("words become %+v", last())
	}
	s.session.Select(s.session.Settled().Layers[0].ID)
	s.action("design.copy").Run()
	if paste.Run(); layers() != first+2 || last().Text != nil {
		t.Errorf("of %d layers the chosen one is %+v", layers(), last())
	}
	s.env.Copy("<?xml version=\"1.0\"?>\n<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"/>")
	if paste.Run(); layers() != first+3 || last().Name != s.env.T("studio.paste.drawing") {
		t.Errorf("of %d layers the chosen one is %+v", layers(), last())
	}
	if about := s.session.Settled().About; about.Source != "Drawing: Ona Fake" || about.Licence != "CC0-1.0 (Drawing)" {
		t.Errorf("credits %+v", about)
	}
	if f.lost == nil && kit.EscapeTop(b.Window.Canvas()) {
		t.Error("something is told of a drawing that lost nothing")
	}
	f.lost = []Lost{{Code: "script", Values: map[string]string{"what": "onload"}}}
	if paste.Run(); !kit.EscapeTop(b.Window.Canvas()) {
		t.Error("nobody is told what was lost")
	}
	if _, held := s.file.Blobs["photo"]; !held {
		t.Error("the photo in it was left behind")
	}
	for range 5 {
		s.try(s.session.Do("undo"))
	}
	if layers() != first || s.session.Settled().About.Licence == "CC0-1.0 (Drawing)" {
		t.Errorf("undone there are %d layers", layers())
	}
}

// TestPasteInARebuiltWindow: what the clipboard said when layers were copied is
// known there too, or they would be taken for older than it.
func TestPasteInARebuiltWindow(t *testing.T) {
	b, r, f := open(t, kittest.English)
	r.studio.env.Copy("older words")
	r.studio.session.Select(r.studio.session.Settled().Layers[0].ID)
	r.studio.action("design.copy").Run()
	next := New(b.Env, f)
	b.Show(next.Content())
	next.Resume(r.Keep())
	next.Shown()
	b.Settle()
	next.studio.action("design.paste").Run()
	b.Settle()
	if l := next.studio.session.Selected()[0]; l.Text != nil {
		t.Errorf("what was pasted is %q", l.Text.Content)
	}
}
