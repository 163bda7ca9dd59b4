package main

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// node is one element of a drawing.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// drawing is a template half converted. The first fault stays.
type drawing struct {
	root   node
	paints map[string]designer.Paint // gradients by id
	err    error
}

// convert turns a template of the art folder into a design, mended.
func convert(data []byte, slots []designer.Slot) (designer.Document, error) {
	doc, err := faithful(data, slots)
	if err != nil {
		return doc, err
	}
	return mend(doc), nil
}

// faithful is a template as it was drawn.
func faithful(data []byte, slots []designer.Slot) (designer.Document, error) {
	var d drawing
	if err := xml.Unmarshal(data, &d.root); err != nil {
		return designer.Document{}, fmt.Errorf("read drawing: %w", err)
	}
	d.paints = map[string]designer.Paint{}
	doc := designer.Document{
		Width: designer.Side, Height: designer.Side, Slots: slots, Template: d.root.attr("data-template"),
		About: designer.Credits{Author: "Badgekiln"},
	}
	for _, n := range d.root.Nodes {
		switch n.XMLName.Local {
		case "title":
			doc.Name = strings.TrimSpace(n.Text)
		case "defs":
			for _, g := range n.Nodes {
				if kind := g.XMLName.Local; kind == "linearGradient" || kind == "radialGradient" {
					d.paints[g.attr("id")] = d.gradient(g)
				}
			}
		case "path", "text":
			doc.Layers = append(doc.Layers, d.layer(n))
		case "desc":
		default:
			d.fail("no rule for <%s>", n.XMLName.Local)
		}
	}
	return doc, d.err
}

func (d *drawing) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(d.root.attr("data-template")+": "+format, args...)
	}
}

// number reads an attribute; one that is missing is what it is by default.
func (d *drawing) number(n node, name string, missing float64) float64 {
	text := n.attr(name)
	if text == "" {
		return missing
	}
	return d.parse(text)
}

func (d *drawing) parse(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		d.fail("%q is no number", text)
	}
	return v
}

// list reads numbers between spaces or commas.
func (d *drawing) list(text string) []float64 {
	var list []float64
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		list = append(list, d.parse(part))
	}
	return list
}

func (d *drawing) gradient(n node) designer.Paint {
	if n.attr("gradientUnits") != "userSpaceOnUse" || n.attr("gradientTransform") != "" {
		d.fail("gradient %s is not in user units", n.attr("id"))
	}
	at := func(x, y string) geom.Point { return geom.Pt(d.number(n, x, 0), d.number(n, y, 0)) }
	p := designer.Paint{Kind: designer.Linear, From: at("x1", "y1"), To: at("x2", "y2")}
	if n.XMLName.Local == "radialGradient" {
		middle := at("cx", "cy")
		p = designer.Paint{Kind: designer.Radial, From: middle, To: middle.Add(geom.Pt(d.number(n, "r", 0), 0)), Ratio: 1, Focus: middle}
	}
	for _, s := range n.Nodes {
		p.Stops = append(p.Stops, designer.Stop{
			At: d.number(s, "offset", 0), Tone: d.tone(s.attr("stop-color"), s.attr("data-stop-slot"), d.number(s, "stop-opacity", 1)),
		})
	}
	return p
}

func (d *drawing) tone(colour, slot string, alpha float64) designer.Tone {
	c, err := designer.ParseColor(colour)
	if err != nil {
		d.fail("%w", err)
	}
	if slot == "" {
		d.fail("the colour %s has no slot", colour)
	}
	return designer.Tone{Slot: slot, Color: c, Alpha: alpha}
}

// paint reads a fill or stroke. Gradients are moved to the layer's origin.
func (d *drawing) paint(n node, name string, origin geom.Point) designer.Paint {
	value := n.attr(name)
	if value == "" || value == "none" {
		return designer.Paint{}
	}
	id, isGradient := strings.CutPrefix(value, "url(#")
	if !isGradient {
		return designer.Paint{Kind: designer.Solid, Tone: d.tone(value, n.attr("data-"+name+"-slot"), 1)}
	}
	p, ok := d.paints[strings.TrimSuffix(id, ")")]
	if !ok {
		d.fail("no gradient %s", value)
	}
	p.From, p.To = p.From.Sub(origin), p.To.Sub(origin)
	if p.Kind == designer.Radial {
		p.Focus = p.Focus.Sub(origin)
	}
	return p
}

func (d *drawing) stroke(n node, origin geom.Point) *designer.Stroke {
	paint := d.paint(n, "stroke", origin)
	if paint.Kind == designer.NoPaint {
		return nil
	}
	s := &designer.Stroke{
		Paint: paint, Width: d.number(n, "stroke-width", 1),
		Cap: designer.Cap(n.attr("stroke-linecap")), Join: designer.Join(n.attr("stroke-linejoin")),
		Dash: d.list(n.attr("stroke-dasharray")), Offset: d.number(n, "stroke-dashoffset", 0),
	}
	if s.Cap == "" {
		s.Cap = designer.CapButt
	}
	if s.Join == "" {
		s.Join = designer.JoinMiter
	}
	return s
}

// shadow reads "dx dy blur slot opacity".
func (d *drawing) shadow(n node) *designer.Shadow {
	parts := strings.Fields(n.attr("data-shadow"))
	if len(parts) != 5 {
		if len(parts) != 0 {
			d.fail("shadow %v", parts)
		}
		return nil
	}
	return &designer.Shadow{
		DX: d.parse(parts[0]), DY: d.parse(parts[1]), Blur: d.parse(parts[2]),
		Tone: designer.Tone{Slot: parts[3], Color: designer.Color{A: 0xff}, Alpha: d.parse(parts[4])},
	}
}

// transform reads a list of transforms; the last one is applied first.
func (d *drawing) transform(text string) geom.Affine {
	m := geom.Identity()
	for rest := strings.TrimSpace(text); rest != ""; {
		name, after, ok := strings.Cut(rest, "(")
		args, tail, ok2 := strings.Cut(after, ")")
		if !ok || !ok2 {
			d.fail("transform %q", text)
			return m
		}
		rest = strings.TrimSpace(tail)
		m = d.oneTransform(strings.TrimSpace(name), d.list(args)).Then(m)
	}
	return m
}

func (d *drawing) oneTransform(name string, v []float64) geom.Affine {
	switch {
	case name == "translate" && len(v) == 2:
		return geom.Move(v[0], v[1])
	case name == "scale" && len(v) == 1:
		return geom.Scale(v[0], v[0])
	case name == "scale" && len(v) == 2:
		return geom.Scale(v[0], v[1])
	case name == "rotate" && len(v) == 1:
		return geom.Rotate(v[0])
	case name == "rotate" && len(v) == 3:
		return geom.Rotate(v[0]).About(geom.Pt(v[1], v[2]))
	case name == "matrix" && len(v) == 6:
		return geom.Affine{A: v[0], B: v[1], C: v[2], D: v[3], E: v[4], F: v[5]}
	}
	d.fail("transform %s%v", name, v)
	return geom.Identity()
}

func (d *drawing) layer(n node) *designer.Layer {
	l := &designer.Layer{
		ID: n.attr("id"), Name: n.attr("data-name"), Role: n.attr("data-role"), Emblem: n.attr("data-emblem"),
		Opacity: d.number(n, "opacity", 1), Shadow: d.shadow(n),
	}
	var origin geom.Point
	if n.XMLName.Local == "text" {
		l.Text, origin = d.text(n)
	} else if path, err := geom.ReadPath(n.attr("d")); err != nil {
		d.fail("%s: %w", l.ID, err)
	} else if l.Shape, origin = shapeOf(n); l.Shape == nil {
		l.Path = &designer.Outline{Path: rounded(path)}
	}
	if l.Emblem != "" {
		l.Role = "emblem"
	}
	l.Fill, l.Stroke = d.paint(n, "fill", origin), d.stroke(n, origin)
	l.Place = geom.Move(origin.X, origin.Y).Then(d.transform(n.attr("transform")))
	return l
}

// rounded is a path with its points on thousandths, which nobody sees and which
// keeps files short.
func rounded(p *geom.Path) *geom.Path {
	for i, c := range p.Coords {
		p.Coords[i] = geom.Pt(math.Round(c.X*1000)/1000, math.Round(c.Y*1000)/1000)
	}
	return p
}

// text reads a text and its origin: the anchor, or the middle of its circle.
func (d *drawing) text(n node) (*designer.Text, geom.Point) {
	t := &designer.Text{
		Content: n.Text, Font: designer.Font{Family: n.attr("data-font-class")},
		Size: d.number(n, "font-size", 0), MinSize: d.number(n, "data-min-size", 0), Track: d.number(n, "letter-spacing", 0),
		Align: designer.Align(n.attr("text-anchor")), Room: d.number(n, "data-fit-width", 0),
	}
	if t.Align == "" {
		t.Align = designer.Start
	}
	arc := d.list(n.attr("data-arc"))
	if len(arc) == 0 {
		return t, geom.Pt(d.number(n, "x", 0), d.number(n, "y", 0))
	}
	if len(arc) != 5 || len(n.Nodes) != 1 {
		d.fail("arc of %s", n.attr("id"))
		return t, geom.Point{}
	}
	t.Content, t.Align = n.Nodes[0].Text, designer.Middle
	t.Arc = &designer.Arc{Radius: arc[2], Middle: arc[3], Sweep: arc[4], Inside: n.attr("data-arc-side") == "inside"}
	return t, geom.Pt(arc[0], arc[1])
}
