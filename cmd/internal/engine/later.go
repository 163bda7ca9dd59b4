package engine

import (
	"context"
	"path/filepath"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// Unfinished is a batch that somebody or something stopped: some of its awards
// are planned and not signed.
type Unfinished struct {
	ledger.Batch
	Name    string // of the badge class
	Pending int
	Awarded int
}

// Unfinished lists the batches that wait to be finished, oldest first.
func (e *Engine) Unfinished(ctx context.Context) ([]Unfinished, error) {
	var list []Unfinished
	err := e.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Batches()
		if err != nil {
			return err
		}
		for _, b := range all {
			if !b.Finished.IsZero() {
				continue
			}
			u := Unfinished{Batch: b}
			if u.Pending, err = t.CountPending(b.ID); err != nil {
				return err
			}
			if u.Awarded, err = t.CountAwards(ledger.Query{Batch: b.ID}); err != nil {
				return err
			}
			class, err := t.Class(b.Class, b.Version)
			if err != nil {
				return err
			}
			u.Awarded -= u.Pending
			u.Name = class.Name
			list = append(list, u)
		}
		return nil
	})
	return list, err
}

// Knows fails when there is no such batch.
func (e *Engine) Knows(ctx context.Context, batch string) error {
	return e.View(ctx, func(t *ledger.Tx) error {
		_, err := t.Batch(batch)
		return err
	})
}

// Finish signs and commits what a batch has pending and writes the files of
// all its awards, if out names a place. It needs no list: everything stands in
// the ledger since the plan was confirmed. The report tells of awards only.
func (e *Engine) Finish(ctx context.Context, batch string, out, names string, progress Progress, say Say) (Outcome, error) {
	if err := (award.Out{Path: out, Names: names}).Check(); err != nil {
		return Outcome{}, err
	}
	var done Outcome
	var err error
	if done.Awarded, err = e.clerk.Run(ctx, batch, progress.stage("sign")); err != nil {
		return done, err
	}
	err = e.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		if err != nil {
			return err
		}
		class, err := t.Class(b.Class, b.Version)
		if err != nil {
			return err
		}
		done.Plan = award.Held(class, nil)
		done.Plan.Batch, done.Plan.Known, done.Plan.Done = batch, true, true
		return t.EachAward(ledger.Filter{Batch: batch}, func(a issuer.Award) error {
			done.Plan.Hold(a)
			return t.Err()
		})
	})
	if err != nil {
		return done, err
	}
	done.Written, err = e.Deliver(ctx, done.Plan, Order{Out: out, Names: names, Progress: progress}, say)
	return done, err
}

// FilesOf makes the files of one award: its credentials and, last, its baked
// picture. names is as in award.Out.
func (e *Engine) FilesOf(ctx context.Context, id, names string) ([]award.File, error) {
	return e.clerk.Files(ctx, id, names)
}

// HandOut writes the files of some awards into a folder, in a folder of its own
// for each badge class when there are several.
func (e *Engine) HandOut(ctx context.Context, ids []string, out, names string, progress Progress, say Say) (award.Written, error) {
	var sum award.Written
	if err := (award.Out{Path: out, Names: names}).Check(); err != nil {
		return sum, err
	}
	order, groups, err := e.byClass(ctx, ids)
	if err != nil {
		return sum, err
	}
	done := 0
	for _, class := range order {
		awards := groups[class.Slug]
		folder := out
		if len(order) > 1 {
			folder = filepath.Join(out, class.Slug)
		}
		step := func(stage string, n, _ int) {
			if progress != nil {
				progress(stage, done+n, len(ids))
			}
		}
		written, err := e.Deliver(ctx, award.Held(class, awards), Order{Out: folder, Names: names, Progress: step}, say)
		sum.Files, sum.Right = sum.Files+written.Files, sum.Right+written.Right
		if err != nil {
			return sum, err
		}
		done += len(awards)
	}
	return sum, nil
}

// byClass reads awards and sorts them by their class, in the order in which
// the classes turn up.
func (e *Engine) byClass(ctx context.Context, ids []string) (order []issuer.BadgeClass, groups map[string][]issuer.Award, err error) {
	groups = map[string][]issuer.Award{}
	err = e.View(ctx, func(t *ledger.Tx) error {
		for _, id := range ids {
			if err := t.Err(); err != nil {
				return err
			}
			a, err := t.FindAward(id)
			if err != nil {
				return err
			}
			if groups[a.Class] == nil {
				class, err := t.Class(a.Class, a.Version)
				if err != nil {
					return err
				}
				order = append(order, class)
			}
			groups[a.Class] = append(groups[a.Class], a)
		}
		return nil
	})
	return order, groups, err
}

// SaveFile writes a file for the user, whole or not at all.
func SaveFile(path string, data []byte) error { return writeFile(path, data) }
