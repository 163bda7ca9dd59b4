package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// inset is how far along a gradient its handles sit: at the very ends they
// would lie on those of the frame.
const inset = 0.15

// graded gives the one selected layer whose fill is a gradient with two ends.
func graded(f frame) (*designer.Layer, bool) {
	l := f.one
	if l == nil || l.Fill.Kind != designer.Linear && l.Fill.Kind != designer.Radial {
		return nil, false
	}
	return l, l.Fill.To.Sub(l.Fill.From).Length() > 0
}

func (s *Session) gradientHandles(f frame) []Handle {
	l, ok := graded(f)
	if !ok {
		return nil
	}
	m, line := Total(s.shown, l.ID), l.Fill.To.Sub(l.Fill.From)
	from, to := m.Apply(l.Fill.From.Add(line.Times(inset))), m.Apply(l.Fill.To.Sub(line.Times(inset)))
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
	l, ok := graded(g.frame)
	back, turns := geom.Affine{}, false
	if ok {
		back, turns = Total(g.base, l.ID).Inverse()
	}
	if !turns {
		g.g.Cancel()
		return nil
	}
	return &shade{gesturing: g, kind: kind, paint: l.Fill, back: back}
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
