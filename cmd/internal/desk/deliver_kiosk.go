package desk

import (
	"context"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/ledger"
)

// Kiosk lets one person sign in, puts what is theirs into their backpack, and
// gives the permission back.
func (d deliverDesk) Kiosk(ctx context.Context, host, batch string, open func(string), came func(), report func(done, total int)) (deliver.KioskDone, error) {
	a, err := d.enter(ctx, host, engine.SignInOptions{Brief: true}, open)
	if err != nil {
		return deliver.KioskDone{}, err
	}
	return d.visited(ctx, a, batch, came, report)
}

// KioskWith is Kiosk for hosts that are entered with a password or a token.
func (d deliverDesk) KioskWith(ctx context.Context, host, batch, user, secret string, came func(), report func(done, total int)) (deliver.KioskDone, error) {
	a, err := d.engine.SignInWith(ctx, host, user, secret, engine.SignInOptions{Brief: true})
	if err != nil {
		return deliver.KioskDone{}, err
	}
	return d.visited(ctx, a, batch, came, report)
}

func (d deliverDesk) visited(ctx context.Context, a engine.Account, batch string, came func(), report func(done, total int)) (k deliver.KioskDone, err error) {
	came()
	done, out, err := d.engine.Kiosk(ctx, a, batch, sending(report), d.words.T)
	k.SignedOut = signedOut(out)
	k.Rows = d.pushRows(done.PushPlan, done.Deliveries)
	if err == nil && len(k.Rows) > 0 {
		err = d.named(ctx, k.Rows)
	}
	return k, err
}

// named fills in what the badges are called.
func (d deliverDesk) named(ctx context.Context, rows []deliver.PushRow) error {
	names, err := Records(d).classNames(ctx)
	if err != nil {
		return err
	}
	return d.engine.View(ctx, func(t *ledger.Tx) error {
		for i := range rows {
			a, err := t.Award(rows[i].Award)
			if err != nil {
				return err
			}
			rows[i].Badge = names[a.Class]
		}
		return nil
	})
}

// SavePage writes a page by which people put the badges of a batch into a Mozilla
// Backpack themselves.
func (d deliverDesk) SavePage(ctx context.Context, host, batch, path string) (int, error) {
	ids, err := d.engine.Standing(ctx, batch)
	if err != nil {
		return 0, err
	}
	page, badges, err := d.engine.IssuePage(ctx, host, ids, engine.IssueTexts(d.words.T))
	if err != nil {
		return 0, err
	}
	return len(badges), putFile(path, page)
}

// putFile writes what somebody chose a place for.
func putFile(path string, data []byte) error {
	return issuer.Unwritten(path, durable.WriteFile(path, data, 0o644))
}

// CheckBaked has a Mozilla Backpack bake a published badge.
func (d deliverDesk) CheckBaked(ctx context.Context, host, award string) (string, error) {
	url, _, err := d.engine.CheckBaked(ctx, host, award)
	return url, err
}

func (d deliverDesk) displayed(ctx context.Context, host, email string) ([]backpack.Group, error) {
	one, err := d.engine.Backpack(ctx, host)
	if err != nil {
		return nil, err
	}
	return engine.Displayed(ctx, one.Service.Home, email, one.Local)
}

// Displayed reads what somebody shows in public at a Mozilla Backpack.
func (d deliverDesk) Displayed(ctx context.Context, host, email string) (list []deliver.Shown, err error) {
	groups, err := d.displayed(ctx, host, email)
	for _, g := range groups {
		for _, b := range g.Badges {
			list = append(list, deliver.Shown{Group: g.Name, Badge: b.Name, Issuer: b.Issuer, Day: b.Issued})
		}
	}
	return list, err
}

// SaveDisplayed writes that as a page for a web site.
func (d deliverDesk) SaveDisplayed(ctx context.Context, host, email, path string) error {
	groups, err := d.displayed(ctx, host, email)
	if err != nil {
		return err
	}
	page, err := backpack.List(groups, engine.ListTexts(d.words.T, ""))
	if err != nil {
		return err
	}
	return putFile(path, page)
}
