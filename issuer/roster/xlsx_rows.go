package roster

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

func sortMerges(list []merge) []merge {
	slices.SortStableFunc(list, func(a, b merge) int { return cmp.Compare(a.from, b.from) })
	return list
}

// xlsxRows reads a sheet of an Office workbook row by row.
type xlsxRows struct {
	book   *xlsx
	file   io.Closer
	d      *xml.Decoder
	rec    record
	last   int // row before
	slots  int
	merges []merge // that begin below
	spread spreader
	value  []byte
	ended  bool
}

func (x *xlsxRows) close() { _ = x.file.Close() }

func (x *xlsxRows) next() (*record, error) {
	for !x.ended {
		t, err := x.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "row" {
				continue
			}
			row := x.last + 1
			if n, ok := number(attr(t, "r"), 7); ok && n > row {
				row = n
			}
			if row > maxRows {
				return nil, errTooMuch
			}
			x.last = row
			x.rec.reset(row, isYes(attr(t, "hidden")))
			filled, err := x.cells()
			if err != nil {
				return nil, err
			}
			if filled {
				return &x.rec, nil
			}
		case xml.EndElement:
			x.ended = t.Name.Local == "sheetData"
		}
	}
	return nil, nil //nolint:nilnil // the end is no failure
}

// token reads on. A sheet that ends before its rows do is damaged.
func (x *xlsxRows) token() (xml.Token, error) {
	t, err := x.d.RawToken()
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, io.EOF):
		x.ended = true
		return nil, fmt.Errorf("%w: sheet ends early", errDamaged)
	case errors.Is(err, errTooMuch):
		return nil, err //nolint:wrapcheck // ours
	}
	return nil, fmt.Errorf("%w: %w", errDamaged, err)
}

// cells reads the cells of a row and tells whether one has a text.
func (x *xlsxRows) cells() (filled bool, err error) {
	column := -1
	for {
		t, err := x.token()
		if err != nil {
			return false, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			column++
			if at, _, ok := place(attr(t, "r")); ok {
				column = at
			}
			if column >= maxColumns {
				return false, errTooMuch
			}
			text, formula, err := x.cell(t)
			if err != nil {
				return false, err
			}
			if text != "" {
				x.rec.put(column, text)
				filled = filled || trim(text) != "" && (text != "FALSE" || attr(t, "t") != "b") // boxes nobody ticked fill no row
			} else if formula {
				x.rec.unworked = append(x.rec.unworked, column)
			}
		case xml.EndElement:
			if t.Name.Local != "row" {
				continue
			}
			if x.slots += len(x.rec.cells); x.slots > maxSlots {
				return false, errTooMuch
			}
			x.spreadMerges(filled)
			return filled, nil
		}
	}
}

// spreadMerges heeds the merged cells that begin in or cover the row.
func (x *xlsxRows) spreadMerges(filled bool) {
	for len(x.merges) > 0 && x.merges[0].from <= x.rec.row {
		m := x.merges[0]
		x.merges = x.merges[1:]
		if m.from == x.rec.row {
			m.text = at(x.rec.cells, m.column)
			x.spread.begin(m)
		}
	}
	if filled {
		x.spread.spread(&x.rec)
	}
}

// cell reads one cell as a person sees it; formula tells that it is worked
// out.
func (x *xlsxRows) cell(c xml.StartElement) (text string, formula bool, err error) {
	kind, style := attr(c, "t"), attr(c, "s")
	x.value = x.value[:0]
	inValue := false
	for {
		t, err := x.token()
		if err != nil {
			return "", false, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				formula = true
			case "is":
				if text, err = richText(x.d, "is"); err != nil {
					return "", false, err
				}
			}
			inValue = t.Name.Local == "v"
		case xml.CharData:
			if inValue {
				if x.value = append(x.value, t...); len(x.value) > 2*maxCell {
					return "", false, errTooMuch
				}
			}
		case xml.EndElement:
			if inValue = false; t.Name.Local != "c" {
				continue
			}
			if kind == "inlineStr" || len(x.value) == 0 {
				return text, formula, nil
			}
			return x.shown(kind, style, string(x.value)), formula, nil
		}
	}
}

// shown is a value as a person sees it.
func (x *xlsxRows) shown(kind, style, value string) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(trim(value)); err == nil && i >= 0 && i < len(x.book.texts) {
			return x.book.texts[i]
		}
		return ""
	case "str":
		return unescape(value)
	case "b":
		if isYes(value) {
			return "TRUE"
		}
		return "FALSE"
	case "e", "d":
		return value
	}
	var f cellFormat
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(x.book.formats) {
		f = x.book.formats[i]
	}
	return f.show(value, x.book.from04)
}
