package edit

import (
	"slices"

	"badgekiln/designer"
)

// SetSlot changes the colour of a slot and with it all that is painted by it.
// A slot of a new name is added.
func SetSlot(name string, c designer.Color) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		if name == "" {
			return doc, designer.Fail("slot-unnamed")
		}
		slots := slices.Clone(doc.Slots)
		at := slices.IndexFunc(slots, func(s designer.Slot) bool { return s.Name == name })
		if at < 0 {
			slots, at = append(slots, designer.Slot{Name: name}), len(slots)
		}
		slots[at].Color = c
		doc.Slots = slots
		return doc, nil
	}
}

// SetSlots changes several colours at once, as a palette does. Slots the design
// has not are left out.
func SetSlots(colors map[string]designer.Color) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		doc.Slots = slices.Clone(doc.Slots)
		for i, s := range doc.Slots {
			if c, ok := colors[s.Name]; ok {
				doc.Slots[i].Color = c
			}
		}
		return doc, nil
	}
}

// RenameSlot gives a slot another name; paints follow.
func RenameSlot(old, name string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		if name == "" {
			return doc, designer.Fail("slot-unnamed")
		}
		if _, taken := doc.Color(name); taken && name != old {
			return doc, designer.Fail("slot-taken", "slot", name)
		}
		doc.Slots = slices.Clone(doc.Slots)
		for i, s := range doc.Slots {
			if s.Name == old {
				doc.Slots[i].Name = name
			}
		}
		return retone(doc, func(t designer.Tone) designer.Tone {
			if t.Slot == old {
				t.Slot = name
			}
			return t
		})
	}
}

// RemoveSlot takes a slot away; what was painted by it keeps its colour.
func RemoveSlot(name string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		c, known := doc.Color(name)
		if !known {
			return doc, designer.Fail("slot-gone", "slot", name)
		}
		doc.Slots = slices.DeleteFunc(slices.Clone(doc.Slots), func(s designer.Slot) bool { return s.Name == name })
		return retone(doc, func(t designer.Tone) designer.Tone {
			if t.Slot == name {
				t.Slot, t.Color = "", c
			}
			return t
		})
	}
}

// retone maps every colour of every paint, also of masks: what covers nothing
// there would hide the whole layer.
func retone(doc designer.Document, f func(designer.Tone) designer.Tone) (designer.Document, error) {
	paint := func(p designer.Paint) designer.Paint {
		p.Tone = f(p.Tone)
		p.Stops = slices.Clone(p.Stops)
		for i := range p.Stops {
			p.Stops[i].Tone = f(p.Stops[i].Tone)
		}
		return p
	}
	var err error
	doc.Layers, err = rewrite(doc.Layers, func(l *designer.Layer) (*designer.Layer, error) {
		n := clone(l)
		n.Fill = paint(n.Fill)
		if n.Stroke != nil {
			n.Stroke.Paint = paint(n.Stroke.Paint)
		}
		if n.Shadow != nil {
			n.Shadow.Tone = f(n.Shadow.Tone)
		}
		if n.Mask != nil {
			inner, err := retone(designer.Document{Layers: n.Mask.Layers}, f)
			if err != nil {
				return nil, err
			}
			n.Mask = &designer.Mask{Layers: inner.Layers, Light: n.Mask.Light}
		}
		return settled(n, l), nil
	})
	return doc, err
}
