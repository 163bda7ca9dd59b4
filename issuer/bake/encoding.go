package bake

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"badgekiln/issuer"
)

// coding is how the text of an SVG is written. Nearly all are UTF-8; the others
// are read, and a badge is spliced in without changing any of the rest.
type coding int

const (
	codedUTF8 coding = iota
	codedUTF16LE
	codedUTF16BE
	codedLatin1
	codedASCII
)

// The marks at the beginning of UTF-16.
const (
	markLE = "\xff\xfe"
	markBE = "\xfe\xff"
)

var declared = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>`)

// codingOf tells how an SVG is written; ok is false for what is not known.
func codingOf(image []byte) (c coding, ok bool) {
	switch {
	case bytes.HasPrefix(image, []byte(markLE)):
		return codedUTF16LE, true
	case bytes.HasPrefix(image, []byte(markBE)):
		return codedUTF16BE, true
	}
	found := declared.FindSubmatch(image[:min(len(image), 200)])
	if found == nil {
		return codedUTF8, true
	}
	switch strings.ToLower(string(found[1])) {
	case "utf-8", "utf8":
		return codedUTF8, true
	case "iso-8859-1", "latin1":
		return codedLatin1, true
	case "us-ascii", "ascii":
		return codedASCII, true
	}
	return codedUTF8, false
}

// narrow tells whether it has no letters for most of what a badge can say.
func (c coding) narrow() bool { return c == codedLatin1 || c == codedASCII }

// decode gives an SVG as UTF-8, less the mark of UTF-16. It fails where encode
// would not give back every byte.
func decode(image []byte) ([]byte, coding, error) {
	c, ok := codingOf(image)
	if !ok {
		return nil, c, issuer.Fail(issuer.Input, "svg-unreadable")
	}
	text := image
	switch c {
	case codedUTF8:
		return image, c, nil
	case codedUTF16LE, codedUTF16BE:
		if len(image)%2 != 0 {
			return nil, c, issuer.Fail(issuer.Input, "svg-unreadable")
		}
		units := make([]uint16, 0, len(image)/2)
		for i := len(markLE); i+1 < len(image); i += 2 {
			units = append(units, c.order().Uint16(image[i:]))
		}
		text = []byte(string(utf16.Decode(units)))
	case codedLatin1:
		text = latin1(image)
	case codedASCII:
		if !utf8.Valid(image) || bytes.ContainsFunc(image, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return nil, c, issuer.Fail(issuer.Input, "svg-unreadable")
		}
	}
	if !bytes.Equal(c.encode(nil, text), image) {
		return nil, c, issuer.Fail(issuer.Input, "svg-unreadable")
	}
	return text, c, nil
}

func (c coding) order() binary.ByteOrder {
	if c == codedUTF16BE {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// encode appends a text as the file has it.
func (c coding) encode(dst, text []byte) []byte {
	switch c {
	case codedUTF16LE, codedUTF16BE:
		if c == codedUTF16LE {
			dst = append(dst, markLE...)
		} else {
			dst = append(dst, markBE...)
		}
		for _, unit := range utf16.Encode([]rune(string(text))) {
			var two [2]byte
			c.order().PutUint16(two[:], unit)
			dst = append(dst, two[:]...)
		}
		return dst
	case codedLatin1:
		for _, r := range string(text) {
			dst = append(dst, byte(r)) // #nosec G115 -- decode and the escapes let no other through
		}
		return dst
	case codedUTF8, codedASCII:
	}
	return append(dst, text...)
}

// spelled writes what a narrow file has no letters for as references, between
// before and behind.
func spelled(text, before, behind string) string {
	var out strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
			continue
		}
		out.WriteString(before + "&#" + strconv.Itoa(int(r)) + ";" + behind)
	}
	return out.String()
}
