package roster

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"badgekiln/issuer"
)

// clerk turns cells into people, one row at a time, and writes down what is
// wrong and what was cleaned.
type clerk struct {
	opts     Options
	columns  []Column
	problems []Problem
	untold   int
	changes  []Change
	changed  int
	raw      map[int]string // row → the address as in the list, where cleaning changed it
	days     dayOrders
	tags     map[string]bool // languages seen, and whether they are tags
	own      Person          // lent to whoever reads
	lends    bool            // that one serves all rows
	rule     rule            // joined columns and constants
	loose    bool            // rows may be wider than the table
	turned   int             // the column, from 1, of names with the family first: Ng, Anna

	row    int // the row at hand
	bad    bool
	person *Person
	mailed string // the name that stood beside the address
}

// read makes a person of a row. With bad it cannot be awarded.
func (c *clerk) read(row int, cells []string) (p *Person, bad bool) {
	c.row, c.bad, c.mailed = row, false, ""
	if c.person = (&Person{}); c.lends {
		c.person = &c.own
	}
	*c.person = Person{Row: row}
	for i, cell := range cells {
		if i >= len(c.columns) {
			c.beyond(cells)
			break
		}
		if cell != "" && !c.rule.joins(i) {
			c.cell(i, cell)
		}
	}
	if c.rule.any() {
		c.follow(cells)
	}
	c.name()
	c.whole(cells)
	return c.person, c.bad
}

// cell puts one cell where it belongs.
func (c *clerk) cell(i int, cell string) {
	c.put(c.columns[i].Field, i, cell)
}

// put gives the person at hand a field; i is the column it comes from.
func (c *clerk) put(field string, i int, cell string) {
	if !isPlain(cell) && !c.legible(i, cell) {
		return
	}
	if cell[0] == '#' && isFormulaError(cell) || strings.HasPrefix(cell, "Err:") && isFormulaError(cell) {
		c.report(i, cell, CodeFormulaError, SeverityBad, "")
		return
	}
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@", cell[1]) >= 0 {
		cell = cell[1:] // the guard against formulas that our own files carry
	}
	p := c.person
	if isName := field == FieldName || field == FieldGivenName || field == FieldFamilyName; isName && !isPlain(cell) {
		if meant := ungarbled(cell); meant != "" {
			c.report(i, cell, CodeGarbled, SeverityWarn, meant)
		}
	}
	switch field {
	case FieldEmail:
		c.email(i, cell)
	case FieldName:
		name := cleanName(cell)
		if i >= 0 && i == c.turned-1 {
			name = turnName(name)
		}
		p.Name = c.cleaned(i, cell, name)
	case FieldGivenName:
		p.GivenName = c.cleaned(i, cell, cleanName(cell))
	case FieldFamilyName:
		p.FamilyName = c.cleaned(i, cell, cleanName(cell))
	case FieldEvidence:
		c.evidence(i, cell)
	case FieldNarrative:
		p.Narrative = c.cleaned(i, cell, cleanText(cell))
	case FieldNote:
		p.Note = c.cleaned(i, cell, cleanText(cell))
	case FieldIssuedOn:
		c.date(field, i, cell, &p.IssuedOn)
	case FieldExpires:
		c.date(field, i, cell, &p.Expires)
	case FieldLanguage:
		c.language(i, cell)
	case FieldImage:
		p.Image = c.cleaned(i, cell, trim(cell))
	case FieldBadge:
		p.Badge = c.cleaned(i, cell, trim(cell))
	default:
		if text := c.cleaned(i, cell, cleanText(cell)); text != "" {
			if p.Extra == nil {
				p.Extra = make(map[string]string, 1)
			}
			p.Extra[field] = text
		}
	}
}

// legible refuses what no credential can carry, and what was broken on its
// way here: nobody is called U+FFFD.
func (c *clerk) legible(i int, cell string) bool {
	for _, r := range cell {
		switch {
		case isControl(r):
			c.report(i, cell, CodeControl, SeverityBad, "", "character", "U+"+strings.ToUpper(hex4(r)))
			return false
		case r == '\ufffd':
			c.report(i, cell, CodeBrokenText, SeverityBad, "")
			return false
		}
	}
	return true
}

func hex4(r rune) string {
	s := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", max(0, 4-len(s))) + s
}

func (c *clerk) email(i int, cell string) {
	address, name := cleanAddress(cell)
	if address == "" {
		return
	}
	if code := addressFault(address); code != "" {
		c.report(i, cell, code, SeverityBad, "")
		return
	}
	if c.person.Email = c.cleaned(i, cell, address); address != cell {
		if c.raw == nil {
			c.raw = map[int]string{}
		}
		c.raw[c.row] = cell
	}
	c.mailed = name
}

func (c *clerk) language(i int, cell string) {
	tag := c.cleaned(i, cell, trim(cell))
	ok, known := c.tags[tag]
	if !known {
		_, err := language.Parse(tag)
		ok = err == nil && !strings.Contains(tag, "_")
		if c.tags == nil || len(c.tags) > 1000 {
			c.tags = map[string]bool{}
		}
		c.tags[tag] = ok
	}
	if !ok && tag != "" {
		c.report(i, cell, CodeBadLanguage, SeverityBad, "")
		return
	}
	c.person.Language = tag
}

// name settles the person's name from its parts.
func (c *clerk) name() {
	p := c.person
	if p.Name == "" {
		p.Name = joinNames(p.GivenName, p.FamilyName)
	}
	if p.Name == "" {
		p.Name = turnName(c.mailed) // "Quill, Ada" <ada@example.org>, as address books have it
	}
}

// whole judges the row when all its cells are in place.
func (c *clerk) whole(cells []string) {
	p := c.person
	email, name := c.column(FieldEmail), c.column(FieldName)
	if p.Email == "" && !c.opts.AllowNoEmail && !c.has(email) {
		c.report(email, at(cells, email), CodeNoEmail, SeverityBad, "")
	}
	if p.Name == "" && !c.has(name) {
		c.report(name, at(cells, name), CodeNoName, SeverityWarn, "")
	}
	if !p.IssuedOn.IsZero() && !p.Expires.IsZero() {
		c.checkOrder(p, cells)
	}
	c.checkPrivate(cells)
}

// has tells whether the row at hand already has a bad problem in the column.
func (c *clerk) has(column int) bool {
	label := c.label(column)
	for i := len(c.problems) - 1; i >= 0 && c.problems[i].Row == c.row; i-- {
		if c.problems[i].Column == label && c.problems[i].Severity == SeverityBad {
			return true
		}
	}
	return false
}

// beyond judges cells that have no column.
func (c *clerk) beyond(cells []string) {
	for i := len(c.columns); i < len(cells); i++ {
		if trim(cells[i]) != "" {
			if c.loose {
				c.report(i, cells[i], CodeNoHeading, SeverityWarn, "")
				return
			}
			c.report(i, cells[i], CodeTooManyCells, SeverityBad, "",
				"cells", strconv.Itoa(len(cells)), "columns", strconv.Itoa(len(c.columns)))
			return
		}
	}
}

// cleaned records what cleaning changed.
func (c *clerk) cleaned(i int, was, now string) string {
	if was != now {
		c.changed++
		if len(c.changes) < MaxChanges {
			c.changes = append(c.changes, Change{Row: c.row, Column: c.label(i), Was: strings.Clone(short(was)), Now: strings.Clone(short(now))})
		}
	}
	return now
}

// report writes a problem of the row at hand down; i is the column, or -1.
func (c *clerk) report(i int, cell, code string, severity Severity, suggestion string, pairs ...string) {
	c.bad = c.bad || severity == SeverityBad
	if len(c.problems) >= MaxProblems {
		c.untold++
		return
	}
	c.problems = append(c.problems, problem(c.row, c.label(i), cell, code, severity, suggestion, pairs...))
}

func problem(row int, column, cell, code string, severity Severity, suggestion string, pairs ...string) Problem {
	values := issuer.KV(pairs...)
	values["row"] = strconv.Itoa(row)
	values["column"] = visible(short(column))
	values["cell"] = visible(short(cell))
	if suggestion != "" {
		values["suggestion"] = visible(suggestion)
	}
	return Problem{
		Row: row, Column: column, Cell: strings.Clone(short(cell)), Code: code, // not the whole file's text
		Severity: severity, Suggestion: suggestion, Values: values,
	}
}

func (c *clerk) label(i int) string {
	switch {
	case i < 0:
		return ""
	case i < len(c.columns) && c.columns[i].Header != "":
		return c.columns[i].Header
	}
	return Letter(i)
}

func (c *clerk) column(field string) int {
	for i := range c.columns {
		if c.columns[i].Field == field {
			return i
		}
	}
	return -1
}

func at(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return cells[i]
}
