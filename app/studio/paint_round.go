package studio

import (
	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// mostRadius is the largest radius of a gradient that figures give, in percent.
const mostRadius = 1000

// roundFields are the figures of a radial gradient. They are in percent of the
// layer's box, so that they say the same of layers of any size: its middle is
// at 50 and 50, and a radius of 100 reaches the nearer of two opposite edges of
// its longer side.
type roundFields struct {
	pick   *paintPick
	x, y   *kit.NumberEntry
	radius *kit.NumberEntry
	box    fyne.CanvasObject
}

func newRoundFields(p *paintPick) *roundFields {
	q, t := &roundFields{pick: p}, p.s.env.T
	number := func(word string, least, most float64, set func(designer.Paint, geom.Rect, float64) designer.Paint) *kit.NumberEntry {
		return kit.NewNumberEntry(t(word), 0, least, most, "%", func(v float64) {
			p.fade(func(l *designer.Layer, g designer.Paint) designer.Paint {
				if g.Kind != designer.Radial {
					return g
				}
				return set(g, p.s.measure.Bounds(l), v/100)
			})
		}).Sign(p.s.env.Decimal()).Steps(1, 1)
	}
	q.x = number("studio.paint.centre-x", -300, 400, func(g designer.Paint, b geom.Rect, v float64) designer.Paint {
		return centred(g, geom.Pt(b.Min.X+v*b.W(), g.From.Y))
	})
	q.y = number("studio.paint.centre-y", -300, 400, func(g designer.Paint, b geom.Rect, v float64) designer.Paint {
		return centred(g, geom.Pt(g.From.X, b.Min.Y+v*b.H()))
	})
	q.radius = number("studio.paint.radius", 1, mostRadius, func(g designer.Paint, b geom.Rect, v float64) designer.Paint {
		return reaching(g, v*longHalf(b))
	})
	q.box = kit.VBox(6,
		kit.Columns(10, []float32{1, 1}, labelled(t("studio.short.x"), 14, q.x), labelled(t("studio.short.y"), 14, q.y)),
		labelled(t("studio.paint.radius"), 60, q.radius))
	return q
}

// put shows those of a gradient; of several layers, of the first.
func (q *roundFields) put(g designer.Paint, l *designer.Layer) {
	on := g.Kind == designer.Radial && l != nil
	q.pick.s.props.show(q.box, on)
	if !on {
		return
	}
	b, put := q.pick.s.measure.Bounds(l), q.pick.s.props.putNum
	part := func(v, whole float64) float64 { return round(100 * v / max(whole, 1e-6)) }
	put(q.x, part(g.From.X-b.Min.X, b.W()), false)
	put(q.y, part(g.From.Y-b.Min.Y, b.H()), false)
	put(q.radius, part(g.To.Sub(g.From).Length(), longHalf(b)), false)
}

func longHalf(b geom.Rect) float64 { return max(b.W(), b.H()) / 2 }

// centred moves a radial gradient as it is.
func centred(g designer.Paint, to geom.Point) designer.Paint {
	by := to.Sub(g.From)
	g.From, g.To, g.Focus = to, g.To.Add(by), g.Focus.Add(by)
	return g
}

// reaching gives it another radius. Where its first colour lies, and how it is
// flattened and turned, goes along.
func reaching(g designer.Paint, radius float64) designer.Paint {
	way := g.To.Sub(g.From)
	now := way.Length()
	if now < 1e-9 {
		g.To = g.From.Add(geom.Pt(radius, 0))
		return g
	}
	off := g.Focus.Sub(g.From)
	k := radius / now
	g.To = g.From.Add(geom.Pt(way.X*k, way.Y*k))
	g.Focus = g.From.Add(geom.Pt(off.X*k, off.Y*k))
	return g
}
