package svgin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// mostPictures bounds the work of looking into the pictures of one file.
const mostPictures = 40

// image builds a picture that the file itself carries.
func (b *builder) image(n *node, s *style, v view) []*designer.Layer {
	if hidden(s) {
		return nil
	}
	href := n.attr("href")
	if !strings.HasPrefix(strings.ToLower(href), "data:") {
		if href != "" {
			b.note("external", "what", href)
		}
		return nil
	}
	data, ok := dataURI(href)
	if !ok || len(b.blobs) >= mostPictures {
		b.note("picture", "what", n.title())
		return nil
	}
	m, err := render.Decode(data)
	if err == nil {
		data, err = render.Clean(data)
	}
	if err != nil {
		b.note("picture", "what", n.title())
		return nil
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	own := m.Bounds()
	pw, ph := float64(own.Dx()), float64(own.Dy())
	x, _ := v.length(n.attr("x"), axisX, s)
	y, _ := v.length(n.attr("y"), axisY, s)
	w, wide := v.length(n.attr("width"), axisX, s)
	h, high := v.length(n.attr("height"), axisY, s)
	switch {
	case !wide && !high:
		w, h = pw, ph
	case !wide:
		w = h * pw / ph
	case !high:
		h = w * ph / pw
	}
	if !(w > 0) || !(h > 0) {
		return nil
	}
	how := n.attr("preserveAspectRatio")
	at := fit(geom.R(0, 0, pw, ph), w, h, how).Then(geom.Move(x, y))
	b.blobs[hash] = data
	l := b.layer(n)
	l.Place, l.Image = at, &designer.Picture{Blob: hash, W: pw, H: ph}
	layers := []*designer.Layer{l}
	if strings.Contains(how, "slice") && !b.within(layers, geom.R(x, y, x+w, y+h)) {
		return b.clipped(n, layers, geom.R(x, y, x+w, y+h).Path(), false)
	}
	return layers
}

// dataURI takes the bytes out of a data: address.
func dataURI(text string) ([]byte, bool) {
	head, body, ok := strings.Cut(text[len("data:"):], ",")
	if !ok {
		return nil, false
	}
	if !strings.HasSuffix(strings.ToLower(strings.TrimSpace(head)), ";base64") {
		plain, err := url.PathUnescape(body)
		return []byte(plain), err == nil
	}
	body = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, body)
	if strings.Contains(body, "%") {
		plain, err := url.PathUnescape(body)
		if err != nil {
			return nil, false
		}
		body = plain
	}
	body = strings.TrimRight(body, "=")
	data, err := base64.RawStdEncoding.DecodeString(body)
	return data, err == nil
}
