package drawing

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
)

// A picture that comes with somebody's badge in it would publish that badge
// with the class.
func TestPictureLosesItsBadge(t *testing.T) {
	t.Parallel()
	var plain bytes.Buffer
	if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	baked, err := bake.Bake(plain.Bytes(), bake.Payload{Generation: bake.OB2, Text: []byte(`{"a":1}`)}, bake.Payload{Generation: bake.OB3, Text: []byte(`{"b":2}`)})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"plain": plain.Bytes(), "baked": baked} {
		if p, err := NewPicture(data); err != nil || !bytes.Equal(p.Bytes, plain.Bytes()) {
			t.Errorf("%s: not the plain picture (%v)", name, err)
		}
	}
}

func TestPicturesThatAreRefused(t *testing.T) {
	t.Parallel()
	plain := func(w, h int) []byte {
		var out bytes.Buffer
		if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	whole := plain(64, 64)
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"no picture": {[]byte("hello"), "picture-format"},
		"a script":   {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>`), "picture-svg-active"},
		"a handler":  {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`), "picture-svg-active"},
		"a link": {
			[]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><image x:href="https://e.example/a.png"/></svg>`),
			"picture-svg-active",
		},
		"a font":      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><style>@import url(//e.example)</style></svg>`), "picture-svg-active"},
		"a fill":      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(https://e.example/x.svg#a)"/></svg>`), "picture-svg-active"},
		"an entity":   {[]byte(`<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>`), "svg-unreadable"},
		"a large SVG": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><desc>` + strings.Repeat("x", 30<<10) + `</desc></svg>`), "picture-svg-large"},
		"too small":   {plain(31, 64), "picture-sides"},
		"too wide":    {plain(8193, 32), "picture-sides"},
		"cut off":     {whole[:len(whole)-20], "png-truncated"},
	} {
		if _, err := NewPicture(c.data); issuer.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// TestSVGStays takes an SVG as it is, without the badge of somebody.
func TestSVGStays(t *testing.T) {
	t.Parallel()
	plain := `<?xml version="1.0"?><!-- > --><s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:rect fill="url(#g)"/></s:svg>`
	baked, err := bake.Bake([]byte(plain), bake.Payload{Generation: bake.OB3, Text: []byte(`{"id":"urn:x"}`)})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{plain, string(baked)} {
		p, err := NewPicture([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		if p.Type != "image/svg+xml" || strings.Contains(string(p.Bytes), "urn:x") || !strings.HasPrefix(p.Small, svgPrefix) {
			t.Errorf("%s %s", p.Type, p.Bytes)
		}
	}
}
