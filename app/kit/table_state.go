package kit

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// tableState is what a table knows.
type tableState struct {
	name     string
	columns  []TableColumn
	cell     func(row, col int) TableCell
	count    int
	at       int // the row that keys act on; -1 is none
	col      int
	anchor   int
	chosen   map[int]bool
	sortCol  int
	sortDown bool

	body   *tableBody
	head   *fyne.Container
	strip  *fyne.Container // see Strip
	scroll *container.Scroll
	widths []float32
}

// NewTable makes a table; name is what tests call it.
func NewTable(name string, columns []TableColumn, cell func(row, col int) TableCell) *Table {
	t := &Table{tableState: tableState{name: name, columns: columns, cell: cell, at: -1, anchor: -1, sortCol: -1, chosen: map[int]bool{}}}
	t.body = newTableBody(t)
	t.scroll = container.NewScroll(t.body)
	t.scroll.OnScrolled = func(fyne.Position) { t.scrolled() }
	t.head = container.New(&headLayout{t: t})
	t.buildHead()
	t.ExtendBaseWidget(t)
	return t
}

// SetColumns changes the columns.
func (t *Table) SetColumns(columns []TableColumn) {
	t.columns = columns
	t.body.forget()
	t.buildHead()
	t.Refresh()
}

// SetCount changes how many rows there are and shows them anew.
func (t *Table) SetCount(n int) {
	t.count = n
	if t.at >= n {
		t.at = n - 1
	}
	for row := range t.chosen {
		if row >= n {
			delete(t.chosen, row)
		}
	}
	t.Refresh()
}

// Count is how many rows there are.
func (t *Table) Count() int { return t.count }

// Cell is what a cell shows; for tests.
func (t *Table) Cell(row, col int) TableCell { return t.cell(row, col) }

// Selected lists the selected rows, in order.
func (t *Table) Selected() []int {
	rows := make([]int, 0, len(t.chosen))
	for row := range t.chosen {
		rows = append(rows, row)
	}
	sort.Ints(rows)
	return rows
}

// Pane is what takes the keys, for walking through a room's panes.
func (t *Table) Pane() fyne.Focusable { return t.body }

// Row is the row that keys act on; -1 is none.
func (t *Table) Row() int { return t.at }

// Col is the column that keys act on, where cells can be edited.
func (t *Table) Col() int { return t.col }

// Offset is how far the table is scrolled.
func (t *Table) Offset() fyne.Position { return t.scroll.Offset }

// SetOffset scrolls the table to where it was.
func (t *Table) SetOffset(to fyne.Position) {
	t.scroll.Offset = to
	t.scroll.Refresh()
	t.scrolled()
}

// Select selects one row, brings it into view, and tells. -1 selects none.
func (t *Table) Select(row int) { t.choose(row, false, false) }

// Clear selects none, without telling.
func (t *Table) Clear() {
	t.at, t.anchor, t.chosen = -1, -1, map[int]bool{}
	t.body.Refresh()
}

// SelectAll selects every row.
func (t *Table) SelectAll() {
	if !t.Multi {
		return
	}
	for row := range t.count {
		t.chosen[row] = true
	}
	t.body.Refresh()
	t.told()
}

// ShowSort shows by which column rows are sorted, without telling.
func (t *Table) ShowSort(col int, down bool) {
	t.sortCol, t.sortDown = col, down
	t.buildHead()
}

// choose moves to a row: add keeps what is selected, stretch selects all rows
// from where the selection began.
func (t *Table) choose(row int, add, stretch bool) {
	if row >= t.count {
		row = t.count - 1
	}
	switch {
	case row < 0:
		t.chosen = map[int]bool{}
	case stretch && t.Multi && t.anchor >= 0:
		t.chosen = map[int]bool{}
		for r := min(row, t.anchor); r <= max(row, t.anchor); r++ {
			t.chosen[r] = true
		}
	case add && t.Multi:
		if t.chosen[row] {
			delete(t.chosen, row)
		} else {
			t.chosen[row] = true
		}
		t.anchor = row
	default:
		t.chosen, t.anchor = map[int]bool{row: true}, row
	}
	t.at = row
	t.ScrollTo(row)
	t.body.Refresh()
	t.told()
}

func (t *Table) told() {
	if t.OnSelect != nil {
		t.OnSelect(t.at)
	}
}
