package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// screen is where people read. Names, reasons and answers come from lists,
// badges, mails and servers of strangers: what would give a terminal orders, or
// show letters in another order than they have, is left out here, for all verbs.
type screen struct{ to io.Writer }

// Write writes a text. One that is cut within a letter shows the sign for a
// letter that is broken.
func (s screen) Write(text []byte) (int, error) {
	if _, err := io.WriteString(s.to, shown(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// shown is a text as a screen has it.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && commands(r) {
			return -1
		}
		return r
	}, text)
}

// commands tells whether a letter is none but an order to the screen: a control
// character of ASCII or of Latin-1, or one that embeds, overrides or isolates a
// direction of writing.
func commands(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// escaped writes such letters in a JSON document as escapes, which mean the
// same: documents are read on screens too.
func escaped(document []byte) []byte {
	if !bytes.ContainsFunc(document, func(r rune) bool { return r >= 0x7f && commands(r) }) {
		return document // nearly all
	}
	var out bytes.Buffer
	text, from := string(document), 0
	for i, r := range text {
		if r >= 0x7f && commands(r) {
			fmt.Fprintf(&out, `%s\u%04x`, text[from:i], r)
			from = i + utf8.RuneLen(r)
		}
	}
	out.WriteString(text[from:])
	return out.Bytes()
}
