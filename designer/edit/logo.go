package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// How large a logo is put down.
const (
	logoInside = 0.7  // of the layer it is put onto: what fits into a disc, too
	logoEmblem = 0.9  // of the emblem it stands for
	logoWide   = 1.5  // times as wide or high as that emblem at most
	logoAlone  = 0.36 // of the design, where there is neither
	logoRim    = 0.14 // of its lower side: what its plate stands out by
)

// LogoPicture is what the id of a logo's picture ends in, if there is a plate.
const LogoPicture = "-picture"

// Logo is a picture of a logo to be put into a design.
type Logo struct {
	ID, Name, Blob string
	W, H           float64 // of the picture, in any units
	On             string  // the layer it is put onto; "" for where it belongs
	Plate          bool    // lay a light plate below it, where it would be lost
}

// PlaceLogo puts a logo into a design: onto the layer that is meant, else in the
// place of the emblem, which is hidden, else into the middle. A layer that is
// an emblem gives way, too.
func PlaceLogo(m Measure, l Logo) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		if l.W <= 0 || l.H <= 0 {
			return doc, designer.Fail("layer-flat")
		}
		target := Find(doc, l.On)
		if target == nil {
			target = emblemOf(doc)
		}
		middle, k := geom.Pt(doc.Width/2, doc.Height/2), logoAlone*min(doc.Width/l.W, doc.Height/l.H)
		parent, index := "", -1
		var hide []string
		if target != nil {
			parent, index = Parent(doc, target.ID)
			index++
			room := quad(Box(m, target), Total(doc, target.ID)).Bounds()
			if room.W() <= 0 || room.H() <= 0 {
				return doc, designer.Fail("layer-flat")
			}
			middle = room.Middle()
			k = logoInside * min(room.W()/l.W, room.H()/l.H)
			if target.Emblem != "" {
				hide = []string{target.ID}
				k = logoFor(room, l)
			}
		}
		back, ok := Total(doc, parent).Inverse()
		if !ok {
			return doc, designer.Fail("layer-flat")
		}
		layer := l.layer(doc, k)
		layer.Place = tidy(geom.Move(middle.X-l.W*k/2, middle.Y-l.H*k/2).Then(back))
		return All(SetHidden(hide, true), AddLayer(parent, index, layer))(doc)
	}
}

// layer is a logo k times as large as its picture, its plate in the same room.
func (l Logo) layer(doc designer.Document, k float64) *designer.Layer {
	picture := &designer.Layer{ID: l.ID, Name: l.Name, Opacity: 1, Place: geom.Identity(), Image: &designer.Picture{Blob: l.Blob, W: l.W * k, H: l.H * k}}
	if !l.Plate {
		return picture
	}
	fill := designer.FillColor(designer.Color{R: 0xff, G: 0xff, B: 0xff, A: 0xff})
	if _, ok := doc.Color("paper"); ok {
		fill = designer.Fill("paper")
	}
	// The plate is as wide as the logo was to be, and stands out evenly.
	w, h := picture.Image.W, picture.Image.H
	rim := logoRim * min(w, h)
	picture.ID += LogoPicture
	picture.Image.W, picture.Image.H = w-2*rim, (w-2*rim)*h/w
	high := picture.Image.H + 2*rim
	picture.Place = geom.Move(rim, (h-picture.Image.H)/2)
	plate := &designer.Layer{
		ID: l.ID + "-plate", Name: l.Name, Opacity: 1, Place: geom.Move(0, (h-high)/2), Fill: fill,
		Shape: &designer.Shape{Kind: "rect", W: w, H: high, Set: map[string]float64{"round": rim}},
	}
	return &designer.Layer{ID: l.ID, Name: l.Name, Opacity: 1, Group: &designer.Group{Layers: []*designer.Layer{plate, picture}}}
}

// logoFor scales a logo to as much room as an emblem has, though it may be
// longer than that one.
func logoFor(room geom.Rect, l Logo) float64 {
	inside := min(room.W()/l.W, room.H()/l.H)
	return logoEmblem * min(math.Sqrt(room.W()*room.H()/(l.W*l.H)), logoWide*inside)
}

// emblemOf is the emblem that is seen of a design: the one a template calls so,
// else the topmost; nil when there is none.
func emblemOf(doc designer.Document) *designer.Layer {
	var found *designer.Layer
	var look func(layers []*designer.Layer)
	look = func(layers []*designer.Layer) {
		for _, l := range layers {
			switch {
			case l.Hidden:
			case l.Group != nil:
				look(l.Group.Layers)
			case l.Emblem != "" && (found == nil || found.Role == "" || l.Role != ""):
				found = l
			}
		}
	}
	look(doc.Layers)
	return found
}

// LogoOn is the layer that a logo would be put onto: what is selected, if that is
// one thing and no text; else "".
func (s *Session) LogoOn() string {
	if sel := s.Selected(); len(sel) == 1 && sel[0].Text == nil && !sel[0].Hidden {
		return sel[0].ID
	}
	return ""
}

// AddLogo puts a logo into the design and selects it.
func (s *Session) AddLogo(l Logo) error {
	if err := s.Apply("step.logo", PlaceLogo(s.env.Measure, l)); err != nil {
		return err
	}
	s.Select(l.ID)
	return nil
}
