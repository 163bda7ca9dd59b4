package roster

import "strings"

// Limits on what one row may be. A spreadsheet's cell holds 32,767
// characters; a row of more than a MiB is no list of people.
const (
	maxCell    = 128 << 10
	maxRecord  = 1 << 20
	maxColumns = 16_384
	maxRows    = 2_000_000 // empty ones too; a sheet has 1,048,576
	maxWaste   = 32 << 20  // bytes read in vain behind broken quotes
)

type found int

const (
	foundRecord  found = iota
	foundBroken        // a quote never closes, or closes inside a cell: one line is given up
	foundTooLong       // the cell with index len(cells) or the record is beyond the limits
	foundMore          // the text ends before the record does
	foundEnd
)

// scanner takes a table apart, record by record. A quote that is wrong costs
// its own line only: scanning goes on with the next one.
type scanner struct {
	data  string
	pos   int
	delim byte
	eof   bool // data is all there is
	want  int  // cells a record should have; 0: not known

	row     int // of the record found, as a spreadsheet counts
	cells   []string
	line    string // the line given up, with foundBroken
	skipLF  bool   // the last record ended in CR: LF belongs to it
	waste   int
	oneLine bool // too much was wasted: cells end with their line
}

// next finds the next record. With foundMore and foundTooLong it stays where
// it is.
func (s *scanner) next() found {
	s.skipBreak()
	s.cells = s.cells[:0]
	if s.pos >= len(s.data) {
		if s.eof {
			return foundEnd
		}
		return foundMore
	}
	at, lines := s.pos, false
	for {
		cell, end, what := s.cell(at)
		if what == foundBroken {
			return s.giveUp(end)
		}
		if what != foundRecord {
			return what
		}
		if end-at > maxCell || end-s.pos > maxRecord {
			return foundTooLong
		}
		lines = lines || strings.IndexByte(cell, '\n') >= 0 || strings.IndexByte(cell, '\r') >= 0
		s.cells = append(s.cells, cell)
		if end < len(s.data) && s.data[end] == s.delim {
			at = end + 1
			continue
		}
		if lines && s.swallowed(end) {
			return s.giveUp(end)
		}
		s.row++
		s.pos = s.afterLine(end)
		return foundRecord
	}
}

// skipBreak passes over the rest of the line end that the last record had.
func (s *scanner) skipBreak() {
	if s.skipLF && s.pos < len(s.data) {
		if s.data[s.pos] == '\n' {
			s.pos++
		}
		s.skipLF = false
	}
}

// cell reads the cell that begins at at. end is where its delimiter or line
// end stands; with foundBroken, how far it looked.
func (s *scanner) cell(at int) (text string, end int, what found) {
	open := at
	for open < len(s.data) && s.data[open] == ' ' && open-at < maxCell {
		open++
	}
	if open < len(s.data) && s.data[open] == '"' {
		return s.quoted(open + 1)
	}
	end = open
	for end < len(s.data) {
		if c := s.data[end]; c == s.delim || c == '\n' || c == '\r' {
			return s.data[at:end], end, foundRecord
		}
		end++
		if end-at > maxCell {
			return "", end, foundTooLong
		}
	}
	if !s.eof {
		return "", end, foundMore
	}
	return s.data[at:end], end, foundRecord
}

// quoted reads a cell whose opening quote stands before at.
func (s *scanner) quoted(at int) (text string, end int, what found) {
	limit := min(len(s.data), at+maxCell+1)
	if s.oneLine {
		limit = at + lineLength(s.data[at:limit])
	}
	doubled := false
	for end = at; ; end += 2 {
		i := strings.IndexByte(s.data[end:limit], '"')
		if i < 0 {
			return "", limit, s.unclosed(at, limit)
		}
		end += i
		if end+1 >= len(s.data) || s.data[end+1] != '"' {
			break
		}
		doubled = true
		if end+2 > limit {
			return "", limit, s.unclosed(at, limit)
		}
	}
	if end+1 >= len(s.data) && !s.eof {
		return "", end, foundMore
	}
	text = s.data[at:end]
	if doubled {
		text = strings.ReplaceAll(text, `""`, `"`)
	}
	for end++; end < len(s.data) && s.data[end] == ' '; end++ {
		if end-at > maxCell+maxCell {
			return "", end, foundTooLong
		}
	}
	switch {
	case end == len(s.data) && !s.eof:
		return "", end, foundMore
	case end == len(s.data), s.data[end] == s.delim, s.data[end] == '\n', s.data[end] == '\r':
		return text, end, foundRecord
	}
	return "", end, foundBroken
}

// unclosed judges a quoted cell without an end in sight.
func (s *scanner) unclosed(at, limit int) found {
	inLine := lineLength(s.data[at:limit]) == limit-at
	switch {
	case limit == len(s.data) && !s.eof && !s.oneLine:
		return foundMore
	case inLine && limit-at > maxCell:
		return foundTooLong
	}
	return foundBroken
}

// swallowed tells whether a cell of several lines is more likely two stray
// quotes with rows between them: the record has not the cells it should have,
// and its first and last line would have.
func (s *scanner) swallowed(end int) bool {
	if s.want < 2 || len(s.cells) == s.want {
		return false
	}
	first := s.data[s.pos : s.pos+lineLength(s.data[s.pos:end])]
	last := s.data[s.pos+strings.LastIndexAny(s.data[s.pos:end], "\r\n")+1 : end]
	delim := string(s.delim)
	return strings.Count(first, delim)+1 == s.want && strings.Count(last, delim)+1 == s.want
}

// giveUp ends a broken record with its first line.
func (s *scanner) giveUp(looked int) found {
	end := s.pos + lineLength(s.data[s.pos:])
	if end-s.pos > maxRecord {
		return foundTooLong
	}
	if end == len(s.data) && !s.eof {
		return foundMore
	}
	s.waste += max(0, looked-end)
	s.oneLine = s.waste > maxWaste
	s.line = s.data[s.pos:end]
	s.row++
	s.pos = s.afterLine(end)
	return foundBroken
}

// afterLine is where the next record begins when this one ends at end.
func (s *scanner) afterLine(end int) int {
	if end >= len(s.data) {
		return end
	}
	if s.data[end] == '\r' {
		if end+1 >= len(s.data) {
			s.skipLF = true
		} else if s.data[end+1] == '\n' {
			end++
		}
	}
	return end + 1
}

// skipLine leaves a record that is too long. It reports false when its line
// goes on beyond the data; all data is used up then.
func (s *scanner) skipLine() bool {
	end := s.pos + lineLength(s.data[s.pos:])
	if end == len(s.data) && !s.eof {
		s.pos = end
		return false
	}
	s.pos = s.afterLine(end)
	return true
}

// lineLength is how many bytes stand before the first line end.
func lineLength(s string) int {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return i
	}
	return len(s)
}

// isBlank tells a record without any text.
func isBlank(cells []string) bool {
	for _, c := range cells {
		if c != "" && trim(c) != "" {
			return false
		}
	}
	return true
}
