package render_test

import (
	"context"
	"image"
	"slices"
	"testing"

	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// Layers that are dragged by whole pixels, out of the picture and back again,
// look as if they were drawn where they are.
func TestDraggedByWholePixels(t *testing.T) {
	t.Parallel()
	const side = 150
	ctx := context.Background()
	for _, doc := range []struct {
		name string
		picture
	}{{"badge", picture{doc: badge(10)}}, {"shadows", picture{doc: shadows()}}, {"cutouts", picture{doc: cutouts()}}, {"images", picture{doc: images()}}, {"blends", picture{doc: blends()}}} {
		o := render.Options{Width: side, Fonts: fonts(), Blob: blob}
		for at := range doc.doc.Layers {
			if at > 8 {
				break
			}
			d := doc.doc
			canvas, into := render.NewCanvas(o), image.NewRGBA(image.Rect(0, 0, side, side))
			for _, step := range []geom.Point{{}, {X: 3, Y: 1}, {X: 1, Y: 7}, {X: 40, Y: -10}, {X: 50, Y: 50}, {X: -60, Y: 20}, {X: -30, Y: -70}, {X: 200}, {X: -200}} {
				d.Layers = slices.Clone(d.Layers)
				moved := *d.Layers[at]
				moved.Place = moved.Place.Then(geom.Move(step.X*d.Width/side, step.Y*d.Height/side))
				d.Layers[at] = &moved
				if _, _, err := canvas.Draw(ctx, d, into); err != nil {
					t.Fatal(err)
				}
				want, _, err := render.Image(ctx, d, o)
				if err != nil {
					t.Fatal(err)
				}
				if far := apart(into, want); far > 1 {
					t.Errorf("%s, %s moved by %v: %d apart", doc.name, moved.ID, step, far)
				}
			}
		}
	}
}

// Layers that are dragged loosely, by parts of pixels, look as if they were drawn
// where they are once the drag is over, and next to that before.
func TestDraggedLoosely(t *testing.T) {
	t.Parallel()
	const side = 150
	ctx := context.Background()
	for _, doc := range []struct {
		name string
		picture
	}{{"badge", picture{doc: badge(10)}}, {"shadows", picture{doc: shadows()}}, {"cutouts", picture{doc: cutouts()}}, {"images", picture{doc: images()}}, {"blends", picture{doc: blends()}}} {
		o := render.Options{Width: side, Fonts: fonts(), Blob: blob}
		canvas, into := render.NewCanvas(o), image.NewRGBA(image.Rect(0, 0, side, side))
		d := doc.doc
		draw := func() {
			if _, _, err := canvas.Draw(ctx, d, into); err != nil {
				t.Fatal(err)
			}
		}
		same := func(when string) {
			t.Helper()
			want, _, err := render.Image(ctx, d, o)
			if err != nil {
				t.Fatal(err)
			}
			if far := apart(into, want); far > 1 {
				t.Errorf("%s, %s: %d apart", doc.name, when, far)
			}
		}
		draw()
		for at := range min(len(d.Layers), 9) {
			id, home := d.Layers[at].ID, d.Layers[at].Place
			canvas.Ready(map[string]bool{id: true})
			draw()
			same(id + " made ready")
			canvas.Loosely(true)
			for _, step := range []geom.Point{{X: 1.3, Y: .2}, {X: 40.5, Y: -10.25}, {X: -200, Y: 3}, {X: 17.4, Y: 5.5}} {
				d.Layers = slices.Clone(d.Layers)
				moved := *d.Layers[at]
				moved.Place = home.Then(geom.Move(step.X*d.Width/side, step.Y*d.Height/side))
				d.Layers[at] = &moved
				draw()
			}
			canvas.Loosely(false)
			draw()
			same(id + " let go")
		}
	}
}
