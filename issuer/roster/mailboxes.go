package roster

import (
	"strings"
)

// maxBoxes bounds what is looked at for a list of mail addresses.
const maxBoxes = 4 << 20

// mailboxes takes apart a list as mail programs write it: addresses, or names
// with addresses in angle brackets, with commas, semicolons or line ends
// between. nil when the text is something else, or a plain table says as much.
func mailboxes(text string) []string {
	if len(text) > maxBoxes || strings.Count(text, "@") < 2 {
		return nil
	}
	if boxes := boxesBetween(text, ",;"); boxes != nil {
		return boxes
	}
	return boxesBetween(text, ";") // "Quill, Ada <ada@example.org>; ...", as Outlook writes them
}

func boxesBetween(text, marks string) (boxes []string) {
	several, lines := false, 0
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if trim(line) == "" {
			continue
		}
		lines++
		n := 0
		for _, box := range splitBoxes(line, marks) {
			if box = trim(box); box == "" {
				continue
			}
			if !isAddress(box) {
				return nil
			}
			boxes = append(boxes, box)
			n++
		}
		several = several || n > 1 || strings.Contains(line, `"`)
	}
	if !several || lines > 1 && !strings.Contains(text, "<") {
		return nil // a table, of one column or of several addresses for each person
	}
	return boxes
}

// splitBoxes cuts at marks that stand in no quotes or angle brackets.
func splitBoxes(line, marks string) (parts []string) {
	from, quoted, angled := 0, false, false
	for i := range len(line) {
		switch c := line[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			angled = true
		case c == '>':
			angled = false
		case strings.IndexByte(marks, c) >= 0 && !angled:
			parts = append(parts, line[from:i])
			from = i + 1
		}
	}
	return append(parts, line[from:])
}

// boxSource gives each address as a row.
type boxSource struct {
	boxes []string
	rec   record
}

func (b *boxSource) fault() error { return nil }

func (b *boxSource) expect(int) {}

func (b *boxSource) next() (found, *record) {
	if b.rec.row == len(b.boxes) {
		return foundEnd, nil
	}
	b.rec = record{row: b.rec.row + 1, cells: append(b.rec.cells[:0], b.boxes[b.rec.row])}
	return foundRecord, &b.rec
}

func boxSample(boxes []string) (rows []numbered) {
	for i, box := range boxes[:min(len(boxes), sampleRows)] {
		rows = append(rows, numbered{i + 1, []string{box}})
	}
	return rows
}
