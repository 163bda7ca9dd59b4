package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// capital is the height of capitals over the size, near enough for every font:
// half of it lies between the baseline and the middle of the letters.
const capital = 0.7

// flip turns the letters of an arc over and keeps their middle on its circle.
func flip(t *designer.Text) {
	if t.Arc.Inside = !t.Arc.Inside; t.Arc.Inside {
		t.Arc.Radius = neat(t.Arc.Radius + capital*t.Size)
	} else {
		t.Arc.Radius = neat(max(t.Arc.Radius-capital*t.Size, least))
	}
}

// Upright turns the letters of texts on an arc over where they stand on their
// heads: on the lower half they point to the middle.
func Upright(ids []string) Edit {
	return SetText(ids, func(t *designer.Text) {
		if t.Arc != nil && lower(t.Arc.Middle) != t.Arc.Inside {
			flip(t)
		}
	})
}

// FlipArc turns the letters of texts on an arc over, upright or not.
func FlipArc(ids []string) Edit {
	return SetText(ids, func(t *designer.Text) {
		if t.Arc != nil {
			flip(t)
		}
	})
}

// lower tells whether an angle points to the lower half; what lies level counts
// as upper.
func lower(angle float64) bool {
	a := turned(angle)
	return a > 0 && a < 180
}

// Bend puts straight texts on an arc through the place they have. A text in the
// middle above or below the middle of the artboard goes around that; any other
// gets a gentle bow.
func Bend(m Measure, ids []string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		for _, id := range ids {
			l := Find(doc, id)
			if l == nil || l.Text == nil || l.Text.Arc != nil {
				continue
			}
			arc, at := bow(m, doc, l)
			var err error
			doc, err = update([]string{id}, func(l *designer.Layer) error {
				l.Text.Arc, l.Text.Box, l.Text.Align, l.Text.Room = &arc, nil, designer.Middle, 0
				l.Place = tidy(geom.Move(at.X, at.Y).Then(l.Place))
				return nil
			})(doc)
			if err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// bow finds the arc of a straight text, and where its middle lies in the
// layer's units.
func bow(m Measure, doc designer.Document, l *designer.Layer) (designer.Arc, geom.Point) {
	box := Box(m, l)
	width := max(box.W(), l.Text.Size)
	base := geom.Pt(box.Middle().X, 0) // of the middle letter, on the baseline
	if l.Text.Box != nil {
		base.Y = box.Middle().Y + capital/2*l.Text.Size
	}
	total := Total(doc, l.ID)
	if total.B == 0 && total.C == 0 && total.A > 0 && total.D > 0 {
		middle := geom.Pt(doc.Width/2, doc.Height/2)
		at := total.Apply(base)
		if r := math.Abs(at.Y-middle.Y) / total.D; math.Abs(at.X-middle.X) < 2 && r > width/math.Pi {
			arc := designer.Arc{Radius: neat(r), Middle: -90, Sweep: room(width, r)}
			centre := geom.Pt(base.X, base.Y+r)
			if at.Y > middle.Y {
				arc.Middle, arc.Inside = 90, true
				centre.Y = base.Y - r
			}
			return arc, centre
		}
	}
	r := neat(width * 1.2)
	return designer.Arc{Radius: r, Middle: -90, Sweep: room(width, r)}, geom.Pt(base.X, base.Y+r)
}

// room is the arc, in whole degrees, for a text of a width and a little more.
func room(width, radius float64) float64 {
	return min(math.Ceil(width/radius*180/math.Pi*1.15), 350)
}

// Straighten takes texts off their arc; the middle letter stays where it was.
func Straighten(ids []string) Edit {
	return update(ids, func(l *designer.Layer) error {
		if l.Text == nil || l.Text.Arc == nil {
			return nil
		}
		a := *l.Text.Arc
		by := a.Middle + 90
		if a.Inside {
			by = a.Middle - 90
		}
		at := geom.Polar(geom.Point{}, a.Radius, a.Middle)
		l.Text.Arc, l.Text.Align = nil, designer.Middle
		l.Place = tidy(geom.Rotate(turned(by)).Then(geom.Move(at.X, at.Y)).Then(l.Place))
		return nil
	})
}

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
	switch b.kind {
	case ArcMiddle:
		b.radius(&t, arc.Radius+now.Length()-start.Length(), p, unit)
	case ArcSpan:
		b.middle(&t, degrees(now)-degrees(start), p)
	default:
		b.sweep(&t, now, p)
	}
	e := SetText(b.ids, func(own *designer.Text) { own.Arc = copied(t.Arc) })
	b.preview(e, Figures{
		Kind: map[HandleKind]string{ArcMiddle: "radius", ArcSpan: "middle"}[b.kind] + map[bool]string{true: "sweep"}[b.kind != ArcMiddle && b.kind != ArcSpan],
		At:   p.At, Radius: t.Arc.Radius * unit, Angle: t.Arc.Middle,
		From: t.Arc.Middle - t.Arc.Sweep/2, To: t.Arc.Middle + t.Arc.Sweep/2,
	})
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
