package store

import (
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func fromWire(in wireDesign) (designer.Document, error) {
	doc := designer.Document{
		Name: in.Name, About: designer.Credits(in.About), Template: in.Template, Width: in.Width, Height: in.Height,
	}
	for _, s := range in.Slots {
		doc.Slots = append(doc.Slots, designer.Slot(s))
	}
	for _, f := range in.Fonts {
		doc.Fonts = append(doc.Fonts, designer.Carried(f))
	}
	for _, f := range in.Drawn {
		doc.Drawn = append(doc.Drawn, designer.Carried(f))
	}
	var err error
	doc.Layers, err = layersFromWire(in.Layers)
	return doc, err
}

func layersFromWire(in []*wireLayer) ([]*designer.Layer, error) {
	out := make([]*designer.Layer, 0, len(in))
	for _, w := range in {
		if w == nil {
			return nil, designer.Fail("store-unreadable")
		}
		l, err := layerFromWire(w)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func layerFromWire(w *wireLayer) (*designer.Layer, error) {
	l := &designer.Layer{
		ID: w.ID, Name: w.Name, Role: w.Role, Emblem: w.Emblem, Hidden: w.Hidden, Locked: w.Locked,
		Opacity: or(w.Opacity, 1), Place: geom.Identity(),
	}
	if w.Place != nil {
		if len(w.Place) != 6 {
			return nil, designer.Fail("store-unreadable")
		}
		p := w.Place
		l.Place = geom.Affine{A: p[0], B: p[1], C: p[2], D: p[3], E: p[4], F: p[5]}
	}
	var err error
	if w.Fill != nil {
		if l.Fill, err = paintFromWire(*w.Fill); err != nil {
			return nil, err
		}
	}
	if s := w.Stroke; s != nil {
		paint, err := paintFromWire(s.Paint)
		if err != nil {
			return nil, err
		}
		l.Stroke = &designer.Stroke{Paint: paint, Width: s.Width, Cap: s.Cap, Join: s.Join, Miter: s.Miter, Dash: full(s.Dash), Offset: s.Offset}
	}
	if s := w.Shadow; s != nil {
		l.Shadow = &designer.Shadow{DX: s.DX, DY: s.DY, Blur: s.Blur, Tone: toneFromWire(s.Tone)}
	}
	if !slices.Contains(designer.Blends(), w.Blend) {
		return nil, designer.Fail("store-newer")
	}
	l.Blend = w.Blend
	if w.Clip != nil {
		l.Clip = &designer.Outline{EvenOdd: w.Clip.EvenOdd}
		if l.Clip.Path, err = readPath(w.Clip.D); err != nil {
			return nil, err
		}
	}
	if w.Mask != nil {
		l.Mask = &designer.Mask{Light: w.Mask.Light}
		if l.Mask.Layers, err = layersFromWire(w.Mask.Layers); err != nil {
			return nil, err
		}
	}
	if w.When != nil {
		if !slices.Contains(designer.Tests(), w.When.Test) {
			return nil, designer.Fail("store-newer")
		}
		when := designer.When(*w.When)
		l.When = &when
	}
	return l, contentFromWire(w, l)
}

func contentFromWire(w *wireLayer, l *designer.Layer) (err error) {
	if w.Shape != nil {
		s := designer.Shape(*w.Shape)
		if len(s.Set) == 0 {
			s.Set = nil
		}
		l.Shape = &s
	}
	if w.Path != nil {
		l.Path = &designer.Outline{EvenOdd: w.Path.EvenOdd}
		if l.Path.Path, err = readPath(w.Path.D); err != nil {
			return err
		}
	}
	if w.Text != nil {
		l.Text = textFromWire(w.Text)
	}
	if w.Image != nil {
		i := designer.Picture(*w.Image)
		l.Image = &i
	}
	if w.Code != nil {
		c := designer.Code(*w.Code)
		l.Code = &c
	}
	if w.Group != nil {
		layers, err := layersFromWire(w.Group.Layers)
		if err != nil {
			return err
		}
		l.Group = &designer.Group{Layers: layers}
	}
	return nil
}

func textFromWire(w *wireText) *designer.Text {
	t := &designer.Text{
		Content: w.Content, Font: designer.Font{Family: w.Family, Weight: w.Weight, Italic: w.Italic},
		Size: w.Size, MinSize: w.MinSize, Room: w.Room, Track: w.Track, Leading: w.Leading, Align: w.Align, Valign: w.Valign,
	}
	if w.Box != nil {
		b := designer.Box(*w.Box)
		t.Box = &b
	}
	if w.Arc != nil {
		a := designer.Arc(*w.Arc)
		t.Arc = &a
	}
	return t
}

// paintFromWire takes of a paint what its kind has.
func paintFromWire(w wirePaint) (designer.Paint, error) {
	p := designer.Paint{Kind: w.Kind}
	var err error
	switch w.Kind {
	case designer.NoPaint:
		return p, nil
	case designer.Solid:
		if w.Tone == nil {
			return p, designer.Fail("store-unreadable")
		}
		p.Tone = toneFromWire(*w.Tone)
		return p, nil
	case designer.Radial:
		p.Ratio = or(w.Ratio, 1)
	case designer.Linear, designer.Conic:
	default:
		return p, designer.Fail("store-newer")
	}
	if p.From, err = pointFromWire(w.From); err != nil {
		return p, err
	}
	if p.To, err = pointFromWire(w.To); err != nil {
		return p, err
	}
	if w.Kind == designer.Radial {
		p.Focus = p.From
		if w.Focus != nil {
			if p.Focus, err = pointFromWire(w.Focus); err != nil {
				return p, err
			}
		}
	}
	for _, s := range w.Stops {
		p.Stops = append(p.Stops, designer.Stop{At: s.At, Tone: toneFromWire(s.Tone)})
	}
	return p, nil
}

func pointFromWire(v []float64) (geom.Point, error) {
	if len(v) != 2 {
		return geom.Point{}, designer.Fail("store-unreadable")
	}
	return geom.Pt(v[0], v[1]), nil
}

func toneFromWire(w wireTone) designer.Tone {
	t := designer.Tone{Slot: w.Slot, Alpha: or(w.Alpha, 1), Field: w.Field}
	if w.Color != nil {
		t.Color = *w.Color
	}
	return t
}

func or(v *float64, usual float64) float64 {
	if v == nil {
		return usual
	}
	return *v
}

func full(v []float64) []float64 {
	if len(v) == 0 {
		return nil
	}
	return v
}
