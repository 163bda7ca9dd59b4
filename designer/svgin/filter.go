package svgin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
)

// How finely what no layer can say is drawn: pixels for each unit of the
// design; how wide one picture may be; and how many pixels all of them may be,
// those of each step counted again.
const (
	sharp     = 2.0
	mostSide  = 1200
	mostDrawn = 32 << 20
)

// filtered draws layers through a filter, and gives them as one picture; none
// when nothing is left of them. ok is false when it cannot be drawn.
func (b *builder) filtered(n, target *node, layers []*designer.Layer, v view) (out []*designer.Layer, ok bool) {
	var box geom.Rect
	for _, l := range layers {
		box = box.Union(l.Place.Bounds(b.measure.Bounds(l)))
	}
	whole := geom.Affine{A: box.W(), D: box.H(), E: box.Min.X, F: box.Min.Y}
	room := b.region(target, b.styleAt(target), whole, v)
	if room.Empty() {
		return nil, true
	}
	// Far out there is nothing to be seen, and all pixels would be spent on it.
	near := box.Grow(1.5 * max(box.W(), box.H()))
	room = geom.R(max(room.Min.X, near.Min.X), max(room.Min.Y, near.Min.Y), min(room.Max.X, near.Max.X), min(room.Max.Y, near.Max.Y))
	if room.Empty() {
		return nil, true
	}
	fine := min(b.fine, mostSide/max(room.W(), room.H()))
	w, h := int(math.Ceil(room.W()*fine)), int(math.Ceil(room.H()*fine))
	if !(fine > 0) || w < 1 || h < 1 || slices.ContainsFunc(layers, hasText) || b.drawn+w*h*workOf(target) > mostDrawn {
		return nil, false
	}
	b.drawn += w * h * workOf(target)
	d := drawing{b: b, v: v, whole: whole, room: room, fine: fine, known: map[string]plane{}}
	p, ok := d.run(target, func() (plane, bool) { return d.source(layers, w, h) })
	if !ok {
		return nil, false
	}
	data, err := pngenc.Encode(p.straight())
	if err != nil || len(b.blobs) >= mostPictures {
		return nil, false
	}
	b.note("filter-drawn", "what", n.title())
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	b.blobs[hash] = data
	l := b.layer(n)
	l.Image = &designer.Picture{Blob: hash, W: float64(w), H: float64(h)}
	l.Place = geom.Scale(1/fine, 1/fine).Then(geom.Move(room.Min.X, room.Min.Y))
	return []*designer.Layer{l}, true
}

// workOf counts the steps of a filter, and drawing what it is put on.
func workOf(target *node) int {
	n := 2
	for _, kid := range target.kids {
		if kid.name != "" {
			n += 1 + len(kid.kids)
		}
	}
	return n
}

// hasText tells whether letters are in a layer: their fonts are not known here.
func hasText(l *designer.Layer) bool {
	return l.Text != nil || l.Group != nil && slices.ContainsFunc(l.Group.Layers, hasText) || l.Mask != nil && slices.ContainsFunc(l.Mask.Layers, hasText)
}

// drawing is a filter at work.
type drawing struct {
	b     *builder
	v     view
	whole geom.Affine // the box of the element, as shares of it
	room  geom.Rect
	fine  float64
	share bool // measures are shares of the box
	known map[string]plane
	last  plane
}

// source draws what is filtered.
func (d *drawing) source(layers []*designer.Layer, w, h int) (plane, bool) {
	doc := designer.Document{Width: float64(w), Height: float64(h)}
	into := geom.Move(-d.room.Min.X, -d.room.Min.Y).Then(geom.Scale(d.fine, d.fine))
	for _, l := range layers {
		one := *l
		one.Place = l.Place.Then(into)
		if l.Shadow != nil {
			shadow := *l.Shadow
			shadow.DX, shadow.DY, shadow.Blur = shadow.DX*d.fine, shadow.DY*d.fine, shadow.Blur*d.fine
			one.Shadow = &shadow
		}
		doc.Layers = append(doc.Layers, &one)
	}
	doc.Layers = d.b.checked(doc.Layers)
	blob := func(hash string) ([]byte, error) { return d.b.blobs[hash], nil }
	m, _, err := render.Image(context.Background(), doc, render.Options{Width: w, Blob: blob})
	if err != nil || m.Rect.Dx() != w || m.Rect.Dy() != h {
		return plane{}, false
	}
	p := newPlane(w, h)
	for i := range p.pix {
		p.pix[i] = float32(m.Pix[i]) / 255
	}
	return p, true
}

// run goes through the steps of a filter (Filter Effects, section 5). A step
// that is not known spoils it all.
func (d *drawing) run(target *node, source func() (plane, bool)) (plane, bool) {
	d.share = target.attr("primitiveUnits") == "objectBoundingBox"
	p, ok := source()
	if !ok {
		return p, false
	}
	alpha := p.each(func(_, _, _, a float32) (float32, float32, float32, float32) { return 0, 0, 0, a })
	d.known["SourceGraphic"], d.known["SourceAlpha"], d.last = p, alpha, p
	steps := 0
	for _, kid := range target.kids {
		if kid.name == "" || kid.name == "title" || kid.name == "desc" {
			continue
		}
		if steps++; steps > 24 {
			return p, false
		}
		st := d.b.styleAt(kid)
		linear := st.get("color-interpolation-filters") != "sRGB"
		out, ok := d.step(kid, st, linear)
		if !ok {
			return p, false
		}
		if linear {
			out = out.toSRGB()
		}
		if name := kid.attr("result"); name != "" {
			d.known[name] = out
		}
		d.last = out
	}
	if steps == 0 { // SVG: an empty filter leaves nothing
		return newPlane(p.w, p.h), true
	}
	return d.last, true
}

// input is what a step takes, by the name of an attribute.
func (d *drawing) input(kid *node, attr string, linear bool) (plane, bool) {
	p := d.last
	if name := kid.attr(attr); name != "" {
		known, ok := d.known[name]
		if !ok {
			return p, false
		}
		p = known
	}
	if linear {
		p = p.toLinear()
	}
	return p, true
}

// lengths reads one or two measures, in pixels.
func (d *drawing) lengths(text string) (x, y float64) {
	n := numbers(text)
	switch len(n) {
	case 0:
		return 0, 0
	case 1:
		n = append(n, n[0])
	}
	if d.share {
		return n[0] * d.whole.A * d.fine, n[1] * d.whole.D * d.fine
	}
	return n[0] * d.fine, n[1] * d.fine
}

func (d *drawing) flood(s *style, linear bool) plane {
	c, ok := color(s.own["flood-color"], s.current())
	if !ok {
		c = designer.Color{A: 0xff}
	}
	a := float32(share(s.own["flood-opacity"], 1)) * float32(c.A) / 255
	out := newPlane(d.last.w, d.last.h)
	out = out.each(func(_, _, _, _ float32) (float32, float32, float32, float32) {
		return float32(c.R) / 255 * a, float32(c.G) / 255 * a, float32(c.B) / 255 * a, a
	})
	if linear {
		out = out.toLinear()
	}
	return out
}

// step does one primitive in its colour space.
func (d *drawing) step(kid *node, s *style, linear bool) (plane, bool) {
	in, ok := d.input(kid, "in", linear)
	if !ok {
		return in, false
	}
	switch kid.name {
	case "feGaussianBlur":
		x, y := d.lengths(kid.attr("stdDeviation"))
		return in.blur(x, y), true
	case "feOffset":
		dx, _ := d.lengths(kid.attr("dx"))
		_, dy := d.lengths(kid.attr("dy"))
		return in.moved(dx, dy), true
	case "feFlood":
		return d.flood(s, linear), true
	case "feDropShadow":
		usual := func(name string) string {
			if kid.has(name) {
				return kid.attr(name)
			}
			return "2"
		}
		x, y := d.lengths(usual("stdDeviation"))
		dx, _ := d.lengths(usual("dx"))
		_, dy := d.lengths(usual("dy"))
		shade := d.flood(s, linear).combine(in.blur(x, y).moved(dx, dy), "in", nil)
		return in.combine(shade, "over", nil), true
	case "feMerge":
		out := newPlane(in.w, in.h)
		for _, one := range kid.kids {
			if one.name != "feMergeNode" {
				continue
			}
			p, ok := d.input(one, "in", linear)
			if !ok {
				return out, false
			}
			out = p.combine(out, "over", nil)
		}
		return out, true
	case "feComposite", "feBlend":
		below, ok := d.input(kid, "in2", linear)
		if !ok {
			return in, false
		}
		if kid.name == "feBlend" {
			return in.blend(below, kid.attr("mode"))
		}
		how := kid.attr("operator")
		if how == "" {
			how = "over"
		}
		if !slices.Contains([]string{"over", "in", "out", "atop", "xor", "lighter", "arithmetic"}, how) {
			return in, false
		}
		var k [4]float32
		for i, name := range []string{"k1", "k2", "k3", "k4"} {
			if n := numbers(kid.attr(name)); len(n) > 0 {
				k[i] = float32(n[0])
			}
		}
		return in.combine(below, how, &k), true
	case "feColorMatrix":
		return in.matrix(kid.attr("type"), numbers(kid.attr("values")))
	case "feComponentTransfer":
		return in.transfer(kid)
	case "feMorphology":
		x, y := d.lengths(kid.attr("radius"))
		return in.morph(x, y, kid.attr("operator") == "dilate")
	}
	return in, false
}

// straight gives the picture as PNG writes it.
func (p plane) straight() *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, p.w, p.h))
	for i := 0; i < len(p.pix); i += 4 {
		a := p.pix[i+3]
		if !(a > 0) {
			continue
		}
		for c := range 3 {
			m.Pix[i+c] = uint8(min(max(p.pix[i+c]/a, 0), 1)*255 + 0.5)
		}
		m.Pix[i+3] = uint8(min(a, 1)*255 + 0.5)
	}
	return m
}
