package award

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob3"
)

// Confirm plans once more and writes the plan, in one transaction: everything
// random is drawn here and never again. It signs nothing but status lists. A
// plan that the same command made before is taken up, not made again.
func (c *Clerk) Confirm(ctx context.Context, r Request) (Plan, error) {
	m := c.maker()
	if err := c.openKey(ctx, m, r.Class); err != nil {
		return Plan{}, err
	}
	var p Plan
	err := c.Ledger.Update(ctx, func(t *ledger.Tx) (err error) {
		if p, err = plan(t, r); err != nil {
			return err
		}
		if p.Counts.Bad > 0 && !r.SkipBad {
			return issuer.Fail(issuer.Input, "rows-bad", "count", strconv.Itoa(p.Counts.Bad), "file", r.ListName).At(r.ListName)
		}
		if p.Known || p.Counts.New == 0 {
			return nil
		}
		return c.write(t, r, &p, m)
	})
	if err == nil {
		c.at(StepPlanned)
	}
	return p, err
}

// openKey makes sure that the key can be opened before anything is written.
func (c *Clerk) openKey(ctx context.Context, m *maker, class string) error {
	return c.Ledger.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Class(class, 0)
		if err != nil {
			return err
		}
		_, key, err := identity(t, b.Issuer)
		if err == nil {
			_, err = m.signer(key.ID)
		}
		return err
	})
}

// write writes the batch, its people, awards and faces, all of them pending.
func (c *Clerk) write(t *ledger.Tx, r Request, p *Plan, m *maker) error {
	pl, err := newPlanner(t, r) // for mark and round
	if err != nil {
		return err
	}
	who, key, err := identity(t, p.Class.Issuer)
	if err != nil {
		return err
	}
	options, err := json.Marshal(map[string]any{"formats": p.Formats, "skip_bad": r.SkipBad, "allow_no_email": r.AllowNoEmail})
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	batch, err := t.AddBatch(ledger.Batch{
		Class: p.Class.Slug, Version: p.Class.Version, Source: ledger.SourceRoster, Mark: pl.mark, Round: pl.batch.Round,
		Roster: r.ListName, Options: options,
	}, p.Counts)
	if err != nil {
		return err
	}
	p.Batch = batch.ID
	for i := range p.Rows {
		d := p.Rows[i].draft
		if d == nil {
			continue
		}
		if err := addAward(t, d, p.Class, batch, who, key); err != nil {
			return fmt.Errorf("write row %d: %w", p.Rows[i].Row, err)
		}
		p.Rows[i].ID = d.planned.ID
	}
	p.link()
	if p.Class.State == issuer.Draft {
		if err := t.SetClassState(p.Class.Slug, issuer.Open); err != nil {
			return err
		}
	}
	return publishLists(t, m, who, key, nil)
}

// addAward draws what is random about one award and writes it as pending.
func addAward(t *ledger.Tx, d *draft, class issuer.BadgeClass, batch ledger.Batch, who issuer.Identity, key issuer.Key) (err error) {
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
		if err := addFace(t, a.ID, format, who, key, false); err != nil {
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

// addFace draws a face's id and place in a status list and writes it.
func addFace(t *ledger.Tx, award string, format issuer.Format, who issuer.Identity, key issuer.Key, later bool) (err error) {
	f := issuer.Face{Award: award, Format: format, Identity: who, Created: t.Now()}
	if f.ID, err = t.NewID(); err != nil {
		return err
	}
	if format == issuer.OB3 {
		f.Key = key.ID
	}
	if format == issuer.OB3 && who.BaseURL != "" {
		place, err := t.DrawStatus(who.ID, key.ID)
		if err != nil {
			return err
		}
		f.Status = &place
	}
	return t.AddFace(f, later)
}

// publishLists signs the status lists of an identity that have never been
// signed, and those named.
func publishLists(t *ledger.Tx, m *maker, who issuer.Identity, key issuer.Key, stale []string) error {
	lists, err := t.StatusLists(who.ID)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if list.Doc != nil && !slices.Contains(stale, list.Name) {
			continue
		}
		places, err := t.RevokedIn(list.Name)
		if err != nil {
			return err
		}
		bits := ob3.NewBits()
		for _, place := range places {
			bits.Set(place)
		}
		doc, err := m.list(ob3.List{Name: list.Name, Identity: who, Key: key, Encoded: ob3.Encode(bits), From: t.Now()})
		if err != nil {
			return fmt.Errorf("sign status list %s: %w", list.Name, err)
		}
		if err := t.PutStatusDoc(list.Name, doc, t.Now()); err != nil {
			return err
		}
	}
	return nil
}
