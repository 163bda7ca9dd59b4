package designer

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"badgekiln/designer/geom"
)

// Color is a colour with straight alpha.
type Color struct{ R, G, B, A uint8 }

// NRGBA is the colour as package image knows it.
func (c Color) NRGBA() color.NRGBA { return color.NRGBA(c) }

// String writes #RRGGBB, or #RRGGBBAA when not opaque.
func (c Color) String() string {
	if c.A == 0xff {
		return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
	}
	return fmt.Sprintf("#%02X%02X%02X%02X", c.R, c.G, c.B, c.A)
}

// ParseColor reads #RGB, #RRGGBB or #RRGGBBAA, the # being optional.
func ParseColor(text string) (Color, error) {
	digits := strings.TrimPrefix(strings.TrimSpace(text), "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if len(digits) == 6 {
		digits += "FF"
	}
	v, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 8 {
		return Color{}, &Fault{Code: "color-unreadable", Values: map[string]string{"color": text}}
	}
	return Color{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), uint8(v)}, nil // #nosec G115 -- a byte each
}

// MarshalText writes as String does.
func (c Color) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads as ParseColor does.
func (c *Color) UnmarshalText(text []byte) (err error) {
	*c, err = ParseColor(string(text))
	return err
}

// Slot is a named colour of a design. Paints point to it, so that one change
// recolours everything.
type Slot struct {
	Name  string // lower case, unique: base, base-deep, accent, accent-deep, pop, tint, ink, paper, metal-light, metal, metal-dark, or one's own
	Color Color
	Field string // merge field whose value is the colour; Color is for those without; or ""
}

// Tone is a colour in a paint: that of a slot, or a literal one. Alpha thins
// it further, 0 to 1.
type Tone struct {
	Slot  string // "" for a literal colour
	Color Color  // used without a slot
	Alpha float64
	Field string // merge field whose value is the colour; Slot or Color is for those without; or ""
}

// PaintKind says how a paint fills.
type PaintKind string

// The kinds of paint. The zero Paint paints nothing.
const (
	NoPaint PaintKind = ""
	Solid   PaintKind = "solid"
	Linear  PaintKind = "linear" // Stops from From to To
	Radial  PaintKind = "radial" // Stops from Focus outwards to the ellipse about From
	Conic   PaintKind = "conic"  // Stops clockwise round From, beginning towards To
)

// Paint is a fill. The points of a gradient are in the layer's own units.
type Paint struct {
	Kind  PaintKind
	Tone  Tone   // of Solid
	Stops []Stop // of gradients, at least two, At rising
	From  geom.Point
	To    geom.Point // end of Linear; of Radial, the end of its first radius; of Conic, a point where it begins
	Ratio float64    // of Radial: second radius (a right angle on) over the first; 1 is a circle
	Focus geom.Point // of Radial: where At = 0 lies; usually From
}

// Stop is one colour of a gradient.
type Stop struct {
	At   float64 // 0 to 1
	Tone Tone
}

// Stroke is a line along an outline, half on each side, in the layer's units.
type Stroke struct {
	Paint  Paint
	Width  float64
	Cap    Cap
	Join   Join
	Miter  float64   // limit of Miter joins; 0 means 4
	Dash   []float64 // lengths on, off, …; empty for a whole line
	Offset float64   // where in the pattern a line begins
}

// Cap is the end of a line.
type Cap string

// The caps.
const (
	CapButt   Cap = "butt"
	CapRound  Cap = "round"
	CapSquare Cap = "square"
)

// Join is the corner of a line.
type Join string

// The joins.
const (
	JoinMiter Join = "miter"
	JoinRound Join = "round"
	JoinBevel Join = "bevel"
)

// Shadow lies below a layer: its coverage, moved and blurred. Measures are in
// the units of what holds the layer, so that turning a layer does not turn its
// light.
type Shadow struct {
	DX, DY float64
	Blur   float64 // twice the standard deviation
	Tone   Tone
}

// SlotTone points to a slot, undimmed.
func SlotTone(name string) Tone { return Tone{Slot: name, Alpha: 1} }

// Fill is a solid paint of a slot.
func Fill(slot string) Paint { return Paint{Kind: Solid, Tone: SlotTone(slot)} }

// FillColor is a solid paint of a literal colour.
func FillColor(c Color) Paint { return Paint{Kind: Solid, Tone: Tone{Color: c, Alpha: 1}} }

// Color gives the colour of a slot, and whether there is one of that name.
func (d Document) Color(slot string) (Color, bool) {
	for _, s := range d.Slots {
		if s.Name == slot {
			return s.Color, true
		}
	}
	return Color{}, false
}

// Resolve gives the colour a tone stands for; an unknown slot gives the
// literal colour, so that nothing disappears.
func (d Document) Resolve(t Tone) Color {
	c := t.Color
	if known, ok := d.Color(t.Slot); ok {
		c = known
	}
	c.A = uint8(float64(c.A)*min(max(t.Alpha, 0), 1) + 0.5)
	return c
}
