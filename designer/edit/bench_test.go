package edit

import (
	"fmt"
	"testing"

	"badgekiln/designer"
)

// BenchmarkDragStep is what one movement of the pointer costs before anything is
// drawn: the preview and the overlay, over 40 layers.
func BenchmarkDragStep(b *testing.B) {
	var layers []*designer.Layer
	for i := range 40 {
		id := fmt.Sprintf("l%d", i)
		x, y := float64(i%8*70), float64(i/8*110)
		switch i % 4 {
		case 0:
			layers = append(layers, rect(id, x, y, 50, 50))
		case 1:
			layers = append(layers, ellipse(id, x+25, y+25, 25))
		case 2:
			layers = append(layers, words(id, "Kiln", x, y, 20))
		default:
			layers = append(layers, path(id, x, y))
		}
	}
	d := sit(b, board(layers...))
	d.Press(at(10, 10))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Move(at(20+float64(i%200), 30+float64(i%150)))
		d.Overlay(1)
	}
	d.Cancel()
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs/step")
}
