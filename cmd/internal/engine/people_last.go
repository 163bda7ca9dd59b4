package engine

import (
	"cmp"
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// LastPeople gives what fills the merge fields for up to most people of the
// list that was awarded last, for trying a design with real rows; none is no
// error.
func (e *Engine) LastPeople(ctx context.Context, most int) ([]map[string]string, error) {
	var rows []map[string]string
	err := e.View(ctx, func(t *ledger.Tx) error {
		batches, err := t.Batches()
		if err != nil {
			return err
		}
		var last *ledger.Batch
		for i, b := range batches {
			if b.Undone.IsZero() && (last == nil || b.Planned.After(last.Planned)) {
				last = &batches[i]
			}
		}
		if last == nil {
			return nil
		}
		awards, err := t.Awards(ledger.Filter{Batch: last.ID, Most: most})
		if err != nil {
			return err
		}
		for _, a := range awards {
			if a.Name == "" {
				continue // erased, or known by an address alone
			}
			rows = append(rows, shownOf(a))
		}
		return nil
	})
	return rows, err
}

// PeopleIn gives the same of a list in a file: up to most people, those with
// the longest names first.
func PeopleIn(path string, most int, today time.Time) ([]map[string]string, error) {
	list, err := roster.ReadFile(path, roster.Options{AllowNoEmail: true})
	if err != nil {
		return nil, err
	}
	var rows []map[string]string
	for p := range list.People.All() {
		if p.Name != "" {
			rows = append(rows, shownOf(drafted(p, today)))
		}
	}
	slices.SortStableFunc(rows, func(a, b map[string]string) int {
		return cmp.Compare(utf8.RuneCountInString(b["name"]), utf8.RuneCountInString(a["name"]))
	})
	return rows[:min(len(rows), most)], nil
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
