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
	Correct      bool   // also put right what Changed rows say; Confirm leaves that to Correct
	EventKey     string // the promise of --key
	Algorithm    string // of the key for tokens; "" for the usual
	// More are further members of every award; in its texts {field} stands for
	// what the row says under that field.
	More issuer.AwardMore
	// Pictures gives the pictures of a row, by the field that a design shows them
	// for, when its award is written. They are kept for the picture alone and are
	// in no credential. Nil: there are none.
	Pictures func(row int) ([]Picture, error)
}

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

	draft *draft      // what is written when the plan is confirmed; nil unless New
	seed  *seed       // the same, while a plan is being confirmed
	first int         // of a duplicate: the row it repeats
	fix   *Correction // what would put a Changed row right
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
	if r.draft == nil {
		return issuer.Award{}, false
	}
	return r.draft.planned.Award, true
}

// draft is an award to be, before anything random is drawn.
type draft struct {
	row     *roster.Person
	planned ledger.Planned
	person  issuer.Person // ID is "" for somebody new
	formats []issuer.Format
}

// seed is what a draft grows from again when it is written: the drafts of a
// million people are not held at once.
type seed struct {
	row    *roster.Person
	person string // id; "" for somebody new
	event  string
}

// grow makes the draft that was here when the row was planned.
func (pl *planner) grow(s *seed) (*draft, error) {
	d, code := pl.draft(s.row)
	if code != "" {
		return nil, issuer.Fail(issuer.Broken, code, "row", strconv.Itoa(s.row.Row))
	}
	d.planned.EventKey = s.event
	if s.person != "" {
		d.person.ID = s.person
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
	Rows    []Row
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
	t       *ledger.Tx
	r       Request
	class   issuer.BadgeClass
	zone    *time.Location
	formats []issuer.Format
	mark    string
	batch   ledger.Batch
	known   bool
	notes   bool                     // say what else there is to know of each row
	lean    bool                     // hold seeds instead of drafts
	seen    map[string]int           // address or name → row that came first
	owners  map[string]issuer.Person // who owns the addresses of the rows at hand; nil when they are asked about one by one
	holders map[string]int           // person → row that will be awarded
	torn    map[int]int              // row that is left out → row that contradicts it
}

// all plans every row of the list.
func (pl *planner) all() (Plan, error) {
	r := pl.r
	p := Plan{Class: pl.class, Formats: pl.formats, Rows: make([]Row, 0, len(r.List.Rows))}
	if pl.known {
		p.Known, p.Batch, p.Done = true, pl.batch.ID, !pl.batch.Finished.IsZero()
	}
	problems, warnings := map[int]roster.Problem{}, map[int][]Note{}
	for _, problem := range r.List.Problems {
		if _, have := problems[problem.Row]; !have && problem.Severity == roster.SeverityBad {
			problems[problem.Row] = problem
		}
		if problem.Severity == roster.SeverityWarn && problem.Code != roster.CodeDuplicate {
			warnings[problem.Row] = append(warnings[problem.Row], Note{problem.Code, problem.Values})
		}
	}
	for i, listed := range r.List.Rows {
		if err := pl.t.Err(); err != nil {
			return Plan{}, err
		}
		if err := pl.lookAhead(i); err != nil {
			return Plan{}, err
		}
		row, err := pl.row(listed, problems[listed.Row])
		if err != nil {
			return Plan{}, err
		}
		row.Notes = append(warnings[listed.Row], row.Notes...)
		if d := row.draft; d != nil && pl.lean {
			row.draft, row.seed = nil, &seed{d.row, d.person.ID, d.planned.EventKey}
		}
		p.Counts.add(row.State)
		p.Rows = append(p.Rows, row)
	}
	p.link()
	if pl.class.State == issuer.Archived && p.Counts.New > 0 && !pl.known {
		return p, issuer.Fail(issuer.Input, "class-archived", "class", pl.class.Slug)
	}
	return p, nil
}

// link gives rows that repeat another one that one's award.
func (p *Plan) link() {
	if !slices.ContainsFunc(p.Rows, func(r Row) bool { return r.first != 0 }) {
		return
	}
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
	profile, err := t.Issuer(class.Issuer)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(profile.Timezone)
	if err != nil {
		return nil, issuer.Fail(issuer.Usage, "timezone-unknown", "timezone", profile.Timezone).Because(err)
	}
	pl := &planner{t: t, r: r, class: class, zone: zone, seen: map[string]int{}, holders: map[string]int{}, torn: map[int]int{}}
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
