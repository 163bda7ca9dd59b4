package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func bigTable(b *kittest.Bench, n int, read map[int]bool) *kit.Table {
	t := kit.NewTable("People", []kit.TableColumn{{Title: "Name", Sort: true}, {Title: "State", Width: 140}}, func(row, col int) kit.TableCell {
		read[row] = true
		if col == 1 {
			return kit.TableCell{Text: "Sent", Icon: "check", Chip: true, Tone: kit.OK}
		}
		return kit.TableCell{Text: fmt.Sprintf("Person %d", row)}
	})
	b.Show(t)
	t.SetCount(n)
	b.Settle()
	return t
}

func key(t *testing.T, b *kittest.Bench, name fyne.KeyName) {
	t.Helper()
	f := b.Window.Canvas().Focused()
	if f == nil {
		t.Fatal("nothing has the focus")
	}
	f.TypedKey(&fyne.KeyEvent{Name: name})
}

func TestTableAsksOnlyForWhatIsSeen(t *testing.T) {
	b := kittest.New(t, kittest.English)
	read := map[int]bool{}
	table := bigTable(b, 100_000, read)
	if len(read) > 40 {
		t.Errorf("%d rows were read to show about 22", len(read))
	}
	var first, last int
	table.OnView = func(f, l int) { first, last = f, l }
	clear(read)
	table.Select(70_000)
	if !read[70_000] || len(read) > 60 {
		t.Errorf("going to row 70,000 read %d rows, that one: %v", len(read), read[70_000])
	}
	if first > 70_000 || last < 70_000 {
		t.Errorf("in view are %d to %d", first, last)
	}
	if !kittest.Says(table, "Person 70000") {
		t.Error("the row is not shown")
	}
}

func TestTableByKeys(t *testing.T) {
	b := kittest.New(t, kittest.English)
	table := bigTable(b, 50, map[int]bool{})
	table.Multi = true
	var opened []int
	table.OnOpen = func(row int) { opened = append(opened, row) }
	b.Window.Canvas().FocusNext() // the heading that sorts
	b.Window.Canvas().FocusNext()
	key(t, b, fyne.KeyDown)
	key(t, b, fyne.KeyEnd)
	if table.Row() != 49 {
		t.Errorf("End leads to %d", table.Row())
	}
	key(t, b, fyne.KeyHome)
	key(t, b, fyne.KeyDown)
	key(t, b, fyne.KeySpace) // takes it out again
	if got := table.Selected(); len(got) != 0 {
		t.Errorf("selected %v", got)
	}
	key(t, b, fyne.KeySpace)
	k := b.Window.Canvas().Focused().(desktop.Keyable)
	k.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(t, b, fyne.KeyDown)
	key(t, b, fyne.KeyDown)
	k.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if got := table.Selected(); len(got) != 3 || got[0] != 1 || got[2] != 3 {
		t.Errorf("with Shift %v are selected", got)
	}
	key(t, b, fyne.KeyReturn)
	if len(opened) != 1 || opened[0] != 3 {
		t.Errorf("Enter opened %v", opened)
	}
	key(t, b, fyne.KeyPageDown)
	if table.Row() < 10 {
		t.Errorf("Page Down leads to %d", table.Row())
	}
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	if len(table.Selected()) != 50 {
		t.Error("Ctrl+A does not select all")
	}
}

func TestTableSortsByItsHeadings(t *testing.T) {
	b := kittest.New(t, kittest.English)
	table := bigTable(b, 5, map[int]bool{})
	var asked []string
	table.OnSort = func(col int, down bool) { asked = append(asked, fmt.Sprint(col, down)) }
	b.Press(t, "Name")
	b.Press(t, "Name")
	if fmt.Sprint(asked) != "[0 false 0 true]" {
		t.Errorf("asked for %v", asked)
	}
}

func TestTableEditsCells(t *testing.T) {
	b := kittest.New(t, kittest.English)
	table := bigTable(b, 5, map[int]bool{})
	got := ""
	table.OnEdit = func(row, col int) { got = fmt.Sprint(row, col) }
	table.Select(2)
	b.Window.Canvas().FocusNext()
	b.Window.Canvas().FocusNext()
	key(t, b, fyne.KeyRight)
	key(t, b, fyne.KeyF2)
	if got != "2 1" {
		t.Errorf("F2 edits %q", got)
	}
}

func TestTableShrinks(t *testing.T) {
	b := kittest.New(t, kittest.English)
	table := bigTable(b, 50, map[int]bool{})
	table.Select(40)
	table.SetCount(3)
	if table.Row() != 2 || len(table.Selected()) != 0 {
		t.Errorf("after shrinking row %d, selected %v", table.Row(), table.Selected())
	}
	table.SetCount(0)
	b.Settle()
	if kittest.Says(table, "Person") {
		t.Error("an empty table shows people")
	}
}

func BenchmarkTableScroll(bench *testing.B) {
	table := kit.NewTable("People", []kit.TableColumn{{Title: "Name"}, {Title: "Mail"}, {Title: "State"}}, func(row, _ int) kit.TableCell {
		return kit.TableCell{Text: fmt.Sprintf("Person %d", row)}
	})
	table.Resize(fyne.NewSize(1000, 700))
	table.SetCount(100_000)
	for i := range bench.N {
		table.ScrollTo(i * 37 % 100_000)
	}
}
