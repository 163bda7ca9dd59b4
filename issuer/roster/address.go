package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxAddress is the longest address mail can carry, in bytes (RFC 5321,
// 4.5.3.1.3 less the angle brackets).
const maxAddress = 254

// cleanAddress takes an address out of what people put in its cell: blanks,
// quotes, mailto:, "Name <address>", marks behind it. The result is lower case
// and NFC. Cleaning does not make it valid.
func cleanAddress(cell string) (address, name string) {
	s := trim(cell)
	if isPlain(s) && isLowerAddress(s) {
		return s, ""
	}
	s = strings.TrimRight(unworkedOut(s), ";, ")
	if open := strings.LastIndexByte(s, '<'); open >= 0 && strings.HasSuffix(s, ">") {
		name = cleanName(s[:open])
		s = s[open+1 : len(s)-1]
	}
	for before := ""; s != before; {
		before = s
		s = unquote(trim(s))
		s = strings.TrimRight(s, ";,.")
		if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
			s, _, _ = strings.Cut(s[7:], "?")
		}
	}
	s = strings.ToLower(strings.Map(addressRune, s))
	return norm.NFC.String(s), name
}

// unworkedOut gives the text of a formula that is one, as spreadsheet programs
// write it into a CSV: ="a@b.org", =HYPERLINK("mailto:a@b.org","a@b.org").
func unworkedOut(s string) string {
	rest, formula := strings.CutPrefix(s, "=")
	if !formula {
		return s
	}
	if len(rest) > 10 && strings.EqualFold(rest[:10], "hyperlink(") && strings.HasSuffix(rest, ")") {
		rest = trim(rest[10 : len(rest)-1])
		if link, _, several := strings.Cut(rest, `"`+","); several {
			rest = link + `"`
		} else if link, _, several := strings.Cut(rest, `";`); several {
			rest = link + `"`
		}
	}
	if text := unquote(rest); text != rest {
		return text
	}
	return s
}

// isLowerAddress is the common case, where nothing is to be cleaned.
func isLowerAddress(s string) bool {
	at := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '@':
			at++
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '+', c == '.':
		default:
			return false
		}
	}
	return at == 1 && s[len(s)-1] != '.'
}

// addressRune drops what cannot be seen and makes full-width ASCII plain.
func addressRune(r rune) rune {
	switch {
	case isInvisible(r):
		return -1
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xff01 + '!'
	}
	return r
}

// isAddress tells whether a cell is an address and nothing else.
func isAddress(cell string) bool {
	if strings.IndexByte(cell, '@') < 0 && !strings.Contains(cell, "＠") {
		return false
	}
	address, _ := cleanAddress(cell)
	return addressFault(address) == ""
}

// addressFault judges a cleaned address: "" when mail could reach it, else
// the code of what is wrong.
func addressFault(s string) string {
	switch strings.Count(s, "@") {
	case 0:
		return CodeBadEmail
	case 1:
	default:
		if strings.ContainsAny(s, ",; \t\r\n/|") {
			return CodeManyEmails
		}
		return CodeBadEmail
	}
	local, domain, _ := strings.Cut(s, "@")
	if len(s) > maxAddress || local == "" || len(local) > 64 {
		return CodeBadEmail
	}
	for _, r := range local {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' {
			continue
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError || strings.ContainsRune(`,;:<>()[]"\`, r) {
			return CodeBadEmail
		}
	}
	if !isDomain(domain) {
		return CodeBadEmail
	}
	return ""
}

// isDomain tells a name of at least two labels, of ASCII or of any script.
func isDomain(domain string) bool {
	labels, from := 0, 0
	last := ""
	for i, r := range domain + "." {
		if !isDot(r) {
			continue
		}
		if last = domain[from:i]; !isLabel(last) {
			return false
		}
		labels++
		from = i + utf8.RuneLen(r)
	}
	return labels >= 2 && strings.Trim(last, "0123456789") != ""
}

// isDot tells the separators of labels (UTS #46).
func isDot(r rune) bool { return r == '.' || r == '。' || r == '．' || r == '｡' }

func isLabel(s string) bool {
	if s == "" || len(s) > 63*4 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	n := 0
	for _, r := range s {
		switch {
		case r == '-', r >= '0' && r <= '9', r >= 'a' && r <= 'z':
		case r < utf8.RuneSelf, r == utf8.RuneError:
			return false
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), r == '·', r == '・':
		case r == 0x200c, r == 0x200d: // joiners have meaning in some scripts
		default:
			return false
		}
		n++
	}
	return n <= 63
}
