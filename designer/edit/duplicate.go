package edit

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Duplicate copies layers to right above them, moved by a vector in document
// units, and gives the new ids in the order of ids to made, which may be nil.
func Duplicate(ids []string, by geom.Point, newID func() string, made func(ids []string)) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		var fresh []string
		for _, id := range outermost(doc, ids) {
			parent, index := Parent(doc, id)
			n := renewed(doc, Find(doc, id), newID)
			fresh = append(fresh, n.ID)
			var err error
			if doc, err = All(AddLayer(parent, index+1, n), Move([]string{n.ID}, by))(doc); err != nil {
				return doc, err
			}
		}
		if made != nil {
			made(fresh)
		}
		return doc, nil
	}
}

// renewed copies a layer and all it holds under new ids.
func renewed(doc designer.Document, l *designer.Layer, newID func() string) *designer.Layer {
	c := *l
	n := &c
	n.ID = freeID(doc, newID)
	if n.Group != nil {
		inner := make([]*designer.Layer, 0, len(l.Group.Layers))
		for _, c := range l.Group.Layers {
			inner = append(inner, renewed(doc, c, newID))
		}
		n.Group = &designer.Group{Layers: inner}
	}
	if n.Mask != nil {
		inner := make([]*designer.Layer, 0, len(l.Mask.Layers))
		for _, c := range l.Mask.Layers {
			inner = append(inner, renewed(doc, c, newID))
		}
		n.Mask = &designer.Mask{Layers: inner, Light: l.Mask.Light}
	}
	return n
}

// masked tells whether a layer of masks has an id: these are in no list.
func masked(layers []*designer.Layer, id string) bool {
	for _, l := range layers {
		if l.Group != nil && masked(l.Group.Layers, id) {
			return true
		}
		if l.Mask != nil && (trail(l.Mask.Layers, id) != nil || masked(l.Mask.Layers, id)) {
			return true
		}
	}
	return false
}

// freeID asks for ids until one is free.
func freeID(doc designer.Document, newID func() string) string {
	for {
		if id := newID(); id != "" && Find(doc, id) == nil && !masked(doc.Layers, id) {
			return id
		}
	}
}
