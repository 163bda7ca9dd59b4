package roster

import "strings"

// dayOrders remembers, for each column of dates, which reading its rows have
// shown, and the dates that wait for it.
type dayOrders struct {
	shown   map[int]DateOrder // column → the reading, or bothOrders
	waiting []waitingDate
}

// bothOrders is a column that shows both readings, and so none.
const bothOrders DateOrder = "both"

type waitingDate struct {
	row, column        int
	field              string
	cell               string
	dayFirst, monFirst Date
}

// date reads a cell of a date column into target. A date with two readings
// waits until settle.
func (c *clerk) date(field string, i int, cell string, target *Date) {
	text := trim(cell)
	if text == "" {
		return
	}
	d, other, ok := readDate(text)
	if !ok {
		c.report(i, cell, CodeBadDate, SeverityBad, "")
		return
	}
	if other.IsZero() {
		*target = d
		c.days.learn(i, orderOf(text, d))
		return
	}
	c.days.waiting = append(c.days.waiting, waitingDate{c.row, i, field, cell, d, other})
}

// awaited gives the person at hand the dates that wait, for the time being: so
// there is room for them.
func (c *clerk) awaited(row int) {
	for i := len(c.days.waiting) - 1; i >= 0 && c.days.waiting[i].row == row; i-- {
		c.person.set(c.days.waiting[i].field, c.days.waiting[i].dayFirst)
	}
}

func (p *Person) set(field string, d Date) {
	if field == FieldExpires {
		p.Expires = d
	} else {
		p.IssuedOn = d
	}
}

// orderOf is the reading a date shows when only one is possible: "" when it
// shows none, being written otherwise or the same both ways.
func orderOf(text string, d Date) DateOrder {
	first, ok := number(leadingDigits(text), 2)
	i := strings.IndexAny(text, "-/.")
	if !ok || i < 1 || i > 2 || text[i] == '.' || leadingDigits(text[i+1:]) == "" || d.Day == d.Month {
		return "" // the year first, points, or a month's name: always one reading
	}
	if first == int(d.Day) {
		return DayFirst
	}
	return MonthFirst
}

func leadingDigits(s string) string {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i]
}

func (o *dayOrders) learn(column int, order DateOrder) {
	if order == "" {
		return
	}
	if o.shown == nil {
		o.shown = map[int]DateOrder{}
	}
	if before := o.shown[column]; before != "" && before != order {
		order = bothOrders
	}
	o.shown[column] = order
}

// settle reads the waiting dates as their columns have shown. set gives a
// person the date; fail is told the rows that stay ambiguous.
func (c *clerk) settle(set func(waitingDate, Date) *Person, fail func(row int)) {
	for _, w := range c.days.waiting {
		order := c.opts.DateOrder.of(w.field)
		if order == "" {
			order = c.days.shown[w.column]
		}
		c.row = w.row
		var p *Person
		switch order {
		case DayFirst:
			p = set(w, w.dayFirst)
		case MonthFirst:
			p = set(w, w.monFirst)
		default:
			set(w, Date{})
			c.report(w.column, w.cell, CodeAmbiguous, SeverityBad, "", "first", w.dayFirst.String(), "second", w.monFirst.String())
			fail(w.row)
			continue
		}
		if !p.IssuedOn.IsZero() && !p.Expires.IsZero() && c.checkOrder(p, nil) {
			fail(w.row)
		}
	}
	c.days.waiting = nil
}

// checkOrder reports a badge that would end before it begins.
func (c *clerk) checkOrder(p *Person, cells []string) bool {
	if !p.Expires.before(p.IssuedOn) {
		return false
	}
	i := c.column(FieldExpires)
	cell := at(cells, i)
	if cell == "" {
		cell = p.Expires.String()
	}
	c.report(i, cell, CodeExpiresFirst, SeverityBad, "", "issued_on", p.IssuedOn.String(), "expires", p.Expires.String())
	return true
}

// before compares calendar days; times within a day are left to the award,
// which knows the zone.
func (d Date) before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}
