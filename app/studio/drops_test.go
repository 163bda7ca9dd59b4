package studio

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

// small40 is a picture of 40 × 20.
func small40(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drop lets files go at a place of a widget.
func (s *studio) dropOn(o fyne.CanvasObject, at fyne.Position, paths ...string) bool {
	return s.r.DroppedAt(kit.PlaceOf(o).Add(at), paths)
}

// Pictures become layers where they were let go, all of them, and in no other
// design than the one they were dropped on.
func TestPicturesLieWhereTheyWereDropped(t *testing.T) {
	_, r, f := open(t, kittest.English)
	s := r.studio
	f.picture = small40(t)
	before := len(s.session.Settled().Layers)
	if !s.dropOn(s.board, s.spot(geom.Pt(150, 420)), "/home/me/a.PNG", "/home/me/readme.md", "/home/me/bee.svg") {
		t.Fatal("they are not taken")
	}
	doc := s.session.Settled()
	if len(doc.Layers) != before+2 {
		t.Fatalf("%d layers, there were %d", len(doc.Layers), before)
	}
	for i, want := range []geom.Point{geom.Pt(150, 420), geom.Pt(174, 444)} {
		box := edit.Bounds(s.measure, doc, []string{doc.Layers[before+i].ID})
		if m := box.Middle(); math.Abs(m.X-want.X) > 1 || math.Abs(m.Y-want.Y) > 1 {
			t.Errorf("%s lies at %v, not at %v", doc.Layers[before+i].Name, m, want)
		}
	}
}

// A logo on the colours is no layer: it recolours the design.
func TestALogoOnTheColoursRecolours(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	before := len(s.session.Settled().Layers)
	if !s.dropOn(s.slots.page, fyne.NewPos(20, 20), "/home/me/logo.png") {
		t.Fatal("it is not taken")
	}
	doc := s.session.Settled()
	if c, _ := doc.Color("base"); c != (designer.Color{R: 9, G: 9, B: 90, A: 255}) || len(doc.Layers) != before {
		t.Errorf("the base is %v, there are %d layers", c, len(doc.Layers))
	}
}

// A list on the row of names fills the merge fields, the worst fit first, for
// the designs opened after it too; elsewhere it is not for this room.
func TestAListOnTheNamesFillsThem(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	f.lists = map[string][]map[string]string{"/home/me/list.csv": {{"name": "Bo"}, {"name": "Maximiliane von Hohenstauffen", "course": "Glaze"}}}
	f.lists["/home/me/cards.vcf"] = []map[string]string{{"name": "Bo"}}
	if !s.dropOn(s.names.page, fyne.NewPos(10, 10), "/home/me/cards.vcf") {
		t.Error("cards of an address book are not taken")
	}
	b.Settle()
	if s.dropOn(s.board, s.spot(geom.Pt(300, 300)), "/home/me/list.csv") {
		t.Error("a list on the canvas is not for this room")
	}
	if !s.dropOn(s.names.page, fyne.NewPos(10, 10), "/home/me/list.csv") {
		t.Fatal("it is not taken")
	}
	b.Settle()
	if got := s.fields(); got["name"] != "Maximiliane von Hohenstauffen" || got["course"] != "Glaze" {
		t.Errorf("shown are %v", got)
	}
	f.people = []map[string]string{{"name": "From the last award, with a name that is longer still"}}
	r.openDesign(Design{ID: "design-1"})
	b.Settle()
	if got := s.fields()["name"]; got != "Maximiliane von Hohenstauffen" {
		t.Errorf("the next design shows %q", got)
	}
	s.names.readFile("/home/me/empty.csv")
	b.Settle()
	if !kittest.Says(b.Top(), b.Env.T("studio.names.none")) {
		t.Error("a list of nobody says nothing")
	}
}
