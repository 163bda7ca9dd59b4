package engine

import (
	"context"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/ledger"
)

// Say turns a code and its values into a sentence; the words are assets'.
type Say func(key string, values map[string]string) string

// Order is one call of award: what to award, and where the files go.
type Order struct {
	award.Request
	Portraits *Portraits // the pictures that the list names; nil without any. Whoever made it closes it

	Out      string // folder or .zip; "" writes no files
	Names    string // see award.Out
	Progress Progress
}

// Progress tells how far a stage is: "sign" or "write".
type Progress func(stage string, done, total int)

// Outcome is what became of an Order.
type Outcome struct {
	Plan      award.Plan
	Awarded   int
	Corrected int // changed people whose badge was put right
	Written   award.Written
}

// Plan says what an order would do, and writes nothing.
func (e *Engine) Plan(ctx context.Context, r award.Request) (award.Plan, error) {
	e.painted(ctx, &r)
	return e.clerk.Plan(ctx, r)
}

// painted notes which columns of a list the pictures of its class show.
func (e *Engine) painted(ctx context.Context, r *award.Request) {
	if r.Painted != nil {
		return
	}
	names, _ := e.PersonalFields(ctx, r.Class, 0) // a plan says what is wrong with a class
	shown := map[string]bool{}
	for _, name := range names {
		shown[fieldKey(name)] = true
	}
	r.Painted = func(field string) bool { return shown[fieldKey(field)] }
}

// Award plans, confirms, signs, commits and writes the files. Called again
// after an interruption it finishes; called again after that it awards nobody
// and only puts missing files back.
func (e *Engine) Award(ctx context.Context, o Order, say Say) (Outcome, error) {
	if err := e.tokenKey(ctx, o.Request); err != nil {
		return Outcome{}, err
	}
	e.painted(ctx, &o.Request)
	if o.Portraits != nil {
		p, err := e.clerk.Plan(ctx, o.Request)
		if err == nil {
			err = o.Portraits.stage(ctx, o.List, p)
		}
		if err != nil {
			return Outcome{Plan: p}, err
		}
		o.Pictures = o.Portraits.Pictures
	}
	p, err := e.clerk.Confirm(ctx, o.Request)
	out := Outcome{Plan: p}
	if err != nil {
		return out, err
	}
	if p.Batch != "" {
		if out.Awarded, err = e.clerk.Run(ctx, p.Batch, o.Progress.stage("sign")); err != nil {
			return out, err
		}
	}
	if fixes := p.Corrections(); o.Correct && len(fixes) > 0 {
		done, err := e.clerk.Correct(ctx, fixes, say("correct.reason", nil))
		p.TakeIn(done)
		out.Plan, out.Corrected = p, len(done)
		if err != nil {
			return out, err
		}
	}
	out.Written, err = e.Deliver(ctx, p, o, say)
	return out, err
}

// Deliver writes the files of a carried out plan, if the order names a place
// for them. It awards nobody.
func (e *Engine) Deliver(ctx context.Context, p award.Plan, o Order, say Say) (award.Written, error) {
	if o.Out == "" {
		return award.Written{}, nil
	}
	files := award.Out{Path: o.Out, Names: o.Names, Progress: o.Progress.stage("write")}
	return e.clerk.Write(ctx, p, files, func(w io.Writer) error { return Report(w, p, say) })
}

func (p Progress) stage(name string) func(done, total int) {
	if p == nil {
		return nil
	}
	return func(done, total int) { p(name, done, total) }
}

// Report is the table of what became of each row, as a CSV that is safe to
// open in a spreadsheet program. It says how things stand, not what this run
// did, so that a resumed run writes the same.
func Report(w io.Writer, p award.Plan, say Say) error { return writeCSV(w, reportRows(p, say), ',') }

// SaveReport writes that table to a file: a workbook when its name ends in
// .xlsx, which is made in memory, or else row by row.
func SaveReport(path string, p award.Plan, say Say) error {
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return SaveTable(path, slices.Collect(reportRows(p, say)), 0)
	}
	return issuer.Unwritten(path, durable.WriteStream(path, 0o644, func(w io.Writer) error { return Report(w, p, say) }))
}

// reportAwarded is what a report says of whoever holds the badge.
const reportAwarded = "awarded"

func reportRows(p award.Plan, say Say) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if !yield(reportHead()) {
			return
		}
		for _, row := range p.Rows.All() {
			state, why := row.State, ""
			switch {
			case row.Why == "duplicate":
				why = say("plan."+row.Why, row.Values)
			case row.State == award.New, row.State == award.Same:
				state = reportAwarded
			default:
				why = Why(row, say)
			}
			if !yield([]string{strconv.Itoa(row.Row), row.Email, row.Name, state, row.ID, why}) {
				return
			}
		}
	}
}

// Why is the sentence about a row of a plan: the roster's own words for a bad
// row, the plan's for the rest.
func Why(row award.Row, say Say) string {
	if row.Why == "" {
		return ""
	}
	key := "plan." + row.Why
	if text := say(key, row.Values); text != key {
		return text
	}
	return say("roster."+row.Why, row.Values)
}

// Notes are the sentences about what else there is to know of a row: doubts and
// suggestions.
func Notes(row award.Row, say Say) []string {
	var notes []string
	for _, n := range row.Notes {
		key := "plan.note." + n.Code
		text := say(key, n.Values)
		if text == key {
			text = say("roster."+n.Code, n.Values)
		}
		notes = append(notes, text)
	}
	return notes
}

// inert keeps a spreadsheet program from reading a cell as a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}

// Revoke takes awards back and gives the ids of those it did.
func (e *Engine) Revoke(ctx context.Context, ids []string, reason string) ([]string, error) {
	return e.clerk.Revoke(ctx, ids, reason)
}

// Awards lists awards.
func (e *Engine) Awards(ctx context.Context, f ledger.Filter) ([]issuer.Award, error) {
	var list []issuer.Award
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Awards(f)
		return err
	})
	return list, err
}

// Details is everything about one award.
type Details struct {
	issuer.Award
	Faces  []issuer.Face
	Events []ledger.Event
}

// EachWithFaces reads awards, by whatever names them, with their faces and without
// their history, one after the other: there may be very many.
func (e *Engine) EachWithFaces(ctx context.Context, ids []string, do func(issuer.Award, []issuer.Face) error) error {
	return e.View(ctx, func(t *ledger.Tx) error {
		for _, id := range ids {
			a, err := t.FindAward(id)
			if err != nil {
				return err
			}
			faces, err := t.Faces(a.ID)
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if err := do(a, faces); err != nil {
				return err
			}
		}
		return nil
	})
}

// Show reads one award with its faces and its history.
func (e *Engine) Show(ctx context.Context, id string) (Details, error) {
	var d Details
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		if d.Award, err = t.FindAward(id); err != nil {
			return err
		}
		if d.Faces, err = t.Faces(d.ID); err != nil {
			return err
		}
		d.Events, err = t.EventsOf(d.ID)
		return err
	})
	return d, err
}

// Stream begins awarding people one by one.
func (e *Engine) Stream(ctx context.Context, r award.Request) (*award.Stream, error) {
	if err := e.tokenKey(ctx, r); err != nil {
		return nil, err
	}
	e.painted(ctx, &r)
	return e.clerk.Stream(ctx, r)
}
