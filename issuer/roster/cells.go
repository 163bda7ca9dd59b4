package roster

import (
	"encoding/binary"
	"math"
	"strings"

	"badgekiln/issuer/dense"
)

// Cells are the cells of a list's rows as the file has them, kept as closely as
// Rows are: what somebody looks at is a screen of them. Of a text they stay where
// they are, and are taken apart again; others are packed. The zero Cells is
// empty.
type Cells struct {
	text  string // of the file, without which all rows are packed
	delim byte
	from  dense.Rows[uint32] // where each row begins in the text
	own   map[int]dense.Ref  // those that do not stand there so

	packed dense.Rows[dense.Ref]
	texts  dense.Store
	last   []string // what the row before said
	room   []byte
}

// within says that the rows stand in a text.
func (c *Cells) within(text string, delim byte) {
	if len(text) < math.MaxUint32 {
		c.text, c.delim, c.own = text, delim, map[int]dense.Ref{}
	}
}

// Len is how many rows there are.
func (c *Cells) Len() int {
	if c.own != nil {
		return c.from.Len()
	}
	return c.packed.Len()
}

// At are those of the i-th row, from 0, made anew.
func (c *Cells) At(i int) []string {
	if c.own == nil {
		return c.unpack(*c.packed.At(i))
	}
	if ref, own := c.own[i]; own {
		return c.unpack(ref)
	}
	s := scanner{data: c.text[*c.from.At(i):], delim: c.delim, eof: true}
	s.next() // as it was found there before
	for i, cell := range s.cells {
		s.cells[i] = strings.Clone(cell) // what is shown of it does not hold the whole text
	}
	return s.cells
}

// add takes the cells of a record, perhaps with some mended, at the end.
func (c *Cells) add(rec *record, cells []string, mended bool) {
	switch {
	case c.own == nil:
		c.packed.Append(c.pack(cells))
	case mended:
		c.own[c.from.Len()] = c.pack(cells)
		c.from.Append(0)
	default:
		c.from.Append(uint32(rec.from)) // #nosec G115 -- see within
	}
}

// pack packs cells. What the row before says in the same column is kept once
// for all that do.
func (c *Cells) pack(cells []string) dense.Ref {
	rec := binary.AppendUvarint(c.room[:0], uint64(len(cells)))
	for i, text := range cells {
		switch {
		case i == len(c.last):
			c.last = append(c.last, text)
		case c.last[i] == text && len(text) > 1:
			rec = c.texts.AppendWord(rec, text)
			continue
		default:
			c.last[i] = text
		}
		rec = dense.AppendText(rec, text)
	}
	c.room = rec
	return c.texts.Put(rec)
}

func (c *Cells) unpack(ref dense.Ref) []string {
	rec := c.texts.Read(ref)
	cells := make([]string, rec.Number())
	for i := range cells {
		cells[i] = rec.Text()
	}
	return cells
}

// drop takes the last row away.
func (c *Cells) drop() {
	if c.own == nil {
		c.packed.Drop()
		return
	}
	c.from.Drop()
	delete(c.own, c.from.Len())
}

// settled is called after the last row.
func (c *Cells) settled() { c.last, c.room = nil, nil }
