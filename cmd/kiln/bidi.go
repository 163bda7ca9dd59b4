package main

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// isolated sets each stretch of right-to-left letters apart from what stands
// around it (Unicode Standard Annex 9, first strong isolate), so that a
// terminal does not carry the row's number or the next column over to a name's
// other side. A stretch ends at a letter that runs the other way, at a line's
// end, and between the columns of a table.
func isolated(text string) string {
	const begin, end = "\u2068", "\u2069"
	var out strings.Builder
	from, to, blanks := -1, 0, 0 // the stretch, once begun; blanks in a row
	flush := func(at int) {
		if from >= 0 {
			out.WriteString(begin + text[from:to] + end + text[to:at])
		}
		from = -1
	}
	plain := 0 // where what is not written yet begins
	for i, r := range text {
		properties, size := bidi.LookupString(text[i:])
		if blanks++; r != ' ' {
			blanks = 0
		}
		switch class := properties.Class(); {
		case class == bidi.R || class == bidi.AL:
			if from < 0 {
				out.WriteString(text[plain:i])
				from = i
			}
			to = i + size
		case from >= 0 && (class == bidi.NSM && to == i):
			to = i + size // a mark on the last letter
		case from >= 0 && (class == bidi.L || r == '\n' || blanks > 1):
			flush(i)
			plain = i
		}
	}
	if from >= 0 {
		flush(len(text))
		plain = len(text)
	}
	return out.String() + text[plain:]
}
