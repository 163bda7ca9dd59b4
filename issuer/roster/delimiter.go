package roster

import "strings"

const delimiters = ",;\t|"

// sampleRows is how much of a list the guesses look at.
const sampleRows = 200

// sepLine reads the line "sep=;" some spreadsheets put first. It counts as no
// row. rest is the text behind it; delim is 0 without such a line.
func sepLine(text string) (delim byte, rest string) {
	line := text[:lineLength(text)]
	if len(line) != 5 || !strings.EqualFold(line[:4], "sep=") || strings.IndexByte(delimiters+rareDelimiters, line[4]) < 0 {
		return 0, text
	}
	rest = text[5:]
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if strings.HasPrefix(rest, end) {
			return line[4], rest[len(end):]
		}
	}
	return line[4], rest
}

// guessDelimiter tries each delimiter on the beginning and takes the one that
// gives the most regular table, the most addresses in cells of their own and
// the most known headers.
func guessDelimiter(text string) byte {
	best, bestScore := byte(','), 0.0
	for _, delim := range []byte(delimiters) {
		if score := regularity(cellsOf(sample(text, delim))); score > bestScore {
			best, bestScore = delim, score
		}
	}
	if bestScore > 0 {
		return best
	}
	for _, delim := range []byte(rareDelimiters) {
		if score := regularity(cellsOf(sample(text, delim))); score > max(bestScore, enoughForRare) {
			best, bestScore = delim, score
		}
	}
	return best
}

// rareDelimiters are tried when no usual one cuts a list; enoughForRare is the
// score of addresses or headings in cells of their own.
const (
	rareDelimiters = "^~:\x1f"
	enoughForRare  = 1.9
)

// sample takes the first records that are not empty.
func sample(text string, delim byte) []numbered {
	s := scanner{data: text[:min(len(text), maxRecord)], delim: delim, eof: true}
	cut := len(s.data) < len(text)
	var out []numbered
	for len(out) < sampleRows {
		switch s.next() {
		case foundEnd, foundTooLong, foundMore:
			return out
		case foundBroken:
			continue
		case foundRecord:
		}
		if cut && s.pos == len(s.data) && len(out) > 0 {
			return out // the last record may not be whole
		}
		if len(out) == 0 && s.want == 0 {
			s.want = len(s.cells)
		}
		if !isBlank(s.cells) {
			out = append(out, numbered{s.row, append([]string(nil), s.cells...)})
		}
	}
	return out
}

// regularity scores a way to split: nothing for a single column.
func regularity(rows [][]string) float64 {
	if len(rows) == 0 {
		return 0
	}
	counts := map[int]int{}
	addresses, headers := 0, 0
	for i, row := range rows {
		counts[len(row)]++
		for _, cell := range row {
			if isAddress(cell) {
				addresses++
				break
			}
		}
		if i < maxTitles {
			headers = max(headers, knownHeaders(row))
		}
	}
	width := commonWidth(counts)
	if width < 2 {
		return 0
	}
	n := float64(len(rows))
	return float64(counts[width])/n + 2*float64(addresses)/n + float64(min(headers, 4)) + 0.01*float64(min(width, 50))
}

// commonWidth is the number of cells most rows have; the larger one when two
// are as common.
func commonWidth(counts map[int]int) int {
	width := 0
	for w, n := range counts {
		if n > counts[width] || (n == counts[width] && w > width) {
			width = w
		}
	}
	return width
}

func knownHeaders(row []string) int {
	n := 0
	for _, cell := range row {
		if field, _ := headerField(headerKey(cell)); field != "" {
			n++
		}
	}
	return n
}

// unwrapped takes rows out of the quotes that a second export put around each
// of them as a whole: "Name;Email" as the only cell. found is false for any
// other text.
func unwrapped(text string) (rows string, found bool) {
	head := text[:lineLength(text)]
	if len(head) < 3 || head[0] != '"' || head[len(head)-1] != '"' || !strings.ContainsAny(head, delimiters) ||
		strings.Contains(strings.ReplaceAll(head[1:len(head)-1], `""`, ""), `"`) {
		return "", false
	}
	s := scanner{data: text, delim: 0x1f, eof: true}
	var b strings.Builder
	for {
		switch s.next() {
		case foundEnd:
			rows = b.String()
			return rows, regularity(cellsOf(sample(rows, guessDelimiter(rows)))) > enoughForRare
		case foundRecord:
			if len(s.cells) != 1 || strings.ContainsAny(s.cells[0], "\r\n") {
				return "", false
			}
			b.WriteString(s.cells[0])
			b.WriteByte('\n')
		default:
			return "", false
		}
	}
}
