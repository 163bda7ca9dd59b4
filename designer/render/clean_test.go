package render_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"badgekiln/designer/render"
)

// corner is a picture whose upper left quarter is red.
func corner(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{0, 0, 200, 255})
			if x < w/2 && y < h/2 {
				m.SetNRGBA(x, y, color.NRGBA{220, 0, 0, 255})
			}
		}
	}
	return m
}

// photo is a JPEG with the notes of a camera: which way is up, and a place.
func photo(t *testing.T, up uint16) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, corner(64, 32), nil); err != nil {
		t.Fatal(err)
	}
	tiff := append([]byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"), byte(up>>8), byte(up), 0, 0, 0, 0, 0, 0)
	notes := append([]byte("Exif\x00\x00"), append(tiff, "Secret Street 7"...)...)
	segment := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(notes)+2)), notes...)
	note := append([]byte{0xff, 0xfe, 0, 8}, "Secret"...)
	return append(append(append([]byte{}, out.Bytes()[:2]...), append(segment, note...)...), append(out.Bytes()[2:], "Secret tail"...)...)
}

func noted(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, corner(64, 32)); err != nil {
		t.Fatal(err)
	}
	text := append([]byte("tEXt"), "Comment\x00Secret"...)
	piece := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	piece = binary.BigEndian.AppendUint32(append(piece, text...), crc32.ChecksumIEEE(text))
	data := out.Bytes()
	return append(append(append([]byte{}, data[:33]...), piece...), append(data[33:], "Secret tail"...)...)
}

// What a file says besides its pixels is gone, and up is up.
func TestClean(t *testing.T) {
	t.Parallel()
	var moving bytes.Buffer
	if err := gif.Encode(&moving, corner(64, 32), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		w, h int
		red  image.Point
	}{
		"photo":                {photo(t, 1), 64, 32, image.Pt(8, 8)},
		"photo, on its right":  {photo(t, 6), 32, 64, image.Pt(24, 8)},
		"photo, upside down":   {photo(t, 3), 64, 32, image.Pt(56, 24)},
		"photo, notes cut off": {bytes.Replace(photo(t, 1), []byte("\x00\x00\x00\x08\x00\x01"), []byte("\x00\x00\xff\xff\x00\x01"), 1), 64, 32, image.Pt(8, 8)},
		"drawing":              {noted(t), 64, 32, image.Pt(8, 8)},
		"gif":                  {moving.Bytes(), 64, 32, image.Pt(8, 8)},
	} {
		got, err := render.Clean(c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(got, []byte("Secret")) {
			t.Errorf("%s: the notes are still there", name)
		}
		m, err := render.Decode(got)
		if err != nil || m.Bounds().Size() != image.Pt(c.w, c.h) {
			t.Errorf("%s: %v, %v", name, m, err)
			continue
		}
		for y := range c.h {
			for x := range c.w {
				r, _, b, _ := m.At(x, y).RGBA()
				near := max(x-c.red.X, c.red.X-x) < 6 && max(y-c.red.Y, c.red.Y-y) < 6
				if near && (r < 0xa000 || b > 0x6000) {
					t.Fatalf("%s: (%d, %d) is not red", name, x, y)
				}
			}
		}
		if again, err := render.Clean(got); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: cleaning again changes it, %v", name, err)
		}
	}
	if _, err := render.Clean([]byte("no picture")); err == nil {
		t.Error("what is no picture is clean")
	}
}
