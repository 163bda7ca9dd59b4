package award

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"badgekiln/issuer"
	"badgekiln/issuer/dense"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob3"
)

// Confirm plans once more and writes the plan, in one transaction: everything
// random is drawn here and never again. It signs nothing but status lists. A
// plan that the same command made before is taken up, not made again.
func (c *Clerk) Confirm(ctx context.Context, r Request) (Plan, error) {
	m := c.maker()
	if err := c.openKeys(ctx, m, r); err != nil {
		return Plan{}, err
	}
	var p Plan
	err := c.Ledger.Update(ctx, func(t *ledger.Tx) (err error) {
		pl, err := newPlanner(t, r)
		if err != nil {
			return err
		}
		if p, err = pl.all(); err != nil {
			return err
		}
		if p.Counts.Bad > 0 && !r.SkipBad {
			return issuer.Fail(issuer.Input, "rows-bad", "count", strconv.Itoa(p.Counts.Bad), "file", r.ListName).At(r.ListName)
		}
		if p.Known || p.Counts.New == 0 {
			return nil
		}
		return c.write(t, pl, &p, m)
	})
	if err == nil {
		c.at(StepPlanned)
	}
	return p, err
}

// openKeys makes sure that the keys can be opened before anything is written.
func (c *Clerk) openKeys(ctx context.Context, m *maker, r Request) error {
	return c.Ledger.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Class(r.Class, 0)
		if err != nil {
			return err
		}
		profile, err := t.Issuer(b.Issuer)
		if err != nil {
			return err
		}
		formats, err := Formats(r.Formats, profile)
		if err != nil {
			return err
		}
		by, err := identity(t, b.Issuer, r.Algorithm)
		if err != nil {
			return err
		}
		return by.open(m, formats)
	})
}

// write writes the batch, its people, awards and faces, all of them pending.
func (c *Clerk) write(t *ledger.Tx, pl *planner, p *Plan, m *maker) error {
	r := pl.r
	by, err := identity(t, p.Class.Issuer, r.Algorithm)
	if err == nil {
		err = by.complete(t, p.Class, p.Formats)
	}
	if err != nil {
		return err
	}
	asked := map[string]any{"formats": p.Formats, "skip_bad": r.SkipBad, "allow_no_email": r.AllowNoEmail}
	if r.Algorithm != "" {
		asked["algorithm"] = r.Algorithm
	}
	options, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	batch, err := t.AddBatch(ledger.Batch{
		Class: p.Class.Slug, Version: p.Class.Version, Source: ledger.SourceRoster, Mark: pl.mark, Round: pl.batch.Round,
		Roster: r.ListName, SHA256: r.List.SHA256, Options: options,
	}, p.Counts)
	if err != nil {
		return err
	}
	p.Batch = batch.ID
	pl.seen, pl.holders = dense.Index{}, dense.Index{} // they told what they had to
	for i := range p.Rows.Len() {
		one := p.Rows.rows.At(i)
		if err := pl.lookAgain(&p.Rows, i); err != nil {
			return err
		}
		if one.flags&flagFresh == 0 {
			continue
		}
		d, err := pl.grow(&p.Rows, i)
		if err != nil {
			return err
		}
		if err := pictured(t, r, d); err != nil {
			return err
		}
		if err := addAward(t, d, p.Class, batch, by); err != nil {
			return fmt.Errorf("write row %d: %w", one.row, err)
		}
		p.Rows.written(i, d.planned.ID)
	}
	p.link()
	if p.Class.State == issuer.Draft {
		if err := t.SetClassState(p.Class.Slug, issuer.Open); err != nil {
			return err
		}
	}
	return publishLists(t, m, by, nil)
}

// addAward draws what is random about one award and writes it as pending.
func addAward(t *ledger.Tx, d *draft, class issuer.BadgeClass, batch ledger.Batch, by signers) (err error) {
	a := &d.planned
	if d.person.ID == "" {
		if d.person, err = t.AddPerson(d.person); err != nil {
			return err
		}
	}
	if a.ID, err = t.NewID(); err != nil {
		return err
	}
	salt, err := t.Random(16)
	if err != nil {
		return err
	}
	if a.Email == "" {
		subject, err := t.NewID()
		if err != nil {
			return err
		}
		a.Subject = "urn:uuid:" + subject
	} else {
		a.Salt = hex.EncodeToString(salt)
	}
	a.Batch, a.Person, a.OnceKey = batch.ID, d.person.ID, onceKey(class, d)
	if err := t.AddPlanned(*a); err != nil {
		return err
	}
	for _, format := range d.formats {
		if err := addFace(t, a.ID, format, class, by, false); err != nil {
			return err
		}
	}
	return nil
}

// onceKey is unique while an award stands: one for a class and person, or one
// for a class, person and day of beginning.
func onceKey(class issuer.BadgeClass, d *draft) string {
	switch class.Rule {
	case issuer.Once:
		return class.Slug + "/" + d.person.ID
	case issuer.Renewable:
		return class.Slug + "/" + d.person.ID + "/" + d.planned.IssuedOn.UTC().Format("2006-01-02")
	}
	return ""
}

// addFace draws a face's id and its places in status lists and writes it.
func addFace(t *ledger.Tx, award string, format issuer.Format, class issuer.BadgeClass, by signers, later bool) (err error) {
	f := issuer.Face{Award: award, Format: format, Identity: by.who, Created: t.Now()}
	if f.ID, err = t.NewID(); err != nil {
		return err
	}
	key, err := by.of(format)
	if err != nil {
		return err
	}
	f.Key = key.ID
	if format.Verifiable() && by.who.BaseURL != "" {
		if key, err = by.data(); err != nil {
			return err
		}
		if f.Status, err = drawn(t, by.who, key, ledger.Revocation); err == nil && class.More.Suspendable {
			f.Pause, err = drawn(t, by.who, key, ledger.Suspension)
		}
		if err != nil {
			return err
		}
	}
	return t.AddFace(f, later)
}

func drawn(t *ledger.Tx, who issuer.Identity, key issuer.Key, purpose string) (*issuer.StatusRef, error) {
	place, err := t.DrawStatus(who.ID, key.ID, purpose)
	return &place, err
}

// publishLists signs the status lists of an identity that have never been
// signed, and those named. Lists are signed by Data Integrity, whatever form
// the credentials that name them have.
func publishLists(t *ledger.Tx, m *maker, by signers, stale []string) error {
	lists, err := t.StatusLists(by.who.ID)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if list.Doc != nil && !slices.Contains(stale, list.Name) {
			continue
		}
		key, err := by.data()
		if err != nil {
			return err
		}
		places, err := t.SetIn(list)
		if err != nil {
			return err
		}
		bits := ob3.NewBits()
		for _, place := range places {
			bits.Set(place)
		}
		doc, err := m.list(ob3.List{
			Name: list.Name, Identity: by.who, Key: key, Purpose: list.Purpose, Encoded: ob3.Encode(bits), From: t.Now(),
		})
		if err != nil {
			return fmt.Errorf("sign status list %s: %w", list.Name, err)
		}
		if err := t.PutStatusDoc(list.Name, doc, t.Now()); err != nil {
			return err
		}
	}
	return nil
}

// lookAgain finds out, at the first of each few hundred rows, who those are
// that the ledger knows: planning let go of them.
func (pl *planner) lookAgain(rows *Rows, at int) error {
	if at%rowsAhead != 0 {
		return nil
	}
	for i := at; i < min(at+rowsAhead, rows.Len()); i++ {
		if rows.rows.At(i).flags&flagKnown != 0 {
			return pl.lookAhead(at)
		}
	}
	return nil
}
