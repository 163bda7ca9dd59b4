package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"badgekiln/issuer/award"
)

// rowViews are the rows of a plan as results show them. There can be a million:
// each is put into words when it is written.
type rowViews struct {
	a    *app
	rows award.Rows
}

func (v *rowViews) Len() int { return v.rows.Len() }

// all goes through the rows in order.
func (v *rowViews) all() iter.Seq[rowView] {
	return func(yield func(rowView) bool) {
		for _, row := range v.rows.All() {
			if !yield(v.a.rowView(row)) {
				return
			}
		}
	}
}

// of goes through the rows of one state.
func (v *rowViews) of(state string) iter.Seq[rowView] {
	return func(yield func(rowView) bool) {
		for i := range v.rows.Len() {
			if v.rows.State(i) == state && !yield(v.a.rowView(v.rows.At(i))) {
				return
			}
		}
	}
}

// some tells whether there is anything at all.
func some[T any](list iter.Seq[T]) bool {
	for range list {
		return true
	}
	return false
}

// rowsHere stands in a document where its rows are to be written.
const rowsHere = "\x00"

// MarshalJSON marks the place of the rows; see awarded.stream.
func (v rowViews) MarshalJSON() ([]byte, error) {
	if v.Len() == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal([]string{rowsHere})
}

// stream writes the result as one JSON document, row by row.
func (v awarded) stream(w io.Writer) error {
	document, err := indented(v, "")
	if err != nil {
		return err
	}
	place, err := json.Marshal(rowsHere)
	if err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	before, after, found := bytes.Cut(document, place)
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.Write(before) // what fails fails again in Flush
	if found {
		first := true
		for row := range v.Rows.all() {
			text, err := indented(row, "    ")
			if err != nil {
				return err
			}
			if !first {
				_, _ = out.WriteString(",\n    ")
			}
			first = false
			if _, err := out.Write(text); err != nil {
				return fmt.Errorf("write result: %w", err)
			}
		}
	}
	_, _ = out.Write(after)
	return errors.Join(out.WriteByte('\n'), out.Flush())
}

// indented is a value as results write it, without the last line's end.
func indented(value any, prefix string) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	if err := e.Encode(value); err != nil {
		return nil, fmt.Errorf("write result: %w", err)
	}
	return escaped(bytes.TrimSuffix(text.Bytes(), []byte("\n"))), nil
}
