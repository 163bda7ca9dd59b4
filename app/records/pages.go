package records

import "slices"

// The shape of the cache: rows a page, and pages kept.
const (
	pageRows  = 50
	pagesKept = 12
)

// pages is the little of a long list that is held: the numbers of all rows, and
// the rows of a few pages. It asks for a page when a row of it is looked at.
type pages struct {
	numbers []int64
	rows    map[int][]Row
	used    []int // pages, the one looked at last at the end
	asked   map[int]bool
	turn    int // counts the lists, so that an answer about an earlier one is told
	ask     func(page, turn int, numbers []int64)
}

// newPages makes a cache that reads by ask; the answer comes to put.
func newPages(ask func(page, turn int, numbers []int64)) *pages {
	p := &pages{ask: ask}
	p.reset(nil)
	return p
}

// reset begins with another list.
func (p *pages) reset(numbers []int64) {
	p.turn++
	p.numbers, p.rows, p.asked, p.used = numbers, map[int][]Row{}, map[int]bool{}, nil
}

// grow takes the whole of a list whose beginning is held, and keeps what was
// read of it. It tells whether that is its beginning.
func (p *pages) grow(numbers []int64) bool {
	held := p.numbers
	if len(numbers) < len(held) || !slices.Equal(numbers[:len(held)], held) {
		return false
	}
	if last := len(held) / pageRows; len(held)%pageRows > 0 { // read as far as it went
		delete(p.rows, last)
		p.used = slices.DeleteFunc(p.used, func(q int) bool { return q == last })
	}
	p.turn++
	p.numbers, p.asked = numbers, map[int]bool{}
	return true
}

// count is how many rows the list has.
func (p *pages) count() int { return len(p.numbers) }

// row gives a row, or asks for its page and gives false.
func (p *pages) row(i int) (Row, bool) {
	if i < 0 || i >= len(p.numbers) {
		return Row{}, false
	}
	page := i / pageRows
	if rows, ok := p.rows[page]; ok {
		p.touch(page)
		if i%pageRows < len(rows) {
			return rows[i%pageRows], true
		}
		return Row{}, false
	}
	if !p.asked[page] {
		p.asked[page] = true
		first := page * pageRows
		p.ask(page, p.turn, p.numbers[first:min(first+pageRows, len(p.numbers))])
		// The answer may be here already, and then the row is.
		if rows, ok := p.rows[page]; ok && i%pageRows < len(rows) {
			return rows[i%pageRows], true
		}
	}
	return Row{}, false
}

// put takes the rows of a page. It tells whether they belong to this list.
func (p *pages) put(page, turn int, rows []Row) bool {
	if turn != p.turn {
		return false
	}
	delete(p.asked, page)
	p.rows[page] = rows
	p.touch(page)
	for len(p.used) > pagesKept {
		delete(p.rows, p.used[0])
		p.used = p.used[1:]
	}
	return true
}

// peek gives a row without asking for its page.
func (p *pages) peek(i int) (Row, bool) {
	rows, ok := p.rows[i/pageRows]
	if !ok || i < 0 || i%pageRows >= len(rows) {
		return Row{}, false
	}
	return rows[i%pageRows], true
}

// retry forgets what was asked for in vain.
func (p *pages) retry() { p.asked = map[int]bool{} }

func (p *pages) touch(page int) {
	if n := len(p.used); n > 0 && p.used[n-1] == page {
		return
	}
	p.used = append(slices.DeleteFunc(p.used, func(q int) bool { return q == page }), page)
}
