package awarding

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"badgekiln/app/kit"
)

// edit lets somebody type in a cell of the list, where it stands. Both count
// from 0, col without the column of row numbers; letter replaces what it holds.
func (p *columnsPage) edit(row, col int, letter string) {
	got := p.r.reading
	if !p.has(row) || col < 0 || col >= len(got.Columns) {
		return
	}
	one := p.row(row)
	was := ""
	if col < len(one.Cells) {
		was = one.Cells[col]
	}
	e := kit.CellEdit{Name: p.r.t("edit.cell", "column", got.Columns[col].Heading, "row", strconv.Itoa(one.Row)), Text: was, Kept: true, Note: p.note(one.Row, col)}
	if letter != "" {
		e.Text, e.Kept = letter, false
	}
	e.Done = func(text string, left kit.Leaving) {
		if text != was {
			p.typed(row, col, text)
		}
		switch left {
		case kit.LeftForward:
			p.editNext(row, col, 1)
		case kit.LeftBack:
			p.editNext(row, col, -1)
		}
	}
	p.table.EditCell(row, col+1, e)
}

// note is what is wrong with a cell; "" when nothing is.
func (p *columnsPage) note(row, col int) string {
	for _, f := range p.r.reading.Findings {
		if f.Row == row && f.Column == col {
			return f.Text
		}
	}
	return ""
}

// typed takes what was typed in a cell over. The mark of the cell goes at once;
// what the list says now is read behind that.
func (p *columnsPage) typed(row, col int, text string) {
	one := p.row(row)
	one.Cells = append(slices.Clone(one.Cells), make([]string, max(0, col+1-len(one.Cells)))...)
	one.Cells[col] = text
	one.Marks = maps.Clone(one.Marks)
	delete(one.Marks, col)
	p.typedIn[row] = one
	p.heldAt = -1
	p.table.Refresh()
	p.r.fix(Fix{one.Row, col, text})
}

// editNext goes on to the next cell that stops its row, or the one before, and
// from the end to the beginning.
func (p *columnsPage) editNext(row, col, by int) {
	got := p.r.reading
	if !p.has(row) {
		return // a long list is read anew before one goes on in it
	}
	columns := len(got.Columns)
	here := p.row(row).Row*columns + col
	all := (got.Rows.At(got.Rows.Len()-1).Row + 1) * columns
	nearest, next, at := all, -1, 0
	for _, f := range got.Findings {
		if f.Severity != Stops || f.Column < 0 {
			continue
		}
		far := (by*(f.Row*columns+f.Column-here) + all) % all
		if far == 0 || far >= nearest {
			continue
		}
		if i := placeOf(got.Rows, f.Row); i >= 0 && p.row(i).Marks[f.Column] == Stops {
			nearest, next, at = far, i, f.Column
		}
	}
	p.edit(next, at, "")
}

// shown is what a choice can be taken back to.
type shown struct {
	choices  Choices
	recalled bool
}

// decide changes the choices, so that it can be undone, and reads the list as
// they now say.
func (r *Room) decide(change func(*Choices)) {
	r.past = append(r.past, shown{r.choices, r.recalled})
	if len(r.past) > mostUndone {
		r.past = slices.Delete(r.past, 0, 1)
	}
	r.future = nil
	change(&r.choices)
	r.read()
}

// mostUndone is how many decisions can be undone.
const mostUndone = 200

// undo takes the last decision back, redo takes it again.
func (r *Room) undo() { r.swap(&r.past, &r.future) }
func (r *Room) redo() { r.swap(&r.future, &r.past) }

func (r *Room) swap(from, to *[]shown) {
	n := len(*from)
	if r.step != atColumns || n == 0 {
		return
	}
	*to = append(*to, shown{r.choices, r.recalled})
	r.choices, r.recalled = (*from)[n-1].choices, (*from)[n-1].recalled
	*from = (*from)[:n-1]
	r.read()
}

// sameColumns tells whether two readings can be shown by the same table.
func sameColumns(a, b *Reading) bool {
	return slices.Equal(a.Columns, b.Columns) && a.Name == b.Name && fmt.Sprint(a.Encoding, a.Delimiter, a.Heading, a.Sheet) == fmt.Sprint(b.Encoding, b.Delimiter, b.Heading, b.Sheet)
}
