package roster

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// shortRunes is how much of a cell a report quotes.
const shortRunes = 80

// short cuts a cell for a report.
func short(s string) string {
	if len(s) <= shortRunes {
		return s
	}
	n := 0
	cut := 0
	for i := range s {
		if n == shortRunes-1 {
			cut = i
		}
		if n == shortRunes {
			return s[:cut] + "…"
		}
		n++
	}
	return s
}

// visible makes a cell safe to print in a sentence: what would steer a
// terminal becomes a dot.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || (r >= 0x202a && r <= 0x202e) {
			return '·'
		}
		return r
	}, s)
}

// isPlain tells whether a cell is printable ASCII without a blank at either
// end: nothing can be wrong with such a text.
func isPlain(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// isControl tells characters no credential can hold: C0 and C1 but for tab
// and line ends.
func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r'
}

// isInvisible tells characters that take no place on the screen: zero width,
// soft hyphen, byte order mark, directional marks.
func isInvisible(r rune) bool {
	switch {
	case r == 0xad, r == 0x061c, r == 0x180e, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069:
		return true
	}
	return false
}

// isEdge tells what is trimmed off both ends of a cell. It is no control
// character: those are reported.
func isEdge(r rune) bool {
	if isControl(r) {
		return false
	}
	return unicode.IsSpace(r) || isInvisible(r)
}

// trim takes blanks and invisible characters off both ends.
func trim(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.TrimFunc(s, isEdge)
}

// unquote takes off a pair of quotes around the whole text. A single mark is
// part of the text: 't Hooft.
func unquote(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	last, lastSize := utf8.DecodeLastRuneInString(s)
	if size == 0 || len(s) < size+lastSize {
		return s
	}
	pair := false
	switch first {
	case '"', '\'':
		pair = last == first
	case '“', '”', '„':
		pair = last == '“' || last == '”'
	case '‘', '’', '‚':
		pair = last == '‘' || last == '’'
	case '«', '»':
		pair = last == '«' || last == '»'
	}
	if !pair {
		return s
	}
	inside := s[size : len(s)-lastSize]
	if strings.ContainsRune(inside, first) || strings.ContainsRune(inside, last) {
		return s
	}
	return trim(inside)
}

// cleanName gives a name as it will be signed: trimmed, without quotes around
// it, one blank between words, NFC, and without the marks that turn the direction
// of what follows: half of a pair is left by trimming, or by a program that cut
// the text, and would turn whatever stands behind the name.
func cleanName(s string) string {
	s = trim(s)
	if !isPlain(s) {
		s = strings.Map(func(r rune) rune {
			if r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				return -1
			}
			return r
		}, s)
	}
	if !isPlain(s) || strings.Contains(s, "  ") {
		s = oneBlank(s)
		if !norm.NFC.IsNormalString(s) {
			s = norm.NFC.String(s)
		}
	}
	s = unquote(unescaped(s))
	return strings.TrimRightFunc(strings.TrimRight(s, ";,"), isEdge)
}

// unescaped undoes what a web page does to letters: O&#039;Neil, Jos&eacute;.
func unescaped(s string) string {
	if at := strings.IndexByte(s, '&'); at < 0 || strings.IndexByte(s[at:], ';') < 0 {
		return s
	}
	plain := html.UnescapeString(s)
	if strings.ContainsFunc(plain, func(r rune) bool { return isControl(r) || r == utf8.RuneError }) {
		return s
	}
	return plain
}

// oneBlank makes every run of blanks and line ends one space.
func oneBlank(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		if unicode.IsSpace(r) && !isControl(r) {
			blank = true
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cleanText trims a text of several lines and makes its line ends LF.
func cleanText(s string) string {
	s = trim(s)
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
