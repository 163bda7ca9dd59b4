package svgout

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
)

// photoQuality keeps a photograph as it is to the eye.
const photoQuality = 92

// Write gives the SVG file of a design, its width in pixels as programs show
// it. The same list gives the same bytes.
func Write(list display.List, width float64) ([]byte, error) {
	w := &writer{body: &bytes.Buffer{}, defs: &bytes.Buffer{}}
	w.items(list.Items, geom.Identity())
	if w.err != nil {
		return nil, w.err
	}
	doc := list.Doc
	if !(width > 0) {
		width = doc.Width
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img">`+"\n",
		short(width, 3), short(width*doc.Height/doc.Width, 3), short(doc.Width, 3), short(doc.Height, 3))
	if doc.Name != "" {
		fmt.Fprintf(&out, "<title>%s</title>\n", escaped(doc.Name))
	}
	if doc.About.Alt != "" {
		fmt.Fprintf(&out, "<desc>%s</desc>\n", escaped(doc.About.Alt))
	}
	credits(&out, doc)
	if w.defs.Len() > 0 {
		fmt.Fprintf(&out, "<defs>\n%s</defs>\n", w.defs.Bytes())
	}
	out.Write(w.body.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes(), nil
}

// writer is a file half written.
type writer struct {
	body, defs *bytes.Buffer
	count      int
	err        error
}

// items writes items whose units m maps to those of the design.
func (w *writer) items(items []display.Item, m geom.Affine) {
	for _, it := range items {
		w.item(it, m)
	}
}

func (w *writer) item(it display.Item, m geom.Affine) {
	own := it.Place.Then(m)
	whole := ""
	if it.Opacity < 1 {
		whole = attr("opacity", short(it.Opacity, 4))
	}
	css := ""
	if it.Blend != designer.Normal {
		css = "mix-blend-mode:" + string(it.Blend)
	}
	if it.Mixes() {
		css = strings.TrimPrefix(css+";isolation:isolate", ";")
	}
	if css != "" {
		whole += attr("style", css)
	}
	if it.Shadow != nil { // in the units around the item: on a group of its own
		fmt.Fprintf(w.body, `<g filter="url(#%s)"%s>`+"\n", w.filter(it), whole)
		defer w.body.WriteString("</g>\n")
		whole = ""
	}
	place := ""
	if it.Place != geom.Identity() {
		place = attr("transform", matrix(it.Place, places(m)))
	}
	digits := places(own)
	if it.Clip != nil {
		whole += attr("clip-path", "url(#"+w.clip(it.Clip, digits)+")")
	}
	if it.Mask != nil {
		whole += attr("mask", "url(#"+w.mask(it.Mask, own)+")")
	}
	switch {
	case it.Picture != nil:
		w.picture(it.Picture, place+whole)
	case it.Path != nil:
		w.path(it, place+whole, digits)
	default:
		fmt.Fprintf(w.body, "<g%s%s>\n", place, whole)
		w.items(it.Items, own)
		w.body.WriteString("</g>\n")
	}
}

func (w *writer) clip(c *designer.Outline, digits int) string {
	id, rule := w.id("c"), ""
	if c.EvenOdd {
		rule = ` clip-rule="evenodd"`
	}
	fmt.Fprintf(w.defs, `<clipPath id="%s"><path%s d="%s"/></clipPath>`+"\n", id, rule, data(c.Path, digits))
	return id
}

// mask writes a mask whose units own maps to those of the design.
func (w *writer) mask(m *display.Mask, own geom.Affine) string {
	body := w.body
	w.body = &bytes.Buffer{}
	w.items(m.Items, own)
	body, w.body = w.body, body
	var room geom.Rect
	for _, it := range m.Items {
		r := it.Reach()
		if it.Shadow != nil {
			r = r.Union(it.Shadow.Reach(r))
		}
		room = room.Union(r)
	}
	digits := places(own)
	room = room.Grow(math.Pow(10, -float64(max(digits-2, 0))))
	id, kind := w.id("m"), ""
	if !m.Light {
		kind = ` mask-type="alpha"`
	}
	fmt.Fprintf(w.defs, `<mask id="%s" maskUnits="userSpaceOnUse" x="%s" y="%s" width="%s" height="%s"%s>`+"\n%s</mask>\n", id,
		short(room.Min.X, digits), short(room.Min.Y, digits), short(room.W(), digits), short(room.H(), digits), kind, body.Bytes())
	return id
}

func (w *writer) path(it display.Item, head string, digits int) {
	w.body.WriteString("<path" + head)
	if it.Text != "" {
		w.body.WriteString(attr("aria-label", it.Text))
	}
	w.body.WriteString(w.ink("fill", it.Fill, digits))
	if it.EvenOdd {
		w.body.WriteString(` fill-rule="evenodd"`)
	}
	if l := it.Line; l != nil {
		w.body.WriteString(w.ink("stroke", l.Ink, digits) + attr("stroke-width", short(l.Width, digits)))
		switch l.Cap {
		case designer.CapRound, designer.CapSquare:
			w.body.WriteString(attr("stroke-linecap", string(l.Cap)))
		}
		switch l.Join {
		case designer.JoinRound, designer.JoinBevel:
			w.body.WriteString(attr("stroke-linejoin", string(l.Join)))
		default:
			if l.Miter != 4 {
				w.body.WriteString(attr("stroke-miterlimit", short(l.Miter, 3)))
			}
		}
		if len(l.Dash) > 0 {
			words := make([]string, len(l.Dash))
			for i, d := range l.Dash {
				words[i] = short(d, digits)
			}
			w.body.WriteString(attr("stroke-dasharray", strings.Join(words, " ")))
			if l.Offset != 0 {
				w.body.WriteString(attr("stroke-dashoffset", short(l.Offset, digits)))
			}
		}
	}
	w.body.WriteString(attr("d", data(it.Path, digits)) + "/>\n")
}

// ink writes a paint as the attribute of a name.
func (w *writer) ink(name string, ink display.Ink, digits int) string {
	switch ink.Kind {
	case designer.Solid:
		if name == "fill" && ink.Color == (designer.Color{A: 0xff}) {
			return ""
		}
		text := attr(name, hex(ink.Color))
		if ink.Color.A < 255 {
			text += attr(name+"-opacity", short(float64(ink.Color.A)/255, 4))
		}
		return text
	case designer.Linear, designer.Radial:
		return attr(name, "url(#"+w.gradient(ink, digits)+")")
	}
	if name == "fill" {
		return ` fill="none"`
	}
	return ""
}

func hex(c designer.Color) string {
	c.A = 255
	return strings.ToLower(c.String())
}

func (w *writer) id(kind string) string {
	w.count++
	return kind + strconv.Itoa(w.count)
}

func (w *writer) gradient(ink display.Ink, digits int) string {
	id := w.id("g")
	element := "linearGradient"
	if ink.Kind == designer.Linear {
		fmt.Fprintf(w.defs, `<linearGradient id="%s" gradientUnits="userSpaceOnUse" x1="%s" y1="%s" x2="%s" y2="%s">`, id,
			short(ink.From.X, digits), short(ink.From.Y, digits), short(ink.To.X, digits), short(ink.To.Y, digits))
	} else {
		element = "radialGradient"
		focus := ""
		if ink.Focus.Length() > 1e-6 {
			focus = attr("fx", short(ink.Focus.X, 5)) + attr("fy", short(ink.Focus.Y, 5))
		}
		fmt.Fprintf(w.defs, `<radialGradient id="%s" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="1"%s gradientTransform="%s">`,
			id, focus, matrix(ink.Round, digits))
	}
	for _, s := range ink.Stops {
		fmt.Fprintf(w.defs, `<stop offset="%s" stop-color="%s"`, short(s.At, 5), hex(s.Color))
		if s.Color.A < 255 {
			w.defs.WriteString(attr("stop-opacity", short(float64(s.Color.A)/255, 4)))
		}
		w.defs.WriteString("/>")
	}
	fmt.Fprintf(w.defs, "</%s>\n", element)
	return id
}

// filter writes a shadow.
func (w *writer) filter(it display.Item) string {
	id, s := w.id("s"), it.Shadow
	room := it.Reach()
	room = room.Union(s.Reach(room)).Grow(1)
	fmt.Fprintf(w.defs, `<filter id="%s" filterUnits="userSpaceOnUse" x="%s" y="%s" width="%s" height="%s" color-interpolation-filters="sRGB">`,
		id, short(room.Min.X, 2), short(room.Min.Y, 2), short(room.W(), 2), short(room.H(), 2))
	if s.Sigma > 0 {
		fmt.Fprintf(w.defs, `<feGaussianBlur in="SourceAlpha" stdDeviation="%s"/>`, short(s.Sigma, 3))
		fmt.Fprintf(w.defs, `<feOffset dx="%s" dy="%s" result="o"/>`, short(s.DX, 3), short(s.DY, 3))
	} else {
		fmt.Fprintf(w.defs, `<feOffset in="SourceAlpha" dx="%s" dy="%s" result="o"/>`, short(s.DX, 3), short(s.DY, 3))
	}
	fmt.Fprintf(w.defs, `<feFlood flood-color="%s" flood-opacity="%s"/><feComposite in2="o" operator="in" result="s"/>`,
		hex(s.Color), short(float64(s.Color.A)/255, 4))
	w.defs.WriteString(`<feMerge><feMergeNode in="s"/><feMergeNode in="SourceGraphic"/></feMerge></filter>` + "\n")
	return id
}

func (w *writer) picture(p *display.Picture, head string) {
	kind, data, err := Encode(p)
	if err != nil {
		w.err = err
		return
	}
	fmt.Fprintf(w.body, `<image%s width="%s" height="%s" preserveAspectRatio="none" href="data:%s;base64,%s"/>`+"\n",
		head, short(p.W, 4), short(p.H, 4), kind, base64.StdEncoding.EncodeToString(data))
}

// Encode writes a picture as a file of its own: a photograph as JPEG, anything
// else as PNG.
func Encode(p *display.Picture) (kind string, data []byte, err error) {
	var out bytes.Buffer
	if opaque, ok := p.Image.(interface{ Opaque() bool }); p.Photo && ok && opaque.Opaque() {
		err = jpeg.Encode(&out, p.Image, &jpeg.Options{Quality: photoQuality})
		return "image/jpeg", out.Bytes(), err
	}
	m := p.Image
	if _, ok := m.(*image.RGBA); ok {
		b := m.Bounds()
		flat := image.NewNRGBA(b)
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				flat.Set(x, y, m.At(x, y))
			}
		}
		m = flat
	}
	err = png.Encode(&out, m)
	return "image/png", out.Bytes(), err
}

// places is how many digits behind the point a measure needs to be exact to a
// thousandth of a unit of the design.
func places(m geom.Affine) int {
	k := math.Max(math.Hypot(m.A, m.B), math.Hypot(m.C, m.D))
	return int(min(max(math.Ceil(math.Log10(max(k, 1e-9))+2.6), 0), 9))
}

func short(v float64, digits int) string {
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

func matrix(m geom.Affine, digits int) string {
	if m.A == 1 && m.B == 0 && m.C == 0 && m.D == 1 {
		return "translate(" + short(m.E, digits) + " " + short(m.F, digits) + ")"
	}
	words := make([]string, 0, 6)
	for _, v := range []float64{m.A, m.B, m.C, m.D} {
		words = append(words, strconv.FormatFloat(v, 'g', 7, 64))
	}
	return "matrix(" + strings.Join(append(words, short(m.E, digits), short(m.F, digits)), " ") + ")"
}

// data writes a path.
func data(p *geom.Path, digits int) string {
	var out strings.Builder
	for verb, q := range p.Steps() {
		out.WriteByte("MLQCZ"[verb])
		for i, c := range q {
			if i > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(short(c.X, digits) + " " + short(c.Y, digits))
		}
	}
	return out.String()
}

func attr(name, value string) string { return " " + name + `="` + escaped(value) + `"` }

// escaped makes text safe between tags and quotes; what XML cannot say is left
// out.
func escaped(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r < ' ' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(strings.ToValidUTF8(text, ""))
}
