package edit

import (
	"math"

	"badgekiln/designer/geom"
)

// move drags layers.
type move struct {
	gesturing
	targets targets
}

func (s *Session) startMove(from Pointer) drag {
	g, ok := s.begin("step.move", from)
	if !ok {
		return nil
	}
	return &move{g, s.targets(g.base, g.ids)}
}

func (m *move) to(_ *Session, p Pointer) {
	by := p.At.Sub(m.from)
	by = geom.Pt(round(by.X, 100), round(by.Y, 100))
	across, down := true, true
	if p.Shift {
		if across = math.Abs(by.X) >= math.Abs(by.Y); across {
			by.Y, down = 0, false
		} else {
			by.X = 0
		}
	}
	m.guides = nil
	if !p.Ctrl {
		var shift geom.Point
		box := m.frame.quad().Bounds()
		box = geom.Rect{Min: box.Min.Add(by), Max: box.Max.Add(by)}
		shift, m.guides = m.targets.snap(box, within6(p), across, down)
		by = by.Add(shift)
	}
	box := m.frame.quad().Bounds()
	m.preview(Move(m.ids, by), Figures{Kind: "move", At: p.At, X: by.X, Y: by.Y, W: box.W(), H: box.H()})
}

// within6 is the distance within which things snap, in units.
func within6(p Pointer) float64 { return 6 / p.scale() }
