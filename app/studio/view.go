package studio

import (
	"math"

	"badgekiln/designer/geom"
)

// The limits of the zoom: screen units per document unit.
const (
	zoomLeast = 0.1
	zoomMost  = 8
)

// view maps a document to the screen: a document point p stands at
// At + p × Zoom. Sizes are the window's units, not pixels. It is a value; its
// methods give the next one.
type view struct {
	Zoom float64
	At   geom.Point // where the document's origin stands
}

// screen is where a document point stands.
func (v view) screen(p geom.Point) geom.Point { return v.At.Add(p.Times(v.Zoom)) }

// document is the document point that stands at a screen point.
func (v view) document(s geom.Point) geom.Point { return s.Sub(v.At).Times(1 / v.Zoom) }

// pan moves everything by a screen vector.
func (v view) pan(d geom.Point) view { v.At = v.At.Add(d); return v }

// zoomed changes the zoom so that what stands at a screen point stays there.
func (v view) zoomed(zoom float64, about geom.Point) view {
	zoom = min(max(zoom, zoomLeast), zoomMost)
	p := v.document(about)
	return view{Zoom: zoom, At: about.Sub(p.Times(zoom))}
}

// fitted shows a document rectangle in the middle of a room, as large as it
// goes with a margin round it.
func fitted(what geom.Rect, w, h, margin float64) view {
	if what.W() <= 0 || what.H() <= 0 || w <= 0 || h <= 0 {
		return view{Zoom: 1}
	}
	zoom := min((w-2*margin)/what.W(), (h-2*margin)/what.H())
	zoom = min(max(zoom, zoomLeast), zoomMost)
	mid := what.Middle()
	return view{Zoom: zoom, At: geom.Pt(w/2-mid.X*zoom, h/2-mid.Y*zoom)}
}

// kept holds the artboard reachable: at least some of it stays in the room.
func (v view) kept(board geom.Rect, w, h float64) view {
	const some = 48
	v.At.X = min(max(v.At.X, some-board.Max.X*v.Zoom), w-some-board.Min.X*v.Zoom)
	v.At.Y = min(max(v.At.Y, some-board.Max.Y*v.Zoom), h-some-board.Min.Y*v.Zoom)
	return v
}

// zoomStep is the next of the round zooms in a direction, as the + and −
// buttons go.
func zoomStep(now float64, up bool) float64 {
	steps := []float64{0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8}
	if up {
		for _, s := range steps {
			if s > now*1.01 {
				return s
			}
		}
		return zoomMost
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i] < now*0.99 {
			return steps[i]
		}
	}
	return zoomLeast
}

// wheelZoom is the zoom after a turn of the wheel.
func wheelZoom(now float64, turn float32) float64 {
	return now * math.Pow(1.2, float64(turn)/25)
}
