// Package pngenc turns pixels into PNG files: as they are, or few and small
// enough for a place with little room.
//
// It is pure: the same pixels give the same bytes. It must not know what a
// picture is for, nor files, people or credentials.
package pngenc

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"

	"github.com/disintegration/imaging"
)

// Encode writes a picture as PNG. The tightest compression would take several
// times as long for one hundredth of the bytes.
func Encode(art image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, art); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	return out.Bytes(), nil
}

// Small makes the largest copy of a picture that fits into limit bytes: at
// most 400 and at least 32 pixels on its longer side, never larger than the
// original, in 256 colours of its own. ok is false when not even the smallest
// fits.
func Small(art image.Image, limit int) (data []byte, ok bool, err error) {
	sides := []int{32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 200, 224, 256, 288, 320, 360, 400}
	// All copies are made of the largest: a photograph is scaled once.
	top := imaging.Fit(art, sides[len(sides)-1], sides[len(sides)-1], imaging.Lanczos)
	longer := max(top.Rect.Dx(), top.Rect.Dy())
	at, _ := slices.BinarySearch(sides, longer)
	sides = sides[:min(at+1, len(sides))]
	fits, over := -1, len(sides)
	for over-fits > 1 {
		middle := (fits + over) / 2
		copied, err := Encode(reduce(imaging.Fit(top, sides[middle], sides[middle], imaging.Lanczos)))
		if err != nil {
			return nil, false, err
		}
		if len(copied) > limit {
			over = middle
		} else {
			fits, data = middle, copied
		}
	}
	return data, data != nil, nil
}
