package edit

import (
	"bytes"
	"context"
	"image"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

func solid(id string, kind string, place geom.Affine, w, h float64) *designer.Layer {
	return &designer.Layer{
		ID: id, Opacity: 1, Place: place, Shape: &designer.Shape{Kind: kind, W: w, H: h},
		Fill: designer.Paint{Kind: designer.Solid, Tone: designer.Tone{Color: designer.Color{R: 200, A: 255}, Alpha: 1}},
	}
}

func drawn(t *testing.T, doc designer.Document) *image.RGBA {
	t.Helper()
	m, _, err := render.Image(context.Background(), doc, render.Options{Width: 600})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestClipToAGroupBelow: a group has no outline, so it cuts by what it covers,
// together, however faint or hidden it is; undone, all is as before.
func TestClipToAGroupBelow(t *testing.T) {
	left, right := solid("left", "ellipse", geom.Move(50, 200), 200, 200), solid("right", "ellipse", geom.Move(350, 200), 200, 200)
	pair := &designer.Layer{ID: "pair", Opacity: 0.3, Hidden: true, Place: geom.Move(10, 0), Group: &designer.Group{Layers: []*designer.Layer{left, right}}}
	photo := solid("photo", "rect", geom.Scale(2, 2).Then(geom.Move(0, 0)), 300, 300)
	d := sit(t, board(pair, photo))
	before := drawn(t, d.past.doc())
	d.Select("photo")
	d.do("clip-below")
	l := d.layer("photo")
	if l.Mask == nil || l.Clip != nil {
		t.Fatal("not cut by a mask")
	}
	if err := d.past.doc().Check(); err != nil {
		t.Error(err)
	}
	m := drawn(t, d.past.doc())
	for p, want := range map[image.Point]uint8{{160, 300}: 255, {460, 300}: 255, {310, 300}: 0, {20, 20}: 0} {
		if got := m.RGBAAt(p.X, p.Y).A; got != want {
			t.Errorf("at %v it covers %d, not %d", p, got, want)
		}
	}
	d.do("undo")
	if !bytes.Equal(drawn(t, d.past.doc()).Pix, before.Pix) {
		t.Error("undone, it looks otherwise")
	}
	d.do("redo")
	d.do("unclip")
	if Cut(d.layer("photo")) || !bytes.Equal(drawn(t, d.past.doc()).Pix, before.Pix) {
		t.Error("shown whole again, it looks otherwise")
	}
}

// TestClipSeveralToOne: layers that lie on each other are cut to what lies below
// them all; what says something else to everybody cuts by its own letters.
func TestClipSeveralToOne(t *testing.T) {
	base := solid("base", "ellipse", geom.Move(100, 100), 100, 100)
	d := sit(t, board(base, solid("one", "rect", geom.Identity(), 300, 300), solid("two", "rect", geom.Identity(), 400, 400)))
	d.Select("one", "two")
	d.do("clip-below")
	for _, id := range []string{"one", "two"} {
		if c := d.layer(id).Clip; c == nil || c.Path.Bounds().W() > 101 {
			t.Errorf("%s is cut to %v", id, c)
		}
	}
	words := &designer.Layer{ID: "words", Opacity: 1, Place: geom.Move(300, 300), Text: &designer.Text{Content: "{name}", Size: 60, Font: designer.Font{Family: "sans-bold"}}}
	d = sit(t, board(words, solid("photo", "rect", geom.Identity(), 600, 600)))
	d.Select("photo")
	d.do("clip-below")
	if m := d.layer("photo").Mask; m == nil || m.Layers[0].Text.Content != "{name}" {
		t.Error("a field does not cut by what it says to each")
	}
	d = sit(t, board(&designer.Layer{ID: "empty", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{}}, solid("photo", "rect", geom.Identity(), 60, 60)))
	d.Select("photo")
	if d.do("clip-below"); Cut(d.layer("photo")) {
		t.Error("an empty group cuts")
	}
}

// TestColoursOfAClipGoAlong: a clip made of a group keeps showing what it shows
// when a colour is taken out of the document, or the layer is put into another
// one that has not got it.
func TestColoursOfAClipGoAlong(t *testing.T) {
	disc := solid("disc", "ellipse", geom.Move(200, 200), 200, 200)
	disc.Fill = designer.Fill("rare")
	doc := board(&designer.Layer{ID: "pair", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{disc}}}, solid("photo", "rect", geom.Identity(), 600, 600))
	doc.Slots = append(doc.Slots, designer.Slot{Name: "rare", Color: designer.Color{G: 99, A: 255}})
	d := sit(t, doc)
	d.Select("photo")
	d.do("clip-below")
	d.do("copy")
	shown := func(what string, doc designer.Document) {
		t.Helper()
		m := drawn(t, doc)
		if in, out := m.RGBAAt(300, 300), m.RGBAAt(20, 20); in.R != 200 || out.A != 0 {
			t.Errorf("%s: %v inside, %v outside", what, in, out)
		}
	}
	shown("clipped", d.past.doc())
	other := sit(t, board())
	other.TakeClip(d.Session)
	other.do("paste-in-place")
	shown("in another design", other.past.doc())
	if err := d.Apply("step.slot", RemoveSlot("rare")); err != nil {
		t.Fatal(err)
	}
	shown("the colour taken out", d.past.doc())
}
