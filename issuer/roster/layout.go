package roster

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTitles is how many rows can stand above the one that names the columns.
const maxTitles = 20

// headerAt finds the row that names the columns, -1 when there is none. Above
// it stand titles.
func headerAt(rows [][]string) int {
	best, known, wide, addresses := -1, 0, 0, 0
	for i, row := range rows[:min(len(rows), maxTitles)] {
		if addresses > 1 {
			break // people already
		}
		n, filled := 0, fill(row)
		if !hasAddressCell(row) {
			if n = knownHeaders(row); n == 1 && isOverAddresses(rows, i) {
				n++ // it cannot be a title
			}
		} else {
			addresses++
		}
		if i > 0 && (n < 2 && filled <= wide || filled < 2 && widest(rows[i+1:]) > 1) {
			n = 0
		}
		if n > known && (i == 0 || !hasTyped(row)) {
			best, known = i, n
		}
		wide = max(wide, filled)
	}
	switch {
	case best >= 0:
		return best
	case isHeader(rows):
		return 0
	}
	// Headings in no language we know, below a title.
	titles := 0
	for titles < min(len(rows), maxTitles) && fill(rows[titles]) == 1 {
		titles++
	}
	if titles > 0 && titles < len(rows) && fill(rows[titles]) > 1 && isHeader(rows[titles:]) {
		return titles
	}
	return -1
}

// isOverAddresses tells whether the i-th row says what an address is called, and
// the next has one there.
func isOverAddresses(rows [][]string, i int) bool {
	column := slices.IndexFunc(rows[i], isEmailWord)
	for _, row := range rows[i+1:] {
		if fill(row) > 0 {
			return column >= 0 && isAddress(at(row, column))
		}
	}
	return false
}

// fill is how many cells of a row are not empty.
func fill(row []string) (n int) {
	for _, cell := range row {
		if trim(cell) != "" {
			n++
		}
	}
	return n
}

func widest(rows [][]string) (n int) {
	for _, row := range rows {
		n = max(n, fill(row))
	}
	return n
}

func hasTyped(row []string) bool {
	return slices.ContainsFunc(row, func(cell string) bool { return trim(cell) != "" && isTyped(cell) })
}

// hasAddressCell tells a row with an address, or something like one.
func hasAddressCell(row []string) bool {
	return slices.ContainsFunc(row, func(cell string) bool {
		if !strings.ContainsAny(cell, "@＠") {
			return false
		}
		key := headerKey(cell)
		field, _ := headerField(key)
		return isAddress(cell) || field == "" && !saysEmail(key)
	})
}

// banded gives the headings. Where one comes several times and a row above
// says what of, both are taken: "Order" over "Name" and "Email", "Attendee"
// over "Name" and "Email".
func banded(rows [][]string, header int) []string {
	headings := rows[header]
	if header == 0 || fill(rows[header-1]) < 2 || !repeated(headings) {
		return headings
	}
	out, band := slices.Clone(headings), ""
	for i := range out {
		if above := trim(at(rows[header-1], i)); above != "" {
			band = above
		}
		if band != "" && trim(out[i]) != "" {
			out[i] = band + " " + out[i]
		}
	}
	return out
}

func repeated(headings []string) bool {
	seen := map[string]bool{}
	for _, h := range headings {
		key := headerKey(h)
		if key != "" && seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}

// tailRows is how many rows at the end can be totals or notes.
const tailRows = 12

// leaveTotals passes over what stands below the people: sums, and notes after
// an empty row.
func (l *list) leaveTotals() {
	for more := true; more && len(l.tail) > 0; {
		more = l.leaveLast()
	}
}

// leaveLast passes over the last row when it is a sum, or over the last ones
// when they are notes.
func (l *list) leaveLast() bool {
	n := l.notes()
	if end := len(l.tail) - 1; n == 0 && (isTotals(l.tail[end].cells) || end > 0 && isTotals(l.tail[end-1].cells) && isNote(l.tail[end].cells, len(l.out.Columns))) {
		n = 1
	}
	for range n {
		last := l.tail[len(l.tail)-1]
		if rows := &l.out.Rows; rows.Len() == 0 || rows.Number(rows.Len()-1) != last.row || rows.At(rows.Len()-1).Person == nil {
			return false
		}
		l.forget(last.row)
		l.leaveOut(last.row, last.cells, CodeTotalsRow)
		l.tail = l.tail[:len(l.tail)-1]
	}
	return n > 0
}

// notes counts the rows at the end, with an empty one above them, of which
// each holds one text and one at least is no name.
func (l *list) notes() int {
	width, note := len(l.out.Columns), false
	for i := len(l.tail) - 1; i >= 0; i-- {
		cells := l.tail[i].cells
		if width < 2 || fill(cells) != 1 || hasAddressCell(cells) {
			return 0
		}
		note = note || isNote(cells, width)
		before := l.header
		if n := l.out.Rows.Len() - (len(l.tail) - i); n > 0 {
			before = l.out.Rows.Number(n - 1)
		}
		if l.tail[i].row > before+1 {
			if note {
				return len(l.tail) - i
			}
			return 0
		}
	}
	return 0
}

// forget takes the last row back, with all that was said of it.
func (l *list) forget(row int) {
	l.out.Rows.drop()
	if l.clerk.opts.KeepCells {
		l.out.Cells.drop()
	}
	c := &l.clerk
	c.problems = slices.DeleteFunc(c.problems, func(p Problem) bool { return p.Row == row })
	kept := slices.DeleteFunc(slices.Clone(c.changes), func(ch Change) bool { return ch.Row == row })
	c.changed -= len(c.changes) - len(kept)
	c.changes = kept
	c.days.waiting = slices.DeleteFunc(c.days.waiting, func(w waitingDate) bool { return w.row == row })
}

// isTotals tells a row of sums: a word for that, and but for numbers nothing
// else.
func isTotals(cells []string) bool {
	word := false
	for _, cell := range cells {
		switch text := trim(cell); {
		case text == "", isNumber(text):
		case !word && isTotalWord(text):
			word = true
		default:
			return false
		}
	}
	return word
}

// isTotalWord tells a word for a sum, with its number perhaps: "Total: 45",
// "45 people", "Summe (45 Teilnehmer)".
func isTotalWord(text string) bool {
	text, _, _ = strings.Cut(text, " (")
	key := strings.TrimFunc(headerKey(text), unicode.IsDigit)
	switch key {
	case "total", "totals", "grandtotal", "subtotal", "sum", "sumtotal", "count", "rows", "totalrows", "totalcount", "totalattendees",
		"totalparticipants", "totalpeople", "average", "mean", "summe", "gesamt", "gesamtsumme", "gesamtzahl", "zwischensumme", "insgesamt",
		"anzahl", "durchschnitt", "mittelwert", "somme", "totaux", "soustotal", "totalgeneral", "nombre", "moyenne", "suma", "sumatotal",
		"cuenta", "promedio", "totale", "somma", "totali", "conteggio", "media", "soma", "contagem", "razem", "sumarazem", "ogołem", "liczba",
		"totaal", "som", "aantal", "gemiddelde", "summa", "antal", "yhteensa", "celkem", "soucet", "spolu", "sucet", "osszesen", "osszeg",
		"toplam", "итого", "всего", "сумма", "разом", "усього", "общо", "συνολο", "合計", "小計", "总计", "合计", "總計", "합계", "총계",
		"المجموع", "الاجمالي", "סהכ", "ukupno", "skupaj", "isviso", "kopa", "kokku", "jumlah", "tong", "tongcong", "कुल", "รวม":
		return true
	}
	return false
}

func isNumber(text string) bool {
	return strings.ContainsAny(text, "0123456789") && strings.Trim(text, "0123456789.,'+-%€$£ \u00a0\u202f") == ""
}

// isNote tells a row that holds one long text, in a list of several columns.
// Up to four words can be somebody's name.
func isNote(cells []string, columns int) bool {
	if columns < 2 || fill(cells) != 1 {
		return false
	}
	text := trim(cells[slices.IndexFunc(cells, func(s string) bool { return trim(s) != "" })])
	return utf8.RuneCountInString(text) > 60 || len(strings.Fields(text)) > 4 || strings.ContainsAny(text, "0123456789©:*")
}

// questioned gives the headings of a list whose questions have headings of
// their own below: "Who are you?" over "Name" and "Email". nil when the first
// row below says nothing of the kind.
func questioned(headings []string, below [][]string) []string {
	if len(below) == 0 {
		return nil
	}
	row := below[0]
	if knownHeaders(row) == 0 || hasTyped(row) || hasAddressCell(row) || trim(at(row, 0)) != "" {
		return nil
	}
	out, under := slices.Clone(headings), 0
	for len(out) < min(len(row), len(headings)+maxBeside) {
		out = append(out, "")
	}
	for i, cell := range row {
		if cell = trim(cell); cell == "" {
			continue
		}
		if above := trim(at(headings, i)); above == "" {
			under++
		} else if field, _ := headerField(headerKey(above)); field != "" {
			return nil // a person without an address, perhaps
		}
		out[i] = cell
	}
	if under == 0 {
		return nil
	}
	return out
}

// isHeadingAgain passes over rows that repeat the headings, and over a second
// table below the first, and says so.
func (l *list) isHeadingAgain(row int, cells []string) bool {
	switch {
	case l.second:
		l.out.Left++
		return true
	case l.header == 0:
		return false
	}
	email := l.clerk.column(FieldEmail)
	if email >= 0 && strings.Contains(at(cells, email), "@") || fill(cells) < 2 {
		return false
	}
	same := slices.EqualFunc(trimRow(cells), trimRow(l.titles), func(a, b string) bool { return headerKey(a) == headerKey(b) })
	switch {
	case same:
		l.leaveOut(row, cells, CodeHeadingAgain)
		return true
	case knownHeaders(cells) < 2 || hasTyped(cells) || hasAddressCell(cells) || !slices.ContainsFunc(cells, isEmailWord):
		return false
	}
	l.second = true
	l.leaveOut(row, cells, CodeSecondTable)
	return true
}

func isEmailWord(cell string) bool {
	field, _ := headerField(headerKey(cell))
	return field == FieldEmail
}

// trimRow leaves out the empty cells at the end.
func trimRow(cells []string) []string {
	for len(cells) > 0 && trim(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
