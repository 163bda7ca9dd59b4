package svgin

import (
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// piece is a run of letters with one place and one style.
type piece struct {
	text  string
	x, y  float64
	style *style
	n     *node
	track *track // the line it follows, or nil
	joins bool   // it goes on where the one before ends; x is how far from there
	set   bool   // x is its beginning, whatever it is anchored by
}

// text builds a layer for each run that has a place of its own.
func (b *builder) text(n *node, s *style, v view) []*designer.Layer {
	w := &writer{b: b, v: v}
	w.walk(n, s, true)
	w.join()
	var out []*designer.Layer
	for i := range w.pieces {
		p := &w.pieces[i]
		p.text = strings.Trim(p.text, " ")
		if p.text == "" || hidden(p.style) {
			continue
		}
		if len(p.text) > designer.MostText {
			b.note("text", "what", n.title())
			continue
		}
		out = append(out, b.textLayer(p, v)...)
	}
	return out
}

func (b *builder) textLayer(p *piece, v view) []*designer.Layer {
	s := p.style
	t := &designer.Text{Content: p.text, Size: s.fontSize(), Align: designer.Start, Font: b.font(s)}
	if t.Size < 0.01 {
		return nil
	}
	switch anchor := s.get("text-anchor"); {
	case p.set:
	case anchor == "middle":
		t.Align = designer.Middle
	case anchor == "end":
		t.Align = designer.End
	}
	if track, ok := v.length(s.get("letter-spacing"), axisX, s); ok {
		t.Track = track
	}
	l := &designer.Layer{Opacity: 1, Place: geom.Move(p.x, p.y), Text: t}
	name := p.n.title()
	if p.track != nil {
		l.Place = b.bent(t, p.track, name)
	}
	// A letter is about half as wide as it is high: near enough for a gradient
	// about its box.
	wide := 0.55 * t.Size * float64(len([]rune(p.text)))
	box := geom.R(p.x, p.y-t.Size, p.x+wide, p.y+0.25*t.Size)
	switch {
	case t.Arc != nil:
		box = l.Place.Bounds(geom.R(-t.Arc.Radius, -t.Arc.Radius, t.Arc.Radius, t.Arc.Radius).Grow(t.Size))
	case t.Align == designer.Middle:
		box.Min.X, box.Max.X = box.Min.X-wide/2, box.Max.X-wide/2
	case t.Align == designer.End:
		box.Min.X, box.Max.X = box.Min.X-wide, box.Max.X-wide
	}
	move, _ := l.Place.Inverse()
	if name == "text" || name == "tspan" || name == "textPath" || name == "" {
		name = short(p.text)
	}
	tiled := b.tiledText(p, s, box, v, l)
	if len(tiled) == 0 {
		l.Fill = moved(b.paint(p.n, s, "fill", box, v), move)
	}
	l.Stroke = b.stroke(p.n, s, v, box, move)
	if l.Fill.Kind == designer.NoPaint && l.Stroke == nil {
		return tiled
	}
	l.ID, l.Name = b.id(p.n), name
	return append(tiled, l)
}

// tiledText fills a text with a pattern: the tiles, let through where letters
// are.
func (b *builder) tiledText(p *piece, s *style, box geom.Rect, v view, l *designer.Layer) []*designer.Layer {
	room := box.Grow(2 * l.Text.Size)
	layers, found := b.patterned(p.n, s, "fill", room.Path(), false, box, v)
	if !found || len(layers) == 0 {
		return nil
	}
	letters := *l
	letters.ID, letters.Fill = b.id(&node{}), designer.FillColor(designer.Color{R: 255, G: 255, B: 255, A: 255})
	group := b.group(p.n, layers)
	group.Mask = &designer.Mask{Layers: []*designer.Layer{&letters}}
	return []*designer.Layer{group}
}

// font finds the class that comes nearest to a family, which is noted.
func (b *builder) font(s *style) designer.Font {
	if family := s.get("font-family"); family != "" && !isClass(strings.ToLower(family)) {
		b.note("font", "family", family)
	}
	return fontOf(s)
}

func fontOf(s *style) designer.Font {
	family := s.get("font-family")
	low := strings.ToLower(family)
	var bold bool
	switch weight := s.get("font-weight"); weight {
	case "bold", "bolder":
		bold = true
	default:
		w, _, _ := number(weight)
		bold = w >= 600
	}
	out := designer.Font{Family: "sans", Italic: s.get("font-style") == "italic" || s.get("font-style") == "oblique"}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(low, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("mono", "courier", "consol"):
		out.Family = "mono"
	case has("script", "cursive", "brush"):
		out.Family = "script"
	case has("condensed", "narrow"):
		out.Family = "sans-condensed"
	case has("serif", "times", "georgia", "garamond", "playfair") && !has("sans"):
		out.Family = "serif"
		if bold {
			out.Weight = 700
		}
	case bold:
		out.Family = "sans-bold"
	}
	return out
}

func isClass(family string) bool {
	switch strings.Trim(family, `"' `) {
	case "sans", "sans-serif", "sans-bold", "sans-condensed", "serif", "mono", "monospace", "script", "cursive":
		return true
	}
	return false
}

// writer walks through a text element.
type writer struct {
	b      *builder
	v      view
	pieces []piece
	space  bool // the last letter was one, or there is none yet
	along  bool // a line gives the place: only dy counts
}

func (w *writer) walk(n *node, s *style, first bool) {
	if n.name != "text" && !w.b.pays(n) { // which has paid
		w.b.fault = designer.Fail("svg-many")
		return
	}
	w.begin(n, s, first)
	for i, text := range n.text {
		w.write(text, s, n)
		if i >= len(n.kids) {
			break
		}
		kid := n.kids[i]
		switch kid.name {
		case "tspan", "a":
			inner := w.b.styleOf(kid, s)
			if inner.own["display"] != "none" {
				w.walk(kid, inner, false)
			}
		case "textPath":
			w.textPath(kid, s, n.title())
		case "tref", "altGlyph":
			w.b.note("element", "what", kid.name)
		}
	}
	for _, name := range []string{"rotate", "textLength"} {
		if n.has(name) {
			w.b.note("text", "what", n.title())
		}
	}
}

// begin starts a run where an element gives a place.
func (w *writer) begin(n *node, s *style, first bool) {
	read := func(name string, a axis) (float64, bool) {
		words := strings.FieldsFunc(n.attr(name), func(r rune) bool { return r == ' ' || r == ',' })
		if len(words) > 1 {
			w.b.note("text", "what", n.title())
		}
		if len(words) == 0 {
			return 0, false
		}
		return w.v.length(words[0], a, s)
	}
	x, okX := read("x", axisX)
	y, okY := read("y", axisY)
	dx, okDX := read("dx", axisX)
	dy, okDY := read("dy", axisY)
	if b := s.own["baseline-shift"]; b != "" && b != "baseline" && b != "0" {
		w.b.note("text", "what", n.title())
	}
	y += w.hang(s)
	if w.along && !first {
		if okDY {
			w.b.note("text", "what", n.title())
		}
		return
	}
	if first {
		w.pieces = append(w.pieces, piece{x: x + dx, y: y + dy, style: s, n: n})
		w.space = true
		return
	}
	last := &w.pieces[len(w.pieces)-1]
	if !okX && !okY && !okDX && !okDY {
		return
	}
	joins := !okX && strings.TrimSpace(last.text) != ""
	switch {
	case joins && (w.b.o.Wide == nil || last.track != nil):
		// How far the letters before reach is not known here.
		w.b.note("text", "what", n.title())
		x, joins = last.x, false
	case !okX && !joins:
		x = last.x
	}
	if !okY {
		y = last.y
	}
	w.pieces = append(w.pieces, piece{x: x + dx, y: y + dy, style: s, n: n, joins: joins})
	w.space = w.space || !joins
}

// join works out where runs begin that stand behind others: what is anchored
// together is moved together.
func (w *writer) join() {
	for i := 0; i < len(w.pieces); {
		end := i + 1
		for end < len(w.pieces) && w.pieces[end].joins {
			end++
		}
		run := w.pieces[i:end]
		if i = end; len(run) == 1 {
			continue
		}
		run[len(run)-1].text = strings.TrimRight(run[len(run)-1].text, " ")
		wide := make([]float64, len(run))
		total := 0.0
		for k := range run {
			if wide[k] = w.wide(&run[k]); k > 0 {
				total += run[k].x
			}
			total += wide[k]
		}
		at := run[0].x
		switch run[0].style.get("text-anchor") {
		case "middle":
			at -= total / 2
		case "end":
			at -= total
		}
		for k := range run {
			if k > 0 {
				at += run[k].x
			}
			lead := len(run[k].text) - len(strings.TrimLeft(run[k].text, " ")) // is trimmed later
			run[k].x, run[k].set = at+w.wide(&piece{text: run[k].text[:lead], style: run[k].style}), true
			at += wide[k]
		}
	}
}

// wide is how far a run reaches, blanks at its ends too.
func (w *writer) wide(p *piece) float64 {
	if p.text == "" {
		return 0
	}
	set := func(text string) float64 {
		t := designer.Text{Content: text, Size: p.style.fontSize(), Align: designer.Start, Font: fontOf(p.style)}
		t.Track, _ = w.v.length(p.style.get("letter-spacing"), axisX, p.style)
		return w.b.o.Wide(t)
	}
	return set("."+p.text+".") - set("..")
}

// hang is how far below its place the baseline lies.
func (w *writer) hang(s *style) float64 {
	base := s.own["dominant-baseline"]
	if base == "" {
		base = s.own["alignment-baseline"]
	}
	switch base {
	case "middle", "central":
		return 0.35 * s.fontSize()
	case "hanging", "text-before-edge", "text-top":
		return 0.8 * s.fontSize()
	}
	return 0
}

func (w *writer) write(text string, s *style, n *node) {
	last := &w.pieces[len(w.pieces)-1]
	if strings.TrimSpace(last.text) == "" {
		last.style, last.n = s, n
	} else if strings.TrimSpace(text) != "" && !alike(last.style, s) {
		if w.b.o.Wide == nil || w.along {
			w.b.note("text", "what", n.title())
		} else {
			w.pieces = append(w.pieces, piece{y: last.y, style: s, n: n, joins: true})
			last = &w.pieces[len(w.pieces)-1]
		}
	}
	keep := s.get("xml:space") == "preserve"
	for _, r := range text {
		if r == '\n' || r == '\t' || r == '\r' {
			r = ' '
		}
		if r == ' ' && w.space && !keep {
			continue
		}
		w.space = r == ' '
		if len(last.text) <= designer.MostText {
			last.text += string(r)
		}
	}
}

func alike(a, b *style) bool {
	for _, name := range []string{"fill", "font-family", "font-size", "font-weight", "font-style", "stroke", "letter-spacing"} {
		if a.get(name) != b.get(name) {
			return false
		}
	}
	return true
}
