package award

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// Request is what somebody wants awarded.
type Request struct {
	Class        string
	Formats      []issuer.Format   // nil: what the issuer's web space allows
	List         *roster.Reading   // the people
	ListName     string            // the file's name, for people
	Mapping      map[string]string // as given, part of what makes a batch the same
	SkipBad      bool
	AllowNoEmail bool
	Again        bool   // award once more although the same command did before
	EventKey     string // the promise of --key
}

// What a plan says about a row.
const (
	New      = "new"
	Same     = "same"
	Changed  = "changed"
	Conflict = "conflict"
	Bad      = "bad"
)

// Row is one row of the list and what a plan makes of it. Why is a code of
// the words table ("plan.<code>"); ID is the award's, when there is one.
type Row struct {
	Row    int
	Email  string
	Name   string
	State  string
	ID     string
	Why    string
	Values issuer.Values

	draft *draft // what is written when the plan is confirmed; nil unless New
	first int    // of a duplicate: the row it repeats
}

// draft is an award to be, before anything random is drawn.
type draft struct {
	planned ledger.Planned
	person  issuer.Person // ID is "" for somebody new
	formats []issuer.Format
}

// Counts are a plan's five figures. They add up to the rows of the list.
type Counts struct {
	New      int `json:"new"`
	Same     int `json:"same"`
	Changed  int `json:"changed"`
	Conflict int `json:"conflict"`
	Bad      int `json:"bad"`
}

// Plan is what would happen, or what a confirmed plan made happen.
type Plan struct {
	Class   issuer.BadgeClass
	Formats []issuer.Format
	Counts  Counts
	Rows    []Row
	Batch   string // "" until confirmed
	Known   bool   // the same command made a batch before
	Done    bool   // and that batch is finished: nobody is awarded again
}

// Plan says what would happen, and writes nothing.
func (c *Clerk) Plan(ctx context.Context, r Request) (Plan, error) {
	var p Plan
	err := c.Ledger.View(ctx, func(t *ledger.Tx) (err error) {
		p, err = plan(t, r)
		return err
	})
	return p, err
}

// planner holds what one plan needs for each of its rows.
type planner struct {
	t       *ledger.Tx
	r       Request
	class   issuer.BadgeClass
	zone    *time.Location
	formats []issuer.Format
	mark    string
	batch   ledger.Batch
	known   bool
	seen    map[string]int // person key → row that came first
	torn    map[int]int    // row that is left out → row that contradicts it
}

func plan(t *ledger.Tx, r Request) (Plan, error) {
	pl, err := newPlanner(t, r)
	if err != nil {
		return Plan{}, err
	}
	return pl.all()
}

// all plans every row of the list.
func (pl *planner) all() (Plan, error) {
	r := pl.r
	p := Plan{Class: pl.class, Formats: pl.formats, Rows: make([]Row, 0, len(r.List.Rows))}
	if pl.known {
		p.Known, p.Batch, p.Done = true, pl.batch.ID, !pl.batch.Finished.IsZero()
	}
	problems := map[int]roster.Problem{}
	for _, problem := range r.List.Problems {
		if _, have := problems[problem.Row]; !have && problem.Severity == roster.SeverityBad {
			problems[problem.Row] = problem
		}
	}
	for _, listed := range r.List.Rows {
		if err := pl.t.Err(); err != nil {
			return Plan{}, err
		}
		row, err := pl.row(listed, problems[listed.Row])
		if err != nil {
			return Plan{}, err
		}
		p.Counts.add(row.State)
		p.Rows = append(p.Rows, row)
	}
	p.link()
	return p, nil
}

// link gives rows that repeat another one that one's award.
func (p *Plan) link() {
	ids := map[int]string{}
	for i, row := range p.Rows {
		ids[row.Row] = row.ID
		if row.first != 0 {
			p.Rows[i].ID = ids[row.first]
		}
	}
}

func (n *Counts) add(state string) {
	switch state {
	case New:
		n.New++
	case Same:
		n.Same++
	case Changed:
		n.Changed++
	case Conflict:
		n.Conflict++
	case Bad:
		n.Bad++
	}
}

func newPlanner(t *ledger.Tx, r Request) (*planner, error) {
	class, err := t.Class(r.Class, 0)
	if err != nil {
		return nil, err
	}
	if class.State == issuer.Archived {
		return nil, issuer.Fail(issuer.Input, "class-archived", "class", class.Slug)
	}
	profile, err := t.Issuer(class.Issuer)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(profile.Timezone)
	if err != nil {
		return nil, issuer.Fail(issuer.Usage, "timezone-unknown", "timezone", profile.Timezone).Because(err)
	}
	pl := &planner{t: t, r: r, class: class, zone: zone, seen: map[string]int{}, torn: map[int]int{}}
	if pl.formats, err = Formats(r.Formats, profile); err != nil {
		return nil, err
	}
	if pl.mark, err = mark(r, class.Slug); err != nil {
		return nil, err
	}
	pl.batch, pl.known, err = t.BatchByMark(pl.mark)
	if r.Again && pl.known && !pl.batch.Finished.IsZero() {
		pl.known = false // a deliberate repeat is a round of its own
		pl.batch.Round++
	}
	return pl, err
}

// Formats settles which faces are made: as asked for, or all that the issuer's
// web space allows. A hosted format without web space is refused.
func Formats(asked []issuer.Format, p issuer.Profile) ([]issuer.Format, error) {
	if len(asked) == 0 {
		if p.BaseURL == "" {
			return []issuer.Format{issuer.OB3}, nil
		}
		return []issuer.Format{issuer.OB2, issuer.OB3}, nil
	}
	var out []issuer.Format
	for _, f := range asked {
		switch f {
		case issuer.OB2, issuer.OB3:
		case issuer.OB2Signed, issuer.OB11, issuer.OB3JWT:
			return nil, issuer.Fail(issuer.Usage, "format-later", "format", string(f))
		default:
			return nil, issuer.Fail(issuer.Usage, "format-unknown", "format", string(f))
		}
		if f.Hosted() && p.BaseURL == "" {
			return nil, issuer.Fail(issuer.Usage, "needs-base-url", "format", string(f), "issuer", p.Slug)
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out, nil
}

// mark is what makes two commands the same: class, list, mapping, options.
// With an event's key that is the promise instead.
func mark(r Request, class string) (string, error) {
	what := map[string]any{"class": class, "key": r.EventKey}
	if r.EventKey == "" {
		what["list"], what["mapping"], what["formats"] = r.List.SHA256, r.Mapping, r.Formats
		what["skip_bad"], what["allow_no_email"] = r.SkipBad, r.AllowNoEmail
	}
	text, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("mark batch: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

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
	key := "mail:" + row.Email
	if row.Email == "" {
		key = "name:" + ledger.NameKey(row.Name)
	}
	if first, twice := pl.seen[key]; twice {
		row.State, row.Why, row.Values = Conflict, "twice", issuer.KV("other", strconv.Itoa(first))
		return row, nil
	}
	pl.seen[key] = row.Row
	row, err := pl.decide(row, d)
	if err == nil && row.ID == "" && pl.r.SkipBad && listed.Other != 0 {
		pl.torn[row.Row] = listed.Other
		row = contradicted(row, listed.Other)
	}
	return row, err
}

// contradicted leaves out a row that would be awarded, because another says
// something else about the same person: either award would be a guess, and
// leaving only the other one out would be the guess that this one is right.
func contradicted(row Row, other int) Row {
	row.State, row.Why, row.Values, row.draft = Conflict, "contradicted", issuer.KV("other", strconv.Itoa(other)), nil
	return row
}

func (pl *planner) who(row Row) (issuer.Person, bool, error) {
	if row.Email != "" {
		return pl.t.PersonByEmail(row.Email)
	}
	return pl.t.PersonByName(row.Name)
}

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
	held, found, err := pl.t.Holding(pl.class.Slug, person.ID)
	if err != nil || !found {
		return pl.unlessDone(row), err
	}
	when, stands := about(held), stands(held)
	switch {
	case pl.class.Rule == issuer.Many:
		return pl.unlessDone(row), nil // any number is wanted; only the same command is guarded
	case stands && pl.class.Rule == issuer.Renewable && !held.Expires.IsZero() && !held.Expires.After(d.planned.IssuedOn):
		row.Why, row.Values = "renewed", when
	case stands && differs(held, d.planned.Award):
		row.State, row.ID, row.Why, row.Values, row.draft = Changed, held.ID, "changed", when, nil
	case stands:
		row.State, row.ID, row.Why, row.Values, row.draft = Same, held.ID, "held", when, nil
	case held.State == issuer.Revoked && !pl.r.Again:
		row.State, row.ID, row.Why, row.Values, row.draft = Conflict, held.ID, "was-revoked", when, nil
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
		row.State, row.Why = Conflict, "was-revoked"
	}
	return row
}

func stands(a issuer.Award) bool { return a.State == issuer.Issued || a.State == issuer.Pending }

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
	row.draft.planned.EventKey = pl.r.EventKey
	if n := len(pl.seen); n > 1 {
		row.draft.planned.EventKey += "#" + strconv.Itoa(n)
	}
	held, found, err := pl.t.AwardByEvent(pl.class.Slug, row.draft.planned.EventKey)
	if err != nil || !found {
		return false, row, err
	}
	row.draft, row.Values = nil, issuer.KV("key", pl.r.EventKey)
	switch {
	case held.Email != row.Email: // nobody may get the badge of somebody else
		row.State, row.Why = Conflict, "event-other"
	case held.State == issuer.Pending && held.Batch == pl.batch.ID:
		row = inBatch(row, held)
	case stands(held):
		row.State, row.ID, row.Why = Same, held.ID, "event-done"
	default:
		row.State, row.ID, row.Why, row.Values = Conflict, held.ID, "was-revoked", about(held)
	}
	return true, row, nil
}

// differs tells whether a row says something else than the award. What the
// row leaves open is no difference.
func differs(held, row issuer.Award) bool {
	return row.Name != "" && row.Name != held.Name ||
		row.Narrative != "" && row.Narrative != held.Narrative ||
		len(row.Evidence) > 0 && !slices.Equal(row.Evidence, held.Evidence)
}

// draft makes the award to be out of a row, or says by a code why it cannot.
func (pl *planner) draft(p *roster.Person) (*draft, string) {
	now := pl.t.Now()
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
		a.Expires = pl.instant(p.Expires)
	}
	if !a.Expires.IsZero() && !a.Expires.After(a.IssuedOn) {
		return nil, "expires-before-issued"
	}
	d := &draft{
		planned: ledger.Planned{Award: a, Source: ledger.SourceRoster, Fields: p.Extra},
		person:  issuer.Person{Name: p.Name, GivenName: p.GivenName, FamilyName: p.FamilyName, Email: p.Email},
	}
	for _, f := range pl.formats {
		if p.Email != "" || f == issuer.OB3 { // a 2.0 recipient is always an address
			d.formats = append(d.formats, f)
		}
	}
	if len(d.formats) == 0 {
		return nil, "no-email-hosted"
	}
	return d, ""
}
