package award

import (
	"hash/maphash"
	"slices"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// row decides about one row of the list.
func (pl *planner) row(listed roster.Row, problem roster.Problem) (Row, error) {
	row := Row{Row: listed.Row, State: Bad, Why: problem.Code, Values: problem.Values}
	if p := listed.Person; p != nil {
		row.Email, row.Name = p.Email, p.Name
	}
	switch listed.State {
	case roster.Duplicate:
		if other, torn := pl.torn[listed.Other]; torn {
			return contradicted(row, other), nil
		}
		row.State, row.Why, row.Values = Same, "duplicate", issuer.KV("other", strconv.Itoa(listed.Other))
		row.first = listed.Other
		return row, nil
	case roster.Ready:
	default:
		return row, nil
	}
	d, code := pl.draft(listed.Person)
	if code != "" {
		row.Why, row.Values = code, issuer.KV("row", strconv.Itoa(row.Row))
		return row, nil
	}
	if first, twice := pl.before(listed.Person); twice {
		row.State, row.Why, row.Values = Conflict, "twice", issuer.KV("other", strconv.Itoa(first))
		return row, nil
	}
	d.nth = pl.seen.Len()
	row, err := pl.decide(row, d)
	if err == nil && row.ID == "" && pl.r.SkipBad && listed.Other != 0 {
		pl.torn[row.Row] = listed.Other
		row = contradicted(row, listed.Other)
	}
	if err != nil || row.State != New || row.draft == nil {
		return row, err
	}
	if person := row.draft.person.ID; person != "" {
		pl.holders.Add(maphash.String(pl.seed, person), pl.at)
	} else if pl.notes {
		row.Notes, err = pl.sameName(row)
	}
	return row, err
}

// before is the row that named the same person before; without any, the row at
// hand is the first.
func (pl *planner) before(p *roster.Person) (row int, twice bool) {
	key := p.Email
	if key == "" {
		key = "\x00" + ledger.NameKey(p.Name) // no address
	}
	hash := maphash.String(pl.seed, key)
	rows := &pl.r.List.Rows
	at, twice := pl.seen.Find(hash, func(i int) bool {
		return rows.Email(i) == p.Email && (p.Email != "" || key[1:] == ledger.NameKey(rows.At(i).Person.Name))
	})
	if !twice {
		pl.seen.Add(hash, pl.at)
		return 0, false
	}
	return rows.Number(at), true
}

// holder is the row that will give the badge to a person already.
func (pl *planner) holder(person string) (row int, found bool, err error) {
	rows := &pl.r.List.Rows
	at, found := pl.holders.Find(maphash.String(pl.seed, person), func(i int) bool {
		p := rows.At(i).Person
		ask, by := pl.t.PersonByEmail, p.Email
		if by == "" {
			ask, by = pl.t.PersonByName, p.Name
		}
		known, same, fault := ask(by)
		if fault != nil {
			err = fault
		}
		return same && known.ID == person
	})
	if !found || err != nil {
		return 0, false, err
	}
	return rows.Number(at), true, nil
}

// mostNamesakes is how many people of a name are told of.
const mostNamesakes = 3

// sameName tells of people known by the name of somebody who would be new: it
// may be the same person with another address, which only a person can say.
func (pl *planner) sameName(row Row) (notes []Note, err error) {
	if row.Name == "" {
		return nil, nil
	}
	known, err := pl.t.SameName(row.Name, mostNamesakes)
	for _, p := range known {
		code := "same-name"
		if p.Email == "" {
			code = "same-name-alone" // there is no address to tell the person by
		}
		notes = append(notes, Note{code, issuer.KV("name", p.Name, "email", p.Email, "person", p.ID)})
	}
	return notes, err
}

// contradicted leaves out a row that would be awarded, because another says
// something else about the same person: either award would be a guess, and
// leaving only the other one out would be the guess that this one is right.
func contradicted(row Row, other int) Row {
	row.State, row.Why, row.Values, row.draft = Conflict, "contradicted", issuer.KV("other", strconv.Itoa(other)), nil
	return row
}

func (pl *planner) who(row Row) (issuer.Person, bool, error) {
	if row.Email == "" {
		return pl.t.PersonByName(row.Name)
	}
	if pl.owners != nil {
		p, found := pl.owners[row.Email]
		return p, found, nil
	}
	return pl.t.PersonByEmail(row.Email)
}

// lookAhead finds out, at the first of each few hundred rows, who owns the
// addresses of all of them. A few rows are asked about one by one.
func (pl *planner) lookAhead(at int) (err error) {
	rows := &pl.r.List.Rows
	if at%rowsAhead != 0 || rows.Len() < rowsAhead/32 {
		return nil
	}
	var emails []string
	for i := at; i < min(at+rowsAhead, rows.Len()); i++ {
		if email := rows.Email(i); email != "" {
			emails = append(emails, email)
		}
	}
	pl.owners, err = pl.t.PeopleByEmail(emails)
	return err
}

// rowsAhead is how many rows are looked up at a time.
const rowsAhead = 512

// decide compares a row with what the person holds.
func (pl *planner) decide(row Row, d *draft) (Row, error) {
	row.State, row.draft = New, d
	if done, held, err := pl.byEvent(row); done || err != nil {
		return held, err
	}
	if pl.known {
		held, found, err := pl.t.AwardInBatch(pl.batch.ID, row.Row)
		if err != nil || found {
			return inBatch(row, held), err
		}
	}
	person, found, err := pl.who(row)
	if err != nil || !found {
		return pl.unlessDone(row), err
	}
	d.person = person
	first, twice, err := pl.holder(person.ID)
	if err != nil {
		return row, err
	}
	if twice && pl.class.Rule != issuer.Many {
		row.State, row.Why, row.Values, row.draft, row.first = Same, "same-person", issuer.KV("other", strconv.Itoa(first)), nil, first
		return row, nil
	}
	held, found, err := pl.t.Holding(pl.class.Slug, person.ID)
	if err != nil || !found {
		return pl.unlessDone(row), err
	}
	when, stands := about(held), stands(held)
	painted := pl.painted(held, d.planned.Fields)
	switch {
	case pl.class.Rule == issuer.Many:
		return pl.unlessDone(row), nil // any number is wanted; only the same command is guarded
	case stands && pl.class.Rule == issuer.Renewable && !held.Expires.IsZero() && !held.Expires.After(d.planned.IssuedOn):
		row.Why, row.Values = "renewed", when
	case stands && held.Email != "" && row.Email != "" && held.Email != row.Email: // another address of the same person
		row.State, row.ID, row.Why, row.Values, row.draft = Same, held.ID, "held-other", about(held), nil
		row.Values["email"] = held.Email
	case stands && (differs(held, d.planned.Award, d.row) || len(painted) > 0):
		row.State, row.ID, row.Why, row.Values, row.draft, row.fix = Changed, held.ID, "changed", when, nil, fixOf(held, d.planned.Award, d.row)
		if len(painted) > 0 {
			row.fix.Beside = &Beside{Fields: painted}
		}
	case stands:
		row.State, row.ID, row.Why, row.Values, row.draft = Same, held.ID, "held", when, nil
	case held.State == issuer.Suspended, held.State == issuer.Revoked && !pl.r.Again:
		row.State, row.ID, row.Why, row.Values, row.draft = Conflict, held.ID, gone(held), when, nil
	default:
		return pl.unlessDone(row), nil
	}
	return row, nil
}

// inBatch answers a row that the same command planned before: to be finished
// now, or finished then.
func inBatch(row Row, held issuer.Award) Row {
	row.ID, row.Values, row.draft = held.ID, about(held), nil
	switch {
	case held.State == issuer.Pending:
		row.Why = "resumed"
	case stands(held):
		row.State, row.Why = Same, "held"
	default:
		row.State, row.Why = Conflict, gone(held)
	}
	return row
}

func stands(a issuer.Award) bool { return a.State == issuer.Issued || a.State == issuer.Pending }

// gone says why an award does not stand.
func gone(a issuer.Award) string {
	switch a.State {
	case issuer.Suspended:
		return "was-suspended"
	case issuer.Undone:
		return "was-undone"
	}
	return "was-revoked"
}

func about(a issuer.Award) issuer.Values {
	return issuer.KV("date", a.IssuedOn.Format(time.DateOnly), "name", a.Name, "reason", a.Reason)
}

// unlessDone keeps a finished batch from awarding anybody.
func (pl *planner) unlessDone(row Row) Row {
	if pl.known && row.State == New {
		row.State, row.Why, row.draft = Same, "batch-done", nil
		row.Values = issuer.KV("batch", pl.batch.ID)
	}
	return row
}

// byEvent answers a row that a --key promised before.
func (pl *planner) byEvent(row Row) (bool, Row, error) {
	if pl.r.EventKey == "" {
		return false, row, nil
	}
	row.draft.planned.EventKey = pl.promised(row.draft.nth)
	held, found, err := pl.t.AwardByEvent(pl.class.Slug, row.draft.planned.EventKey)
	if err != nil || !found {
		return false, row, err
	}
	first := held.Email
	if held, err = pl.t.Latest(held); err != nil {
		return false, row, err
	}
	row.draft, row.Values = nil, issuer.KV("key", pl.r.EventKey)
	switch {
	case held.Email != row.Email && first != row.Email: // nobody may get the badge of somebody else
		row.State, row.Why = Conflict, "event-other"
	case held.State == issuer.Pending && held.Batch == pl.batch.ID:
		row = inBatch(row, held)
	case stands(held):
		row.State, row.ID, row.Why = Same, held.ID, "event-done"
	default:
		row.State, row.ID, row.Why, row.Values = Conflict, held.ID, gone(held), about(held)
	}
	return true, row, nil
}

// promised is the key of the n-th person's award for the event.
func (pl *planner) promised(n int) string {
	if n > 1 {
		return pl.r.EventKey + "#" + strconv.Itoa(n)
	}
	return pl.r.EventKey
}

// differs tells whether a row says something else than the award. What the
// row leaves open is no difference.
func differs(held, row issuer.Award, p *roster.Person) bool {
	return row.Name != "" && row.Name != held.Name ||
		row.Narrative != "" && row.Narrative != held.Narrative ||
		row.Language != "" && row.Language != held.Language ||
		p.Note != "" && p.Note != noteOf(held.More) ||
		!p.Expires.IsZero() && !sameDay(row.Expires, held.Expires) ||
		len(row.Evidence) > 0 && !slices.Equal(row.Evidence, held.Evidence)
}

// sameDay tells whether two times are of one day where the second one is kept.
func sameDay(a, b time.Time) bool {
	return !a.IsZero() && !b.IsZero() && a.In(b.Location()).Format(time.DateOnly) == b.Format(time.DateOnly)
}

// draft makes the award to be out of a row, or says by a code why it cannot.
func (pl *drafter) draft(p *roster.Person) (*draft, string) {
	now := pl.now
	a := issuer.Award{
		Row: p.Row, Class: pl.class.Slug, Version: pl.class.Version, Name: p.Name, Email: p.Email,
		Evidence: p.Evidence, Narrative: p.Narrative, Language: p.Language, IssuedOn: now.In(pl.zone),
	}
	if !p.IssuedOn.IsZero() {
		a.IssuedOn = pl.instant(p.IssuedOn)
	}
	if a.IssuedOn.After(now) {
		return nil, "issued-in-future"
	}
	var err error
	if a.Expires, err = After(a.IssuedOn, pl.class.Expires); err != nil {
		return nil, "period-unreadable"
	}
	if !p.Expires.IsZero() {
		a.Expires = p.Expires.End(pl.zone)
	}
	if !a.Expires.IsZero() && !a.Expires.After(a.IssuedOn) {
		return nil, "expires-before-issued"
	}
	a.Fields = fieldsBeside(p)
	if a.More, err = pl.more(p); err != nil {
		return nil, "more-unusable"
	}
	a.More = withNote(a.More, p.Note)
	d := &draft{
		row:     p,
		planned: ledger.Planned{Award: a, Source: ledger.SourceRoster},
		person:  issuer.Person{Name: p.Name, GivenName: p.GivenName, FamilyName: p.FamilyName, Email: p.Email},
	}
	for _, f := range pl.formats {
		if p.Email != "" || f.Verifiable() { // a 2.0 recipient is always an address
			d.formats = append(d.formats, f)
		}
	}
	if len(d.formats) == 0 {
		return nil, "no-email-hosted"
	}
	return d, ""
}
