package roster

import (
	"encoding/binary"

	"badgekiln/issuer/dense"
)

// Cells are the cells of a list's rows as the file has them, kept as closely as
// Rows are: what somebody looks at is a screen of them. The zero Cells is empty.
type Cells struct {
	at    dense.Rows[dense.Ref]
	texts dense.Store
	last  []string // what the row before said
	room  []byte
}

// Len is how many rows there are.
func (c *Cells) Len() int { return c.at.Len() }

// At are those of the i-th row, from 0, made anew.
func (c *Cells) At(i int) []string {
	rec := c.texts.Read(*c.at.At(i))
	cells := make([]string, rec.Number())
	for i := range cells {
		cells[i] = rec.Text()
	}
	return cells
}

// add packs a row at the end. What the row before says in the same column is
// kept once for all that do.
func (c *Cells) add(cells []string) {
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
	c.at.Append(c.texts.Put(rec))
}

// drop takes the last row away.
func (c *Cells) drop() { c.at.Drop() }

// settled is called after the last row: nothing of a file's text is held on to.
func (c *Cells) settled() { c.last, c.room = nil, nil }
