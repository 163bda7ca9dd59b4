package edit

import (
	"math"
	"reflect"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Largest is how far from the origin anything may lie and how large it may be.
const Largest = 1e6

// sound refuses numbers that no picture can be made of. Every edit passes here
// with the layers it made.
func sound(l *designer.Layer) error {
	numbers := []float64{l.Place.A, l.Place.B, l.Place.C, l.Place.D, l.Place.E, l.Place.F, l.Opacity}
	if l.Shape != nil {
		numbers = append(numbers, l.Shape.W, l.Shape.H)
		for _, v := range l.Shape.Set {
			numbers = append(numbers, v)
		}
	}
	if l.Image != nil {
		numbers = append(numbers, l.Image.W, l.Image.H)
	}
	if t := l.Text; t != nil {
		numbers = append(numbers, t.Size, t.MinSize, t.Room, t.Track, t.Leading)
		if t.Box != nil {
			numbers = append(numbers, t.Box.W, t.Box.H)
		}
		if t.Arc != nil {
			numbers = append(numbers, t.Arc.Radius, t.Arc.Middle, t.Arc.Sweep)
		}
	}
	if l.Stroke != nil {
		numbers = append(numbers, l.Stroke.Width, l.Stroke.Miter, l.Stroke.Offset)
	}
	if l.Shadow != nil {
		numbers = append(numbers, l.Shadow.DX, l.Shadow.DY, l.Shadow.Blur)
	}
	for _, v := range numbers {
		if !(math.Abs(v) <= Largest) {
			return designer.Fail("number-range")
		}
	}
	if _, ok := l.Place.Inverse(); !ok {
		return designer.Fail("layer-flat")
	}
	return nil
}

// tidy takes the dust of arithmetic off a map, so that 300 stays 300.
func tidy(m geom.Affine) geom.Affine {
	return geom.Affine{
		A: round(m.A, 1e10), B: round(m.B, 1e10), C: round(m.C, 1e10), D: round(m.D, 1e10),
		E: round(m.E, 1e7), F: round(m.F, 1e7),
	}
}

func neat(v float64) float64 { return round(v, 1e7) }

// round never gives -0, which would be written differently from 0.
func round(v, to float64) float64 { return math.Round(v*to)/to + 0 }

func equalLayers(a, b *designer.Layer) bool { return reflect.DeepEqual(a, b) }
