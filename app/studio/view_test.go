package studio

import (
	"math"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

func TestViewZoomsAboutThePointer(t *testing.T) {
	v := fitted(geom.R(0, 0, 600, 600), 700, 500, 32)
	at := geom.Pt(413, 77)
	before := v.document(at)
	after := v.zoomed(3.7, at)
	if d := after.document(at).Sub(before).Length(); d > 1e-9 {
		t.Fatalf("the point under the pointer moved by %g units", d)
	}
	if got := after.screen(before).Sub(at).Length(); got > 1e-9 {
		t.Fatalf("screen and document are not each other's inverse: %g", got)
	}
	if after.zoomed(99, at).Zoom != zoomMost || after.zoomed(0, at).Zoom != zoomLeast {
		t.Fatal("the zoom has no limits")
	}
}

func TestViewFitsInTheMiddle(t *testing.T) {
	v := fitted(geom.R(0, 0, 600, 600), 700, 500, 32)
	if got := v.screen(geom.Pt(300, 300)); got != geom.Pt(350, 250) {
		t.Fatalf("the middle stands at %v", got)
	}
	if want := (500.0 - 64) / 600; math.Abs(v.Zoom-want) > 1e-9 {
		t.Fatalf("zoom %g, want %g", v.Zoom, want)
	}
}

func TestViewKeepsTheBoardReachable(t *testing.T) {
	board := geom.R(0, 0, 600, 600)
	v := view{Zoom: 1}.pan(geom.Pt(9999, -9999)).kept(board, 700, 500)
	r := geom.Around(v.screen(board.Min), v.screen(board.Max))
	if !r.Touches(geom.R(0, 0, 700, 500)) {
		t.Fatalf("the artboard was lost at %v", r)
	}
}

func TestZoomStepsGoUpAndDown(t *testing.T) {
	if zoomStep(1, true) != 1.25 || zoomStep(1, false) != 0.75 || zoomStep(8, true) != 8 || zoomStep(0.1, false) != 0.1 {
		t.Fatal("zoom steps")
	}
}

// The line of a ring guide lies on its circle, and light on both sides of it.
func TestRingGuideIsLightOnBothSides(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	b := r.studio.board
	b.marks.begin(markColors{})
	b.guide(edit.Guide{Middle: geom.Pt(300, 300), Radius: 100})
	if b.marks.used.discs != 2 {
		t.Fatalf("%d discs", b.marks.used.discs)
	}
	want := float32(100 * b.view.Zoom)
	halo, line := b.marks.discs[0], b.marks.discs[1]
	for _, d := range []*canvas.Circle{halo, line} {
		if middle := d.Size().Width/2 - d.StrokeWidth/2; max(middle-want, want-middle) > 0.01 {
			t.Errorf("a line %v wide runs at %v from the middle, want %v", d.StrokeWidth, middle, want)
		}
	}
	if halo.StrokeWidth <= line.StrokeWidth {
		t.Error("the light is no wider than the line")
	}
}
