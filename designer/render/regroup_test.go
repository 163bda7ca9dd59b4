package render_test

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// inside changes what is in a group, as people do who have entered it.
func (c *chance) inside(group *designer.Layer, at int) *designer.Layer {
	g := *group
	layers := slices.Clone(group.Group.Layers)
	k := at % len(layers)
	l := *layers[k]
	switch c.IntN(11) {
	case 0:
		layers = append(layers, c.layer(2))
	case 1:
		if len(layers) > 2 {
			layers = slices.Delete(layers, k, k+1)
		}
	case 2:
		o := c.IntN(len(layers))
		layers[k], layers[o] = layers[o], layers[k]
	case 3:
		l.Hidden = !l.Hidden
		layers[k] = &l
	case 4:
		g.Place = g.Place.Then(geom.Move(8*c.NormFloat64(), 8*c.NormFloat64()))
	case 5:
		g.Opacity = 0.3 + 0.7*float64(c.IntN(2))
	case 6: // it stays where it is
		layers[k] = &l
	default: // by whole pixels and between them
		by := geom.Pt(20*c.NormFloat64(), 20*c.NormFloat64())
		if c.IntN(2) == 0 {
			by = geom.Pt(5*math.Round(by.X/5), 5*math.Round(by.Y/5))
		}
		l.Place = l.Place.Then(geom.Move(by.X, by.Y))
		layers[k] = &l
	}
	g.Group = &designer.Group{Layers: layers}
	return &g
}

// TestWorkInAGroup works in a group by chance: what is remembered of it must
// never show, and nothing outside what is said to have changed may change.
func TestWorkInAGroup(t *testing.T) {
	t.Parallel()
	const side = 120
	ctx := context.Background()
	for seed := range uint64(8) {
		c := &chance{Rand: rand.New(rand.NewPCG(seed, 7))}
		doc := document()
		group := &designer.Layer{ID: "group", Opacity: 1, Place: geom.Move(10, 4), Group: &designer.Group{}}
		for range 6 {
			group.Group.Layers = append(group.Group.Layers, c.layer(1))
		}
		doc.Layers = []*designer.Layer{c.layer(0), group, c.layer(0)}
		o := render.Options{Width: side, Fonts: fonts(), Blob: blob, Fields: map[string]string{"name": "Ada"}}
		canvas, into := render.NewCanvas(o), image.NewRGBA(image.Rect(0, 0, side, side))
		for step := range 40 {
			loose := step%8 < 3 // a gesture goes on, and ends with the fourth step
			canvas.Loosely(loose)
			before := slices.Clone(into.Pix)
			dirty, _, err := canvas.Draw(ctx, doc, into)
			if err != nil {
				t.Fatal(err)
			}
			want, _, err := render.Image(ctx, doc, o)
			if err != nil {
				t.Fatal(err)
			}
			if far := apart(into, want); far > 1 && !loose {
				t.Fatalf("seed %d, step %d: %d apart", seed, step, far)
			}
			for i := range before {
				if p := image.Pt(i/4%side, i/4/side); before[i] != into.Pix[i] && !p.In(dirty) {
					t.Fatalf("seed %d, step %d: %v changed outside %v", seed, step, p, dirty)
				}
			}
			if step%5 == 0 {
				canvas.Ready(map[string]bool{group.Group.Layers[0].ID: true})
			}
			doc.Layers = slices.Clone(doc.Layers)
			group = c.inside(group, step/4)
			doc.Layers[1] = group
		}
	}
}

// A step in a group changes the picture no further than one outside does.
func TestAStepInAGroupIsSmall(t *testing.T) {
	t.Parallel()
	doc, whole := document(), image.Rect(0, 0, 300, 300)
	far, near := shape("far", "rect", 0, 0, 600, 600), shape("near", "rect", 100, 100, 40, 40)
	group := &designer.Layer{ID: "group", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{far, near}}}
	doc.Layers = []*designer.Layer{group}
	canvas, into := render.NewCanvas(render.Options{Width: 300, Fonts: fonts()}), image.NewRGBA(whole)
	if _, _, err := canvas.Draw(t.Context(), doc, into); err != nil {
		t.Fatal(err)
	}
	canvas.Ready(map[string]bool{"near": true})
	moved, again := *near, *group
	moved.Place = moved.Place.Then(geom.Move(10, 0))
	again.Group = &designer.Group{Layers: []*designer.Layer{far, &moved}}
	doc.Layers = []*designer.Layer{&again}
	dirty, _, err := canvas.Draw(t.Context(), doc, into)
	if err != nil {
		t.Fatal(err)
	}
	if dirty.Empty() || dirty.Dx() > 40 || dirty.Dy() > 30 {
		t.Fatalf("a step of 10 units changes %v", dirty)
	}
	held, once := moved, again
	once.Group = &designer.Group{Layers: []*designer.Layer{far, &held}}
	doc.Layers = []*designer.Layer{&once}
	if dirty, _, err = canvas.Draw(t.Context(), doc, into); err != nil || !dirty.Empty() {
		t.Fatalf("a step that a guide holds back changes %v, %v", dirty, err)
	}
}
