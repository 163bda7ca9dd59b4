package roster

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// table is the beginning of a list, what columns are guessed from.
type table struct {
	headers []string // nil without a header
	rows    [][]string
	width   int
	comma   bool // between the cells
}

// columns decides what every column is: the caller's mapping first, then the
// headers, then the cells.
func (t table) columns(opts Options) ([]Column, rule, *issuer.Error) {
	fields := make([]string, t.width)
	r, err := t.mapped(fields, opts.Map)
	if err != nil {
		return nil, r, err
	}
	t.guess(fields, r.constant)
	t.joinInfix(fields, &r)
	t.own(fields)
	cols := make([]Column, t.width)
	for i := range cols {
		cols[i] = Column{Header: t.header(i), Field: fields[i], Public: isPublic(fields[i], opts.PublicNames)}
	}
	return cols, r, nil
}

func isPublic(field string, names bool) bool {
	switch field {
	case FieldEvidence, FieldNarrative, FieldNote:
		return true
	case FieldName, FieldGivenName, FieldFamilyName:
		return names
	}
	return false
}

func (t table) header(i int) string {
	if i >= len(t.headers) {
		return ""
	}
	return strings.Clone(trim(t.headers[i])) // kept longer than the text of the file
}

// mapped puts the caller's mapping into fields. A column that begins with "="
// is a text for everybody; several with " + " between are joined.
func (t table) mapped(fields []string, mapping map[string]string) (r rule, fault *issuer.Error) {
	for _, field := range slices.Sorted(maps.Keys(mapping)) {
		column := mapping[field]
		if text, ok := strings.CutPrefix(column, "="); ok && t.find(column) < 0 {
			if r.constant == nil {
				r.constant = map[string]string{}
			}
			r.constant[field] = text
			continue
		}
		columns := t.findAll(column)
		if columns == nil {
			return r, issuer.Fail(issuer.Usage, CodeNoColumn, "field", field, "column", column, "columns", t.list())
		}
		for _, i := range columns {
			if fields[i] != "" {
				return r, issuer.Fail(issuer.Usage, CodeColumnTwice, "column", column, "field", fields[i], "other", field)
			}
			fields[i] = field
		}
		if len(columns) > 1 {
			r.join = append(r.join, join{field, columns})
		}
	}
	return r, nil
}

// findAll finds a column, or all those of a sum; nil when one is not there.
func (t table) findAll(column string) (all []int) {
	if i := t.find(column); i >= 0 {
		return []int{i}
	}
	for part := range strings.SplitSeq(column, "+") {
		i := t.find(part)
		if i < 0 {
			return nil
		}
		all = append(all, i)
	}
	return all
}

// find looks a column up by header, then by letter, then by number from 1.
func (t table) find(column string) int {
	column = trim(column)
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		strings.EqualFold,
		func(a, b string) bool { return headerKey(a) != "" && headerKey(a) == headerKey(b) },
	} {
		for i := range t.headers {
			if header := t.header(i); header != "" && same(header, column) {
				return i
			}
		}
	}
	if n, err := strconv.Atoi(column); err == nil && n >= 1 && n <= t.width {
		return n - 1
	}
	for i := range t.width {
		if strings.EqualFold(Letter(i), column) {
			return i
		}
	}
	return -1
}

// list names the columns there are, for the sentence about one that is not.
func (t table) list() string {
	var names []string
	for i := range min(t.width, 30) {
		if header := t.header(i); header != "" {
			names = append(names, short(header))
		} else {
			names = append(names, Letter(i))
		}
	}
	if t.width > 30 {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// own gives every column without a known field its own name, no name twice.
func (t table) own(fields []string) {
	taken, count := map[string]bool{}, map[string]int{}
	for _, f := range fields {
		taken[f] = true
	}
	for _, f := range knownFields() {
		taken[f] = true
	}
	for i, f := range fields {
		if f != "" {
			continue
		}
		base := t.header(i)
		if base == "" {
			base = Letter(i)
		}
		name := base
		for taken[name] {
			count[base]++
			name = base + " " + strconv.Itoa(count[base]+1)
		}
		taken[name] = true
		fields[i] = name
	}
}

// Letter is what a spreadsheet calls a column: A, B, … Z, AA, … i counts from 0.
func Letter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}
