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
	return m, nil
}

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
