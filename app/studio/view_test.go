package studio

import (
	"math"
	"testing"

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
