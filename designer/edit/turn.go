package edit

import (
	"math"

	"badgekiln/designer/geom"
)

// turn drags the rotate handle.
type turn struct {
	gesturing
	middle geom.Point
	start  float64 // the frame's own turn
}

func (s *Session) startTurn(from Pointer) drag {
	g, ok := s.begin("step.turn", from)
	if !ok {
		return nil
	}
	t := &turn{gesturing: g, middle: g.frame.middle()}
	if g.frame.one != nil {
		t.start = g.frame.m.Parts().Turn
		if a := g.frame.one.Text; a != nil && a.Arc != nil {
			// Letters on an arc turn about its middle, and stay on it.
			t.middle = g.frame.m.Apply(geom.Point{})
		}
	}
	return t
}

func (t *turn) to(_ *Session, p Pointer) {
	by := degrees(p.At.Sub(t.middle)) - degrees(t.from.Sub(t.middle))
	angle := turned(t.start + by)
	switch {
	case p.Shift:
		angle = math.Round(angle/15) * 15
	case !p.Ctrl:
		angle = math.Round(angle)
		if near := math.Round(angle/45) * 45; math.Abs(angle-near) <= 3 {
			angle = near
		}
	}
	angle = turned(angle)
	t.preview(Turn(t.ids, angle-t.start, t.middle), Figures{Kind: "turn", At: p.At, Angle: angle})
}

// turned brings an angle into −180 (not included) to 180.
func turned(a float64) float64 {
	a = math.Mod(a, 360)
	switch {
	case a > 180:
		a -= 360
	case a <= -180:
		a += 360
	}
	return a + 0
}
