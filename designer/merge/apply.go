package merge

import (
	"slices"
	"strings"

	"badgekiln/designer"
)

// Apply gives a design as it is for some fields: colours, pictures, and which
// layers are there. What depends on fields that are not among them stays as open
// as it was; texts stay, for Fill. A layer that nothing is settled in is the
// same one, so that who remembers it by its address need not work anew.
func Apply(doc designer.Document, fields map[string]string) designer.Document {
	if len(fields) == 0 {
		return doc
	}
	f := Filler{Fields: fields, Slots: doc.Slots}
	doc.Layers = f.Layers(doc.Layers)
	doc.Slots = Slots(doc.Slots, fields)
	return doc
}

// Slots settles the colours of a design.
func Slots(slots []designer.Slot, fields map[string]string) []designer.Slot {
	var out []designer.Slot
	for i, s := range slots {
		value, known := fields[s.Field]
		if s.Field == "" || !known {
			continue
		}
		if out == nil {
			out = slices.Clone(slots)
		}
		out[i].Field = ""
		if c, ok := colorOf(value, slots); ok {
			out[i].Color = c
		}
	}
	if out == nil {
		return slots
	}
	return out
}

// colorOf reads a colour: the name of one of the design, or #RRGGBB and the like.
// Letters alone are taken for a colour only when they are six, or FAB and Ada
// would be some.
func colorOf(value string, slots []designer.Slot) (designer.Color, bool) {
	value = strings.TrimSpace(value)
	for _, s := range slots {
		if strings.EqualFold(s.Name, value) {
			return s.Color, true
		}
	}
	if !strings.HasPrefix(value, "#") && len(value) != 6 {
		return designer.Color{}, false
	}
	c, err := designer.ParseColor(value)
	return c, err == nil
}

// Filler settles layers one by one.
type Filler struct {
	Fields map[string]string
	Slots  []designer.Slot // the colours of the design, not settled
	All    bool            // every layer is there, whatever Fields say, and no colour is clear: to find out where they may be
}

// Layers settles layers; the same slice when nothing in them is settled.
func (f *Filler) Layers(layers []*designer.Layer) []*designer.Layer {
	var out []*designer.Layer
	for i, l := range layers {
		if n := f.Layer(l); n != l {
			if out == nil {
				out = slices.Clone(layers)
			}
			out[i] = n
		}
	}
	if out == nil {
		return layers
	}
	return out
}

// Layer settles a layer and all it holds; the same one when nothing is.
func (f *Filler) Layer(l *designer.Layer) *designer.Layer {
	n := *l
	changed := f.there(&n)
	if f.paint(&n.Fill) {
		changed = true
	}
	if s := l.Stroke; s != nil {
		if p := s.Paint; f.paint(&p) {
			stroke := *s
			stroke.Paint, n.Stroke, changed = p, &stroke, true
		}
	}
	if s := l.Shadow; s != nil {
		if t := s.Tone; f.tone(&t) {
			shadow := *s
			shadow.Tone, n.Shadow, changed = t, &shadow, true
		}
	}
	if p := l.Image; p != nil && p.Field != "" {
		if hash, known := f.Fields[p.Field]; known {
			picture := *p
			if picture.Field = ""; hash != "" {
				picture.Blob = hash
			}
			n.Image, changed = &picture, true
		}
	}
	if l.Group != nil {
		if layers := f.Layers(l.Group.Layers); differ(layers, l.Group.Layers) {
			n.Group, changed = &designer.Group{Layers: layers}, true
		}
	}
	if l.Mask != nil {
		if layers := f.Layers(l.Mask.Layers); differ(layers, l.Mask.Layers) {
			n.Mask, changed = &designer.Mask{Layers: layers, Light: l.Mask.Light}, true
		}
	}
	if !changed {
		return l
	}
	return &n
}

// differ tells whether Layers gave another slice.
func differ(a, b []*designer.Layer) bool { return len(a) > 0 && &a[0] != &b[0] }

// there settles whether a layer is there.
func (f *Filler) there(l *designer.Layer) bool {
	if l.When == nil {
		return false
	}
	value, known := f.Fields[l.When.Field]
	if !known && !f.All {
		return false
	}
	if !f.All && !holds(l.When, value) {
		l.Hidden = true
	}
	l.When = nil
	return true
}

// holds asks a value.
func holds(w *designer.When, value string) bool {
	value = strings.TrimSpace(value)
	switch w.Test {
	case designer.Filled:
		return value != ""
	case designer.Blank:
		return value == ""
	}
	among := slices.ContainsFunc(strings.Split(w.Value, "|"), func(one string) bool { return strings.EqualFold(strings.TrimSpace(one), value) })
	return among == (w.Test == designer.Equals)
}

// paint settles the colours of a paint.
func (f *Filler) paint(p *designer.Paint) bool {
	switch p.Kind {
	case designer.NoPaint:
		return false
	case designer.Solid:
		return f.tone(&p.Tone)
	}
	changed := false
	for i, s := range p.Stops {
		if !f.tone(&s.Tone) {
			continue
		}
		if !changed {
			p.Stops, changed = slices.Clone(p.Stops), true
		}
		p.Stops[i] = s
	}
	return changed
}

func (f *Filler) tone(t *designer.Tone) bool {
	if t.Field == "" {
		return false
	}
	value, known := f.Fields[t.Field]
	if f.All {
		*t = designer.Tone{Color: designer.Color{A: 255}, Alpha: t.Alpha}
		return true
	}
	if !known {
		return false
	}
	t.Field = ""
	if c, ok := colorOf(value, f.Slots); ok {
		t.Slot, t.Color = "", c
	}
	return true
}
