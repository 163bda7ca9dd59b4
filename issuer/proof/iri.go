package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// name makes an IRI or a blank node of an identifier.
func name(text, code string) (term, error) {
	if label, ok := strings.CutPrefix(text, "_:"); ok && label != "" {
		return term{kind: blank, text: "x" + label}, nil
	}
	if !absolute(text) {
		return term{}, bad(code, "iri", text)
	}
	return term{kind: iri, text: text}, nil
}

// absolute tells whether text is an absolute IRI that N-Quads can hold and
// other processors take for one: a scheme, none of the characters RFC 3987
// leaves out, and no space of any script.
func absolute(text string) bool {
	colon := strings.IndexByte(text, ':')
	if colon < 1 || colon == len(text)-1 {
		return false
	}
	for i := range colon {
		c := text[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	for i := colon + 1; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf {
			return allIRI(text[i:])
		} else if !inIRI(c) {
			return false
		}
	}
	return true
}

// inIRI is what allIRI says of one ASCII character.
func inIRI(c byte) bool {
	switch c {
	case '<', '>', '"', '{', '}', '|', '\\', '^', '`':
		return false
	}
	return c > ' ' && c < 0x7f
}

func allIRI(text string) bool {
	for _, c := range text {
		if unicode.IsControl(c) || unicode.IsSpace(c) || strings.ContainsRune("<>\"{}|\\^`\ufeff\ufffe\uffff", c) {
			return false
		}
	}
	return true
}
