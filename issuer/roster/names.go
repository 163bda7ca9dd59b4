package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinNames makes one name of its halves. Han, Kana and Hangul put the family
// first and no blank between.
func joinNames(given, family string) string {
	switch {
	case given == "":
		return family
	case family == "":
		return given
	case isEastAsian(given) && isEastAsian(family):
		return family + given
	}
	return given + " " + family
}

// turnName puts a name with the family first into the order it is spoken in:
// "Ng, Anna" becomes "Anna Ng".
func turnName(name string) string {
	if !isTurned(name) {
		return name
	}
	family, given, _ := strings.Cut(name, ",")
	return trim(given) + " " + trim(family)
}

// isTurned tells a name of two halves with a comma between.
func isTurned(name string) bool {
	family, given, ok := strings.Cut(name, ",")
	family, given = trim(family), trim(given)
	if !ok || family == "" || given == "" || strings.Contains(given, ",") {
		return false
	}
	switch strings.ToLower(strings.TrimRight(given, ".")) {
	case "jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "msc", "bsc", "ma", "mba", "esq", "dr":
		return false
	}
	return looksNamed(family) && looksNamed(given)
}

func isEastAsian(s string) bool {
	for _, r := range s {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && r != 'ー' && r != '々' {
			return false
		}
	}
	return true
}

// checkPrivate looks for people in columns everybody will see.
func (c *clerk) checkPrivate(cells []string) {
	for i := range c.columns {
		field := c.columns[i].Field
		if cell := at(cells, i); cell != "" && isPublic(field, false) && c.isPrivate(cell, field) {
			c.report(i, cell, CodePrivate, SeverityWarn, "")
		}
	}
}

func (c *clerk) isPrivate(cell, field string) bool {
	if hasAddress(cell) {
		return true
	}
	if c.opts.PublicNames {
		return false
	}
	p := c.person
	if field != FieldEvidence {
		for _, name := range []string{p.Name, p.GivenName, p.FamilyName} {
			for word := range strings.FieldsSeq(name) {
				if namesPerson(cell, word) {
					return true
				}
			}
		}
	}
	return hasName(cell, p.Name)
}

// hasAddress tells whether an address stands anywhere in a text.
func hasAddress(text string) bool {
	if strings.IndexByte(text, '@') < 0 && !strings.Contains(strings.ToLower(text), "%40") {
		return false
	}
	text = strings.ReplaceAll(text, "%40", "@")
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`,;:<>()[]{}"'/\?&=#|`, r)
	}) {
		if isAddress(strings.TrimRight(word, ".!")) {
			return true
		}
	}
	return false
}

// hasName tells whether a whole name stands in a text, also as web addresses
// write it: ada-lovelace, ada.lovelace, ada%20lovelace, adalovelace.
func hasName(text, name string) bool {
	if utf8.RuneCountInString(name) < 3 {
		return false
	}
	text = strings.ToLower(text)
	if first, _, _ := strings.Cut(name, " "); !strings.Contains(text, strings.ToLower(first)) {
		return false // as mostly: nothing else needs a look
	}
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 1 {
		return hasWord(text, words[0])
	}
	for _, between := range []string{" ", "-", "_", ".", "+", "%20", ""} {
		if hasWord(text, strings.Join(words, between)) {
			return true
		}
	}
	return false
}

// namesPerson tells whether one word of a name stands in a text as written.
// Short ones are words of many languages.
func namesPerson(text, word string) bool {
	return utf8.RuneCountInString(word) >= 4 && hasWord(text, word)
}

// hasWord tells whether word stands in text with no letter right before or
// behind it. Scripts without blanks know no such border.
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[start+len(word):])
		if isEastAsian(word) || (!unicode.IsLetter(before) && !unicode.IsLetter(after)) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
}
