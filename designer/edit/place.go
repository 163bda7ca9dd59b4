package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Transform maps layers by m, which is in document units. Turned and moved
// layers only get another place; when m stretches a layer along its own axes,
// shapes and texts change their measures instead, so that lines keep their
// width.
func Transform(ids []string, m geom.Affine) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		var err error
		for _, id := range outermost(doc, ids) {
			outer := around(doc, id)
			back, ok := outer.Inverse()
			if !ok {
				return doc, designer.Fail("layer-flat")
			}
			if doc, err = update([]string{id}, func(l *designer.Layer) error {
				return transform(l, outer.Then(m).Then(back))
			})(doc); err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// transform maps a layer by m, in the units of what holds it.
func transform(l *designer.Layer, m geom.Affine) error {
	place := l.Place.Then(m)
	back, ok := l.Place.Inverse()
	if !ok {
		return designer.Fail("layer-flat")
	}
	// own is the same map in the layer's own units.
	own := place.Then(back)
	if math.Abs(own.B) < 1e-9 && math.Abs(own.C) < 1e-9 && own.A > 0 && own.D > 0 &&
		(math.Abs(own.A-1) > 1e-9 || math.Abs(own.D-1) > 1e-9) && absorb(l, own.A, own.D) {
		l.Place = tidy(geom.Move(own.E, own.F).Then(l.Place))
		return nil
	}
	l.Place = tidy(place)
	return nil
}

// Stretch makes a layer a times as wide and b times as high along its own axes,
// about a point in its own units.
func Stretch(id string, a, b float64, about geom.Point) Edit {
	return update([]string{id}, func(l *designer.Layer) error {
		shift := geom.Move(about.X-a*about.X, about.Y-b*about.Y)
		if !absorb(l, a, b) {
			shift = geom.Scale(a, b).Then(shift)
		}
		l.Place = tidy(shift.Then(l.Place))
		return nil
	})
}

// absorb makes what a layer holds a times as wide and b times as high about its
// origin by changing its measures; false when only its place can do that.
func absorb(l *designer.Layer, a, b float64) bool {
	even := math.Abs(a-b) <= 1e-9*math.Abs(a)
	switch t := l.Text; {
	case l.Shape != nil:
		l.Shape.W, l.Shape.H = neat(l.Shape.W*a), neat(l.Shape.H*b)
	case l.Code != nil && even:
		l.Code.Side = neat(l.Code.Side * a)
	case t != nil && even:
		t.Size, t.MinSize, t.Room, t.Track = neat(t.Size*a), neat(t.MinSize*a), neat(t.Room*a), neat(t.Track*a)
		if t.Box != nil {
			t.Box.W, t.Box.H = neat(t.Box.W*a), neat(t.Box.H*a)
		}
		if t.Arc != nil {
			t.Arc.Radius = neat(t.Arc.Radius * a)
		}
	case t != nil && t.Box != nil:
		t.Box.W, t.Box.H = neat(t.Box.W*a), neat(t.Box.H*b)
	default:
		return false
	}
	l.Fill = stretched(l.Fill, a, b)
	if l.Stroke != nil {
		l.Stroke.Paint = stretched(l.Stroke.Paint, a, b)
	}
	return true
}

// stretched moves the points of a gradient along with what it paints.
func stretched(p designer.Paint, a, b float64) designer.Paint {
	if p.Kind != designer.Linear && p.Kind != designer.Radial {
		return p
	}
	m := geom.Scale(a, b)
	old := p.To.Sub(p.From)
	p.From, p.To, p.Focus = m.Apply(p.From), m.Apply(p.To), m.Apply(p.Focus)
	// The ellipse keeps its share of the area; exact along the axes.
	if r := p.To.Sub(p.From).Length(); p.Kind == designer.Radial && r > 0 {
		p.Ratio *= old.Length() * old.Length() * a * b / (r * r)
	}
	return p
}

// Move moves layers by a vector in document units.
func Move(ids []string, by geom.Point) Edit { return Transform(ids, geom.Move(by.X, by.Y)) }

// Turn turns layers clockwise about a point of the document.
func Turn(ids []string, degrees float64, about geom.Point) Edit {
	return Transform(ids, geom.Rotate(degrees).About(about))
}

// Resize makes layers a times as wide and b times as high along the document's
// axes, about a point of the document.
func Resize(ids []string, a, b float64, about geom.Point) Edit {
	return Transform(ids, geom.Scale(a, b).About(about))
}

// Flip mirrors layers about a point of the document: left and right, or top and
// bottom.
func Flip(ids []string, upDown bool, about geom.Point) Edit {
	if upDown {
		return Transform(ids, geom.Scale(1, -1).About(about))
	}
	return Transform(ids, geom.Scale(-1, 1).About(about))
}
