package roster

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// ungarbled gives what a text says that was UTF-8, was read as Windows-1252 and
// saved as UTF-8 again: "MÃ¼ller" is "Müller". "" for any other text; that
// letters make whole characters of UTF-8 by chance hardly happens in a name.
func ungarbled(s string) string {
	bytes, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil || !utf8.ValidString(bytes) || utf8.RuneCountInString(bytes) == len(bytes) {
		return ""
	}
	return cleanName(bytes)
}
