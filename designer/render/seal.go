// Package render turns art into pixels.
//
// It is pure: the same arguments give the same picture, and it knows no
// files, no clock, no randomness and no network. It must not know issuers,
// people or credentials; names arrive as texts to be drawn. For now it holds
// one design, the sample's seal, drawn by hand.
package render

import (
	"image"
	"image/color"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/sfnt"
)

// Seal draws a scalloped seal of size × size pixels on transparency: title on
// a ribbon (6 to 14 capitals look best), arcTop above it (up to 24), arcBottom
// below (up to 10). Longer texts shrink to fit, an empty one leaves its place
// empty, an empty title leaves the ribbon out.
//
// Contrast of text with its ground is at least 4.5 : 1.
func Seal(size int, title, arcTop, arcBottom string) *image.NRGBA {
	var (
		clay     = color.RGBA{0xb4, 0x47, 0x1d, 0xff}
		clayDeep = color.RGBA{0x7c, 0x25, 0x0c, 0xff}
		sea      = color.RGBA{0x1f, 0x63, 0x73, 0xff}
		seaDeep  = color.RGBA{0x0b, 0x2e, 0x3a, 0xff}
		paper    = color.RGBA{0xff, 0xf4, 0xe2, 0xff}
		sand     = color.RGBA{0xf6, 0xd9, 0xab, 0xff}
		sandDeep = color.RGBA{0xe3, 0xb9, 0x7e, 0xff}
		rim      = color.RGBA{0xff, 0xe3, 0xb8, 0xff}
		gold     = color.RGBA{0xf8, 0xbd, 0x45, 0xff}
		ink      = color.RGBA{0x4a, 0x16, 0x06, 0xff}
	)
	letters := boldFont()
	c := newCanvas(size)

	// Edge, field and ring, from the outside in. The light rim shows on dark
	// ground, the clay beside it on light.
	c.fill(scallops(24, 250, 38, 5), image.NewUniform(rim))
	c.fill(scallops(24, 250, 38, -3), c.fade(clay, clayDeep, 20, 580))
	c.fill(ring(249, 246), image.NewUniform(rim))
	c.fill(ring(184, 175), image.NewUniform(rim))
	c.fill(circle(point{300, 300}, 175, true), c.fade(sea, seaDeep, 130, 470))

	top := setLine(letters, arcTop, 0.05)
	c.fill(top.over(215, top.fit(43, 215*3.3)), image.NewUniform(paper))
	bottom := setLine(letters, arcBottom, 0.06)
	c.fill(bottom.under(215, bottom.fit(46, 215*1.2)), image.NewUniform(gold))

	emblem := turn{scale: 0.94, to: point{0.06 * 300, 0.06 * 345}} // stands on the ribbon
	if title == "" {
		emblem = turn{scale: 1.3, to: point{300 - 1.3*300, 300 - 1.3*238}}
	}
	c.fill(pot().placed(emblem), image.NewUniform(paper))
	c.fill(potBand().placed(emblem), image.NewUniform(gold))
	c.fill(potZigzag().placed(emblem), image.NewUniform(seaDeep))
	c.fill(flame().placed(emblem), image.NewUniform(gold))
	c.fill(flameHeart().placed(emblem), image.NewUniform(paper))
	if title == "" {
		return c.picture()
	}
	c.fill(ribbonTails(0), image.NewUniform(clayDeep))
	c.fill(ribbonTails(4), c.fade(sand, sandDeep, 380, 470))
	c.fill(ribbonFolds(), image.NewUniform(ink))
	c.fill(ribbonBand(0), image.NewUniform(clayDeep))
	c.fill(ribbonBand(4), c.fade(paper, sand, 346, 438))
	text := setLine(letters, title, 0.02)
	c.fill(text.straight(point{300, 392}, text.fit(66, 436)), image.NewUniform(ink))
	return c.picture()
}

// pot is the emblem's body. It stands on the ribbon, or in the middle of the
// disc when there is none.
func pot() path {
	return mirrored(point{300, 212},
		[3]point{{310, 212}, {322, 212}, {332, 212}},
		[3]point{{336, 212}, {339, 215}, {339, 219}},
		[3]point{{339, 228}, {329, 231}, {325, 239}},
		[3]point{{320, 249}, {328, 254}, {340, 263}},
		[3]point{{361, 279}, {370, 292}, {370, 308}},
		[3]point{{370, 328}, {354, 345}, {330, 345}},
	)
}

// potBand is the stripe of glaze about the belly.
func potBand() path {
	var p path
	p.moveTo(point{231, 304})
	p.quadTo(point{300, 326}, point{369, 304})
	p.lineTo(point{368, 317})
	p.quadTo(point{300, 340}, point{232, 317})
	return p
}

// potZigzag is the line scratched into its shoulder.
func potZigzag() path {
	const n, left, right, high, low, thick = 8, 250.0, 350.0, 275.0, 289.0, 9.0
	var upper, lower []point
	for i := range n + 1 {
		y := high
		if i%2 == 1 {
			y = low
		}
		x := left + (right-left)*float64(i)/n
		upper = append(upper, point{x, y - thick/2})
		lower = append([]point{{x, y + thick/2}}, lower...)
	}
	return polygon(append(upper, lower...)...)
}

// flame is the outer fire above the pot.
func flame() path {
	var p path
	p.moveTo(point{303, 128})
	p.cubeTo(point{309, 152}, point{334, 161}, point{334, 184})
	p.cubeTo(point{334, 199}, point{320, 206}, point{300, 206})
	p.cubeTo(point{280, 206}, point{266, 199}, point{266, 184})
	p.cubeTo(point{266, 170}, point{276, 163}, point{283, 155})
	p.cubeTo(point{285, 163}, point{289, 168}, point{295, 171})
	p.cubeTo(point{299, 158}, point{294, 146}, point{303, 128})
	return p
}

// flameHeart is the bright middle of the fire.
func flameHeart() path {
	var p path
	p.moveTo(point{302, 172})
	p.cubeTo(point{305, 182}, point{316, 186}, point{316, 195})
	p.cubeTo(point{316, 202}, point{309, 206}, point{300, 206})
	p.cubeTo(point{291, 206}, point{284, 202}, point{284, 194})
	p.cubeTo(point{284, 185}, point{294, 182}, point{302, 172})
	return p
}

// ribbonBand carries the title; an inset leaves that much of the edge free.
func ribbonBand(in float64) path {
	left, right, top, foot := 56+in, 544-in, 342+in, 442-in
	return polygon(point{left, top}, point{right, top}, point{right, foot}, point{left, foot})
}

// ribbonTails are the notched ends behind the band.
func ribbonTails(in float64) path {
	top, foot := 384+in, 480-in
	outer, notch := 5+1.9*in, 42+1.2*in // the slanted sides move further than in
	tail := func(side float64) path {
		x := func(v float64) float64 { return 300 - side*(300-v) }
		return polygon(point{x(outer), top}, point{x(120 - in), top}, point{x(120 - in), foot}, point{x(outer), foot}, point{x(notch), 432})
	}
	return append(tail(1), tail(-1)...)
}

// ribbonFolds are the shadows where the tails turn behind the band.
func ribbonFolds() path {
	return append(
		polygon(point{56, 440}, point{120, 440}, point{120, 480}),
		polygon(point{544, 440}, point{480, 480}, point{480, 440})...)
}

// boldFont is the Go project's bold face, compiled into the program.
func boldFont() *sfnt.Font {
	f, err := sfnt.Parse(gobold.TTF)
	if err != nil {
		panic("render: the compiled-in font does not parse: " + err.Error())
	}
	return f
}
