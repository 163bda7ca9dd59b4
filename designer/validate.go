package designer

import (
	"math"
	"slices"

	"badgekiln/designer/geom"
)

// What a sound document may hold. Beyond these nothing is drawn any better,
// and a file that asks for it means harm or is broken.
const (
	MostLayers = 5000
	MostDeep   = 32     // groups within groups
	MostSlots  = 256    // colours
	MostUnits  = 1e6    // any measure
	MostSide   = 20_000 // width and height
	MostText   = 20_000 // bytes of one text
	MostPath   = 1_000_000
	MostCode   = 2000 // bytes of a QR code's content
	MostQuiet  = 20   // empty squares round a QR code
)

// Check tells what is wrong with a document, as a *Fault; nil when it is
// sound. A sound document has unique ids, one kind per layer, finite numbers
// in their ranges, and no layer that is flat.
func (d Document) Check() error {
	if !within(d.Width, 1, MostSide) || !within(d.Height, 1, MostSide) {
		return Fail("unsound-size")
	}
	if len(d.Slots) > MostSlots {
		return Fail("unsound-slots")
	}
	slots := map[string]bool{}
	for _, s := range d.Slots {
		if s.Name == "" || slots[s.Name] || len(s.Field) > MostField {
			return Fail("unsound-slot", "slot", s.Name)
		}
		slots[s.Name] = true
	}
	if !soundDrawn(d.Drawn) {
		return Fail("unsound-fonts", "limit", "8")
	}
	if fault := soundFonts(d.Fonts); fault != nil {
		return fault
	}
	c := checker{ids: map[string]bool{}}
	if fault := c.layers(d.Layers, 0); fault != nil {
		return fault
	}
	return nil
}

// Check tells what is wrong with one layer by itself; its id is not compared
// with any other.
func (l *Layer) Check() error {
	c := checker{ids: map[string]bool{}}
	if fault := c.layer(l, 0); fault != nil {
		return fault
	}
	return nil
}

type checker struct{ ids map[string]bool }

func (c checker) layers(layers []*Layer, deep int) *Fault {
	if deep > MostDeep {
		return Fail("unsound-deep")
	}
	for _, l := range layers {
		if fault := c.layer(l, deep); fault != nil {
			return fault
		}
	}
	return nil
}

func (c checker) layer(l *Layer, deep int) *Fault {
	if l == nil {
		return Fail("unsound-kind", "layer", "")
	}
	name := l.Name
	if name == "" {
		name = l.ID
	}
	if len(c.ids) >= MostLayers {
		return Fail("unsound-many")
	}
	if l.ID == "" || c.ids[l.ID] {
		return Fail("unsound-id", "layer", name)
	}
	c.ids[l.ID] = true
	if l.kinds() != 1 {
		return Fail("unsound-kind", "layer", name)
	}
	if _, ok := l.Place.Inverse(); !ok || !finite(l.Place.A, l.Place.B, l.Place.C, l.Place.D, l.Place.E, l.Place.F) {
		return Fail("unsound-place", "layer", name)
	}
	if !within(l.Opacity, 0, 1) || !l.Fill.sound() || !l.Stroke.sound() || !l.Shadow.sound() || !l.contentSound() || l.Clip != nil && !l.Clip.sound() || !l.When.sound() {
		return Fail("unsound-number", "layer", name)
	}
	if !slices.Contains(Blends(), l.Blend) {
		return Fail("unsound-kind", "layer", name)
	}
	if l.Mask != nil {
		if fault := c.layers(l.Mask.Layers, deep+1); fault != nil {
			return fault
		}
	}
	if l.Group != nil {
		return c.layers(l.Group.Layers, deep+1)
	}
	return nil
}

func (l *Layer) kinds() int {
	n := 0
	for _, set := range []bool{l.Shape != nil, l.Path != nil, l.Text != nil, l.Image != nil, l.Code != nil, l.Group != nil} {
		if set {
			n++
		}
	}
	return n
}

func (l *Layer) contentSound() bool {
	switch {
	case l.Shape != nil:
		for _, v := range l.Shape.Set {
			if !finite(v) {
				return false
			}
		}
		return within(l.Shape.W, 0, MostUnits) && within(l.Shape.H, 0, MostUnits)
	case l.Path != nil:
		return l.Path.sound()
	case l.Text != nil:
		return l.Text.sound()
	case l.Code != nil:
		return l.Code.sound()
	case l.Image != nil:
		return (l.Image.Blob != "" || l.Image.Field != "") && len(l.Image.Field) <= MostField && within(l.Image.W, 0, MostUnits) && within(l.Image.H, 0, MostUnits)
	}
	return true
}

func (c *Code) sound() bool {
	switch c.Level {
	case "", CodeLow, CodeMedium, CodeQuartile, CodeHigh:
	default:
		return false
	}
	return len(c.Content) <= MostCode && within(c.Side, 0, MostUnits) && c.Quiet >= 0 && c.Quiet <= MostQuiet
}

func (o *Outline) sound() bool {
	if o.Path == nil || len(o.Path.Coords) > MostPath || len(o.Path.Verbs) > MostPath {
		return false
	}
	need := 0
	for _, v := range o.Path.Verbs {
		if v > geom.ClosePath {
			return false
		}
		need += v.Points()
	}
	for _, p := range o.Path.Coords {
		if !finite(p.X, p.Y) {
			return false
		}
	}
	return need == len(o.Path.Coords)
}

func (t *Text) sound() bool {
	ok := len(t.Content) <= MostText &&
		within(t.Size, 0.01, MostUnits) && within(t.MinSize, 0, MostUnits) && within(t.Room, 0, MostUnits) &&
		within(t.Track, -MostUnits, MostUnits) && within(t.Leading, 0, 100) && t.Font.Weight >= 0 && t.Font.Weight <= 1000
	if t.Box != nil {
		ok = ok && t.Arc == nil && within(t.Box.W, 0, MostUnits) && within(t.Box.H, 0, MostUnits)
	}
	if t.Arc != nil {
		ok = ok && within(t.Arc.Radius, 0.01, MostUnits) && within(t.Arc.Middle, -3600, 3600) && within(t.Arc.Sweep, 0, 360)
	}
	return ok
}

func (p Paint) sound() bool {
	if !p.Tone.sound() {
		return false
	}
	switch p.Kind {
	case NoPaint, Solid:
		return true
	case Linear, Radial, Conic:
	default:
		return false
	}
	if len(p.Stops) < 2 || len(p.Stops) > 256 || !finite(p.From.X, p.From.Y, p.To.X, p.To.Y, p.Focus.X, p.Focus.Y) {
		return false
	}
	last := 0.0
	for _, s := range p.Stops {
		if !within(s.At, last, 1) || !s.Tone.sound() {
			return false
		}
		last = s.At
	}
	return within(p.Ratio, 0, MostUnits)
}

func (s *Stroke) sound() bool {
	if s == nil {
		return true
	}
	ok := s.Paint.sound() && within(s.Width, 0, MostUnits) && within(s.Miter, 0, 1000) && finite(s.Offset) && len(s.Dash) <= 32
	for _, d := range s.Dash {
		ok = ok && within(d, 0, MostUnits)
	}
	return ok
}

func (s *Shadow) sound() bool {
	return s == nil || finite(s.DX, s.DY) && within(s.Blur, 0, MostUnits) && s.Tone.sound()
}

func (t Tone) sound() bool { return within(t.Alpha, 0, 1) && len(t.Field) <= MostField }

// within tells whether a number is one and lies in a range.
func within(v, least, most float64) bool { return v >= least && v <= most }

// finite tells whether numbers are numbers that can be worked with.
func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > MostUnits {
			return false
		}
	}
	return true
}
