package edit

import (
	"math"
	"reflect"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// sound refuses what no picture can be made of. Every edit passes here with the
// layers it made.
func sound(l *designer.Layer) error { return l.Check() }

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

// settled gives a changed layer the parts of the old one that are as before, so
// that whoever remembers them by their address need not work anew; the old layer
// itself when nothing has changed.
func settled(n, old *designer.Layer) *designer.Layer {
	n.Stroke, n.Shadow = kept(n.Stroke, old.Stroke), kept(n.Shadow, old.Shadow)
	n.Shape, n.Path, n.Text = kept(n.Shape, old.Shape), kept(n.Path, old.Path), kept(n.Text, old.Text)
	n.Image, n.Group = kept(n.Image, old.Image), kept(n.Group, old.Group)
	if reflect.DeepEqual(n, old) {
		return old
	}
	return n
}

func kept[T any](n, old *T) *T {
	if n != nil && old != nil && reflect.DeepEqual(n, old) {
		return old
	}
	return n
}
