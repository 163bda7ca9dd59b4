package roster

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// ungarbled gives what a text says that was UTF-8, was read as Windows-1252 and
// saved as UTF-8 again: "MÃ¼ller" is "Müller". "" for any other text; that
// letters make whole characters of UTF-8 by chance hardly happens in a name.
func ungarbled(s string) string {
	at := strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
	if at < 0 {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s[at:])
	if next := s[at+size:]; first < 0xc2 || first > 0xf4 || next == "" || next[0] < utf8.RuneSelf {
		return "" // as nearly all are, and without a copy
	}
	bytes, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil || !utf8.ValidString(bytes) || utf8.RuneCountInString(bytes) == len(bytes) {
		return ""
	}
	return cleanName(bytes)
}
