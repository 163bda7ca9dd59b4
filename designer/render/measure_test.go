package render_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// TestBounds holds the room of layers against where their pixels are.
func TestBounds(t *testing.T) {
	t.Parallel()
	measure := render.NewMeasure(fonts(), nil)
	c := &chance{Rand: rand.New(rand.NewPCG(3, 4))}
	curve := func() *designer.Outline {
		p := &geom.Path{}
		at := func() geom.Point { return geom.Pt(c.Float64()*300, c.Float64()*300) }
		p.Move(at())
		for range 3 {
			p.Cube(at(), at(), at())
			p.Quad(at(), at())
		}
		p.Close()
		return &designer.Outline{Path: p}
	}
	for range 30 {
		l := layer("x", 0, 0)
		l.Path = curve()
		l.Place = geom.Rotate(90 * float64(c.IntN(4))).Then(geom.Move(300, 300))
		got, want := l.Place.Bounds(measure.Bounds(l)), inked(draw(t, document(l), 600))
		for _, d := range []float64{
			got.Min.X - float64(want.Min.X), got.Min.Y - float64(want.Min.Y),
			got.Max.X - float64(want.Max.X), got.Max.Y - float64(want.Max.Y),
		} {
			if math.Abs(d) > 6 && !want.Eq(image.Rect(0, 0, 600, 600)) && within(got) {
				t.Errorf("bounds %v, pixels %v", got, want)
			}
		}
	}
	// Ink lies in the room of every other kind, too.
	for _, one := range goldens() {
		for _, l := range one.doc.Layers {
			l := *l
			l.Stroke, l.Shadow, l.Opacity = nil, nil, 1
			if l.Fill.Kind == "" {
				continue
			}
			room, ink := l.Place.Bounds(measure.Bounds(&l)).Grow(1.5), inked(draw(t, document(&l), 600))
			if l.Group == nil && !ink.Empty() && (room.Min.X > float64(ink.Min.X) || room.Min.Y > float64(ink.Min.Y) || room.Max.X < float64(ink.Max.X) || room.Max.Y < float64(ink.Max.Y)) {
				t.Errorf("%s, %s: ink at %v, room %v", one.name, l.ID, ink, room)
			}
		}
	}
}

func within(r geom.Rect) bool {
	return r.Min.X >= 0 && r.Min.Y >= 0 && r.Max.X <= 600 && r.Max.Y <= 600
}

// inked is the smallest rectangle around what is not transparent.
func inked(m *image.RGBA) (r image.Rectangle) {
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if m.RGBAAt(x, y).A > 8 {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func TestGroupBounds(t *testing.T) {
	t.Parallel()
	measure := render.NewMeasure(nil, nil)
	a, b, hidden := shape("a", "rect", 10, 10, 20, 20), shape("b", "star", 0, 0, 10, 10), shape("c", "rect", 500, 500, 9, 9)
	b.Place = geom.Scale(2, 2).Then(geom.Move(50, 60))
	hidden.Hidden = true
	g := layer("g", 100, 100)
	g.Group = &designer.Group{Layers: []*designer.Layer{a, b, hidden}}
	if got := measure.Bounds(g); got != geom.R(10, 10, 70, 80) {
		t.Errorf("%v", got)
	}
	if measure.Outline(g) != nil || measure.Stroke(g) != nil {
		t.Error("a group has an outline")
	}
	if _, ok := measure.Laid(a); ok {
		t.Error("a rectangle is a text")
	}
	a.Stroke = &designer.Stroke{Paint: designer.Fill("ink"), Width: 4}
	if got := measure.Stroke(a).Bounds(); got != geom.R(-2, -2, 22, 22) {
		t.Errorf("stroke %v", got)
	}
}
