package engine

import (
	"context"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// LastPeople gives what fills the merge fields for each person of the list that
// was awarded last, for trying a design with real rows; none is no error.
func (e *Engine) LastPeople(ctx context.Context, each func(row map[string]string)) error {
	return e.View(ctx, func(t *ledger.Tx) error {
		last, err := lastBatch(t)
		if err != nil || last == "" {
			return err
		}
		return t.EachAward(ledger.Filter{Batch: last}, func(a issuer.Award) error {
			if a.Name != "" { // or they are erased, or known by an address alone
				each(shownOf(a))
			}
			return ctx.Err()
		})
	})
}

// lastBatch is the id of what was awarded last and not undone, or "".
func lastBatch(t *ledger.Tx) (string, error) {
	batches, err := t.Batches()
	if err != nil {
		return "", err
	}
	var last ledger.Batch
	for _, b := range batches {
		if b.Undone.IsZero() && (last.ID == "" || b.Planned.After(last.Planned)) {
			last = b
		}
	}
	return last.ID, nil
}

// PeopleIn gives the same of a list in a file.
func PeopleIn(ctx context.Context, path string, today time.Time, each func(row map[string]string)) error {
	list, err := roster.ReadFile(path, roster.Options{AllowNoEmail: true})
	if err != nil {
		return err
	}
	for p := range list.People.All() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.Name != "" {
			each(shownOf(drafted(p, today)))
		}
	}
	return nil
}

// shownOf are the merge fields of an award and its own columns, by their
// headings and as designs write them.
func shownOf(a issuer.Award) map[string]string {
	fields := fieldsOfAward(a, "")
	for heading, value := range a.Fields {
		for _, name := range []string{heading, fieldKey(heading)} {
			if fields[name] == "" {
				fields[name] = value
			}
		}
	}
	return fields
}
