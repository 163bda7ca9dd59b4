// Package paper lays out what is handed over on paper: certificates, cards to
// fetch a badge by, and the list of a pick-up desk. A certificate is a design as
// any other, so it can be saved, opened in the studio and changed; the badge
// itself stands in it as its own layers, sharp at any size.
//
// Measures are pixels of 1/96 inch, so that a page is as large on paper as it
// says. It must not know files, people, the clock or any language: what a page
// says in words comes in.
package paper

import (
	"badgekiln/designer"
)

// Size is a kind of paper, upright.
type Size struct {
	Name string
	W, H float64
}

const mm = 96 / 25.4

// A4 is the paper of nearly all printers.
func A4() Size { return Size{"a4", 210 * mm, 297 * mm} }

// Letter is that of the others.
func Letter() Size { return Size{"letter", 8.5 * 96, 11 * 96} }

// Named finds a paper by its name; false when there is none.
func Named(name string) (Size, bool) {
	for _, s := range []Size{A4(), Letter()} {
		if s.Name == name {
			return s, true
		}
	}
	return Size{}, false
}

// Across is the paper turned on its side.
func (s Size) Across() Size { return Size{s.Name, s.H, s.W} }

// RoleBadge marks the layer of a certificate that the badge stands in the place
// of: its box is where the badge goes, as large as it fits.
const RoleBadge = "badge"

// Words are what pages say, in one language.
type Words struct {
	Title     string // "Certificate"
	AwardedTo string
	For       string // "for", above what was achieved
	Signature string // below the line
	Check     string // below the code
	Until     string // before the day a badge ends
	Fetch     string // on a card, above its code
	Given     string // heading of the column to be signed
	Code      string
	Name      string
	Page      string // with {page} and {pages}
}

// Look are the colours of a page.
type Look struct {
	Base, Deep, Accent, Tint, Ink, Paper designer.Color
}

// plain are the colours of pages whose badge has none of its own.
func plain() Look {
	return Look{
		Base: rgb(0x1f6373), Deep: rgb(0x0b2e3a), Accent: rgb(0xb4471d), Tint: rgb(0xe9eff1), Ink: rgb(0x1d2428), Paper: rgb(0xffffff),
	}
}

func rgb(v uint32) designer.Color {
	return designer.Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff} // #nosec G115 -- a byte each
}

// LookOf takes the colours of a badge for its pages. What is to be read stays
// dark on light, whatever the badge is painted with.
func LookOf(doc designer.Document) Look {
	look := plain()
	for slot, to := range map[string]*designer.Color{"base": &look.Base, "base-deep": &look.Deep, "accent": &look.Accent, "tint": &look.Tint, "ink": &look.Ink} {
		if c, ok := doc.Color(slot); ok {
			c.A = 0xff
			*to = c
		}
	}
	if light(look.Ink) > 0.12 {
		look.Ink = plain().Ink
	}
	if light(look.Deep) > 0.25 {
		look.Deep = mix(look.Deep, plain().Ink, 0.6)
	}
	if light(look.Base) > 0.45 {
		look.Base = mix(look.Base, look.Deep, 0.5)
	}
	look.Tint = mix(look.Base, plain().Paper, 0.88)
	return look
}

// light is how light a colour is to the eye, 0 to 1.
func light(c designer.Color) float64 {
	r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	return 0.2126*r*r + 0.7152*g*g + 0.0722*b*b
}

func mix(a, b designer.Color, share float64) designer.Color {
	part := func(x, y uint8) uint8 { return uint8(float64(x)*(1-share) + float64(y)*share + 0.5) }
	return designer.Color{R: part(a.R, b.R), G: part(a.G, b.G), B: part(a.B, b.B), A: 0xff}
}

func (k Look) slots() []designer.Slot {
	return []designer.Slot{
		{Name: "base", Color: k.Base},
		{Name: "base-deep", Color: k.Deep},
		{Name: "accent", Color: k.Accent},
		{Name: "tint", Color: k.Tint},
		{Name: "ink", Color: k.Ink},
		{Name: "paper", Color: k.Paper},
	}
}
