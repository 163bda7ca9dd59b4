package edit

import (
	"maps"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Update gives copies of layers to f, which changes them. Layers of a kind f
// does not mind it leaves alone. Maps, slices and paths in a copy are shared
// with the original: f puts new ones in their place.
func Update(ids []string, f func(*designer.Layer)) Edit {
	return update(ids, func(l *designer.Layer) error { f(l); return nil })
}

func update(ids []string, f func(*designer.Layer) error) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		left := set(ids)
		layers, err := rewrite(doc.Layers, func(l *designer.Layer) (*designer.Layer, error) {
			if !left[l.ID] {
				return l, nil
			}
			delete(left, l.ID)
			n := clone(l)
			if err := f(n); err != nil {
				return nil, err
			}
			if n = settled(n, l); n == l {
				return l, nil
			}
			return n, sound(n)
		})
		if err != nil {
			return doc, err
		}
		for id := range left {
			return doc, designer.Fail("layer-gone", "id", id)
		}
		doc.Layers = layers
		return doc, nil
	}
}

// SetFill paints layers.
func SetFill(ids []string, p designer.Paint) Edit {
	return Update(ids, func(l *designer.Layer) { l.Fill = p })
}

// SetStroke gives layers a line along their outline; nil takes it away.
func SetStroke(ids []string, stroke *designer.Stroke) Edit {
	return Update(ids, func(l *designer.Layer) { l.Stroke = copied(stroke) })
}

// SetShadow gives layers a shadow; nil takes it away.
func SetShadow(ids []string, shadow *designer.Shadow) Edit {
	return Update(ids, func(l *designer.Layer) { l.Shadow = copied(shadow) })
}

// SetOpacity makes layers more or less transparent, 0 to 1.
func SetOpacity(ids []string, opacity float64) Edit {
	return Update(ids, func(l *designer.Layer) { l.Opacity = min(max(opacity, 0), 1) })
}

// SetHidden hides layers, or shows them.
func SetHidden(ids []string, hidden bool) Edit {
	return Update(ids, func(l *designer.Layer) { l.Hidden = hidden })
}

// SetLocked locks layers, so that the pointer passes through them, or frees
// them.
func SetLocked(ids []string, locked bool) Edit {
	return Update(ids, func(l *designer.Layer) { l.Locked = locked })
}

// Rename gives a layer a name for people.
func Rename(id, name string) Edit {
	return Update([]string{id}, func(l *designer.Layer) { l.Name = name })
}

// SetRole says what a template uses a layer for; "" for nothing.
func SetRole(id, role string) Edit {
	return Update([]string{id}, func(l *designer.Layer) { l.Role = role })
}

// SetText changes the texts among layers; f is given copies.
func SetText(ids []string, f func(*designer.Text)) Edit {
	return Update(ids, func(l *designer.Layer) {
		if l.Text != nil {
			f(l.Text)
		}
	})
}

// SetContent changes what a text says.
func SetContent(id, content string) Edit {
	return SetText([]string{id}, func(t *designer.Text) { t.Content = content })
}

// SetNumber changes a number of shapes.
func SetNumber(ids []string, name string, value float64) Edit {
	return Update(ids, func(l *designer.Layer) {
		if l.Shape != nil {
			set := maps.Clone(l.Shape.Set)
			if set == nil {
				set = map[string]float64{}
			}
			set[name] = value
			l.Shape.Set = set
		}
	})
}

// SetKind draws shapes by another rule, with its own numbers.
func SetKind(ids []string, kind string) Edit {
	return Update(ids, func(l *designer.Layer) {
		if l.Shape != nil && l.Shape.Kind != kind {
			l.Shape.Kind, l.Shape.Set = kind, nil
		}
	})
}

// SwapEmblem puts another outline in the place of a path: as large as the old
// one at most, about the same middle.
func SwapEmblem(m Measure, id, name string, outline designer.Outline) Edit {
	return Update([]string{id}, func(l *designer.Layer) {
		if l.Path == nil {
			return
		}
		old, fresh := m.Bounds(l), m.Bounds(&designer.Layer{Path: &outline})
		l.Path, l.Emblem = &outline, name
		if !old.Empty() && !fresh.Empty() {
			k := min(old.W()/fresh.W(), old.H()/fresh.H())
			from, to := fresh.Middle(), old.Middle()
			l.Place = tidy(geom.Move(-from.X, -from.Y).Then(geom.Scale(k, k)).Then(geom.Move(to.X, to.Y)).Then(l.Place))
		}
	})
}

// SetName renames the design.
func SetName(name string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		doc.Name = name
		return doc, nil
	}
}

// SetAbout changes what travels with the design.
func SetAbout(about designer.Credits) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		doc.About = about
		return doc, nil
	}
}

// AddLayer puts a new layer into a group ("": the document) at a place counted
// from the bottom; below 0 is the top.
func AddLayer(parent string, index int, l *designer.Layer) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		if parent != "" {
			if g := Find(doc, parent); g == nil || g.Group == nil {
				return doc, designer.Fail("layer-gone", "id", parent)
			}
		}
		if err := sound(l); err != nil {
			return doc, err
		}
		list := children(doc, parent)
		if index < 0 || index > len(list) {
			index = len(list)
		}
		return swap(doc, parent, inserted(list, index, l)), nil
	}
}

// Delete removes layers, and groups that are left empty by that.
func Delete(ids []string) Edit {
	return func(doc designer.Document) (designer.Document, error) { return lifted(doc, ids, ""), nil }
}

// inserted is a new list with layers put in at a place.
func inserted(list []*designer.Layer, index int, layers ...*designer.Layer) []*designer.Layer {
	out := make([]*designer.Layer, 0, len(list)+len(layers))
	return append(append(append(out, list[:index]...), layers...), list[index:]...)
}
