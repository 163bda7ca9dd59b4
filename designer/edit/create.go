package edit

import (
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

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
// What else is to change is the same step.
func (s *Session) Add(label string, l *designer.Layer, at geom.Point, also ...Edit) (string, error) {
	n := renewed(s.past.doc(), l, s.env.NewID) // what it holds gets ids of its own, too
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
	if err := s.Apply(label, All(append([]Edit{AddLayer(parent, index, n)}, also...)...)); err != nil {
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
	return s.addText(designer.Text{
		Content: content, Font: designer.Font{Family: "sans-bold"}, Size: size, Align: designer.Middle,
	}, at, at)
}

// AddArcText adds a text on an arc about a middle and begins to edit it in
// place.
func (s *Session) AddArcText(content string, size, radius float64, middle geom.Point) (string, error) {
	return s.addText(designer.Text{
		Content: content, Font: designer.Font{Family: "sans-bold"}, Size: size, Align: designer.Middle,
		Arc: &designer.Arc{Radius: radius, Middle: -90, Sweep: 120},
	}, middle, middle.Sub(geom.Pt(0, radius)))
}

// mostTextName is how long a text's first line may be to be its name, in letters.
const mostTextName = 60

// nameOfText is the first line of a text, which may be a page that was pasted.
func nameOfText(content string) string {
	name, _, _ := strings.Cut(strings.TrimSpace(content), "\n")
	if r := []rune(name); len(r) > mostTextName {
		name = string(r[:mostTextName-1]) + "…"
	}
	return name
}

// addText adds a text whose letters stand about a place, in a colour that can be
// read there. What cannot be shown of it is left out.
func (s *Session) addText(t designer.Text, at, letters geom.Point) (string, error) {
	t.Content = readable(t.Content, t.Arc != nil)
	slots := []string{"ink", "base"}
	if s.env.Ink != nil {
		slots = append([]string{s.env.Ink(letters)}, slots...)
	}
	id, err := s.Add("step.add", &designer.Layer{Name: nameOfText(t.Content), Fill: s.paint(slots...), Text: &t}, at)
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

// AddPortrait adds a square for the picture that a merge field holds, with its
// middle at a point.
func (s *Session) AddPortrait(name, field string, side float64, middle geom.Point) (string, error) {
	return s.Add("step.add", &designer.Layer{Name: name, Image: &designer.Picture{Field: field, Crop: true, W: side, H: side}},
		middle.Sub(geom.Pt(side/2, side/2)))
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

// AddCode adds a QR code with its middle at a point.
func (s *Session) AddCode(name, content string, side float64, middle geom.Point) (string, error) {
	return s.Add("step.add", &designer.Layer{
		Name: name, Fill: designer.FillColor(designer.Color{A: 0xff}), Code: &designer.Code{Content: content, Side: side, Quiet: 4},
	}, middle.Sub(geom.Pt(side/2, side/2)))
}
