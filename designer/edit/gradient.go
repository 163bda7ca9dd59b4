package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// inset is how far along a gradient its handles sit: at the very ends they
// would lie on those of the frame.
const inset = 0.15

// graded gives the one selected layer whose fill is a gradient with two ends, and
// the gradient. A linear one looks the same wherever its line lies: one along an
// edge is given as it runs through the middle, where nothing hides its handles.
func (s *Session) graded(f frame) (*designer.Layer, designer.Paint, bool) {
	l := f.one
	if l == nil || l.Fill.Kind != designer.Linear && l.Fill.Kind != designer.Radial {
		return nil, designer.Paint{}, false
	}
	paint := l.Fill
	line := paint.To.Sub(paint.From)
	long := line.Length()
	if !(long > 0) {
		return nil, designer.Paint{}, false
	}
	box := Box(s.env.Measure, l)
	if paint.Kind == designer.Linear && !box.Grow(-min(box.W(), box.H())/10).Has(paint.From.Add(line.Times(0.5))) {
		across := geom.Pt(-line.Y/long, line.X/long)
		off := box.Middle().Sub(paint.From)
		by := across.Times(off.X*across.X + off.Y*across.Y)
		paint.From, paint.To = paint.From.Add(by), paint.To.Add(by)
	}
	return l, paint, true
}

func (s *Session) gradientHandles(f frame) []Handle {
	l, paint, ok := s.graded(f)
	if !ok {
		return nil
	}
	m, line := Total(s.shown, l.ID), paint.To.Sub(paint.From)
	from, to := m.Apply(paint.From.Add(line.Times(inset))), m.Apply(paint.To.Sub(line.Times(inset)))
	axis := degrees(to.Sub(from))
	return []Handle{{GradientFrom, from, axis}, {GradientTo, to, axis}}
}

// shade drags an end of a gradient.
type shade struct {
	gesturing
	kind  HandleKind
	paint designer.Paint
	back  geom.Affine // from the document to the layer
}

func (s *Session) startShade(kind HandleKind, from Pointer) drag {
	g, ok := s.begin("step.gradient", from)
	if !ok {
		return nil
	}
	l, paint, ok := s.graded(g.frame)
	back, turns := geom.Affine{}, false
	if ok {
		back, turns = Total(g.base, l.ID).Inverse()
	}
	if !turns {
		g.g.Cancel()
		return nil
	}
	return &shade{gesturing: g, kind: kind, paint: paint, back: back}
}

func (d *shade) to(_ *Session, p Pointer) {
	by := d.back.Vector(p.At.Sub(d.from)).Times(1 / (1 - inset))
	paint := d.paint
	switch {
	case d.kind == GradientTo:
		paint.To = paint.To.Add(by)
	case paint.Kind == designer.Radial: // its middle: the whole goes along
		by = by.Times(1 - inset)
		paint.From, paint.To, paint.Focus = paint.From.Add(by), paint.To.Add(by), paint.Focus.Add(by)
	default:
		paint.From = paint.From.Add(by)
	}
	line := paint.To.Sub(paint.From)
	if line.Length() < 1 {
		return // no gradient is left; what was shown stays
	}
	if p.Shift { // eighths of a turn
		angle := math.Round(degrees(line)/45) * 45
		if d.kind == GradientTo {
			paint.To = geom.Polar(paint.From, line.Length(), angle)
		} else if paint.Kind == designer.Linear {
			paint.From = geom.Polar(paint.To, line.Length(), angle+180)
		}
		line = paint.To.Sub(paint.From)
	}
	d.preview(SetFill(d.ids, paint), Figures{Kind: "gradient", At: p.At, Angle: math.Mod(math.Round(degrees(line))+450, 360), Radius: line.Length()})
}
