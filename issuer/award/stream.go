package award

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// Stream awards people one by one as a script names them. Each is planned,
// signed and committed in one transaction before the next is looked at.
type Stream struct {
	clerk *Clerk
	make  *maker
	r     Request
	batch ledger.Batch
	count int
}

// Stream begins a stream. r.List is not used; r.EventKey is a promise to each
// person.
func (c *Clerk) Stream(ctx context.Context, r Request) (*Stream, error) {
	s := &Stream{clerk: c, make: c.maker(), r: r}
	return s, c.openKeys(ctx, s.make, r)
}

// Batch is the batch of the stream's awards; "" before the first one.
func (s *Stream) Batch() string { return s.batch.ID }

// Award answers one row. A row with a bad problem is answered, not awarded.
func (s *Stream) Award(ctx context.Context, row roster.Row, problems []roster.Problem) (Row, error) {
	s.count++
	r := s.r
	r.EventKey = s.promise(row.Person)
	if row.State == roster.Duplicate && r.EventKey != "" {
		row.State = roster.Ready // the promise answers it, with the award it was kept by
	}
	r.List = &roster.Reading{Rows: roster.RowsOf(row), Problems: problems, SHA256: strconv.Itoa(s.count)}
	var answer Row
	batch := s.batch // kept only if the transaction is
	err := s.clerk.Ledger.Update(ctx, func(t *ledger.Tx) (err error) {
		var class issuer.BadgeClass
		if class, answer, err = planStream(t, r); err != nil {
			return err
		}
		if answer.draft == nil || answer.State != New {
			return nil
		}
		return s.write(t, class, &batch, &answer)
	})
	if err == nil {
		s.batch = batch
	}
	return answer, err
}

// promise is the key of one person's award for the event: whoever sends the
// same person again, after a break and from whichever row, sends a repeat.
// People without an address are told apart by where they stand alone.
func (s *Stream) promise(p *roster.Person) string {
	switch {
	case s.r.EventKey == "":
		return ""
	case p != nil && p.Email != "":
		return s.r.EventKey + "#" + p.Email
	case s.count > 1:
		return s.r.EventKey + "#" + strconv.Itoa(s.count)
	}
	return s.r.EventKey
}

// planStream plans a single row. No earlier batch speaks for it: what a script
// sends twice is told by the class's rule or by --key.
func planStream(t *ledger.Tx, r Request) (class issuer.BadgeClass, answer Row, err error) {
	r.Again = false
	pl, err := newPlanner(t, r)
	if err != nil {
		return class, answer, err
	}
	pl.known = false
	if err = pl.each(func(row Row) { answer = row }); err != nil {
		return class, answer, err
	}
	if pl.class.State == issuer.Archived && answer.State == New {
		err = issuer.Fail(issuer.Input, "class-archived", "class", pl.class.Slug)
	}
	return pl.class, answer, err
}

func (s *Stream) write(t *ledger.Tx, class issuer.BadgeClass, batch *ledger.Batch, answer *Row) error {
	by, err := identity(t, class.Issuer, s.r.Algorithm)
	if err == nil {
		err = by.complete(t, class, answer.draft.formats)
	}
	if err != nil {
		return err
	}
	if batch.ID == "" {
		if *batch, err = s.begin(t, class); err != nil {
			return err
		}
	}
	d := answer.draft
	d.planned.Source = ledger.SourceScript
	if err := pictured(t, s.r, d); err != nil {
		return err
	}
	if err := addAward(t, d, class, *batch, by); err != nil {
		return err
	}
	if class.State == issuer.Draft {
		if err := t.SetClassState(class.Slug, issuer.Open); err != nil {
			return err
		}
	}
	if err := publishLists(t, s.make, by, nil); err != nil {
		return err
	}
	a, err := t.Award(d.planned.ID)
	if err != nil {
		return err
	}
	jobs := []job{{award: a}}
	faces, err := t.Faces(a.ID)
	if err != nil {
		return err
	}
	desk := newDesk(t)
	for _, f := range faces {
		claim, err := desk.claim(a, f)
		if err != nil {
			return err
		}
		jobs[0].claims = append(jobs[0].claims, claim)
	}
	if err := sign(s.make, jobs); err != nil {
		return err
	}
	if _, err := commit(t, jobs[0]); err != nil {
		return err
	}
	answer.ID = a.ID
	return nil
}

// begin writes the stream's batch, closed from the start: nothing of it is
// ever left pending.
func (s *Stream) begin(t *ledger.Tx, class issuer.BadgeClass) (ledger.Batch, error) {
	mark, err := t.Random(16)
	if err != nil {
		return ledger.Batch{}, err
	}
	options, err := json.Marshal(map[string]any{"key": s.r.EventKey})
	if err != nil {
		return ledger.Batch{}, fmt.Errorf("begin stream: %w", err)
	}
	b, err := t.AddBatch(ledger.Batch{
		Class: class.Slug, Version: class.Version, Source: ledger.SourceScript, Mark: "stream " + hex.EncodeToString(mark), Options: options,
	}, Counts{New: 1})
	if err != nil {
		return b, err
	}
	return b, t.FinishBatch(b)
}
