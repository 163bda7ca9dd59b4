package edit

import (
	"math"

	"badgekiln/designer/geom"
)

// resize drags a handle of the frame.
type resize struct {
	gesturing
	side    side
	grab    geom.Point // from the pointer to the handle, in document units
	targets targets
}

func (s *Session) startResize(kind HandleKind, from Pointer) drag {
	g, ok := s.begin("step.resize", from)
	if !ok {
		return nil
	}
	for _, h := range sides() {
		if h.kind == kind {
			at := g.frame.m.Apply(h.at(g.frame.box))
			return &resize{g, h, at.Sub(from.At), s.targets(g.base, g.ids)}
		}
	}
	g.g.Cancel()
	return nil
}

// least is the smallest a gesture makes anything, in units.
const least = 1

func (r *resize) to(_ *Session, p Pointer) {
	f, h := r.frame, r.side
	back, ok := f.m.Inverse()
	if !ok {
		return
	}
	at := p.At.Add(r.grab)
	r.guides = nil
	corner := h.x != 0 && h.y != 0
	even := corner && !p.Shift || cornersOnly(f.one)
	if !p.Ctrl && f.upright() {
		var shift geom.Point
		shift, r.guides = r.targets.snapPoint(at, within6(p), h.x != 0, h.y != 0)
		if even && len(r.guides) > 1 {
			// Only one axis can be met when the proportion is kept.
			if math.Abs(shift.X) <= math.Abs(shift.Y) {
				shift.Y, r.guides = 0, r.guides[:1]
			} else {
				shift.X, r.guides = 0, r.guides[1:]
			}
		}
		at = at.Add(shift)
		if even && len(r.guides) == 1 {
			at = r.alongDiagonal(at, r.guides[0])
		}
	}
	about := r.about(p.Shift && !corner)
	from, to := h.at(f.box).Sub(about), back.Apply(at).Sub(about)
	a, b := ratio(from.X, to.X, f.box.W(), unit(f.m, 1, 0)), ratio(from.Y, to.Y, f.box.H(), unit(f.m, 0, 1))
	if even {
		k := (from.X*to.X + from.Y*to.Y) / (from.X*from.X + from.Y*from.Y)
		k = max(k, least/max(f.box.W()*unit(f.m, 1, 0), f.box.H()*unit(f.m, 0, 1), least))
		a, b = k, k
	}
	if h.x == 0 && !even {
		a = 1
	}
	if h.y == 0 && !even {
		b = 1
	}
	if !finite(a) || !finite(b) {
		return
	}
	figures := Figures{Kind: "resize", At: p.At, W: f.box.W() * a * unit(f.m, 1, 0), H: f.box.H() * b * unit(f.m, 0, 1)}
	if f.one != nil {
		if t := f.one.Text; t != nil && a == b {
			figures.Size = t.Size * a
		}
		r.preview(Stretch(f.one.ID, a, b, about), figures)
		return
	}
	r.preview(Resize(r.ids, a, b, about), figures)
}

// about is the point that stays where it is, in the frame's units: the opposite
// side, the middle for both sides at once, and the middle of an arc.
func (r *resize) about(both bool) geom.Point {
	f := r.frame
	if f.one != nil && f.one.Text != nil && f.one.Text.Arc != nil {
		return geom.Point{}
	}
	if both {
		return f.box.Middle()
	}
	return side{x: -r.side.x, y: -r.side.y}.at(f.box)
}

// alongDiagonal moves a handle along its diagonal onto the line it snapped to,
// so that it lies there although the proportion is kept.
func (r *resize) alongDiagonal(at geom.Point, g Guide) geom.Point {
	about := r.about(false)
	from := r.frame.m.Apply(r.side.at(r.frame.box))
	fixed := r.frame.m.Apply(about)
	v := from.Sub(fixed)
	var k float64
	switch {
	case g.From.X == g.To.X && v.X != 0:
		k = (g.From.X - fixed.X) / v.X
	case g.From.Y == g.To.Y && v.Y != 0:
		k = (g.From.Y - fixed.Y) / v.Y
	default:
		return at
	}
	if k <= 0 {
		return at
	}
	return fixed.Add(v.Times(k))
}

// unit is how long the frame's unit is in the document, along one axis.
func unit(m geom.Affine, x, y float64) float64 { return m.Vector(geom.Pt(x, y)).Length() }

// ratio is how much larger an edge becomes; never so small that it vanishes.
func ratio(from, to, size, unit float64) float64 {
	if from == 0 {
		return 1
	}
	return max(to/from, least/max(size*unit, least))
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
