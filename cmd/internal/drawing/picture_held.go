package drawing

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	"badgekiln/designer"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/issuer"

	"golang.org/x/image/webp"
)

// photoQuality is that of a photo that has to be packed anew, out of 100.
const photoQuality = 92

// HeldPicture reads a picture file as a design can hold it: upright, without a
// badge baked into it or what else its file says besides its pixels. A photo stays
// a JPEG, since as PNG it would be several times as large in every file that is
// written of the design; WebP and the colours of a printing press become what
// every program can draw.
func HeldPicture(path string) (data []byte, w, h int, err error) {
	raw, err := readPictureFile(path)
	if err != nil {
		return nil, 0, 0, err
	}
	if data, err = heldAs(raw); err != nil {
		return nil, 0, 0, err
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, 0, 0, issuer.Fail(issuer.Input, "picture-damaged", "file", path).At(path).Because(err)
	}
	return data, size.Width, size.Height, nil
}

func heldAs(raw []byte) ([]byte, error) {
	if len(raw) > 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP" {
		m, err := decodeWebP(raw)
		if err != nil {
			return nil, err
		}
		return packed(m)
	}
	if config, kind, err := image.DecodeConfig(bytes.NewReader(raw)); err == nil && kind == "jpeg" && config.ColorModel == color.CMYKModel {
		m, err := render.Decode(raw)
		if err != nil {
			return nil, err
		}
		return packed(m)
	}
	return render.Clean(raw)
}

// decodeWebP looks at the size before anything is unpacked.
func decodeWebP(raw []byte) (image.Image, error) {
	config, err := webp.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, designer.Fail("picture-unreadable").Because(err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > render.MostPixels/config.Height {
		return nil, designer.Fail("picture-large")
	}
	m, err := webp.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, designer.Fail("picture-unreadable").Because(err)
	}
	return bright(m), nil
}

// bright gives the colours of a WebP that has lost some as they are meant: they
// are written as those of video are, from 16 to 235, and the decoder takes them
// for those of a JPEG.
func bright(m image.Image) image.Image {
	var y *image.YCbCr
	alpha := func(int, int) uint8 { return 255 }
	switch m := m.(type) {
	case *image.YCbCr:
		y = m
	case *image.NYCbCrA:
		y, alpha = &m.YCbCr, func(x, y int) uint8 { return m.A[m.AOffset(x, y)] }
	default:
		return m
	}
	out := image.NewNRGBA(image.Rect(0, 0, y.Rect.Dx(), y.Rect.Dy()))
	for row := range y.Rect.Dy() {
		for col := range y.Rect.Dx() {
			x, r := y.Rect.Min.X+col, y.Rect.Min.Y+row
			light := 1.164 * (float64(y.Y[y.YOffset(x, r)]) - 16)
			at := y.COffset(x, r)
			blue, red := float64(y.Cb[at])-128, float64(y.Cr[at])-128
			out.SetNRGBA(col, row, color.NRGBA{
				level(light + 1.596*red), level(light - 0.392*blue - 0.813*red), level(light + 2.017*blue), alpha(x, r),
			})
		}
	}
	return out
}

func level(v float64) uint8 { return uint8(min(max(v+0.5, 0), 255)) }

// packed is a photo as JPEG, and what is seen through as PNG.
func packed(m image.Image) ([]byte, error) {
	if o, ok := m.(interface{ Opaque() bool }); !ok || !o.Opaque() {
		return pngenc.Encode(Upright(m))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: photoQuality}); err != nil {
		return nil, designer.Fail("picture-unreadable").Because(err)
	}
	return out.Bytes(), nil
}
