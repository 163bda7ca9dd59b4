package svgin

import (
	"math"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// track is the line that a text follows, in the units of the text.
type track struct {
	points []geom.Point // along it, close together
	long   float64
	offset float64 // where the text is anchored, in units along it
	down   float64 // how far the baseline lies below it
}

// textPath takes the letters of a textPath as one run along its line.
func (w *writer) textPath(kid *node, above *style, name string) {
	s := w.b.styleOf(kid, above)
	if s.own["display"] == "none" {
		return
	}
	line := w.b.track(kid, s, w.v)
	inner := &writer{b: w.b, v: w.v, along: true}
	inner.walk(kid, s, true)
	all := inner.pieces[0]
	for _, p := range inner.pieces[1:] {
		all.text += p.text
		if strings.TrimSpace(p.text) != "" && !alike(all.style, p.style) {
			w.b.note("text", "what", name)
		}
	}
	if line == nil {
		w.b.note("text-path", "what", name)
	} else {
		line.down = all.y
		if dy, ok := w.v.length(kid.parent.attr("dy"), axisY, above); ok {
			line.down += dy
		}
	}
	all.x, all.y, all.track = 0, 0, line
	if line == nil && len(w.pieces) > 0 {
		all.x, all.y = w.pieces[0].x, w.pieces[0].y
	}
	w.pieces = append(w.pieces, all, piece{style: above, n: kid})
	w.space = true
}

// track finds the line that a textPath refers to; nil without one.
func (b *builder) track(n *node, s *style, v view) *track {
	id, _ := strings.CutPrefix(n.attr("href"), "#")
	target := b.ids[id]
	if target == nil {
		return nil
	}
	st := b.styleAt(target)
	path, shape, at, ok := b.outline(target, st, v)
	if !ok {
		return nil
	}
	if shape != nil {
		path = shape.Outline().Mapped(geom.Move(at.X, at.Y))
	}
	t := &track{points: stepped(path.Mapped(b.place(target, st)))}
	for i := 1; i < len(t.points); i++ {
		t.long += t.points[i].Sub(t.points[i-1]).Length()
	}
	if !(t.long > 0) || math.IsInf(t.long, 0) {
		return nil
	}
	if offset := n.attr("startOffset"); percent(offset) {
		share, _, _ := number(offset)
		t.offset = share / 100 * t.long
	} else {
		t.offset, _ = v.length(offset, axisX, s)
	}
	return t
}

// steps is into how many straight ones a curve is taken.
const steps = 48

// stepped lists points along the first line of a path.
func stepped(p *geom.Path) []geom.Point {
	var out []geom.Point
	var pen geom.Point
	for verb, c := range p.Steps() {
		switch verb {
		case geom.MoveTo:
			if len(out) > 0 {
				return out
			}
			out = append(out, c[0])
		case geom.LineTo:
			for i := 1; i <= 8; i++ {
				out = append(out, pen.Add(c[0].Sub(pen).Times(float64(i)/8)))
			}
		case geom.QuadTo:
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				out = append(out, pen.Times((1-t)*(1-t)).Add(c[0].Times(2*t*(1-t))).Add(c[1].Times(t*t)))
			}
		case geom.CubeTo:
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				u := 1 - t
				out = append(out, pen.Times(u*u*u).Add(c[0].Times(3*t*u*u)).Add(c[1].Times(3*t*t*u)).Add(c[2].Times(t*t*t)))
			}
		case geom.ClosePath:
			return append(out, out[0])
		}
		if len(c) > 0 {
			pen = c[len(c)-1]
		}
		if len(out) > 20_000 {
			return out
		}
	}
	return out
}

// place is the point so far along the line, and the direction there in degrees.
func (t *track) place(along float64) (geom.Point, float64) {
	at := 0.0
	for i := 1; i < len(t.points); i++ {
		step := t.points[i].Sub(t.points[i-1])
		d := step.Length()
		if d > 0 && (at+d >= along || i == len(t.points)-1) {
			return t.points[i-1].Add(step.Times((along - at) / d)), math.Atan2(step.Y, step.X) * 180 / math.Pi
		}
		at += d
	}
	return t.points[0], 0
}

// How near to a circle a line has to be to be taken for one, of its radius; and
// how bent a line has to be not to be taken for straight, of its length.
const (
	nearCircle = 0.03
	nearLine   = 0.01
)

// circle finds the circle that comes nearest to the line (Kåsa's least squares)
// and how far the line is off it. turn is how far the line runs round it, in
// degrees, clockwise ones being more than none.
func (t *track) circle() (middle geom.Point, radius, off, turn float64) {
	var sx, sy, sxx, syy, sxy, sxz, syz, sz float64
	n := float64(len(t.points))
	first := t.points[0] // the sums stay small about a point of the line
	for _, p := range t.points {
		x, y := p.X-first.X, p.Y-first.Y
		z := x*x + y*y
		sx, sy, sxx, syy, sxy, sxz, syz, sz = sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y, sxz+x*z, syz+y*z, sz+z
	}
	a, b, c := sxx-sx*sx/n, sxy-sx*sy/n, syy-sy*sy/n
	d, e := (sxz-sx*sz/n)/2, (syz-sy*sz/n)/2
	det := a*c - b*b
	if !(math.Abs(det) > 1e-12*(a+c)*(a+c)) {
		return middle, math.Inf(1), 0, 0
	}
	x, y := (d*c-e*b)/det, (e*a-d*b)/det
	middle = geom.Pt(x+first.X, y+first.Y)
	radius = math.Sqrt(max(x*x+y*y-2*(x*sx+y*sy)/n+sz/n, 0))
	for i, p := range t.points {
		out := p.Sub(middle)
		off = max(off, math.Abs(out.Length()-radius))
		if i > 0 {
			in := t.points[i-1].Sub(middle)
			turn += math.Atan2(in.X*out.Y-in.Y*out.X, in.X*out.X+in.Y*out.Y) * 180 / math.Pi
		}
	}
	return middle, radius, off, turn
}

// bent puts a text on its line: round a circle when the line is one, straight
// where the middle of the text would be when it is anything else. It gives where
// the text's own origin lies.
func (b *builder) bent(t *designer.Text, line *track, name string) geom.Affine {
	wide := b.wide(*t, name)
	middle := line.offset
	switch t.Align {
	case designer.Middle:
	case designer.End:
		middle -= wide / 2
	default:
		middle += wide / 2
	}
	t.Align = designer.Middle
	at, radius, off, turn := line.circle()
	if radius > line.long/nearLine/8 || off > nearCircle*radius || math.Abs(turn) < 1 {
		foot, angle := line.place(middle)
		if !(radius > line.long/nearLine/8) {
			b.note("text-path", "what", name)
		}
		return geom.Move(0, line.down).Then(geom.Rotate(angle)).Then(geom.Move(foot.X, foot.Y))
	}
	first := line.points[0].Sub(at)
	round := math.Copysign(middle/radius*180/math.Pi, turn)
	arc := &designer.Arc{
		Radius: radius - line.down, Middle: math.Atan2(first.Y, first.X)*180/math.Pi + round,
		Sweep: min(math.Abs(turn), 360), Inside: turn < 0,
	}
	if arc.Inside {
		arc.Radius = radius + line.down
	}
	for arc.Middle > 180 {
		arc.Middle -= 360
	}
	for arc.Middle <= -180 {
		arc.Middle += 360
	}
	t.Arc = arc
	return geom.Move(at.X, at.Y)
}

// wide is how much room a text takes along its line. Without fonts a letter is
// taken to be about half as wide as it is high, and that is noted where it
// matters.
func (b *builder) wide(t designer.Text, name string) float64 {
	if b.o.Wide != nil {
		return b.o.Wide(t)
	}
	if t.Align != designer.Middle {
		b.note("text", "what", name)
	}
	n := float64(len([]rune(t.Content)))
	return n*0.55*t.Size + max(n-1, 0)*t.Track
}
