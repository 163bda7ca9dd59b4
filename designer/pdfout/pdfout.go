package pdfout

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// pointsPerPixel: a page is as large as programs show as many pixels.
const pointsPerPixel = 0.75

// photoQuality keeps a photograph as it is to the eye.
const photoQuality = 92

// Write gives the PDF file of a design, its width in pixels of 1/96 inch. o are
// the options that the list was made with.
func Write(ctx context.Context, list display.List, width float64, o display.Options) ([]byte, error) {
	doc := list.Doc
	if !(width > 0) {
		width = doc.Width
	}
	k := width / doc.Width * pointsPerPixel
	var out bytes.Buffer
	w := newWriter(&out, o)
	w.ctx, w.list = ctx, list
	w.speaks(o.Fields)
	view := geom.Affine{A: k, D: -k, F: doc.Height * k}
	var page canvas
	page.op(view)
	w.items(&page, list.Items, view)
	page.add("Q\n")
	w.leaf(page.Bytes(), doc.Width*k, doc.Height*k)
	w.end(doc)
	return out.Bytes(), w.fault()
}

// canvas is a stream of drawing commands.
type canvas struct{ bytes.Buffer }

func (c *canvas) add(format string, args ...any) { _, _ = fmt.Fprintf(c, format, args...) }

// op begins a state of its own under a map.
func (c *canvas) op(m geom.Affine) {
	c.add("q %s cm\n", num(m.A, m.B, m.C, m.D, m.E, m.F))
}

// path draws a path in the units at hand.
func (c *canvas) path(p *geom.Path) {
	var pen, start geom.Point
	for verb, q := range p.Steps() {
		switch verb {
		case geom.MoveTo:
			start = q[0]
			c.add("%s m\n", num(q[0].X, q[0].Y))
		case geom.LineTo:
			c.add("%s l\n", num(q[0].X, q[0].Y))
		case geom.QuadTo:
			a, b := pen.Add(q[0].Sub(pen).Times(2.0/3)), q[1].Add(q[0].Sub(q[1]).Times(2.0/3))
			c.add("%s c\n", num(a.X, a.Y, b.X, b.Y, q[1].X, q[1].Y))
		case geom.CubeTo:
			c.add("%s c\n", num(q[0].X, q[0].Y, q[1].X, q[1].Y, q[2].X, q[2].Y))
		case geom.ClosePath:
			c.add("h\n")
			pen = start
		}
		if len(q) > 0 {
			pen = q[len(q)-1]
		}
	}
}

// writer draws a list.
type writer struct {
	ctx       context.Context
	list      display.List
	options   display.Options
	file      file
	resources int   // what pages draw with
	pages     int   // the list of
	leaves    []int // which they are
	entries   []entry
	names     map[string]string // what is there already, by what it says
	letters   map[string]letter
	order     []string // of letters
	language  string   // "" for none that is known
	err       error
}

// entry is a named resource.
type entry struct{ kind, name, value string }

// named gives the name of a resource, one for all that say the same.
func (w *writer) named(kind, prefix, value string) string {
	if name, ok := w.names[kind+value]; ok {
		return name
	}
	name := fmt.Sprintf("%s%d", prefix, len(w.entries)+1)
	w.entries = append(w.entries, entry{kind, name, value})
	w.names[kind+value] = name
	return name
}

func (w *writer) dictionary() string {
	var out strings.Builder
	for _, kind := range []string{"ExtGState", "Shading", "XObject", "Font"} {
		open := false
		for _, e := range w.entries {
			if e.kind == kind {
				if !open {
					out.WriteString(" /" + kind + " <<")
					open = true
				}
				fmt.Fprintf(&out, " /%s %s", e.name, e.value)
			}
		}
		if open {
			out.WriteString(">>")
		}
	}
	return out.String()
}

// alpha is the state in which all is so opaque.
func (w *writer) alpha(c *canvas, a float64) {
	if a < 1 {
		c.add("/%s gs\n", w.named("ExtGState", "A", fmt.Sprintf("<</ca %s /CA %s>>", num(a), num(a))))
	}
}

// items draws items whose units m maps to those of the page.
func (w *writer) items(c *canvas, items []display.Item, m geom.Affine) {
	for _, it := range items {
		if w.err == nil && w.ctx.Err() == nil {
			w.item(c, it, m)
		}
	}
}

func (w *writer) item(c *canvas, it display.Item, m geom.Affine) {
	if (it.Opacity < 1 || it.Blend != designer.Normal) && (parts(it) > 1 || it.Mask != nil) || it.Mixes() {
		room := it.Reach()
		if it.Shadow != nil {
			room = room.Union(it.Shadow.Reach(room))
		}
		var inner canvas
		whole := it
		whole.Opacity, whole.Blend = 1, designer.Normal
		w.parts(&inner, whole, m)
		c.add("q\n")
		w.alpha(c, it.Opacity)
		w.blend(c, it.Blend)
		c.add("/%s Do Q\n", w.form(inner.Bytes(), room, "/I true /CS /DeviceRGB"))
		return
	}
	if it.Blend == designer.Normal {
		w.parts(c, it, m)
		return
	}
	c.add("q\n")
	w.blend(c, it.Blend)
	w.parts(c, it, m)
	c.add("Q\n")
}

// blend sets how colours meet those below.
func (w *writer) blend(c *canvas, b designer.Blend) {
	if b == designer.Normal {
		return
	}
	name := ""
	for _, word := range strings.Split(string(b), "-") {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	c.add("/%s gs\n", w.named("ExtGState", "A", "<</BM /"+name+">>"))
}

// parts draws an item: its shadow, and in its clip and mask what it holds.
func (w *writer) parts(c *canvas, it display.Item, m geom.Affine) {
	if it.Shadow != nil {
		w.shadow(c, it, m)
	}
	own := it.Place.Then(m)
	c.op(it.Place)
	if it.Clip != nil {
		end := ""
		if it.Clip.EvenOdd {
			end = "*"
		}
		c.path(it.Clip.Path)
		c.add("W%s n\n", end)
	}
	if it.Mask != nil {
		w.mask(c, it, own)
		c.add("Q\n")
		return
	}
	w.inside(c, it, own)
	c.add("Q\n")
}

// mask draws what an item holds as a group, as far as its mask lets it through.
func (w *writer) mask(c *canvas, it display.Item, own geom.Affine) {
	var shown, cover canvas
	w.items(&cover, it.Mask.Items, own)
	w.inside(&shown, it, own)
	room := geom.R(-1e5, -1e5, 1e5, 1e5)
	if back, ok := it.Place.Inverse(); ok {
		room = back.Bounds(it.Reach()).Grow(1)
	}
	kind, space := "Alpha", "/CS /DeviceRGB"
	if it.Mask.Light {
		kind = "Luminosity"
	}
	id := w.file.reserve()
	w.file.stream(id, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [%s] /Resources %d 0 R /Group <</S /Transparency /I true %s>>",
		num(room.Min.X, room.Min.Y, room.Max.X, room.Max.Y), w.resources, space), cover.Bytes(), false)
	form := w.form(shown.Bytes(), room, "/I true /CS /DeviceRGB")
	c.add("/%s gs /%s Do\n", w.named("ExtGState", "A", fmt.Sprintf("<</SMask <</S /%s /G %d 0 R>>>>", kind, id)), form)
}

// inside draws what an item holds, in its own units.
func (w *writer) inside(c *canvas, it display.Item, own geom.Affine) {
	switch {
	case it.Picture != nil:
		w.alpha(c, it.Opacity)
		w.picture(c, it.Picture)
	case it.Path != nil:
		w.fill(c, it)
		w.line(c, it, own)
		w.words(c, it, own)
	default:
		w.items(c, it.Items, own)
	}
}

// parts counts what an item paints over each other: one part can be thinned by
// itself, more only as a whole.
func parts(it display.Item) int {
	n := len(it.Items)
	if n > 0 {
		return 2
	}
	if it.Shadow != nil {
		n++
	}
	if it.Picture != nil || it.Fill.Kind != designer.NoPaint {
		n++
	}
	if it.Line != nil {
		n++
	}
	return n
}

// form makes a group of drawing commands.
func (w *writer) form(data []byte, room geom.Rect, colours string) string {
	id := w.file.reserve()
	w.file.stream(id, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [%s] /Resources %d 0 R /Group <</S /Transparency %s>>",
		num(room.Min.X, room.Min.Y, room.Max.X, room.Max.Y), w.resources, colours), data, false)
	return w.named("XObject", "X", fmt.Sprintf("%d 0 R", id))
}

func (w *writer) fill(c *canvas, it display.Item) {
	end := ""
	if it.EvenOdd {
		end = "*"
	}
	switch it.Fill.Kind {
	case designer.Solid:
		c.add("q\n")
		w.alpha(c, it.Opacity*float64(it.Fill.Color.A)/255)
		c.add("%s rg\n", colour(it.Fill.Color))
		c.path(it.Path)
		c.add("f%s Q\n", end)
	case designer.Linear, designer.Radial:
		c.add("q\n")
		c.path(it.Path)
		c.add("W%s n\n", end)
		w.shade(c, it.Fill, it.Path.Bounds(), it.Opacity)
		c.add("Q\n")
	}
}

func colour(c designer.Color) string {
	return num(float64(c.R)/255, float64(c.G)/255, float64(c.B)/255)
}

// line draws a stroke; one with a gradient is the clip of its colours.
func (w *writer) line(c *canvas, it display.Item, own geom.Affine) {
	l := it.Line
	if l == nil {
		return
	}
	c.add("q\n")
	defer c.add("Q\n")
	if l.Ink.Kind != designer.Solid {
		outline := stroked(it.Path, l, own)
		if outline.Empty() {
			return
		}
		c.path(outline)
		c.add("W n\n")
		w.shade(c, l.Ink, outline.Bounds(), it.Opacity)
		return
	}
	w.alpha(c, it.Opacity*float64(l.Ink.Color.A)/255)
	c.add("%s RG %s w %d J %d j %s M\n", colour(l.Ink.Color), num(l.Width), capCode(l.Cap), joinCode(l.Join), num(max(l.Miter, 1)))
	if len(l.Dash) > 0 {
		c.add("[%s] %s d\n", num(l.Dash...), num(l.Offset))
	}
	c.path(it.Path)
	c.add("S\n")
}

// stroked is the outline of a stroke, as finely as the page shows it.
func stroked(path *geom.Path, l *display.Line, own geom.Affine) *geom.Path {
	k := 4 * math.Sqrt(math.Abs(own.Det()))
	if !(k > 0) {
		return nil
	}
	s := designer.Stroke{Width: l.Width * k, Cap: l.Cap, Join: l.Join, Miter: l.Miter, Offset: l.Offset * k}
	for _, d := range l.Dash {
		s.Dash = append(s.Dash, d*k)
	}
	layer := &designer.Layer{Path: &designer.Outline{Path: path.Mapped(geom.Scale(k, k))}, Stroke: &s}
	outline := render.NewMeasure(nil, nil).Stroke(layer)
	if outline.Empty() {
		return nil
	}
	return outline.Mapped(geom.Scale(1/k, 1/k))
}

func capCode(c designer.Cap) int {
	switch c {
	case designer.CapRound:
		return 1
	case designer.CapSquare:
		return 2
	}
	return 0
}

func joinCode(j designer.Join) int {
	switch j {
	case designer.JoinRound:
		return 1
	case designer.JoinBevel:
		return 2
	}
	return 0
}

// shade fills the clip with a gradient. What it lets through is a mask, made of
// the same gradient in grey.
func (w *writer) shade(c *canvas, ink display.Ink, room geom.Rect, opacity float64) {
	w.alpha(c, opacity)
	if ink.Alpha() {
		var grey canvas
		grey.gradient(ink, w.shading(ink, true))
		mask := w.file.reserve()
		w.file.stream(mask, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [%s] /Resources %d 0 R /Group <</S /Transparency /CS /DeviceGray>>",
			num(room.Min.X, room.Min.Y, room.Max.X, room.Max.Y), w.resources), grey.Bytes(), false)
		c.add("/%s gs\n", w.named("ExtGState", "A", fmt.Sprintf("<</SMask <</S /Luminosity /G %d 0 R>>>>", mask)))
	}
	c.gradient(ink, w.shading(ink, false))
}

func (c *canvas) gradient(ink display.Ink, name string) {
	if ink.Kind == designer.Radial {
		m := ink.Round
		c.add("%s cm ", num(m.A, m.B, m.C, m.D, m.E, m.F))
	}
	c.add("/%s sh\n", name)
}

// shading gives the name of a gradient's colours, or of its alpha as grey.
func (w *writer) shading(ink display.Ink, alpha bool) string {
	value := func(c designer.Color) string {
		if alpha {
			return num(float64(c.A) / 255)
		}
		return colour(c)
	}
	space := "DeviceRGB"
	if alpha {
		space = "DeviceGray"
	}
	stops := slices.Clone(ink.Stops)
	stops = append([]display.Stop{{At: 0, Color: stops[0].Color}}, stops...)
	stops = append(stops, display.Stop{At: 1, Color: stops[len(stops)-1].Color})
	var functions, bounds, encode []string
	for i := 1; i < len(stops); i++ {
		a, b := stops[i-1], stops[i]
		if b.At-a.At < 1e-6 {
			continue
		}
		if len(functions) > 0 {
			bounds = append(bounds, num(a.At))
		}
		functions = append(functions, fmt.Sprintf("<</FunctionType 2 /Domain [0 1] /N 1 /C0 [%s] /C1 [%s]>>", value(a.Color), value(b.Color)))
		encode = append(encode, "0 1")
	}
	function := fmt.Sprintf("<</FunctionType 3 /Domain [0 1] /Functions [%s] /Bounds [%s] /Encode [%s]>>",
		strings.Join(functions, " "), strings.Join(bounds, " "), strings.Join(encode, " "))
	kind, coords := 2, num(ink.From.X, ink.From.Y, ink.To.X, ink.To.Y)
	if ink.Kind == designer.Radial {
		kind, coords = 3, num(ink.Focus.X, ink.Focus.Y, 0, 0, 0, 1)
	}
	return w.named("Shading", "G", fmt.Sprintf("<</ShadingType %d /ColorSpace /%s /Coords [%s] /Extend [true true] /Function %s>>", kind, space, coords, function))
}

// shadow draws a shadow as a picture with alpha: as fine as a blur needs.
func (w *writer) shadow(c *canvas, it display.Item, m geom.Affine) {
	unit := math.Sqrt(math.Abs(m.Det())) / pointsPerPixel
	scale := 4 * unit
	if s := it.Shadow.Sigma * unit; s > 0 {
		scale = min(max(4/s, 0.5), 4) * unit
	}
	shade, room, err := w.list.Shade(w.ctx, it, scale, w.options)
	if err != nil {
		w.err = err
		return
	}
	if shade == nil {
		return
	}
	c.op(geom.Move(room.Min.X, room.Min.Y))
	w.alpha(c, it.Opacity)
	w.picture(c, &display.Picture{Image: shade, W: room.W(), H: room.H()})
	c.add("Q\n")
}

// picture draws a picture in its box.
func (w *writer) picture(c *canvas, p *display.Picture) {
	c.add("%s cm /%s Do\n", num(p.W, 0, 0, -p.H, 0, p.H), w.image(p))
}

func (w *writer) image(p *display.Picture) string {
	b := p.Image.Bounds()
	head := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /Interpolate true", b.Dx(), b.Dy())
	if opaque, ok := p.Image.(interface{ Opaque() bool }); p.Photo && ok && opaque.Opaque() {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, p.Image, &jpeg.Options{Quality: photoQuality}); err != nil {
			w.err = err
		}
		space := "DeviceRGB"
		if _, grey := p.Image.(*image.Gray); grey {
			space = "DeviceGray"
		}
		return w.once(head+" /ColorSpace /"+space+" /Filter /DCTDecode", out.Bytes(), nil, true)
	}
	rgb, alpha := make([]byte, 0, 3*b.Dx()*b.Dy()), make([]byte, 0, b.Dx()*b.Dy())
	holes := false
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			v := straight(p.Image, x, y)
			rgb, alpha = append(rgb, v[0], v[1], v[2]), append(alpha, v[3])
			holes = holes || v[3] < 255
		}
	}
	if !holes {
		alpha = nil
	}
	return w.once(head, rgb, alpha, false)
}

// once writes a picture, and one that was written before not again: packed as it
// lies in the file, or as colours and their alpha.
func (w *writer) once(head string, data, alpha []byte, packed bool) string {
	sum := sha256.New()
	for _, part := range [][]byte{[]byte(head), data, alpha} {
		_, _ = sum.Write(part)
	}
	key := "picture " + string(sum.Sum(nil))
	if name, ok := w.names[key]; ok {
		return name
	}
	if alpha != nil {
		mask := w.file.reserve()
		w.file.stream(mask, head+" /ColorSpace /DeviceGray", alpha, false)
		head += fmt.Sprintf(" /SMask %d 0 R", mask)
	}
	if !packed {
		head += " /ColorSpace /DeviceRGB"
	}
	id := w.file.reserve()
	w.file.stream(id, head, data, packed)
	w.names[key] = w.named("XObject", "X", fmt.Sprintf("%d 0 R", id))
	return w.names[key]
}

// straight gives a pixel with the alpha taken out of its colour.
func straight(m image.Image, x, y int) [4]uint8 {
	if n, ok := m.(*image.NRGBA); ok {
		c := n.NRGBAAt(x, y)
		return [4]uint8{c.R, c.G, c.B, c.A}
	}
	r, g, b, a := m.At(x, y).RGBA()
	if a == 0 {
		return [4]uint8{}
	}
	part := func(v uint32) uint8 { return uint8(min(v*255/a, 255)) } // #nosec G115 -- at most 255
	return [4]uint8{part(r), part(g), part(b), uint8(a >> 8)}        // #nosec G115 -- 16 bits to 8
}
