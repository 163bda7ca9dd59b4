package engine

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// HandoutRow is an award of a batch and what it is fetched by.
type HandoutRow struct {
	Award   issuer.Award
	Code    string    // "" without
	Claim   string    // address of the page of its own; "" without
	Names   bool      // that page names its person
	Given   time.Time // on paper; zero: not yet
	GivenBy string    // who gave it; "" when nobody said
	Told    time.Time // the person was told of the page; zero: not yet
}

// Handouts lists the awards of a batch that stand with what they are fetched by,
// in the order of the list.
func (e *Engine) Handouts(ctx context.Context, batch string) ([]HandoutRow, error) {
	var list []HandoutRow
	err := e.View(ctx, func(t *ledger.Tx) error {
		if _, err := t.Batch(batch); err != nil {
			return err
		}
		awards, err := t.Awards(ledger.Filter{Batch: batch, State: issuer.Issued})
		if err == nil {
			list, err = handoutRows(t, awards, ledger.Choice{Batch: batch})
		}
		return err
	})
	return list, err
}

// handoutRows says what awards are fetched by, and what of them was. c narrows to
// their deliveries.
func handoutRows(t *ledger.Tx, awards []issuer.Award, c ledger.Choice) ([]HandoutRow, error) {
	hand, err := t.HandoutsOf(idsOf(awards))
	if err != nil {
		return nil, err
	}
	var claimed []string
	for _, h := range hand {
		if h.Claim != "" {
			claimed = append(claimed, h.Award)
		}
	}
	pages, err := pagesOf(t, claimed)
	if err != nil {
		return nil, err
	}
	c.State = ledger.DeliveryDelivered
	list, err := t.Deliveries(c)
	if err != nil {
		return nil, err
	}
	given, told := map[string]time.Time{}, map[string]time.Time{}
	var handed []string
	for _, d := range list {
		switch ledger.KindOf(d.Channel) {
		case ledger.KindPrint:
			given[d.Award] = d.Changed
			handed = append(handed, d.Award)
		case ledger.KindClaim:
			told[d.Award] = d.Changed
		}
	}
	by, err := t.HandedBy(handed)
	if err != nil {
		return nil, err
	}
	rows := make([]HandoutRow, len(awards))
	for i, a := range awards {
		rows[i] = HandoutRow{Award: a, Code: hand[a.ID].Code, Claim: pages[a.ID], Names: hand[a.ID].Names, Given: given[a.ID], GivenBy: by[a.ID], Told: told[a.ID]}
	}
	return rows, nil
}

func handoutRow(t *ledger.Tx, a issuer.Award) (HandoutRow, error) {
	rows, err := handoutRows(t, []issuer.Award{a}, ledger.Choice{Award: a.ID})
	if err != nil {
		return HandoutRow{}, err
	}
	return rows[0], nil
}

// Handed is what became of one that was to be marked.
type Handed struct {
	HandoutRow
	Changed bool // it was not so before
}

// MarkGiven marks awards as handed over on paper, or with undo as not handed over
// after all. Each is named by the code of its slip, its number, or within a batch
// by the address or the name of its person. All are marked or none. The failures
// have the codes "slip-unknown", "given-several" and "award-not-standing".
func (e *Engine) MarkGiven(ctx context.Context, batch string, named []string, undo bool) ([]Handed, error) {
	return e.handed(ctx, ledger.KindPrint, batch, named, undo)
}

// MarkTold is MarkGiven for those who were told of a page of their own.
func (e *Engine) MarkTold(ctx context.Context, batch string, named []string, undo bool) ([]Handed, error) {
	return e.handed(ctx, ledger.KindClaim, batch, named, undo)
}

func (e *Engine) handed(ctx context.Context, kind, batch string, named []string, undo bool) ([]Handed, error) {
	var list []Handed
	state := ledger.DeliveryDelivered
	if undo {
		state = ledger.DeliveryCancelled
	}
	err := e.update(ctx, func(t *ledger.Tx) error {
		list = nil
		for _, name := range named {
			a, err := fetchable(t, batch, name)
			if err != nil {
				return err
			}
			row, err := handoutRow(t, a)
			if err != nil {
				return err
			}
			if kind == ledger.KindClaim && row.Claim == "" {
				return issuer.Fail(issuer.Usage, "claim-none", "id", a.ID)
			}
			done := !row.Given.IsZero()
			if kind == ledger.KindClaim {
				done = !row.Told.IsZero()
			}
			changed := done == undo
			if changed {
				if err := t.NoteDelivery(a.ID, kind, state, "", ""); err != nil {
					return err
				}
				if row, err = handoutRow(t, a); err != nil {
					return err
				}
			}
			list = append(list, Handed{row, changed})
		}
		return nil
	})
	return list, err
}

// fetchable finds the award that somebody names at a desk, in its newest form.
func fetchable(t *ledger.Tx, batch, name string) (a issuer.Award, err error) {
	h, err := t.HandoutByCode(name)
	switch {
	case err == nil:
		a, err = t.Award(h.Award)
	case issuer.CodeOf(err) != "slip-unknown":
		return a, err
	default:
		a, err = fetchableBy(t, batch, name, err)
	}
	if err != nil {
		return a, err
	}
	if a, err = t.Latest(a); err == nil && a.State != issuer.Issued {
		err = issuer.Fail(issuer.Input, "award-not-standing", "id", a.ID, "name", a.Name)
	}
	return a, err
}

// fetchableBy finds by number, address or name. unknown is what is said when
// nobody is called so.
func fetchableBy(t *ledger.Tx, batch, name string, unknown error) (issuer.Award, error) {
	a, err := t.FindAward(name)
	var fault *issuer.Error
	if err == nil || !errors.As(err, &fault) || batch == "" {
		if err != nil && fault != nil {
			err = unknown
		}
		return a, err
	}
	awards, err := t.Awards(ledger.Filter{Batch: batch})
	if err != nil {
		return a, err
	}
	var found []issuer.Award
	for _, one := range awards {
		if (strings.EqualFold(one.Email, name) && name != "") || ledger.NameKey(one.Name) == ledger.NameKey(name) {
			found = append(found, one)
		}
	}
	switch len(found) {
	case 0:
		return a, unknown
	case 1:
		return found[0], nil
	}
	return a, issuer.Fail(issuer.Usage, "given-several", "name", name, "count", strconv.Itoa(len(found)))
}

// MakeClaims gives a page of its own to each award of a batch that stands, if it
// has web space; names says whether the pages name their people. It says how many
// are new. The failure has the code "claim-no-web".
func (e *Engine) MakeClaims(ctx context.Context, batch string, names bool) (made int, err error) {
	err = e.update(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		if err != nil {
			return err
		}
		awards, err := t.Awards(ledger.Filter{Batch: batch, State: issuer.Issued})
		if err != nil {
			return err
		}
		pages, err := pagesOf(t, idsOf(awards))
		if err != nil {
			return err
		}
		var hosted []string
		for _, a := range awards {
			if pages[a.ID] != "" {
				hosted = append(hosted, a.ID)
			}
		}
		if len(hosted) == 0 {
			return issuer.Fail(issuer.Usage, "claim-no-web", "batch", batch)
		}
		made, err = t.MakeClaims(b.ID, hosted, names)
		return err
	})
	return made, err
}
