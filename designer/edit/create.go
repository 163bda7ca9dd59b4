package edit

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// clip is what was copied.
type clip struct {
	layers []*designer.Layer // in document units
	pasted int
}

// twin remembers the last duplicate, so that the next one goes as far again.
type twin struct {
	old, fresh string
	by         geom.Point
}

// offset is how far a copy lies beside its original.
const offset = 20

// room gives the group new layers go into, above which place, and how large a
// unit is there.
func (s *Session) room() (parent string, index int) {
	doc := s.past.doc()
	if n := len(s.chosen); n > 0 {
		ids := stacked(doc, s.chosen)
		p, at := Parent(doc, ids[len(ids)-1])
		return p, at + 1
	}
	return s.inside, -1
}

// Add puts a new layer right above what is selected, with its origin at a point
// of the document, and selects it. It gets an id and, if it has none, a place.
func (s *Session) Add(label string, l *designer.Layer, at geom.Point) (string, error) {
	n := clone(l)
	n.ID = freeID(s.past.doc(), s.env.NewID)
	parent, index := s.room()
	back, ok := Total(s.past.doc(), parent).Inverse()
	if !ok {
		return "", designer.Fail("layer-flat")
	}
	if n.Place == (geom.Affine{}) {
		n.Place = geom.Identity()
	}
	if n.Opacity == 0 {
		n.Opacity = 1
	}
	n.Place = tidy(n.Place.Then(geom.Move(at.X, at.Y)).Then(back))
	if err := s.Apply(label, AddLayer(parent, index, n)); err != nil {
		return "", err
	}
	s.Select(n.ID)
	return n.ID, nil
}

// AddShape adds a shape with its middle at a point.
func (s *Session) AddShape(kind string, w, h float64, middle geom.Point) (string, error) {
	return s.Add("step.add", &designer.Layer{
		Name: s.env.Word("shape." + kind), Fill: s.paint("accent", "base"),
		Shape: &designer.Shape{Kind: kind, W: w, H: h},
	}, middle.Sub(geom.Pt(w/2, h/2)))
}

// AddPath adds a free outline or an emblem with its middle at a point, as large
// as a square of size at most.
func (s *Session) AddPath(name, emblem string, outline designer.Outline, size float64, middle geom.Point) (string, error) {
	b := s.env.Measure.Bounds(&designer.Layer{Path: &outline})
	k := 1.0
	if most := max(b.W(), b.H()); most > 0 && size > 0 {
		k = size / most
	}
	return s.Add("step.add", &designer.Layer{
		Name: name, Emblem: emblem, Fill: s.paint("accent", "base"), Path: &outline,
		Place: geom.Move(-b.Middle().X, -b.Middle().Y).Then(geom.Scale(k, k)),
	}, middle)
}

// AddText adds a straight text about a point and begins to edit it in place.
func (s *Session) AddText(content string, size float64, at geom.Point) (string, error) {
	return s.addText(content, designer.Text{
		Content: content, Font: designer.Font{Family: "sans-bold"}, Size: size, Align: designer.Middle,
	}, at)
}

// AddArcText adds a text on an arc about a middle and begins to edit it in
// place.
func (s *Session) AddArcText(content string, size, radius float64, middle geom.Point) (string, error) {
	return s.addText(content, designer.Text{
		Content: content, Font: designer.Font{Family: "sans-bold"}, Size: size, Align: designer.Middle,
		Arc: &designer.Arc{Radius: radius, Middle: -90, Sweep: 120},
	}, middle)
}

func (s *Session) addText(name string, t designer.Text, at geom.Point) (string, error) {
	id, err := s.Add("step.add", &designer.Layer{Name: name, Fill: s.paint("ink", "base"), Text: &t}, at)
	if err == nil {
		s.beginText(id, true)
	}
	return id, err
}

// AddImage adds an imported picture with its middle at a point.
func (s *Session) AddImage(name, blob string, w, h float64, middle geom.Point) (string, error) {
	return s.Add("step.add", &designer.Layer{Name: name, Image: &designer.Picture{Blob: blob, W: w, H: h}},
		middle.Sub(geom.Pt(w/2, h/2)))
}

// paint is the first of the slots there is.
func (s *Session) paint(slots ...string) designer.Paint {
	for _, name := range slots {
		if _, ok := s.past.doc().Color(name); ok {
			return designer.Fill(name)
		}
	}
	if all := s.past.doc().Slots; len(all) > 0 {
		return designer.Fill(all[0].Name)
	}
	return designer.FillColor(designer.Color{R: 0x33, G: 0x33, B: 0x33, A: 0xff})
}

// Group groups what is selected, and selects the group.
func (s *Session) Group() error {
	id := freeID(s.past.doc(), s.env.NewID)
	if err := s.Apply("step.group", Group(s.chosen, id, s.env.Word("edit.group"))); err != nil {
		return err
	}
	s.Select(id)
	return nil
}

// Ungroup takes the selected groups apart, and selects what they held along
// with the rest.
func (s *Session) Ungroup() error {
	var parts, rest []string
	for _, l := range s.Selected() {
		if l.Group == nil {
			rest = append(rest, l.ID)
		}
	}
	if err := s.Apply("step.ungroup", Ungroup(s.chosen, func(ids []string) { parts = ids })); err != nil {
		return err
	}
	s.Select(append(rest, parts...)...)
	return nil
}

// Delete removes what is selected.
func (s *Session) Delete() error { return s.Apply("step.delete", Delete(s.chosen)) }

// Duplicate copies what is selected, and selects the copies. When the last
// duplicate was moved since, the next one goes as far again.
func (s *Session) Duplicate() error {
	if len(s.chosen) == 0 {
		return designer.Fail("nothing-selected")
	}
	doc, by := s.past.doc(), geom.Pt(offset, offset)
	first := s.chosen[0]
	if s.twin.fresh == first && Find(doc, s.twin.old) != nil {
		m := s.env.Measure
		by = Bounds(m, doc, []string{first}).Middle().Sub(Bounds(m, doc, []string{s.twin.old}).Middle())
	}
	var made []string
	err := s.Apply("step.duplicate", Duplicate(s.chosen, by, s.env.NewID, func(ids []string) { made = ids }))
	if err != nil {
		return err
	}
	s.twin = twin{old: first, fresh: made[0], by: by}
	s.Select(made...)
	return nil
}

// Copy keeps what is selected for Paste.
func (s *Session) Copy() {
	s.clip = clip{}
	doc := s.past.doc()
	for _, id := range stacked(doc, s.chosen) {
		n := clone(Find(doc, id))
		replace(n, around(doc, id))
		s.clip.layers = append(s.clip.layers, n)
	}
}

// Cut copies what is selected and removes it.
func (s *Session) Cut() error {
	s.Copy()
	return s.Apply("step.cut", Delete(s.chosen))
}

// Copied gives what Paste would add.
func (s *Session) Copied() []*designer.Layer { return s.clip.layers }

// Paste adds what was copied, a little beside where it was, or exactly there.
func (s *Session) Paste(inPlace bool) error {
	if len(s.clip.layers) == 0 {
		return designer.Fail("nothing-copied")
	}
	by := geom.Point{}
	if !inPlace {
		s.clip.pasted++
		by = geom.Pt(offset, offset).Times(float64(s.clip.pasted))
	}
	parent, index := s.room()
	var made []string
	err := s.Apply("step.paste", func(doc designer.Document) (designer.Document, error) {
		back, ok := Total(doc, parent).Inverse()
		if !ok {
			return doc, designer.Fail("layer-flat")
		}
		for i, l := range s.clip.layers {
			n := renewed(doc, l, s.env.NewID)
			replace(n, geom.Move(by.X, by.Y).Then(back))
			at := index
			if at >= 0 {
				at += i
			}
			var err error
			if doc, err = AddLayer(parent, at, n)(doc); err != nil {
				return doc, err
			}
			made = append(made, n.ID)
		}
		return doc, nil
	})
	if err == nil {
		s.Select(made...)
	}
	return err
}

// Nudge moves what is selected, as arrow keys do; quick ones are one step.
func (s *Session) Nudge(dx, dy float64) error {
	return s.Tick("step.move", "nudge", Move(free(s.past.doc(), s.chosen), geom.Pt(dx, dy)))
}
