package studio

import (
	"testing"

	"badgekiln/app/kit/kittest"
)

// A design of one's own is deleted after a question and brought back later
// from the shelf of the deleted; a change not stored yet does not bring the file back.
func TestDesignIsDeletedAndBroughtBack(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	s.session.Select("title")
	s.keyed("ctrl+d")
	r.showList()
	r.gallery.choose(shelfOwn + ":design-1")
	b.Settle()
	b.Press(t, "Delete…")
	b.Press(t, "Delete design")
	b.Settle()
	if _, there := f.files["design-1"]; there {
		t.Fatal("the file is still there")
	}
	if s.session != nil {
		t.Error("the deleted design is still open")
	}
	b.Press(t, "Close")
	r.gallery.shelf = shelfGone
	r.gallery.shown()
	b.Settle()
	if p, ok := r.gallery.piece(); !ok || p.gone == nil || r.gallery.pics[p.key] == nil {
		t.Fatalf("among the deleted is shown %+v", p)
	}
	b.Press(t, "Bring it back")
	b.Settle()
	if r.gallery.shelf != shelfOwn || r.gallery.count(shelfGone) != 0 {
		t.Error("the shelf of the deleted stays")
	}
	p, ok := r.gallery.piece()
	if !ok || p.own == nil || p.title != "First Firing" {
		t.Errorf("after that %+v is chosen", p)
	}
	if len(b.Errors) > 0 {
		t.Error(b.Errors)
	}
}
