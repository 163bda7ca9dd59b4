package merge

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// format is one format of a field: a word and what is written behind it.
type format struct{ word, rest string }

// read reads a format. A pattern of a date needs no word.
func read(text string) format {
	text = strings.TrimSpace(text)
	word, rest, _ := strings.Cut(text, " ")
	if i := strings.IndexFunc(word, opens); i > 0 { // else"…"
		word, rest = text[:i], text[i:]
	}
	switch word {
	case "else", "before", "after", "upper", "lower", "title", "date", "number":
		return format{word, strings.TrimSpace(rest)}
	}
	if patterned(text) {
		return format{"date", text}
	}
	return format{"", text}
}

// do formats a value; false when this is no format.
func (f format) do(value, lang string) (string, bool) {
	blank := strings.TrimSpace(value) == ""
	switch f.word {
	case "else":
		if blank {
			value = unquoted(f.rest)
		}
	case "before":
		if !blank {
			value = unquoted(f.rest) + value
		}
	case "after":
		if !blank {
			value += unquoted(f.rest)
		}
	case "upper", "lower", "title":
		if f.rest != "" {
			lang = f.rest
		}
		value = cased(f.word, value, lang)
	case "date":
		return dated(value, f.rest, lang)
	case "number":
		return counted(value, f.rest, lang)
	default:
		return value, false
	}
	return value, true
}

// cased writes a text in capitals, or without, or its words with a capital. What
// is a capital already stays one: McAdam.
func cased(how, text, lang string) string {
	tag := language.Make(lang)
	switch how {
	case "upper":
		return cases.Upper(tag).String(text)
	case "lower":
		return cases.Lower(tag).String(text)
	}
	return cases.Title(tag, cases.NoLower).String(text)
}

// unquoted takes off quotation marks.
func unquoted(text string) string {
	inner, _, ok := quotedAt(text)
	if ok {
		return inner
	}
	return text
}

// quotedAt gives what a text that begins with a quotation mark has in it, and
// what is behind.
func quotedAt(text string) (inner, behind string, ok bool) {
	first, size := utf8.DecodeRuneInString(text)
	if !opens(first) {
		return "", "", false
	}
	end := strings.IndexFunc(text[size:], closes)
	if end < 0 {
		return "", "", false
	}
	inner = text[size : size+end]
	_, last := utf8.DecodeRuneInString(text[size+end:])
	return inner, strings.TrimSpace(text[size+end+last:]), true
}
