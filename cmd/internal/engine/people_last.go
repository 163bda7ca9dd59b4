package engine

import (
	"context"

	"badgekiln/issuer/ledger"
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
			rows = append(rows, fieldsOfAward(a, ""))
		}
		return nil
	})
	return rows, err
}
