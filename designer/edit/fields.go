package edit

import (
	"slices"

	"badgekiln/designer"
)

// SetWhen says for whom layers are there; nil is for everybody.
func SetWhen(ids []string, when *designer.When) Edit {
	return Update(ids, func(l *designer.Layer) { l.When = copied(when) })
}

// SetPictureField has pictures show what a merge field holds, cut to their shape;
// "" shows their own again, and is refused for one that has none.
func SetPictureField(ids []string, field string) Edit {
	return update(ids, func(l *designer.Layer) error {
		if l.Image == nil {
			return nil
		}
		if field == "" && l.Image.Blob == "" {
			return designer.Fail("picture-own")
		}
		l.Image.Field = field
		l.Image.Crop = l.Image.Crop || field != ""
		return nil
	})
}

// SetFillField has the fill of layers take its colour from a merge field; the
// colour it has is for those without. Gradients stay as they are: their colours
// are those of the design, and these can take theirs from one.
func SetFillField(ids []string, field string) Edit {
	return Update(ids, func(l *designer.Layer) {
		if l.Fill.Kind == designer.Solid {
			l.Fill.Tone.Field = field
		}
	})
}

// SetSlotField has a colour of the design come from a merge field, and with it
// all that is painted by it.
func SetSlotField(name, field string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		at := slices.IndexFunc(doc.Slots, func(s designer.Slot) bool { return s.Name == name })
		if at < 0 {
			return doc, designer.Fail("slot-gone", "slot", name)
		}
		doc.Slots = slices.Clone(doc.Slots)
		doc.Slots[at].Field = field
		return doc, nil
	}
}
