package award

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/dense"
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
	Correct      bool   // also put right what Changed rows say; Confirm leaves that to Correct
	EventKey     string // the promise of --key
	Algorithm    string // of the key for tokens; "" for the usual
	// More are further members of every award; in its texts {field} stands for
	// what the row says under that field.
	More issuer.AwardMore
	// Painted tells whether pictures of this class show a field of the list. Who
	// holds the badge with another value there is Changed. Nil: none is shown.
	Painted func(field string) bool
	// Pictures gives the pictures of a row, by the field that a design shows them
	// for, when its award is written. They are kept for the picture alone and are
	// in no credential. Nil: there are none.
	Pictures func(row int) ([]Picture, error)
	// Report is told now and then about how many rows of how many is decided. It
	// may be nil.
	Report func(done, total int)
}

// reportRows is how many rows are decided about between two reports.
const reportRows = 1 << 10

// Picture is a picture that an award is drawn with.
type Picture struct {
	Field string
	Type  string // media type
	Bytes []byte
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
	Notes  []Note // what else there is to know before the plan is confirmed

	Corrected bool // a Changed row whose award was put right; ID is the new one's

	draft   *draft                  // what is written when the plan is confirmed; nil unless New, and in a row that was packed
	planned func() (*draft, string) // makes it anew; may be nil
	first   int                     // of a duplicate: the row it repeats
	fix     *Correction             // what would put a Changed row right
}

// Note is a suggestion, or a doubt, about a row; nothing is done by itself. Code
// is one of the words table: "plan.note.<code>", or a warning of the list's.
type Note struct {
	Code   string
	Values issuer.Values
}

// Planned is the award a New row will become, as far as it is known before
// anything random is drawn.
func (r Row) Planned() (issuer.Award, bool) {
	d := r.draft
	if d == nil && r.planned != nil {
		d, _ = r.planned()
	}
	if d == nil {
		return issuer.Award{}, false
	}
	return d.planned.Award, true
}

// draft is an award to be, before anything random is drawn.
type draft struct {
	row     *roster.Person
	planned ledger.Planned
	person  issuer.Person // ID is "" for somebody new
	formats []issuer.Format
	nth     int // how many people were planned up to this one, which an event's key counts
}

// grow makes the draft of a fresh row that was there when it was planned: the
// drafts of a million people are not held at once.
func (pl *planner) grow(rows *Rows, i int) (*draft, error) {
	p := rows.rows.At(i)
	person := pl.r.List.Rows.At(i).Person
	d, code := pl.draft(person)
	if code != "" {
		return nil, issuer.Fail(issuer.Broken, code, "row", strconv.Itoa(int(p.row)))
	}
	if pl.r.EventKey != "" {
		d.planned.EventKey = pl.promised(int(p.first))
	}
	if p.flags&flagKnown != 0 {
		known, found, err := pl.who(Row{Email: person.Email, Name: person.Name})
		if err != nil || !found {
			return nil, errors.Join(err, issuer.Fail(issuer.Broken, "people-unknown", "person", person.Email))
		}
		d.person.ID = known.ID
	}
	return d, nil
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
	Rows    Rows
	Batch   string // "" until confirmed
	Known   bool   // the same command made a batch before
	Done    bool   // and that batch is finished: nobody is awarded again
}

// Plan says what would happen, and writes nothing.
func (c *Clerk) Plan(ctx context.Context, r Request) (Plan, error) {
	var p Plan
	err := c.Ledger.View(ctx, func(t *ledger.Tx) error {
		pl, err := newPlanner(t, r)
		if err != nil {
			return err
		}
		pl.notes = true
		p, err = pl.all()
		return err
	})
	return p, err
}

// planner holds what one plan needs for each of its rows.
type planner struct {
	drafter
	t       *ledger.Tx
	r       Request
	mark    string
	batch   ledger.Batch
	known   bool
	notes   bool                     // say what else there is to know of each row
	at      int                      // where the row at hand is in the list
	seed    maphash.Seed             // of the two below
	seen    dense.Index              // address or name → row that came first
	holders dense.Index              // person → row that will be awarded
	owners  map[string]issuer.Person // who owns the addresses of the rows at hand; nil when they are asked about one by one
	torn    map[int]int              // row that is left out → row that contradicts it
}

// drafter is what a row becomes an award by.
type drafter struct {
	now     time.Time
	class   issuer.BadgeClass
	zone    *time.Location
	formats []issuer.Format
	further issuer.AwardMore
}

// all plans every row of the list.
func (pl *planner) all() (Plan, error) {
	r := pl.r
	p := Plan{Class: pl.class, Formats: pl.formats, Rows: Rows{list: r.List}}
	if pl.notes {
		p.Rows.by = &pl.drafter
	}
	if pl.known {
		p.Known, p.Batch, p.Done = true, pl.batch.ID, !pl.batch.Finished.IsZero()
	}
	err := pl.each(func(row Row) {
		p.Counts.add(row.State)
		p.Rows.Append(row)
	})
	if err != nil {
		return Plan{}, err
	}
	p.link()
	if pl.class.State == issuer.Archived && p.Counts.New > 0 && !pl.known {
		return p, issuer.Fail(issuer.Input, "class-archived", "class", pl.class.Slug)
	}
	return p, nil
}

// each decides about every row of the list, in order.
func (pl *planner) each(take func(Row)) error {
	problems, warnings := map[int]roster.Problem{}, map[int][]Note{}
	for _, problem := range pl.r.List.Problems {
		if _, have := problems[problem.Row]; !have && problem.Severity == roster.SeverityBad {
			problems[problem.Row] = problem
		}
		if problem.Severity == roster.SeverityWarn && problem.Code != roster.CodeDuplicate {
			warnings[problem.Row] = append(warnings[problem.Row], Note{problem.Code, problem.Values})
		}
	}
	for i, listed := range pl.r.List.Rows.All() {
		if err := pl.t.Err(); err != nil {
			return err
		}
		if err := pl.lookAhead(i); err != nil {
			return err
		}
		pl.at = i
		if pl.r.Report != nil && i%reportRows == 0 {
			pl.r.Report(i, pl.r.List.Rows.Len())
		}
		row, err := pl.row(listed, problems[listed.Row])
		if err != nil {
			return err
		}
		row.Notes = append(warnings[listed.Row], row.Notes...)
		take(row)
	}
	return nil
}

// link gives rows that repeat another one that one's award.
func (p *Plan) link() {
	for i := range p.Rows.Len() {
		one := p.Rows.rows.At(i)
		if one.first == 0 || one.flags&flagFresh != 0 {
			continue
		}
		if at, found := p.Rows.find(int(one.first)); found && at < i {
			row := p.Rows.At(i)
			row.ID = p.Rows.At(at).ID
			p.Rows.set(i, row)
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
	profile, err := t.Issuer(class.Issuer)
	if err != nil {
		return nil, err
	}
	zone, err := zoneIn(profile)
	if err != nil {
		return nil, err
	}
	pl := &planner{t: t, r: r, drafter: drafter{now: t.Now(), class: class, zone: zone, further: r.More}, seed: maphash.MakeSeed(), torn: map[int]int{}}
	if err = checkMore(r); err != nil {
		return nil, err
	}
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
	if pl.known && !pl.batch.Undone.IsZero() {
		pl.known = false // taken back as if it had not been
		pl.batch.Round++
	}
	return pl, err
}

// Formats settles which faces are made, in their own order: as asked for, or
// those that everybody reads. A format that needs web space is refused without.
func Formats(asked []issuer.Format, p issuer.Profile) ([]issuer.Format, error) {
	if len(asked) == 0 {
		if p.BaseURL == "" {
			return []issuer.Format{issuer.OB3}, nil
		}
		return []issuer.Format{issuer.OB2, issuer.OB3}, nil
	}
	for _, f := range asked {
		if !slices.Contains(issuer.Formats(), f) {
			return nil, issuer.Fail(issuer.Usage, "format-unknown", "format", string(f))
		}
		if f.NeedsWeb() && p.BaseURL == "" {
			return nil, issuer.Fail(issuer.Usage, "needs-base-url", "format", string(f), "issuer", p.Slug)
		}
	}
	return slices.DeleteFunc(issuer.Formats(), func(f issuer.Format) bool { return !slices.Contains(asked, f) }), nil
}

// mark is what makes two commands the same: class, list, mapping, options.
// With an event's key that is the promise instead.
func mark(r Request, class string) (string, error) {
	what := map[string]any{"class": class, "key": r.EventKey}
	if r.EventKey == "" {
		what["list"], what["mapping"], what["formats"] = r.List.SHA256, r.Mapping, r.Formats
		what["skip_bad"], what["allow_no_email"] = r.SkipBad, r.AllowNoEmail
		if r.Algorithm != "" { // what was not there in the first release must not change its marks
			what["algorithm"] = r.Algorithm
		}
		if more, err := issuer.EncodeMore(r.More); err != nil || more != "{}" {
			what["more"] = more
		}
	}
	text, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("mark batch: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
