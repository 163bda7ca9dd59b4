package edit

import (
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Group makes one layer of several, where the topmost of them lies. What they
// look like stays as it was.
func Group(ids []string, id, name string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		ids := stacked(doc, ids)
		if len(ids) == 0 {
			return doc, designer.Fail("nothing-selected")
		}
		parent, index := Parent(doc, ids[len(ids)-1])
		group := &designer.Layer{ID: id, Name: name, Opacity: 1, Place: geom.Identity(), Group: &designer.Group{}}
		for _, one := range ids {
			l, err := carried(doc, one, parent)
			if err != nil {
				return doc, err
			}
			group.Group.Layers = append(group.Group.Layers, l)
			if p, at := Parent(doc, one); p == parent && at < index {
				index--
			}
		}
		return AddLayer(parent, index, group)(lifted(doc, ids, parent))
	}
}

// carried is a layer as it must be to look the same inside another group.
func carried(doc designer.Document, id, parent string) (*designer.Layer, error) {
	l := Find(doc, id)
	if was, _ := Parent(doc, id); was == parent {
		return l, nil
	}
	back, ok := Total(doc, parent).Inverse()
	if !ok {
		return nil, designer.Fail("layer-flat")
	}
	n := clone(l)
	replace(n, around(doc, id).Then(back))
	return settled(n, l), sound(n)
}

// replace maps the place of a layer from the units of one holder to another's.
func replace(l *designer.Layer, m geom.Affine) {
	l.Place = tidy(l.Place.Then(m))
	if l.Shadow != nil {
		v := m.Vector(geom.Pt(l.Shadow.DX, l.Shadow.DY))
		l.Shadow.DX, l.Shadow.DY = neat(v.X), neat(v.Y)
		l.Shadow.Blur = neat(l.Shadow.Blur * math.Sqrt(math.Abs(m.Det())))
	}
}

// lifted takes layers out that go to another place in a group, and groups that
// are left empty by that; but never the group they go to.
func lifted(doc designer.Document, ids []string, target string) designer.Document {
	gone := set(ids)
	layers, err := rewrite(doc.Layers, func(l *designer.Layer) (*designer.Layer, error) {
		if gone[l.ID] || l.Group != nil && len(l.Group.Layers) == 0 && l.ID != target {
			return nil, nil
		}
		return l, nil
	})
	if err == nil {
		doc.Layers = layers
	}
	return doc
}

// Ungroup takes groups apart and gives the ids of what they held to found,
// which may be nil. What it looks like stays as it was, but for a group's
// opacity and shadow, which become those of each part.
func Ungroup(ids []string, found func(ids []string)) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		var parts []string
		for _, id := range outermost(doc, ids) {
			g := Find(doc, id)
			if g.Group == nil {
				continue
			}
			parent, index := Parent(doc, id)
			var out []*designer.Layer
			for _, l := range g.Group.Layers {
				n := clone(l)
				replace(n, g.Place)
				n.Opacity *= g.Opacity
				n.Hidden = n.Hidden || g.Hidden
				if n.Shadow == nil {
					n.Shadow = copied(g.Shadow)
				}
				if err := sound(n); err != nil {
					return doc, err
				}
				n = settled(n, l)
				out, parts = append(out, n), append(parts, n.ID)
			}
			list := slices.Delete(slices.Clone(children(doc, parent)), index, index+1)
			doc = swap(doc, parent, inserted(list, index, out...))
		}
		if found != nil {
			found(parts)
		}
		return doc, nil
	}
}

// Reorder puts layers into a group ("": the document) so that they lie at a
// place counted from the bottom, among what is there without them. What they
// look like stays as it was.
func Reorder(ids []string, parent string, index int) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		ids := stacked(doc, ids)
		moved := set(ids)
		for _, l := range Trail(doc, parent) {
			if moved[l.ID] {
				return doc, designer.Fail("group-itself")
			}
		}
		if g := Find(doc, parent); parent != "" && (g == nil || g.Group == nil) {
			return doc, designer.Fail("layer-gone", "id", parent)
		}
		var layers []*designer.Layer
		for _, id := range ids {
			l, err := carried(doc, id, parent)
			if err != nil {
				return doc, err
			}
			layers = append(layers, l)
		}
		doc = lifted(doc, ids, parent)
		list := children(doc, parent)
		index := min(max(index, 0), len(list))
		return swap(doc, parent, inserted(list, index, layers...)), nil
	}
}
