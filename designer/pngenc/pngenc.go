// Package pngenc turns pixels into PNG files: as they are, or few and small
// enough for a place with little room.
//
// It is pure: the same pixels give the same bytes. It must not know what a
// picture is for, nor files, people or credentials.
package pngenc

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"slices"

	"github.com/disintegration/imaging"
)

// Encode writes a picture as PNG.
func Encode(art image.Image) ([]byte, error) {
	if m, ok := art.(*image.NRGBA); ok && !m.Rect.Empty() {
		return encode(m), nil
	}
	var out bytes.Buffer
	if err := png.Encode(&out, art); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	return out.Bytes(), nil
}

// encode packs whole rows as drawings need it, in a fraction of the time that
// package png takes.
func encode(m *image.NRGBA) []byte {
	if m.Rect.Min != (image.Point{}) || len(m.Pix) < m.Stride*m.Rect.Dy() {
		m = imaging.Clone(m)
	}
	return appendPicture(nil, m)
}

// appendPicture adds the file of a picture that has neither margins nor gaps.
func appendPicture(dst []byte, m *image.NRGBA) []byte {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	packed, raw := p.quick(m, 0, m.Rect.Dy(), true)
	sums := adlerOf(raw)
	head := header(m.Rect.Size())
	dst = append(slices.Grow(dst, len(head)+len(packed)+64), head...)
	dst = chunk(dst, "IDAT", []byte{0x78, 0x9c}, packed, binary.BigEndian.AppendUint32(nil, sums.value()))
	return chunk(dst, "IEND")
}

// header begins a file of straight colours with 8 bits per channel.
func header(size image.Point) []byte {
	data := make([]byte, 13)
	binary.BigEndian.PutUint32(data, uint32(size.X))     // #nosec G115 -- positive
	binary.BigEndian.PutUint32(data[4:], uint32(size.Y)) // #nosec G115 -- positive
	data[8], data[9] = 8, 6
	return chunk([]byte("\x89PNG\r\n\x1a\n"), "IHDR", data)
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
