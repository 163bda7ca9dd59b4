package edit

import (
	"math"

	"badgekiln/designer/geom"
)

// Snaps says what things being dragged snap to.
type Snaps struct {
	Artboard bool // its centre, then its edges
	Rings    bool // visible circles
	Layers   bool // centres and edges of visible neighbours, then gaps as wide as theirs
	Grid     bool
}

// GridStep is the distance of grid lines, in units.
const GridStep = 10

// AllSnaps is how a session begins: everything but the grid.
func AllSnaps() Snaps { return Snaps{Artboard: true, Rings: true, Layers: true} }

// Snaps gives what things snap to.
func (s *Session) Snaps() Snaps { return s.snaps }

// SetSnaps changes what things snap to, from the next gesture on.
func (s *Session) SetSnaps(on Snaps) {
	s.snaps = on
	s.tell(Change{Overlay: true})
}

// snap finds how far a box must be moved to meet something, and what.
func (t targets) snap(box geom.Rect, reach float64, across, down bool) (geom.Point, []Guide) {
	var by geom.Point
	var guides []Guide
	rankX, rankY := -1, -1
	if across {
		if l, d, rank := best(t.x, box.Min.X, box.Middle().X, box.Max.X, reach); rank >= 0 {
			by.X, rankX = d, rank
			guides = append(guides, Guide{From: geom.Pt(l.at, min(l.from, box.Min.Y)), To: geom.Pt(l.at, max(l.to, box.Max.Y))})
		}
	}
	if down {
		if l, d, rank := best(t.y, box.Min.Y, box.Middle().Y, box.Max.Y, reach); rank >= 0 {
			by.Y, rankY = d, rank
			guides = append(guides, Guide{From: geom.Pt(min(l.from, box.Min.X), l.at), To: geom.Pt(max(l.to, box.Max.X), l.at)})
		}
	}
	if across && rankX < 0 {
		if d, gaps, ok := gap(t.rows, moved(box, by), reach); ok {
			by.X, rankX = d, len(t.x)
			guides = append(guides, gaps...)
		}
	}
	if down && rankY < 0 {
		if d, gaps, ok := gap(turnedOver(t.rows), over(moved(box, by)), reach); ok {
			by.Y, rankY = d, len(t.y)
			for _, g := range gaps {
				guides = append(guides, Guide{From: swapped(g.From), To: swapped(g.To), Gap: true})
			}
		}
	}
	if across && down && rankX < 0 && rankY < 0 {
		if v, g, ok := t.ontoRing(box.Middle(), reach); ok {
			return v, []Guide{g}
		}
	}
	if across && down && (rankX < 0) != (rankY < 0) {
		// One way is given: a ring may still be met along the other.
		middle := box.Middle().Add(by)
		if v, g, ok := t.alongRing(middle, reach, rankX < 0); ok {
			return by.Add(v), append(guides, g)
		}
	}
	if t.grid {
		if across && rankX < 0 {
			by.X = math.Round(box.Min.X/GridStep)*GridStep - box.Min.X
		}
		if down && rankY < 0 {
			by.Y = math.Round(box.Min.Y/GridStep)*GridStep - box.Min.Y
		}
	}
	return by, guides
}

// best is the nearest line of the first rank that has one in reach.
func best(ranks [][]line, low, mid, high, reach float64) (line, float64, int) {
	for rank, lines := range ranks {
		var found line
		by, far := 0.0, reach
		for _, l := range lines {
			own := []float64{low, high}
			if l.centre {
				own = []float64{mid}
			}
			for _, v := range own {
				if d := math.Abs(l.at - v); d <= far && (d < far || far == reach) {
					found, by, far = l, l.at-v, d
				}
			}
		}
		if found != (line{}) {
			return found, by, rank
		}
	}
	return line{}, 0, -1
}

// snapPoint finds how far an edge or corner must be moved to meet something.
func (t targets) snapPoint(p geom.Point, reach float64, across, down bool) (geom.Point, []Guide) {
	either := func(ranks [][]line) [][]line {
		out := make([][]line, len(ranks))
		for i, lines := range ranks {
			for _, l := range lines {
				l.centre = true // an edge may meet a centre, and an edge
				out[i] = append(out[i], l)
			}
		}
		return out
	}
	var by geom.Point
	var guides []Guide
	if across {
		if l, d, rank := best(either(t.x), p.X, p.X, p.X, reach); rank >= 0 {
			by.X = d
			guides = append(guides, Guide{From: geom.Pt(l.at, min(l.from, p.Y)), To: geom.Pt(l.at, max(l.to, p.Y))})
		} else if t.grid {
			by.X = math.Round(p.X/GridStep)*GridStep - p.X
		}
	}
	if down {
		if l, d, rank := best(either(t.y), p.Y, p.Y, p.Y, reach); rank >= 0 {
			by.Y = d
			guides = append(guides, Guide{From: geom.Pt(min(l.from, p.X), l.at), To: geom.Pt(max(l.to, p.X), l.at)})
		} else if t.grid {
			by.Y = math.Round(p.Y/GridStep)*GridStep - p.Y
		}
	}
	return by, guides
}
