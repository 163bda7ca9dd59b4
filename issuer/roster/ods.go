package roster

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// ods is an OpenDocument spreadsheet.
type ods struct {
	z    *archive
	list []Sheet
}

// openODS lists the sheets, for which the whole content has to be passed
// once.
func openODS(z *archive) (*ods, error) {
	if z.part("META-INF/manifest.xml") != nil {
		err := z.walk("META-INF/manifest.xml", maxSmall, func(e xml.StartElement, _ *xml.Decoder) error {
			if e.Name.Local == "encryption-data" {
				return issuer.Fail(issuer.Input, CodeEncrypted)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	o := &ods{z: z}
	hides := map[string]bool{} // styles of sheets that are not shown
	style, depth := "", 0
	err := z.walk("content.xml", maxPart, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "style":
			style = attr(e, "name")
		case "table-properties":
			if attr(e, "display") == "false" {
				hides[style] = true
			}
		case "spreadsheet":
			depth = 1
		case "table":
			if depth > 0 && e.Name.Space == "table" && attr(e, "is-sub-table") != "true" {
				o.list = append(o.list, Sheet{Name: attr(e, "name"), Hidden: hides[attr(e, "style-name")]})
			}
		}
		return nil
	})
	return o, err
}

func (o *ods) sheets() []Sheet { return o.list }

// rows begins to read a sheet.
func (o *ods) rows(sheet int) (rowReader, error) {
	r, err := o.z.open("content.xml", maxPart)
	if err != nil {
		return nil, err
	}
	x := &odsRows{file: r, d: xml.NewDecoder(r)}
	inBody := false
	for n := -1; n < sheet; {
		t, err := x.token()
		if err != nil {
			x.close()
			return nil, err
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "spreadsheet":
			inBody = true
		case inBody && e.Name.Local == "table" && e.Name.Space == "table" && attr(e, "is-sub-table") != "true":
			n++
		}
	}
	return x, nil
}

// odsRows reads a sheet of an OpenDocument spreadsheet row by row.
type odsRows struct {
	file   io.Closer
	d      *xml.Decoder
	rec    record
	cells  []string // of the row at hand, for its repeats
	hollow []int
	row    int // the next row
	again  int // how often the row at hand comes again
	slots  int
	hidden bool
	spread spreader
	spans  []merge
	ended  bool
}

func (x *odsRows) close() { _ = x.file.Close() }

func (x *odsRows) token() (xml.Token, error) {
	t, err := x.d.RawToken()
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, errTooMuch):
		return nil, err //nolint:wrapcheck // ours
	}
	return nil, fmt.Errorf("%w: %w", errDamaged, err)
}

func (x *odsRows) next() (*record, error) {
	for x.again == 0 {
		if x.ended {
			return nil, nil //nolint:nilnil // the end is no failure
		}
		t, err := x.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "table-row":
				if err := x.readRow(t); err != nil {
					return nil, err
				}
			case "table-header-rows", "table-rows", "table-row-group":
			default:
				if err := x.skip(); err != nil {
					return nil, err
				}
			}
		case xml.EndElement:
			x.ended = t.Name.Local == "table"
		}
	}
	return x.repeat()
}

// repeat gives the row at hand once more.
func (x *odsRows) repeat() (*record, error) {
	x.again--
	x.row++
	if x.row > maxRows {
		return nil, errTooMuch
	}
	if x.slots += len(x.cells); x.slots > maxSlots {
		return nil, errTooMuch
	}
	x.rec.reset(x.row, x.hidden)
	x.rec.cells = append(x.rec.cells, x.cells...)
	x.rec.unworked = append(x.rec.unworked, x.hollow...)
	x.spread.spread(&x.rec)
	for _, m := range x.spans {
		m.from, m.last = x.row, x.row+m.last
		x.spread.begin(m)
	}
	x.spans = x.spans[:0]
	return &x.rec, nil
}

// readRow reads a row. An empty one is counted and passed over, however often
// it comes.
func (x *odsRows) readRow(row xml.StartElement) error {
	n := repeats1(row, "number-rows-repeated", maxRows)
	shown := attr(row, "visibility")
	x.hidden = shown == "collapse" || shown == "filter"
	x.cells, x.hollow, x.spans = x.cells[:0], x.hollow[:0], x.spans[:0]
	column, filled := 0, false
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "table-cell" && t.Name.Local != "covered-table-cell" {
				if err := x.skip(); err != nil {
					return err
				}
				continue
			}
			times := repeats1(t, "number-columns-repeated", maxColumns)
			text, err := x.cell(t)
			if err != nil {
				return err
			}
			if t.Name.Local == "covered-table-cell" {
				text = "" // nobody sees what lies under a merged cell
			}
			filled = filled || trim(text) != "" && attr(t, "boolean-value") != "false" // boxes nobody ticked fill no row
			if err := x.put(column, times, text, t); err != nil {
				return err
			}
			column += times
		case xml.EndElement:
			if t.Name.Local != "table-row" {
				continue
			}
			if !filled {
				x.row += n
				return nil
			}
			if n > maxAlike {
				return errTooMuch
			}
			x.again = n
			return nil
		}
	}
}

// put sets cells of the row at hand.
func (x *odsRows) put(column, times int, text string, cell xml.StartElement) error {
	if text == "" {
		if attr(cell, "formula") != "" && times == 1 {
			x.hollow = append(x.hollow, column)
		}
		return nil
	}
	if column+times > maxColumns {
		return errTooMuch
	}
	for len(x.cells) < column {
		x.cells = append(x.cells, "")
	}
	for range times {
		x.cells = append(x.cells, text)
	}
	if span := repeats1(cell, "number-rows-spanned", maxRows); span > 1 {
		x.spans = append(x.spans, merge{column: column, last: span - 1, text: text})
	}
	return nil
}

// repeats1 reads how often something comes, once if it does not say.
func repeats1(e xml.StartElement, name string, limit int) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, limit)
}

// skip passes over an element and all that is in it.
func (x *odsRows) skip() error {
	for depth := 1; depth > 0; {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// cell reads one cell as a person sees it, but dates as ISO 8601. Notes and
// drawings are no part of it.
func (x *odsRows) cell(e xml.StartElement) (string, error) {
	var b strings.Builder
	paragraphs := 0
	for {
		t, err := x.token()
		if err != nil {
			return "", err
		}
		if b.Len() > 2*maxCell {
			return "", errTooMuch
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch local := t.Name.Local; {
			case local == "p" || local == "h":
				if paragraphs++; paragraphs > 1 {
					b.WriteByte('\n')
				}
			case local == "s":
				n, _ := strconv.Atoi(attr(t, "c"))
				b.WriteString(strings.Repeat(" ", max(1, min(n, 1000))))
			case local == "tab":
				b.WriteByte('\t')
			case local == "line-break":
				b.WriteByte('\n')
			case local == "annotation" || t.Name.Space == "draw" || local == "table" || local == "ruby-text":
				if err := x.skip(); err != nil {
					return "", err
				}
			}
		case xml.CharData:
			if paragraphs > 0 {
				b.Write(collapse(t))
			}
		case xml.EndElement:
			if t.Name.Local == e.Name.Local {
				return odsShown(e, b.String()), nil
			}
		}
	}
}

// collapse drops the line ends a writer put between words; blanks that count
// are elements.
func collapse(text []byte) []byte {
	for i, c := range text {
		if c == '\n' || c == '\r' || c == '\t' {
			text[i] = ' '
		}
	}
	return text
}

// odsShown is a cell's text, or its value where the text is cut to what fits.
func odsShown(e xml.StartElement, text string) string {
	switch value := attr(e, "value"); attr(e, "value-type") {
	case "date":
		if date := attr(e, "date-value"); date != "" {
			date = strings.TrimSuffix(date, "T00:00:00")
			return strings.Replace(date, "T", " ", 1)
		}
	case "boolean":
		if text == "" {
			return strings.ToUpper(attr(e, "boolean-value"))
		}
	case "string":
		if text == "" {
			return attr(e, "string-value")
		}
	case "float":
		if text == "" || strings.HasPrefix(text, "###") || strings.Contains(text, "E+") {
			return cellFormat{}.show(value, false)
		}
	}
	return text
}
