package desk

import (
	"context"
	"slices"
	"time"

	"badgekiln/app/records"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// Batches lists what was awarded list by list, the newest first.
func (d Records) Batches(ctx context.Context) (out []records.Batch, err error) {
	if !d.Begun() {
		return nil, nil
	}
	names, err := d.classNames(ctx)
	if err != nil {
		return nil, err
	}
	err = d.engine.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Batches()
		for _, b := range slices.Backward(all) {
			if err := t.Err(); err != nil {
				return err
			}
			n, err := t.CountAwards(ledger.Query{Batch: b.ID})
			if err != nil {
				return err
			}
			state := records.BatchDone
			switch {
			case !b.Undone.IsZero():
				state = records.BatchUndone
			case b.Finished.IsZero():
				state = records.BatchOpen
			}
			out = append(out, records.Batch{ID: b.ID, List: b.Roster, Source: b.Source, Badge: names[b.Class], At: b.Planned, Awards: n, State: state})
		}
		return err
	})
	return out, err
}

// CanUndo tells why a batch cannot be taken back; nil when it can.
func (d Records) CanUndo(ctx context.Context, batch string) error {
	return d.engine.CanUndo(ctx, batch)
}

// UndoBatch takes a whole batch back and says how many awards it had.
func (d Records) UndoBatch(ctx context.Context, batch string) (int, error) {
	done, err := d.engine.Undo(ctx, batch, "", "")
	return len(done.Awards), err
}

// CorrectSeveral puts right what several awards say, those that stand and say
// something else.
func (d Records) CorrectSeveral(ctx context.Context, numbers []int64, c records.Change) (int, error) {
	var fixes []award.Correction
	given := func(before, now string) *string {
		if now == "" || now == before {
			return nil
		}
		return &now
	}
	err := d.ids(ctx, numbers, func(a issuer.Award) {
		if a.State != issuer.Issued {
			return
		}
		var ends *roster.Date
		if !c.Expires.IsZero() && !sameDay(a.Expires, c.Expires) {
			day := roster.DayOf(c.Expires)
			ends = &day
		}
		fix, _ := engine.Fix(a.ID, nil, nil, given(a.Narrative, c.Narrative), given(a.Language, c.Language), nil, ends) // only an address fails
		if fix.Narrative != nil || fix.Language != nil || fix.Expires != nil {
			fixes = append(fixes, fix)
		}
	})
	if err != nil || len(fixes) == 0 {
		return 0, err
	}
	done, err := d.engine.Correct(ctx, fixes, d.words.T("correct.reason"))
	return len(done), err
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }
