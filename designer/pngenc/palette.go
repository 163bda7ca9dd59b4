package pngenc

import (
	"image"
	"image/color"
	"math"
	"slices"
)

const (
	maxColours = 256  // what a PNG palette holds
	rounding   = 1e-6 // an error that comes of calculating
)

// tint is a colour of a picture, its four channels with straight alpha, and
// how many pixels have it.
type tint struct {
	channel [4]float64
	count   float64
}

// reduce draws a picture in the colours that stand for its own best: the box
// of all colours is cut where it errs most until there are enough boxes.
// There is no dithering: 256 well-chosen colours show no steps, and grain
// would cost a fifth of the size.
func reduce(art *image.NRGBA) *image.Paletted {
	tints, of := count(art)
	boxes := []box{newBox(slices.Clone(tints))}
	for len(boxes) < maxColours {
		worst := 0
		for i, b := range boxes {
			if b.spread > boxes[worst].spread {
				worst = i
			}
		}
		if boxes[worst].spread == 0 {
			break
		}
		low, high := boxes[worst].halves()
		boxes[worst] = low
		boxes = append(boxes, high)
	}
	colours := make(color.Palette, len(boxes))
	for i, b := range boxes {
		c := b.mean
		colours[i] = color.NRGBA{uint8(c[0] + 0.5), uint8(c[1] + 0.5), uint8(c[2] + 0.5), uint8(c[3] + 0.5)}
	}
	out := image.NewPaletted(art.Rect, colours)
	nearest := make([]uint8, len(tints))
	for i, t := range tints {
		nearest[i] = t.nearest(boxes)
	}
	for i, tint := range of {
		out.Pix[i] = nearest[tint]
	}
	return out
}

// nearest is the number of the box whose colour is nearest.
func (t tint) nearest(boxes []box) (at uint8) {
	least := math.Inf(1)
	for i, b := range boxes {
		far := 0.0
		for c, v := range t.channel {
			far += (v - b.mean[c]) * (v - b.mean[c])
		}
		if far < least {
			least, at = far, uint8(i) // #nosec G115 -- there are at most 256
		}
	}
	return at
}

// count lists a picture's colours, those alike in the upper six bits of each
// channel taken together, and tells the colour of each pixel. What cannot be
// seen is one colour.
func count(art *image.NRGBA) (tints []tint, of []int) {
	known := map[[4]byte]int{}
	of = make([]int, len(art.Pix)/4)
	for i := range of {
		p := [4]byte(art.Pix[4*i : 4*i+4])
		if p[3] == 0 {
			p = [4]byte{}
		}
		key := [4]byte{p[0] >> 2, p[1] >> 2, p[2] >> 2, p[3] >> 2}
		at, have := known[key]
		if !have {
			at = len(tints)
			known[key] = at
			tints = append(tints, tint{})
		}
		for c, v := range p {
			tints[at].channel[c] += float64(v)
		}
		tints[at].count++
		of[i] = at
	}
	for i := range tints {
		for c := range tints[i].channel {
			tints[i].channel[c] /= tints[i].count
		}
	}
	return tints, of
}

// box is a set of colours that one colour is to stand for.
type box struct {
	tints  []tint
	mean   [4]float64
	widest int     // the channel that errs most
	spread float64 // the squared error in that channel, summed over the pixels
}

func newBox(tints []tint) box {
	b := box{tints: tints}
	count := 0.0
	for _, t := range tints {
		count += t.count
		for c, v := range t.channel {
			b.mean[c] += v * t.count
		}
	}
	var errs [4]float64
	for c := range b.mean {
		b.mean[c] /= count
		for _, t := range tints {
			errs[c] += (t.channel[c] - b.mean[c]) * (t.channel[c] - b.mean[c]) * t.count
		}
		if errs[c] > max(b.spread, rounding) {
			b.widest, b.spread = c, errs[c]
		}
	}
	return b
}

// halves cuts a box at its mean.
func (b box) halves() (low, high box) {
	at := 0
	for i, t := range b.tints {
		if t.channel[b.widest] < b.mean[b.widest] {
			b.tints[i], b.tints[at] = b.tints[at], t
			at++
		}
	}
	return newBox(b.tints[:at]), newBox(b.tints[at:])
}
