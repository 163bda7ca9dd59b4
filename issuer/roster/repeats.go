package roster

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// repeats finds people who stand in a list more than once.
type repeats struct {
	list *finder          // of a list that is held anyway
	at   int              // where the row at hand is in it
	gist map[gistKey]gist // of one that is not; nil otherwise
}

// before is what is known of the first row of a person: its number, whether it
// is bad, and in which fields the row at hand differs from it.
func (r *repeats) before(row *Row) (first int, bad bool, differs []string, found bool) {
	key := row.Person.key()
	if r.gist == nil {
		i, found := r.list.before(r.at, key)
		if !found {
			return 0, false, nil, false
		}
		before := r.list.rows.At(i)
		return before.Row, before.State == Bad, before.Person.differs(row.Person), true
	}
	short := gistKeyOf(key)
	before, found := r.gist[short]
	if found {
		return before.row, before.bad, before.differs(gistOf(row)), true
	}
	if len(r.gist) < maxRemembered {
		r.gist[short] = gistOf(row)
	}
	return 0, false, nil, false
}

// key is what makes two rows the same person's: the address and the badge.
// Without an address only a row that is identical repeats another.
func (p *Person) key() string {
	switch {
	case p.Email == "":
		return "\x00" + p.Name + "\x00" + p.Badge
	case p.Badge == "":
		return p.Email
	}
	return p.Email + "\x00" + p.Badge
}

// judge sets the state of a row that can be awarded otherwise, and reports
// what it repeats.
func (r *repeats) judge(row *Row, c *clerk) {
	p := row.Person
	if p.Email == "" && p.Name == "" {
		return
	}
	before, bad, differs, found := r.before(row)
	if !found || row.State == Bad {
		return
	}
	switch {
	case len(differs) == 0 && !bad:
		row.State, row.Other = Duplicate, before
	case p.Email == "":
		return
	default:
		row.State, row.Other = Conflict, before
		if r.gist == nil {
			first, _ := r.list.before(r.at, p.key())
			r.list.rows.setOther(first, row.Row)
			c.raw = r.list.rows.raw(r.at)
		}
	}
	c.row = row.Row
	first, email := strconv.Itoa(before), c.column(FieldEmail)
	if row.State == Duplicate {
		c.report(-1, p.Email, CodeDuplicate, SeverityWarn, "", "first", first)
		return
	}
	c.report(email, c.written(p), CodeConflict, SeverityBad, "", "first", first, "differs", strings.Join(differs, ", "))
}

// written is the person's address as it stands in the list.
func (c *clerk) written(p *Person) string {
	if raw, ok := c.raw[p.Row]; ok {
		return raw
	}
	return p.Email
}

// differs lists the fields in which two people differ.
func (p *Person) differs(q *Person) []string {
	var out []string
	note := func(differ bool, field string) {
		if differ {
			out = append(out, field)
		}
	}
	note(p.Name != q.Name, FieldName)
	note(p.GivenName != q.GivenName, FieldGivenName)
	note(p.FamilyName != q.FamilyName, FieldFamilyName)
	note(!slices.Equal(p.Evidence, q.Evidence), FieldEvidence)
	note(p.Narrative != q.Narrative, FieldNarrative)
	note(p.Note != q.Note, FieldNote)
	note(p.IssuedOn != q.IssuedOn, FieldIssuedOn)
	note(p.Expires != q.Expires, FieldExpires)
	note(p.Language != q.Language, FieldLanguage)
	note(p.Image != q.Image, FieldImage)
	note(p.Badge != q.Badge, FieldBadge)
	if maps.Equal(p.Extra, q.Extra) {
		return out
	}
	names := slices.Sorted(maps.Keys(p.Extra))
	for name := range q.Extra {
		if _, both := p.Extra[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		note(p.Extra[name] != q.Extra[name], name)
	}
	return out
}
