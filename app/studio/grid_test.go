package studio

import (
	"image"
	"testing"

	"badgekiln/app/kit/kittest"
)

// The grid is seen while it is snapped to, ten units apart, each tenth line
// stronger; lines that would stand too close are left out.
func TestGridIsSeen(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	s := r.studio
	g := s.bar.grid
	if g.group.Visible() {
		t.Fatal("a grid nobody snaps to is seen")
	}
	s.toggleSnap("grid")
	if !g.group.Visible() {
		t.Fatal("the grid is not seen")
	}
	count := func() (all, strong int) {
		m, ok := g.pic.Image.(*image.NRGBA)
		if !ok {
			t.Fatal("no picture")
		}
		for x := range m.Rect.Dx() {
			switch m.NRGBAAt(x, 1).A {
			case gridStrong:
				strong++
				all++
			case gridFaint:
				all++
			}
		}
		return all, strong
	}
	s.board.fitView()
	if all, strong := count(); all < 60 || strong < 6 {
		t.Errorf("%d lines, %d strong ones", all, strong)
	}
	s.zoom(zoomLeast)
	if all, _ := count(); all > 13 {
		t.Errorf("%d lines in a small view", all)
	}
	s.toggleSnap("grid")
	if g.group.Visible() {
		t.Error("the grid stays")
	}
}
