package records

import (
	"strconv"
	"testing"
)

// counted is a list of so many rows, of which none is read yet.
func counted(n int) []int64 {
	numbers := make([]int64, n)
	for i := range numbers {
		numbers[i] = int64(i)
	}
	return numbers
}

func TestOnlyAFewPagesAreHeld(t *testing.T) {
	t.Parallel()
	var p *pages
	asked := 0
	p = newPages(func(page, turn int, numbers []int64) {
		asked++
		rows := make([]Row, len(numbers))
		for i, n := range numbers {
			rows[i].ID = strconv.FormatInt(n, 10)
		}
		p.put(page, turn, rows)
	})
	p.reset(counted(100_000))
	for _, i := range []int{0, 99_999, 50_000, pageRows - 1, pageRows, 12_345, 99_999} {
		if row, ok := p.row(i); !ok || row.ID != strconv.Itoa(i) {
			t.Errorf("row %d is %q, %v", i, row.ID, ok)
		}
		if len(p.rows) > pagesKept {
			t.Errorf("%d pages are held", len(p.rows))
		}
	}
	if asked != 5 { // the first page is still there for its last row, and the last one
		t.Errorf("%d pages were read", asked)
	}
	if _, ok := p.row(100_000); ok {
		t.Error("there is a row behind the last")
	}
}

func TestAnAnswerAboutAnEarlierListIsDropped(t *testing.T) {
	t.Parallel()
	var turns []int
	p := newPages(func(_, turn int, _ []int64) { turns = append(turns, turn) })
	p.reset(counted(10))
	if _, ok := p.row(3); ok || len(turns) != 1 {
		t.Fatal("a row is there before it was read")
	}
	p.row(4) // its page is asked for already
	p.reset(counted(5))
	if p.put(0, turns[0], make([]Row, 10)) {
		t.Error("an old answer is taken")
	}
	p.row(3)
	if len(turns) != 2 || !p.put(0, turns[1], make([]Row, 5)) {
		t.Errorf("asked %v", turns)
	}
	if _, ok := p.row(4); !ok {
		t.Error("the row is not there")
	}
}

// A list of which the beginning was read grows to its whole: what was read
// stays, unless the whole begins otherwise.
func TestAListGrows(t *testing.T) {
	t.Parallel()
	asked := 0
	p := newPages(func(int, int, []int64) { asked++ })
	p.reset(counted(pageRows + 10))
	p.put(0, p.turn, make([]Row, pageRows))
	p.put(1, p.turn, make([]Row, 10))
	if !p.grow(counted(10_000)) || p.count() != 10_000 {
		t.Fatalf("%d rows", p.count())
	}
	if _, ok := p.row(3); !ok || asked != 0 {
		t.Error("what was read is gone")
	}
	if _, ok := p.row(pageRows + 3); ok || asked != 1 {
		t.Error("a page of which a part was read is taken for whole")
	}
	other := counted(20_000)
	other[5] = 7
	if p.grow(other) || p.count() != 10_000 {
		t.Error("another list is taken for the rest of this one")
	}
}
