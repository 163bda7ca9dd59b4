package bake

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"badgekiln/issuer"
)

// Picture is a picture read and checked once, ready to take badges. It keeps
// the bytes it was parsed from: they must not change while it is used. It is
// safe for use by several goroutines.
type Picture struct {
	container Container
	png       pngParts
	svg       svgParts
}

// Container is the picture's kind.
func (p *Picture) Container() Container { return p.container }

// Parse reads a PNG or SVG and checks it whole: for a PNG the order of chunks,
// every length and check sum, and the size it claims. Badge data it already
// holds, of either generation, is left out of every later Bake, and so are
// bytes behind the end of a PNG.
func Parse(image []byte) (*Picture, error) {
	kind, err := sniff(image)
	if err != nil {
		return nil, err
	}
	p := &Picture{container: kind}
	if kind == PNG {
		p.png, err = parsePNG(image)
	} else {
		p.svg, err = parseSVG(image)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Bake gives the picture with the payloads as its only badge data, in the
// order given. A generation can occur once. Without payloads the result is
// the picture without badge data.
func (p *Picture) Bake(payloads ...Payload) ([]byte, error) {
	return p.Append(nil, payloads...)
}

// Append is Bake into dst, for callers who write many pictures and keep one
// buffer. The result shares no memory with the picture.
func (p *Picture) Append(dst []byte, payloads ...Payload) ([]byte, error) {
	if err := checkPayloads(payloads); err != nil {
		return dst, err
	}
	if p.container == PNG {
		return p.png.append(dst, payloads), nil
	}
	return p.svg.append(dst, payloads), nil
}

// Bake is Parse and Picture.Bake in one: what was baked before, in either
// generation, is replaced.
func Bake(image []byte, payloads ...Payload) ([]byte, error) {
	p, err := Parse(image)
	if err != nil {
		return nil, err
	}
	return p.Bake(payloads...)
}

// Unbake takes the badges out of a PNG or SVG, 2.0 before 3.0. The first
// chunk or element of a generation counts; what is odd about it is noted. A
// picture without badge data is the error "badge-missing".
func Unbake(image []byte) ([]Found, error) {
	kind, err := sniff(image)
	if err != nil {
		return nil, err
	}
	var found []Found
	if kind == PNG {
		found, err = unbakePNG(image)
	} else {
		found, err = unbakeSVG(image)
	}
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, issuer.Fail(issuer.Input, "badge-missing")
	}
	for i := range found {
		f := &found[i]
		var notes []string
		f.Kind, notes = Classify(f.Text)
		f.Container = kind
		f.Notes = append(f.Notes, notes...)
	}
	return found, nil
}

// Sniff tells whether the bytes begin like a picture that can hold a badge.
func Sniff(image []byte) (Container, bool) {
	if bytes.HasPrefix(image, []byte(signature)) {
		return PNG, true
	}
	if bytes.HasPrefix(image, []byte(markLE+"<\x00")) || bytes.HasPrefix(image, []byte(markBE+"\x00<")) {
		return SVG, true
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(image, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) > 0 && head[0] == '<' {
		return SVG, true
	}
	return "", false
}

func sniff(image []byte) (Container, error) {
	if len(image) > MaxPicture {
		return "", issuer.Fail(issuer.Input, "picture-too-big",
			"bytes", strconv.Itoa(len(image)), "max", strconv.Itoa(MaxPicture))
	}
	kind, ok := Sniff(image)
	if !ok {
		return "", issuer.Fail(issuer.Input, "picture-unknown")
	}
	return kind, nil
}

// checkPayloads refuses texts that no reader would find again.
func checkPayloads(payloads []Payload) error {
	seen := map[Generation]bool{}
	for _, p := range payloads {
		if p.Generation != OB2 && p.Generation != OB3 || seen[p.Generation] {
			return issuer.Fail(issuer.Usage, "bake-generation", "generation", strconv.Itoa(int(p.Generation)))
		}
		seen[p.Generation] = true
		if len(p.Text) > MaxText {
			return tooBig(len(p.Text))
		}
		if kind, _ := Classify(p.Text); kind != JSON && kind != JWS || !clean(p.Text) {
			return issuer.Fail(issuer.Input, "bake-text")
		}
	}
	return nil
}

// clean tells whether a text can stand in both containers: UTF-8 without
// control characters that neither JSON nor XML allows.
func clean(text []byte) bool {
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return utf8.Valid(text) && !bytes.Contains(text, []byte("\ufffe")) && !bytes.Contains(text, []byte("\uffff"))
}

func tooBig(size int) error {
	return issuer.Fail(issuer.Input, "badge-too-big", "bytes", strconv.Itoa(size), "max", strconv.Itoa(MaxText))
}
