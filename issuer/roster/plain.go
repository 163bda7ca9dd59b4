package roster

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A list of names alone is no table, and people write it as they write lists:
// all on one line, numbered, or with a mark before each.

// namesOnOneLine takes apart a text that is one line of whole names with commas,
// semicolons or tabs between; nil when it is something else.
func namesOnOneLine(text string) (names []string) {
	text = strings.TrimFunc(text, isEdge)
	if len(text) > maxBoxes || strings.ContainsAny(text, "\n\r@\"") {
		return nil
	}
	for _, between := range []string{";", "\t", ","} {
		if strings.Contains(text, between) {
			names = strings.Split(text, between)
			break
		}
	}
	whole := 0
	for i, name := range names {
		if names[i] = strings.TrimFunc(name, isEdge); names[i] == "" && i == len(names)-1 {
			names = names[:i]
			break
		}
		if !looksNamed(names[i]) {
			return nil
		}
		if hasTwoWords(names[i]) {
			whole++
		}
	}
	if len(names) < 2 || 2*whole <= len(names) || knownHeaders(names) > 0 {
		return nil // one person's halves, or headings
	}
	return names
}

// dashed takes apart a list whose lines are names with an address behind: "Ada
// Quill – ada@example.org", "Bo Ross (bo@example.org)". A first line without one
// may be its title. nil when the text is something else.
func dashed(text string) (boxes []string) {
	if len(text) > maxBoxes || strings.ContainsAny(text, "\t;|,<\"") || strings.Count(text, "@") < 2 {
		return nil
	}
	first := true
	for line := range strings.FieldsFuncSeq(text, isLineEnd) {
		line = strings.TrimFunc(line, isEdge)
		title := first && !strings.Contains(line, "@")
		if first = first && line == ""; line == "" || title {
			continue
		}
		name, address := nameBefore(line)
		if name == "" {
			return nil
		}
		boxes = append(boxes, name+" <"+address+">")
	}
	return boxes
}

// nameBefore takes a line apart into a name and the address behind it; "" when it
// is something else.
func nameBefore(line string) (name, address string) {
	at := strings.LastIndexFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == '[' })
	if at < 0 {
		return "", ""
	}
	address = strings.Trim(line[at:], "()[] \u00a0")
	name = strings.TrimRightFunc(line[:at], func(r rune) bool { return isEdge(r) || strings.ContainsRune("-–—:([", r) })
	if name == line[:at] && line[at] == ' ' || !isAddress(address) || !looksNamed(name) {
		return "", "" // nothing between: columns with blanks, perhaps
	}
	return name, address
}

// unmarked takes the numbers or marks off that every line of a list begins with.
// A first line without one may be its title.
func unmarked(text string) string {
	marks, titles, last := 0, 0, 0
	for line := range strings.FieldsFuncSeq(text, isLineEnd) {
		line = strings.TrimLeftFunc(line, isEdge)
		if line == "" {
			continue
		}
		n, number := markLength(line)
		switch {
		case n == 0 && marks == 0 && titles == 0:
			titles++
		case n == 0 || number != 0 && number <= last || (number == 0) != (last == 0) && marks > 0:
			return text // a table whose first column is like that
		default:
			marks, last = marks+1, number
		}
	}
	if marks < 2 {
		return text
	}
	var out strings.Builder
	end := "\n"
	if !strings.Contains(text, end) {
		end = "\r"
	}
	for line := range strings.SplitAfterSeq(text, end) {
		bare := strings.TrimLeftFunc(line, func(r rune) bool { return isEdge(r) && !isLineEnd(r) })
		n, _ := markLength(bare)
		out.WriteString(bare[n:])
	}
	return out.String()
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

// markLength is how long the mark is that a line begins with, with the blanks
// behind it, and the number it is; 0 without one. What follows is a word: a dash
// in a cell of its own is an empty cell.
func markLength(line string) (length, number int) {
	mark := 0
	if r, size := utf8.DecodeRuneInString(line); strings.ContainsRune("-–—*•‣◦·▪●", r) {
		mark = size
	} else {
		for mark < len(line) && mark < 7 && line[mark] >= '0' && line[mark] <= '9' {
			mark++
		}
		if mark == 0 || mark == len(line) || line[mark] != '.' && line[mark] != ')' {
			return 0, 0
		}
		number, _ = strconv.Atoi(line[:mark])
		mark++
	}
	rest := strings.TrimLeft(line[mark:], " \t\u00a0")
	first, _ := utf8.DecodeRuneInString(rest)
	if len(rest) == len(line)-mark || !unicode.IsLetter(first) && first != '"' && first != '<' {
		return 0, 0
	}
	return len(line) - len(rest), number
}
