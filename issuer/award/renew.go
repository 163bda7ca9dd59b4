package award

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Renewed is what came of a renewal: the new awards, and those that had nothing
// to be renewed because the person holds a later one.
type Renewed struct {
	Batch   string // of the new awards; "" when there is none
	Awards  []issuer.Award
	Already []issuer.Award // the later ones that are held
}

// Renew awards again what people hold or held of classes that can be renewed:
// the class as it is today, from now on, for another period. The earlier award
// stays and expires by itself. Somebody who holds one that lasts longer gets
// none, so that a repeat is harmless. All or none; the failures have the codes
// "class-not-renewable", "class-no-period", "award-not-standing" and
// "class-archived".
func (c *Clerk) Renew(ctx context.Context, ids []string) (Renewed, error) {
	m := c.maker()
	var done Renewed
	err := c.update(ctx, func(t *ledger.Tx) error {
		done = Renewed{}
		batches, stale := map[string]ledger.Batch{}, staleLists{}
		for i, id := range ids {
			if err := renew(t, m, id, i+1, batches, stale, &done); err != nil {
				return err
			}
		}
		return stale.sign(t, m)
	})
	if err == nil {
		c.at(StepCommitted)
	}
	return done, err
}

// renew does one; row is its place in the call.
func renew(t *ledger.Tx, m *maker, id string, row int, batches map[string]ledger.Batch, stale staleLists, done *Renewed) error {
	old, err := t.FindAward(id)
	if err != nil {
		return err
	}
	if old, err = t.Latest(old); err != nil {
		return err
	}
	class, err := t.Class(old.Class, 0)
	if err != nil {
		return err
	}
	switch {
	case old.State != issuer.Issued:
		return issuer.Fail(issuer.Input, "award-not-standing", "id", old.ID, "name", old.Name)
	case class.Rule != issuer.Renewable:
		return issuer.Fail(issuer.Input, "class-not-renewable", "class", class.Slug)
	case class.Expires == "":
		return issuer.Fail(issuer.Input, "class-no-period", "class", class.Slug)
	case class.State == issuer.Archived:
		return issuer.Fail(issuer.Input, "class-archived", "class", class.Slug)
	}
	next := old
	if next.Person, err = t.Head(old.Person); err != nil {
		return err
	}
	next.IssuedOn, next.ValidFrom, next.Version, next.Row = t.Now().In(old.IssuedOn.Location()), time.Time{}, class.Version, row
	next.More.AwardedDate = ""
	if next.Expires, err = After(next.IssuedOn, class.Expires); err != nil {
		return err
	}
	return renewAs(t, m, old, next, class, batches, stale, done)
}

func renewAs(t *ledger.Tx, m *maker, old, next issuer.Award, class issuer.BadgeClass, batches map[string]ledger.Batch, stale staleLists, done *Renewed) error {
	later, found, err := t.Outlasting(old)
	if err == nil && !found && !old.Expires.IsZero() && !next.Expires.After(old.Expires) {
		later, found = old, true // renewed today, or dated ahead
	}
	if err != nil || found {
		done.Already = append(done.Already, later)
		return err
	}
	by, err := identity(t, class.Issuer, "")
	if err != nil {
		return err
	}
	if held, taken, err := t.HolderOf(onceKey(class, &draft{planned: ledger.Planned{Award: next}, person: issuer.Person{ID: next.Person}})); err != nil || taken {
		done.Already = append(done.Already, held) // renewed a little earlier today
		return err
	}
	batch, known := batches[class.Slug]
	if !known {
		if batch, err = renewal(t, class); err != nil {
			return err
		}
		batches[class.Slug] = batch
	}
	done.Batch = batch.ID
	faces, err := t.Faces(old.ID)
	if err != nil {
		return err
	}
	d := &draft{planned: ledger.Planned{Award: next, Source: ledger.SourceRenew}, person: issuer.Person{ID: next.Person}}
	d.planned.Salt, d.planned.Subject, d.planned.Reason = "", "", ""
	if err := addAward(t, d, class, batch, by); err != nil {
		return err
	}
	formats := formatsLike(faces, by.who, next.Email)
	if len(formats) == 0 {
		return issuer.Fail(issuer.Input, "correct-no-format", "id", old.ID)
	}
	if err := giveFaces(t, m, d.planned.ID, formats, class, by); err != nil {
		return err
	}
	stale.fresh(by.who.ID)
	a, err := t.Award(d.planned.ID)
	done.Awards = append(done.Awards, a)
	return err
}

// renewal writes the batch of a renewal, closed from the start: all of it is
// signed within its transaction.
func renewal(t *ledger.Tx, class issuer.BadgeClass) (ledger.Batch, error) {
	mark, err := t.Random(16)
	if err != nil {
		return ledger.Batch{}, err
	}
	b, err := t.AddBatch(ledger.Batch{
		Class: class.Slug, Version: class.Version, Source: ledger.SourceRenew, Mark: "renew " + hex.EncodeToString(mark), Options: json.RawMessage("{}"),
	}, Counts{})
	if err != nil {
		return b, err
	}
	return b, t.FinishBatch(b)
}
