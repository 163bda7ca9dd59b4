package store

import (
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
)

// The types here are design.json, in the order it is written. What is usual is
// left out: an identity, full opacity, no fill.

const (
	formatName    = "badgekiln-design"
	formatVersion = 5 // the newest that is read
)

type wireDesign struct {
	Format   string       `json:"format"`
	Version  int          `json:"version"`
	Name     string       `json:"name"`
	About    wireAbout    `json:"about"`
	Template string       `json:"template,omitempty"`
	Width    float64      `json:"width"`
	Height   float64      `json:"height"`
	Slots    []wireSlot   `json:"slots,omitempty"`
	Fonts    []wireFont   `json:"fonts,omitempty"` // version 4
	Drawn    []wireFont   `json:"drawn,omitempty"` // version 5
	Layers   []*wireLayer `json:"layers"`
}

type wireFont struct {
	Family string `json:"family"`
	Weight int    `json:"weight"`
	Italic bool   `json:"italic,omitempty"`
	Blob   string `json:"blob"`

	Instance string `json:"instance,omitempty"` // version 5
	Part     bool   `json:"part,omitempty"`     // version 5
}

type wireAbout struct {
	Author  string `json:"author,omitempty"`
	Licence string `json:"licence,omitempty"`
	Source  string `json:"source,omitempty"`
	Alt     string `json:"alt,omitempty"`
}

type wireSlot struct {
	Name  string         `json:"name"`
	Color designer.Color `json:"color"`
	Field string         `json:"field,omitempty"` // version 3
}

type wireLayer struct {
	ID      string      `json:"id"`
	Name    string      `json:"name,omitempty"`
	Role    string      `json:"role,omitempty"`
	Emblem  string      `json:"emblem,omitempty"`
	Hidden  bool        `json:"hidden,omitempty"`
	Locked  bool        `json:"locked,omitempty"`
	Opacity *float64    `json:"opacity,omitempty"`
	Place   []float64   `json:"place,omitempty"`
	Fill    *wirePaint  `json:"fill,omitempty"`
	Stroke  *wireStroke `json:"stroke,omitempty"`
	Shadow  *wireShadow `json:"shadow,omitempty"`

	Blend designer.Blend `json:"blend,omitempty"` // version 2
	Clip  *wirePath      `json:"clip,omitempty"`  // version 2
	Mask  *wireMask      `json:"mask,omitempty"`  // version 2
	When  *wireWhen      `json:"when,omitempty"`  // version 3

	Shape *wireShape `json:"shape,omitempty"`
	Path  *wirePath  `json:"path,omitempty"`
	Text  *wireText  `json:"text,omitempty"`
	Image *wireImage `json:"image,omitempty"`
	Code  *wireCode  `json:"code,omitempty"`
	Group *wireGroup `json:"group,omitempty"`
}

type wireTone struct {
	Slot  string          `json:"slot,omitempty"`
	Color *designer.Color `json:"color,omitempty"`
	Alpha *float64        `json:"alpha,omitempty"`
	Field string          `json:"field,omitempty"` // version 3
}

type wirePaint struct {
	Kind  designer.PaintKind `json:"kind"`
	Tone  *wireTone          `json:"tone,omitempty"`
	Stops []wireStop         `json:"stops,omitempty"`
	From  []float64          `json:"from,omitempty"`
	To    []float64          `json:"to,omitempty"`
	Ratio *float64           `json:"ratio,omitempty"`
	Focus []float64          `json:"focus,omitempty"`
}

type wireStop struct {
	At   float64  `json:"at"`
	Tone wireTone `json:"tone"`
}

type wireStroke struct {
	Paint  wirePaint     `json:"paint"`
	Width  float64       `json:"width"`
	Cap    designer.Cap  `json:"cap,omitempty"`
	Join   designer.Join `json:"join,omitempty"`
	Miter  float64       `json:"miter,omitempty"`
	Dash   []float64     `json:"dash,omitempty"`
	Offset float64       `json:"offset,omitempty"`
}

type wireShadow struct {
	DX   float64  `json:"dx,omitempty"`
	DY   float64  `json:"dy,omitempty"`
	Blur float64  `json:"blur,omitempty"`
	Tone wireTone `json:"tone"`
}

type wireShape struct {
	Kind string             `json:"kind"`
	W    float64            `json:"w"`
	H    float64            `json:"h"`
	Set  map[string]float64 `json:"set,omitempty"`
}

type wirePath struct {
	EvenOdd bool   `json:"evenodd,omitempty"`
	D       string `json:"d"`
}

type wireText struct {
	Content string          `json:"content"`
	Family  string          `json:"family"`
	Weight  int             `json:"weight,omitempty"`
	Italic  bool            `json:"italic,omitempty"`
	Size    float64         `json:"size"`
	MinSize float64         `json:"min_size,omitempty"`
	Room    float64         `json:"room,omitempty"`
	Track   float64         `json:"track,omitempty"`
	Leading float64         `json:"leading,omitempty"`
	Align   designer.Align  `json:"align,omitempty"`
	Valign  designer.Valign `json:"valign,omitempty"`
	Box     *wireBox        `json:"box,omitempty"`
	Arc     *wireArc        `json:"arc,omitempty"`
}

type wireBox struct {
	W float64 `json:"w"`
	H float64 `json:"h"`
}

type wireArc struct {
	Radius float64 `json:"radius"`
	Middle float64 `json:"middle"`
	Sweep  float64 `json:"sweep"`
	Inside bool    `json:"inside,omitempty"`
}

type wireImage struct {
	Blob  string  `json:"blob"`
	W     float64 `json:"w"`
	H     float64 `json:"h"`
	Field string  `json:"field,omitempty"` // version 3
	Crop  bool    `json:"crop,omitempty"`  // version 3
}

type wireCode struct {
	Content string             `json:"content"`
	Side    float64            `json:"side"`
	Level   designer.CodeLevel `json:"level,omitempty"`
	Quiet   int                `json:"quiet,omitempty"`
}

type wireGroup struct {
	Layers []*wireLayer `json:"layers"`
}

type wireMask struct {
	Light  bool         `json:"light,omitempty"`
	Layers []*wireLayer `json:"layers"`
}

type wireWhen struct {
	Field string        `json:"field"`
	Test  designer.Test `json:"test"`
	Value string        `json:"value,omitempty"`
}

// versionOf is the oldest version that says all there is to a document, so that
// what older releases can read they are not refused.
func versionOf(doc designer.Document) int {
	if len(doc.Drawn) > 0 || slices.ContainsFunc(doc.Fonts, func(f designer.Carried) bool { return f.Instance != "" || f.Part }) {
		return 5
	}
	if len(doc.Fonts) > 0 {
		return 4
	}
	if slices.ContainsFunc(doc.Slots, func(s designer.Slot) bool { return s.Field != "" }) {
		return 3
	}
	return versionOfLayers(doc.Layers)
}

func versionOfLayers(layers []*designer.Layer) int {
	version := 1
	for _, l := range layers {
		conic := l.Fill.Kind == designer.Conic || l.Stroke != nil && l.Stroke.Paint.Kind == designer.Conic
		if conic || l.Blend != designer.Normal || l.Clip != nil || l.Mask != nil {
			version = max(version, 2)
		}
		if l.When != nil || merge.Formats(l) || slices.ContainsFunc(merge.Tones(l), func(t designer.Tone) bool { return t.Field != "" }) ||
			l.Image != nil && (l.Image.Field != "" || l.Image.Crop) {
			return 3
		}
		if l.Group != nil {
			version = max(version, versionOfLayers(l.Group.Layers))
		}
		if l.Mask != nil {
			version = max(version, versionOfLayers(l.Mask.Layers))
		}
	}
	return version
}

func toWire(doc designer.Document) wireDesign {
	out := wireDesign{
		Format: formatName, Version: versionOf(doc),
		Name: doc.Name, About: wireAbout(doc.About), Template: doc.Template,
		Width: doc.Width, Height: doc.Height, Layers: layersToWire(doc.Layers),
	}
	for _, s := range doc.Slots {
		out.Slots = append(out.Slots, wireSlot(s))
	}
	for _, f := range doc.Fonts {
		out.Fonts = append(out.Fonts, wireFont(f))
	}
	for _, f := range doc.Drawn {
		out.Drawn = append(out.Drawn, wireFont(f))
	}
	return out
}

func layersToWire(layers []*designer.Layer) []*wireLayer {
	out := make([]*wireLayer, 0, len(layers))
	for _, l := range layers {
		out = append(out, layerToWire(l))
	}
	return out
}

func layerToWire(l *designer.Layer) *wireLayer {
	out := &wireLayer{
		ID: l.ID, Name: l.Name, Role: l.Role, Emblem: l.Emblem, Hidden: l.Hidden, Locked: l.Locked,
		Opacity: unless(l.Opacity, 1),
	}
	if l.Place != geom.Identity() {
		out.Place = []float64{l.Place.A, l.Place.B, l.Place.C, l.Place.D, l.Place.E, l.Place.F}
	}
	if l.Fill.Kind != designer.NoPaint {
		p := paintToWire(l.Fill)
		out.Fill = &p
	}
	if s := l.Stroke; s != nil {
		out.Stroke = &wireStroke{paintToWire(s.Paint), s.Width, s.Cap, s.Join, s.Miter, s.Dash, s.Offset}
	}
	if s := l.Shadow; s != nil {
		out.Shadow = &wireShadow{s.DX, s.DY, s.Blur, toneToWire(s.Tone)}
	}
	out.Blend = l.Blend
	if l.Clip != nil {
		out.Clip = &wirePath{l.Clip.EvenOdd, writePath(l.Clip.Path)}
	}
	if l.Mask != nil {
		out.Mask = &wireMask{l.Mask.Light, layersToWire(l.Mask.Layers)}
	}
	if l.When != nil {
		w := wireWhen(*l.When)
		out.When = &w
	}
	switch {
	case l.Shape != nil:
		s := wireShape(*l.Shape)
		out.Shape = &s
	case l.Path != nil:
		out.Path = &wirePath{l.Path.EvenOdd, writePath(l.Path.Path)}
	case l.Text != nil:
		out.Text = textToWire(l.Text)
	case l.Image != nil:
		i := wireImage(*l.Image)
		out.Image = &i
	case l.Code != nil:
		c := wireCode(*l.Code)
		out.Code = &c
	case l.Group != nil:
		out.Group = &wireGroup{layersToWire(l.Group.Layers)}
	}
	return out
}

func textToWire(t *designer.Text) *wireText {
	out := &wireText{
		Content: t.Content, Family: t.Font.Family, Weight: t.Font.Weight, Italic: t.Font.Italic,
		Size: t.Size, MinSize: t.MinSize, Room: t.Room, Track: t.Track, Leading: t.Leading, Align: t.Align, Valign: t.Valign,
	}
	if t.Box != nil {
		b := wireBox(*t.Box)
		out.Box = &b
	}
	if t.Arc != nil {
		a := wireArc(*t.Arc)
		out.Arc = &a
	}
	return out
}

func paintToWire(p designer.Paint) wirePaint {
	out := wirePaint{Kind: p.Kind}
	switch p.Kind {
	case designer.Solid:
		t := toneToWire(p.Tone)
		out.Tone = &t
		return out
	case designer.Radial:
		r := p.Ratio
		out.Ratio = &r
		if p.Focus != p.From {
			out.Focus = []float64{p.Focus.X, p.Focus.Y}
		}
	case designer.Linear, designer.Conic:
	default:
		return out
	}
	out.From, out.To = []float64{p.From.X, p.From.Y}, []float64{p.To.X, p.To.Y}
	for _, s := range p.Stops {
		out.Stops = append(out.Stops, wireStop{s.At, toneToWire(s.Tone)})
	}
	return out
}

func toneToWire(t designer.Tone) wireTone {
	out := wireTone{Slot: t.Slot, Alpha: unless(t.Alpha, 1), Field: t.Field}
	if t.Slot == "" || t.Color != (designer.Color{}) {
		out.Color = &t.Color
	}
	return out
}

func unless(v, usual float64) *float64 {
	if v == usual {
		return nil
	}
	return &v
}
