package paper

import (
	"strconv"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// brush puts layers on a page, each with an id of its own.
type brush struct {
	layers []*designer.Layer
	n      int
}

func (b *brush) add(name string, at geom.Affine, l designer.Layer) *designer.Layer {
	b.n++
	l.ID, l.Name, l.Place = "p"+strconv.Itoa(b.n), name, at
	if l.Opacity == 0 {
		l.Opacity = 1
	}
	b.layers = append(b.layers, &l)
	return &l
}

func (b *brush) rect(name string, x, y, w, h float64, fill designer.Paint) *designer.Layer {
	return b.shape(name, x, y, w, h, fill, "rect", nil)
}

func (b *brush) shape(name string, x, y, w, h float64, fill designer.Paint, kind string, set map[string]float64) *designer.Layer {
	return b.add(name, geom.Move(x, y), designer.Layer{Fill: fill, Shape: &designer.Shape{Kind: kind, W: w, H: h, Set: set}})
}

// frame is a line round a box.
func (b *brush) frame(name string, x, y, w, h, width float64, slot string, round float64) {
	l := b.rect(name, x, y, w, h, designer.Paint{})
	l.Stroke = &designer.Stroke{Paint: designer.Fill(slot), Width: width}
	if round > 0 {
		l.Shape.Set = map[string]float64{"round": round}
	}
}

func (b *brush) line(name string, x, y, w, thick float64, slot string) {
	b.rect(name, x, y, w, thick, designer.Fill(slot))
}

// words is a text in a box, as large as size and not smaller than least.
func (b *brush) words(name, content, family string, size, least, x, y, w, h float64, align designer.Align, slot string) *designer.Layer {
	return b.add(name, geom.Move(x, y), designer.Layer{Fill: designer.Fill(slot), Text: &designer.Text{
		Content: content, Font: designer.Font{Family: family}, Size: size, MinSize: least, Leading: 1.22,
		Align: align, Valign: designer.Centre, Box: &designer.Box{W: w, H: h},
	}})
}

// badge is where the badge goes.
func (b *brush) badge(x, y, side float64) {
	l := b.rect("badge", x, y, side, side, designer.Paint{})
	l.Role = RoleBadge
}

// code is a QR code with a word below, for those who have an address.
func (b *brush) code(x, y, side float64, caption string, slot string) {
	var in brush
	in.n = 1000 + b.n
	back := in.rect("code ground", -6, -6, side+12, side+12, designer.FillColor(rgb(0xffffff)))
	back.Shape.Set = map[string]float64{"round": 4}
	in.add("code", geom.Identity(), designer.Layer{Fill: designer.FillColor(rgb(0x111111)), Code: &designer.Code{Content: "{page_url}", Side: side, Level: designer.CodeMedium, Quiet: 0}})
	if caption != "" {
		in.words("code caption", caption, "sans", 11.5, 8, -24, side+9, side+48, 28, designer.Middle, slot).Text.Valign = designer.Top
	}
	b.add("code", geom.Move(x, y), designer.Layer{Group: &designer.Group{Layers: in.layers}, When: &designer.When{Field: "page_url", Test: designer.Filled}})
}

// Fill puts a badge in the place of a certificate's layer with RoleBadge. The
// badge's own layers keep what they are under names that no other layer has; the
// blobs and fonts of both are the caller's to bring.
func Fill(doc, badge designer.Document) designer.Document {
	out := doc
	out.Layers = make([]*designer.Layer, 0, len(doc.Layers))
	for _, l := range doc.Layers {
		if l.Role != RoleBadge || l.Shape == nil {
			out.Layers = append(out.Layers, l)
			continue
		}
		out.Layers = append(out.Layers, &designer.Layer{
			ID: l.ID, Name: l.Name, Opacity: l.Opacity, Hidden: l.Hidden, When: l.When,
			Place: Fit(badge, l.Shape.W, l.Shape.H).Then(l.Place), Group: &designer.Group{Layers: Own(badge)},
		})
	}
	for _, f := range badge.Fonts {
		if len(out.Fonts) < designer.MostFonts && !has(out.Fonts, f) {
			out.Fonts = append(out.Fonts[:len(out.Fonts):len(out.Fonts)], f)
		}
	}
	return out
}

func has(list []designer.Carried, f designer.Carried) bool {
	for _, k := range list {
		if k.Family == f.Family && k.Weight == f.Weight && k.Italic == f.Italic {
			return true
		}
	}
	return false
}

// Fit maps a design into the middle of a box.
func Fit(doc designer.Document, w, h float64) geom.Affine {
	k := min(w/doc.Width, h/doc.Height)
	return geom.Affine{A: k, D: k, E: (w - k*doc.Width) / 2, F: (h - k*doc.Height) / 2}
}

// Own are the layers of a design with its colours in them and ids that no page
// has.
func Own(doc designer.Document) []*designer.Layer {
	return ownLayers(doc, doc.Layers)
}

func ownLayers(doc designer.Document, layers []*designer.Layer) []*designer.Layer {
	out := make([]*designer.Layer, len(layers))
	for i, l := range layers {
		c := *l
		c.ID, c.Role = "badge/"+l.ID, ""
		c.Fill = literal(doc, l.Fill)
		if l.Stroke != nil {
			s := *l.Stroke
			s.Paint = literal(doc, s.Paint)
			c.Stroke = &s
		}
		if l.Shadow != nil {
			s := *l.Shadow
			s.Tone = tone(doc, s.Tone)
			c.Shadow = &s
		}
		if l.Mask != nil {
			m := *l.Mask
			m.Layers = ownLayers(doc, m.Layers)
			c.Mask = &m
		}
		if l.Group != nil {
			c.Group = &designer.Group{Layers: ownLayers(doc, l.Group.Layers)}
		}
		out[i] = &c
	}
	return out
}

func literal(doc designer.Document, p designer.Paint) designer.Paint {
	p.Tone = tone(doc, p.Tone)
	stops := make([]designer.Stop, len(p.Stops))
	for i, s := range p.Stops {
		stops[i] = designer.Stop{At: s.At, Tone: tone(doc, s.Tone)}
	}
	if len(stops) > 0 {
		p.Stops = stops
	}
	return p
}

// tone is a colour without its slot. What a merge field decides it goes on
// deciding.
func tone(doc designer.Document, t designer.Tone) designer.Tone {
	for _, s := range doc.Slots {
		if s.Name == t.Slot {
			t.Slot, t.Color = "", s.Color
			if t.Field == "" {
				t.Field = s.Field
			}
		}
	}
	return t
}
