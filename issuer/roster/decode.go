package roster

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The encodings a list can have.
const (
	utf8Plain = "utf-8"
	utf8BOM   = "utf-8-bom"
	utf16LE   = "utf-16le"
	utf16BE   = "utf-16be"
	utf32LE   = "utf-32le"
	utf32BE   = "utf-32be"
	ansi      = "windows-1252"
)

// Encodings are those a list can be said to have.
func Encodings() []string {
	list := []string{utf8Plain, utf16LE, utf16BE}
	for _, page := range codePages() {
		list = append(list, page.name)
	}
	return list
}

const bom = "\xef\xbb\xbf"

// decode gives a file's text and the name of its encoding, which is said or
// found. Bytes that have no meaning become U+FFFD, which is reported where it
// stands.
func decode(data, said string) (text, name string) {
	name = said
	if found := encodingOf(data); said == "" || said == utf8Plain && found == utf8BOM {
		name = found
	}
	switch name {
	case utf8BOM:
		text = data[len(bom):]
	case utf16LE, utf16BE, utf32LE, utf32BE:
		text, _ = wideDecoder(name).String(data) // never fails: it replaces
		text = strings.TrimPrefix(text, "\ufeff")
	default:
		text = data
		for _, one := range codePages() {
			if one.name == name {
				text, _ = one.page.NewDecoder().String(text) // a byte without a meaning is replaced
			}
		}
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	return strings.TrimSuffix(text, "\x1a"), name // DOS ended texts with 1A
}

func encodingOf(text string) string {
	if strings.HasPrefix(text, bom) {
		return utf8BOM
	}
	if name := wideGuess([]byte(text[:min(len(text), guessFrom)])); name != "" {
		return name
	}
	if utf8.ValidString(text) {
		return utf8Plain
	}
	data := []byte(text)
	if mostlyUTF8(data) {
		return utf8Plain
	}
	return detectPage(data)
}

// guessFrom is how much of a text tells UTF-16.
const guessFrom = 64 << 10

// mostlyUTF8 tells a UTF-8 text with some damage from Windows-1252, where a
// valid sequence of several bytes hardly ever happens by chance.
func mostlyUTF8(data []byte) bool {
	good, broken := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			broken++
		} else {
			good++
		}
		i += size
	}
	return good > broken
}

// wideGuess tells UTF-16 and UTF-32 by their byte order marks, and UTF-16 by
// zero bytes that all stand on one side, too: blanks, line ends and delimiters
// have them in any script.
func wideGuess(data []byte) string {
	if len(data) < 2 {
		return ""
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		return utf32LE
	case bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return utf32BE
	case data[0] == 0xff && data[1] == 0xfe:
		return utf16LE
	case data[0] == 0xfe && data[1] == 0xff:
		return utf16BE
	}
	head := data[:min(len(data), guessFrom)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	enough := len(head)/20 + 1
	switch {
	case zeros[0] == 0 && zeros[1] >= enough && plausible(head, 0):
		return utf16LE
	case zeros[1] == 0 && zeros[0] >= enough && plausible(head, 1):
		return utf16BE
	}
	return ""
}

// plausible tells whether the units with a zero high byte are text; low is the
// place of the low byte in a unit.
func plausible(head []byte, low int) bool {
	for i := 0; i+1 < len(head); i += 2 {
		c := head[i+low]
		if head[i+1-low] == 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}

func wideDecoder(name string) *encoding.Decoder {
	switch name {
	case utf32LE:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewDecoder()
	case utf32BE:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM).NewDecoder()
	case utf16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
}
