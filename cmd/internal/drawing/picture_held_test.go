package drawing

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/designer/render"
)

// Red pictures of 8 by 6 pixels: WebP, WebP that is half seen through, and a JPEG
// in the four colours of a press.
const (
	webpRed  = "UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoIAAYAAgA0JaACdLoB+AADsAD+8MQL/yC5YXXI1/8gP+QH/ID/+PIAAAA="
	webpHalf = "UklGRmYAAABXRUJQVlA4WAoAAAAQAAAABwAABQAAQUxQSA8AAAABB9C/iAgABOF/20RE/0MAVlA4IDAAAADQAQCdASoIAAYAAgA0JaACdLoB+AADsAD+8MQL/yC5YXXI1/8gP+QH/ID/+PIAAAA="
	pressRed = "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAKBwcIBwYKCAgICwoKCw4YEA4NDQ4dFRYRGCMfJSQiHyIhJis3LyYpNCkhIjBBMTQ5Oz4+PiUuRElDPEg3PT47/9sAQwEKCwsODQ4cEBAcOygiKDs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7/8AAFAgABgAIBAERAAIRAQMRAQQRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAYH/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAYH/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAA4EAQACEQMRBAAAPwBSRIysz//Z"
)

// TestPicturesThatADesignHolds: whatever a picture comes as, what is held can be
// drawn by everybody, and a photo is not blown up to a PNG.
func TestPicturesThatADesignHolds(t *testing.T) {
	var photo bytes.Buffer
	m := image.NewRGBA(image.Rect(0, 0, 300, 200))
	for i := range m.Pix {
		m.Pix[i] = byte(i*7 ^ i>>3)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	if err := jpeg.Encode(&photo, m, nil); err != nil {
		t.Fatal(err)
	}
	plain := func(text string) []byte {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for name, one := range map[string]struct {
		data  []byte
		head  string
		w, h  int
		alpha uint8
	}{
		"a.webp":    {plain(webpRed), "\xff\xd8", 8, 6, 255},
		"b.webp":    {plain(webpHalf), "\x89PNG", 8, 6, 128},
		"press.jpg": {plain(pressRed), "\xff\xd8", 8, 6, 255},
		"photo.jpg": {photo.Bytes(), "\xff\xd8", 300, 200, 255},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, one.data, 0o600); err != nil {
			t.Fatal(err)
		}
		data, w, h, err := HeldPicture(path)
		if err != nil || w != one.w || h != one.h || !bytes.HasPrefix(data, []byte(one.head)) {
			t.Errorf("%s: %d by %d, %.4q, %v", name, w, h, data, err)
			continue
		}
		got, err := render.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if _, press := got.(*image.CMYK); press {
			t.Errorf("%s is still in the colours of a press", name)
		}
		c := color.NRGBAModel.Convert(got.At(3, 3)).(color.NRGBA)
		if near := int(c.A) - int(one.alpha); near > 3 || near < -3 || one.w == 8 && (c.R < 245 || c.G > 20) {
			t.Errorf("%s shows %v", name, c)
		}
	}
	for name, data := range map[string]string{"cut.webp": string(plain(webpRed)[:30]), "none.png": "words", "large.webp": "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00\x00\x00\x00\x00\x00\x00"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := HeldPicture(path); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
