package designer

import "badgekiln/designer/geom"

// Side is the usual width and height of a badge, in units.
const Side = 600

// Document is one design.
type Document struct {
	Name     string
	About    Credits
	Width    float64 // units; a badge is square
	Height   float64
	Slots    []Slot   // named colours that paints point to, in showing order
	Layers   []*Layer // from the bottom up; never nil, never changed once published
	Template string   // id of the template it began as, or ""
	Fonts    []Carried
	Drawn    []Carried // the fonts of the programs that it was drawn with, where that is on record; nil: those there are
}

// Credits travel with a design.
type Credits struct {
	Author  string
	Licence string // SPDX expression or a sentence
	Source  string // where it comes from
	Alt     string // what the picture shows, for those who cannot see it
}

// Layer is one thing on the canvas. Exactly one of Shape, Path, Text, Image,
// Code and Group is set. All measures inside are in the layer's own units, which
// Place maps to those of the group or document around it.
type Layer struct {
	ID      string // unique in the document, never empty
	Name    string // for people
	Hidden  bool
	Locked  bool
	Opacity float64 // 0 to 1
	Place   geom.Affine
	Fill    Paint
	Stroke  *Stroke  // drawn over the fill, or nil
	Shadow  *Shadow  // or nil
	Role    string   // what a template uses it for: title, subtitle, recipient, org, date, number, emblem; or ""
	Emblem  string   // name of the emblem a path was taken from, so that it can be swapped; or ""
	Blend   Blend    // how its colours meet those below; "" covers them
	Clip    *Outline // in the layer's own units: only what lies inside is shown; or nil
	Mask    *Mask    // or nil; what is left after Clip and Mask casts the shadow
	When    *When    // for whom it is there; nil: for everybody

	Shape *Shape
	Path  *Outline
	Text  *Text
	Image *Picture
	Code  *Code
	Group *Group
}

// Outline is a free path, filled by the non-zero rule unless EvenOdd is set.
type Outline struct {
	Path    *geom.Path
	EvenOdd bool
}

// Mask is layers, in the units of the layer they belong to, that say how much of
// it is shown: by their alpha, or when Light is set by how light they are, too.
type Mask struct {
	Layers []*Layer
	Light  bool
}

// Blend is how the colours of a layer meet those of what lies below it, in the
// group or the document around it.
type Blend string

// The blend modes, as CSS and SVG define them.
const (
	Normal     Blend = ""
	Multiply   Blend = "multiply"
	Screen     Blend = "screen"
	Overlay    Blend = "overlay"
	Darken     Blend = "darken"
	Lighten    Blend = "lighten"
	ColorDodge Blend = "color-dodge"
	ColorBurn  Blend = "color-burn"
	HardLight  Blend = "hard-light"
	SoftLight  Blend = "soft-light"
	Difference Blend = "difference"
	Exclusion  Blend = "exclusion"
)

// Blends lists the blend modes.
func Blends() []Blend {
	return []Blend{Normal, Multiply, Screen, Overlay, Darken, Lighten, ColorDodge, ColorBurn, HardLight, SoftLight, Difference, Exclusion}
}

// Picture is an imported raster picture, fitted into a box at the origin.
type Picture struct {
	Blob  string // SHA-256 of the file's bytes, hex; may be "" with a Field
	W, H  float64
	Field string // merge field whose value is a blob shown instead of Blob; or ""
	Crop  bool   // its middle is cut to the shape of the box; else it is stretched
}

// Code is a QR code in a square at the origin, painted by the layer's fill: its
// dark squares, and room round them that stays empty. Braces in Content name
// merge fields, usually {verify_url}.
type Code struct {
	Content string
	Side    float64
	Level   CodeLevel // "" means medium
	Quiet   int       // empty squares on each side; 4 is what readers are promised
}

// CodeLevel is how much of a code may be lost or covered.
type CodeLevel string

// The levels: about 7, 15, 25 and 30 %.
const (
	CodeLow      CodeLevel = "low"
	CodeMedium   CodeLevel = "medium"
	CodeQuartile CodeLevel = "quartile"
	CodeHigh     CodeLevel = "high"
)

// Group holds layers, from the bottom up. Its opacity and shadow are those of
// the whole.
type Group struct{ Layers []*Layer }

// Kind tells which of its kinds a layer is.
func (l *Layer) Kind() Kind {
	switch {
	case l.Shape != nil:
		return KindShape
	case l.Path != nil:
		return KindPath
	case l.Text != nil:
		return KindText
	case l.Image != nil:
		return KindImage
	case l.Code != nil:
		return KindCode
	case l.Group != nil:
		return KindGroup
	}
	return ""
}

// Kind is a kind of layer.
type Kind string

// The kinds of layers.
const (
	KindShape Kind = "shape"
	KindPath  Kind = "path"
	KindText  Kind = "text"
	KindImage Kind = "image"
	KindCode  Kind = "code"
	KindGroup Kind = "group"
)
