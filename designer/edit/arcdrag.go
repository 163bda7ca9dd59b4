package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// onSpan tells whether the pointer is on the arc between its handles.
func (s *Session) onSpan(p Pointer) bool {
	f, ok := s.frameOf(s.shown, s.chosen)
	if !ok || f.one == nil || f.one.Text == nil || f.one.Text.Arc == nil || len(free(s.shown, s.chosen)) == 0 {
		return false
	}
	back, ok := f.m.Inverse()
	if !ok {
		return false
	}
	a, q := f.one.Text.Arc, back.Apply(p.At)
	unit := math.Sqrt(math.Abs(f.m.Det()))
	return math.Abs(q.Length()-a.Radius)*unit*p.scale() <= slack &&
		math.Abs(turned(degrees(q)-a.Middle)) <= a.Sweep/2
}

// bend drags a handle of an arc.
type bend struct {
	gesturing
	kind    HandleKind
	text    designer.Text
	upright bool      // letters are kept upright: who turned them over wants them so
	rings   []float64 // radii of visible circles about the same middle
}

func (s *Session) startArc(kind HandleKind, from Pointer) drag {
	label := map[HandleKind]string{ArcMiddle: "step.radius", ArcSpan: "step.arc-turn"}[kind]
	if label == "" {
		label = "step.sweep"
	}
	g, ok := s.begin(label, from)
	if !ok {
		return nil
	}
	if g.frame.one == nil || g.frame.one.Text == nil || g.frame.one.Text.Arc == nil {
		g.g.Cancel()
		return nil
	}
	b := &bend{gesturing: g, kind: kind, text: *g.frame.one.Text}
	b.upright = lower(b.text.Arc.Middle) == b.text.Arc.Inside
	b.rings = s.rings(g.base, g.ids, g.frame)
	return b
}

func (b *bend) to(_ *Session, p Pointer) {
	back, ok := b.frame.m.Inverse()
	if !ok {
		return
	}
	start, now := back.Apply(b.from), back.Apply(p.At)
	t := b.text
	arc := *t.Arc
	t.Arc = &arc
	unit := math.Sqrt(math.Abs(b.frame.m.Det()))
	b.guides = nil
	kind := "sweep"
	switch b.kind {
	case ArcMiddle:
		kind = "radius"
		b.radius(&t, arc.Radius+now.Length()-start.Length(), p, unit)
	case ArcSpan:
		kind = "middle"
		b.middle(&t, degrees(now)-degrees(start), p)
	default:
		b.sweep(&t, now, p)
	}
	angle := fromUpright(*t.Arc)
	e := SetText(b.ids, func(own *designer.Text) { own.Arc = copied(t.Arc) })
	b.preview(e, Figures{
		Kind: kind, At: p.At, Radius: t.Arc.Radius * unit, Angle: angle,
		From: angle - t.Arc.Sweep/2, To: angle + t.Arc.Sweep/2,
	})
}

// fromUpright gives the middle of an arc as an angle from the top or, for letters
// that point to the middle, from the bottom.
func fromUpright(a designer.Arc) float64 {
	if a.Inside {
		return turned(a.Middle - 90)
	}
	return turned(a.Middle + 90)
}

func (b *bend) radius(t *designer.Text, r float64, p Pointer, unit float64) {
	r = max(round(r, 10), t.Size/2, least)
	if !p.Ctrl {
		// The letters' middle, or their foot, meets a ring.
		half := capital / 2 * t.Size
		if t.Arc.Inside {
			half = -half
		}
		best := within6(p) / unit
		for _, ring := range b.rings {
			for _, foot := range []float64{ring, ring - half} {
				if d := math.Abs(foot - r); d < best && foot > least {
					best, t.Arc.Radius = d, foot
					b.guides = []Guide{{Middle: b.frame.m.Apply(geom.Point{}), Radius: ring * unit}}
				}
			}
		}
		if len(b.guides) > 0 {
			t.Arc.Radius = neat(t.Arc.Radius)
			return
		}
	}
	t.Arc.Radius = r
}

func (b *bend) middle(t *designer.Text, by float64, p Pointer) {
	at := turned(t.Arc.Middle + by)
	switch {
	case p.Shift:
		at = math.Round(at/15) * 15
	case !p.Ctrl:
		at = math.Round(at)
		if near := math.Round(at/90) * 90; math.Abs(at-near) <= 3 {
			at = near
		}
	}
	t.Arc.Middle = turned(at)
	if b.upright && lower(t.Arc.Middle) != t.Arc.Inside {
		flip(t)
	}
}

// sweep opens or closes the arc evenly; with Shift only at the handle's end.
func (b *bend) sweep(t *designer.Text, now geom.Point, p Pointer) {
	sign := 1.0
	if b.kind == ArcStart {
		sign = -1
	}
	half := turned(degrees(now)-t.Arc.Middle) * sign
	if half < 0 && half > -90 {
		half = 0
	} else if half < 0 {
		half += 360
	}
	if !p.Ctrl {
		half = math.Round(half)
	}
	half = min(max(half, 2), 179)
	if p.Shift {
		other := t.Arc.Middle - sign*t.Arc.Sweep/2
		end := t.Arc.Middle + sign*half
		t.Arc.Sweep = neat(min(max(math.Abs(end-other), 4), 358))
		t.Arc.Middle = turned(neat(other + sign*t.Arc.Sweep/2))
		return
	}
	t.Arc.Sweep = neat(2 * half)
}
