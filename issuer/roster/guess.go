package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// guess fills the fields still empty with what headers and cells say.
func (t table) guess(fields []string, constant map[string]string) {
	given := map[string]bool{}
	for f := range constant {
		given[f] = true
	}
	for _, f := range fields {
		given[f] = true
	}
	best := map[string]int{} // field → column+1
	ranks := map[string]int{}
	for i := range fields {
		if fields[i] != "" {
			continue
		}
		field, rank := t.meaning(i)
		switch {
		case field == "" || given[field]:
		case field == FieldEvidence:
			fields[i] = field // any number of them
		case best[field] == 0 || rank > ranks[field]:
			best[field], ranks[field] = i+1, rank
		}
	}
	t.dropPayer(best, ranks)
	for field, i := range best {
		if i > 0 {
			fields[i-1] = field
		}
	}
	t.splitNames(fields, given)
	t.directory(fields, given)
	if !given[FieldName] {
		t.guessNames(fields)
	}
}

// meaning is what one column's header and cells say.
func (t table) meaning(i int) (field string, rank int) {
	key := headerKey(t.header(i))
	if field, rank = halfField(t.header(i)); field != "" {
		return field, rank
	}
	field, rank = headerField(key)
	addresses := t.share(i, isAddress)
	switch {
	case field == FieldEmail && (addresses == 0 || t.same(i)):
		return field, rank - rankExact - rankAttendee // not one address, or ours: any other column goes before
	case rank == rankRole && (t.reached().share(i, looksNamed) < 0.8 || t.reached().share(i, hasTwoWords) < 0.5):
		return "", 0
	case field == FieldLanguage && t.filled(i) > 2 && t.share(i, isTag) < 0.5:
		return "", 0 // names of languages, or something else altogether
	case field != "":
		return field, rank
	case addresses < 0.5:
		return "", 0
	case saysEmail(key):
		_, role := headerRole(key)
		return FieldEmail, rankContains + role
	}
	return FieldEmail, rankCells
}

// reached is the table without the rows that have no address, which may be sums
// and notes; all of it when none has one.
func (t table) reached() table {
	some := t
	some.rows = nil
	for _, row := range t.rows {
		if hasAddressCell(row) {
			some.rows = append(some.rows, row)
		}
	}
	if some.rows == nil {
		return t
	}
	return some
}

// joinInfix puts what stands between the halves of a name before the second.
func (t table) joinInfix(fields []string, r *rule) {
	last := indexOf(fields, FieldFamilyName)
	if last < 0 || r.joins(last) {
		return
	}
	for i := range fields {
		if fields[i] == "" && isInfix(headerKey(t.header(i))) {
			fields[i] = FieldFamilyName
			r.join = append(r.join, join{FieldFamilyName, []int{i, last}})
			return
		}
	}
}

// dropPayer leaves the payer's name alone when the address is the attendee's.
func (t table) dropPayer(best, ranks map[string]int) {
	email := best[FieldEmail]
	if email == 0 || t.role(email-1) < 0 {
		return
	}
	for _, field := range []string{FieldName, FieldGivenName, FieldFamilyName} {
		if i := best[field]; i > 0 && t.role(i-1) < 0 {
			delete(best, field)
			delete(ranks, field)
		}
	}
}

func (t table) role(i int) int {
	if whose, _, found := strings.Cut(t.header(i), ": "); found {
		if _, role := headerRole(headerKey(whose)); role != 0 {
			return role
		}
	}
	_, role := headerRole(headerKey(t.header(i)))
	return role
}

// splitNames settles headers that mean a whole name or one half of it: "Nom"
// beside "Prénom", "Nombre" beside "Apellidos", "Name" beside "Vorname".
func (t table) splitNames(fields []string, given map[string]bool) {
	name, first, last := indexOf(fields, FieldName), indexOf(fields, FieldGivenName), indexOf(fields, FieldFamilyName)
	if name < 0 || given[FieldName] {
		return
	}
	if _, rank := headerField(headerKey(t.header(name))); rank != rankBroad && rank != rankBroad+t.role(name) {
		return
	}
	switch {
	case first < 0 && last >= 0 && !t.holds(name, last):
		fields[name] = FieldGivenName
	case first >= 0 && last < 0 && !t.holds(name, first):
		fields[name] = FieldFamilyName
	}
}

// directory settles the two short names of a list from a directory service: sn
// is the surname, and no serial number, where cn or givenName stands beside; cn
// is the whole name, where it is not what somebody logs in by.
func (t table) directory(fields []string, given map[string]bool) {
	cn, sn, first := -1, -1, false
	for i := range fields {
		switch key := headerKey(t.header(i)); {
		case key == "cn" && cn < 0:
			cn = i
		case key == "sn" && sn < 0:
			sn = i
		}
		first = first || fields[i] == FieldGivenName
	}
	if sn < 0 || cn < 0 && !first || t.share(sn, looksNamed) < 0.5 {
		return
	}
	take := func(i int, field string) {
		if fields[i] == "" && !given[field] && indexOf(fields, field) < 0 {
			fields[i] = field
		}
	}
	take(sn, FieldFamilyName)
	if cn >= 0 && t.share(cn, looksNamed) >= 0.5 && t.share(cn, hasTwoWords) > 0.5 {
		take(cn, FieldName)
	}
}

// holds tells whether the cells of one column mostly contain the other's.
func (t table) holds(whole, part int) bool {
	n, held := 0, 0
	for _, row := range t.rows {
		if whole < len(row) && part < len(row) && trim(row[part]) != "" {
			n++
			if strings.Contains(row[whole], trim(row[part])) {
				held++
			}
		}
	}
	return n > 0 && held*2 > n
}

// guessNames finds the name by its cells when no header gives one.
func (t table) guessNames(fields []string) {
	for _, f := range []string{FieldName, FieldGivenName, FieldFamilyName} {
		if indexOf(fields, f) >= 0 {
			return
		}
	}
	var singles []int
	for i, f := range fields {
		if f == "" && saysName(headerKey(t.header(i))) && t.role(i) >= 0 && t.share(i, looksNamed) >= 0.8 && t.share(i, hasTwoWords) > 0.5 {
			fields[i] = FieldName // rather than any other column of two words
			return
		}
	}
	for i, f := range fields {
		if f != "" || t.role(i) < 0 || t.share(i, looksNamed) < 0.8 {
			continue
		}
		if t.share(i, hasTwoWords) > 0.5 {
			fields[i] = FieldName
			return
		}
		singles = append(singles, i)
	}
	if t.headers != nil || len(singles) == 0 {
		return // a column of single words under a header can be anything
	}
	if len(singles) >= 2 && singles[1] == singles[0]+1 {
		fields[singles[0]], fields[singles[1]] = FieldGivenName, FieldFamilyName
		if t.comma && t.share(singles[0], beginsApart) == 0 && t.share(singles[1], beginsApart) > 0.8 {
			fields[singles[0]], fields[singles[1]] = FieldFamilyName, FieldGivenName // Lovelace, Ada
		}
		return
	}
	fields[singles[0]] = FieldName
}

// share is how many of a column's cells are so, among those not empty.
func (t table) share(i int, is func(string) bool) float64 {
	n, yes := 0, 0
	for _, row := range t.rows {
		if i >= len(row) || trim(row[i]) == "" {
			continue
		}
		n++
		if is(row[i]) {
			yes++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(yes) / float64(n)
}

// same tells a column of several cells that all say the same.
func (t table) same(i int) bool {
	first, n := "", 0
	for _, row := range t.rows {
		switch cell := trim(at(row, i)); {
		case cell == "":
		case n > 0 && cell != first:
			return false
		default:
			first, n = cell, n+1
		}
	}
	return n > 1
}

// filled is how many cells of a column hold anything.
func (t table) filled(i int) (n int) {
	for _, row := range t.rows {
		if trim(at(row, i)) != "" {
			n++
		}
	}
	return n
}

// isTag tells a language tag.
func isTag(cell string) bool {
	_, err := language.Parse(trim(cell))
	return err == nil && !strings.Contains(cell, "_")
}

// looksNamed tells a cell that could be a person's name.
func looksNamed(cell string) bool {
	letters := 0
	for _, r := range trim(cell) {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsMark(r), unicode.IsSpace(r), isInvisible(r), strings.ContainsRune("'’.-·・()\"“”,", r):
		default:
			return false
		}
	}
	return letters >= 2 && letters <= 60
}

// beginsApart tells a cell that is set off from the comma before it, as people
// write and programs do not.
func beginsApart(cell string) bool { return strings.HasPrefix(cell, " ") }

func hasTwoWords(cell string) bool { return strings.ContainsAny(trim(cell), "  ·・") }

func indexOf(fields []string, field string) int {
	for i, f := range fields {
		if f == field {
			return i
		}
	}
	return -1
}

// isHeader tells whether the first record names the columns.
func isHeader(rows [][]string) bool {
	if len(rows) == 0 {
		return false
	}
	first := rows[0]
	for _, cell := range first {
		key := headerKey(cell)
		if field, _ := headerField(key); strings.ContainsAny(cell, "@＠") && (isAddress(cell) || (field == "" && !saysEmail(key))) {
			return false
		}
	}
	if knownHeaders(first) > 0 {
		return true
	}
	rest := table{rows: rows[1:]}
	for i, cell := range first {
		if trim(cell) != "" && rest.share(i, isTyped) > 0.5 {
			return !isTyped(cell)
		}
	}
	return false
}

// isTyped tells cells no header looks like: addresses, web addresses, days.
func isTyped(cell string) bool {
	if isAddress(cell) || isWeb(trim(cell)) {
		return true
	}
	_, _, ok := readDigits(trim(cell))
	return ok
}
