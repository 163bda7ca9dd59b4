package edit

import (
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Edit makes a new document of an old one, sharing what it does not touch.
type Edit func(designer.Document) (designer.Document, error)

// All does edits one after the other, as one.
func All(edits ...Edit) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		var err error
		for _, e := range edits {
			if doc, err = e(doc); err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// Trail gives the groups around a layer, from the outermost, and the layer
// itself as the last; nothing when there is none of that id.
func Trail(doc designer.Document, id string) []*designer.Layer {
	return trail(doc.Layers, id)
}

func trail(layers []*designer.Layer, id string) []*designer.Layer {
	for _, l := range layers {
		if l.ID == id {
			return []*designer.Layer{l}
		}
		if l.Group != nil {
			if rest := trail(l.Group.Layers, id); rest != nil {
				return append([]*designer.Layer{l}, rest...)
			}
		}
	}
	return nil
}

// Find gives the layer of an id, or nil.
func Find(doc designer.Document, id string) *designer.Layer {
	way := Trail(doc, id)
	if way == nil {
		return nil
	}
	return way[len(way)-1]
}

// Parent gives the id of the group around a layer, "" for the document, and
// where in it the layer lies; -1 when there is no such layer.
func Parent(doc designer.Document, id string) (string, int) {
	way := Trail(doc, id)
	if way == nil {
		return "", -1
	}
	parent := ""
	if len(way) > 1 {
		parent = way[len(way)-2].ID
	}
	return parent, slices.Index(children(doc, parent), way[len(way)-1])
}

// Total maps a layer's own units to the document's. An unknown id, "" too,
// gives the identity.
func Total(doc designer.Document, id string) geom.Affine {
	m := geom.Identity()
	for _, l := range Trail(doc, id) {
		m = l.Place.Then(m)
	}
	return m
}

// around maps the units of what holds a layer to the document's.
func around(doc designer.Document, id string) geom.Affine {
	parent, _ := Parent(doc, id)
	return Total(doc, parent)
}

// Walk calls f for every layer, from the bottom up, a group before what it
// holds.
func Walk(doc designer.Document, f func(*designer.Layer)) {
	walk(doc.Layers, f)
}

func walk(layers []*designer.Layer, f func(*designer.Layer)) {
	for _, l := range layers {
		f(l)
		if l.Group != nil {
			walk(l.Group.Layers, f)
		}
	}
}

// children gives what a group holds; "" is the document.
func children(doc designer.Document, id string) []*designer.Layer {
	if id == "" {
		return doc.Layers
	}
	if l := Find(doc, id); l != nil && l.Group != nil {
		return l.Group.Layers
	}
	return nil
}

// swap puts a new list of layers into a group, or into the document for "".
func swap(doc designer.Document, id string, layers []*designer.Layer) designer.Document {
	if id == "" {
		doc.Layers = layers
		return doc
	}
	doc.Layers, _ = rewrite(doc.Layers, func(l *designer.Layer) (*designer.Layer, error) {
		if l.ID != id {
			return l, nil
		}
		n := *l
		n.Group = &designer.Group{Layers: layers}
		return &n, nil
	})
	return doc
}

// rewrite gives every layer to f, what a group holds before the group, and
// shares whatever f gives back as it was. A layer for which f gives nil is
// left out.
func rewrite(layers []*designer.Layer, f func(*designer.Layer) (*designer.Layer, error)) ([]*designer.Layer, error) {
	out, changed := make([]*designer.Layer, 0, len(layers)), false
	for _, l := range layers {
		n := l
		if l.Group != nil {
			inner, err := rewrite(l.Group.Layers, f)
			if err != nil {
				return nil, err
			}
			if !same(inner, l.Group.Layers) {
				c := *l
				c.Group = &designer.Group{Layers: inner}
				n = &c
			}
		}
		n, err := f(n)
		if err != nil {
			return nil, err
		}
		changed = changed || n != l
		if n != nil {
			out = append(out, n)
		}
	}
	if !changed {
		return layers, nil
	}
	return out, nil
}

func same(a, b []*designer.Layer) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// set makes a set of ids.
func set(ids []string) map[string]bool {
	m := make(map[string]bool, len(ids))
	for _, id := range ids {
		m[id] = true
	}
	return m
}

// outermost leaves out ids that are unknown, given twice, or inside another of
// them, and keeps the order.
func outermost(doc designer.Document, ids []string) []string {
	chosen, seen, out := set(ids), map[string]bool{}, make([]string, 0, len(ids))
	for _, id := range ids {
		way := Trail(doc, id)
		inner := slices.ContainsFunc(way[:max(len(way)-1, 0)], func(l *designer.Layer) bool { return chosen[l.ID] })
		if way == nil || inner || seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, id)
	}
	return out
}

// stacked puts ids into the order of the document, from the bottom up.
func stacked(doc designer.Document, ids []string) []string {
	chosen, out := set(outermost(doc, ids)), []string{}
	Walk(doc, func(l *designer.Layer) {
		if chosen[l.ID] {
			out = append(out, l.ID)
		}
	})
	return out
}

// clone copies a layer and all that hangs on it by a pointer, but for maps,
// slices, paths and what a group holds, which stay shared.
func clone(l *designer.Layer) *designer.Layer {
	n := *l
	n.Stroke, n.Shadow = copied(l.Stroke), copied(l.Shadow)
	n.Shape, n.Path, n.Image, n.Group = copied(l.Shape), copied(l.Path), copied(l.Image), copied(l.Group)
	n.Code, n.When = copied(l.Code), copied(l.When)
	if n.Text = copied(l.Text); n.Text != nil {
		n.Text.Box, n.Text.Arc = copied(l.Text.Box), copied(l.Text.Arc)
	}
	return &n
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
