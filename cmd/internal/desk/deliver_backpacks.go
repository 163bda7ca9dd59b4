package desk

import (
	"cmp"
	"context"
	"encoding/json"

	"badgekiln/app/deliver"
	"badgekiln/assets"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/ledger"
)

// Hosts reads which backpack hosts are known, and who is signed in there.
func (d deliverDesk) Hosts(ctx context.Context) (h deliver.Hosts, err error) {
	if !d.Begun() {
		return h, nil
	}
	all, err := d.engine.Backpacks(ctx)
	if err != nil {
		return h, err
	}
	for _, one := range all {
		h.All = append(h.All, d.host(ctx, one))
	}
	var known []struct{ Name, Home string }
	if err := json.Unmarshal(assets.Hosts(), &known); err != nil {
		return h, err
	}
	for _, one := range known {
		if one.Home != "" {
			h.Known = append(h.Known, deliver.Known{Name: one.Name, Address: one.Home})
		}
	}
	issuers, err := d.engine.Issuers(ctx)
	for _, i := range issuers {
		if len(issuers) > 1 {
			h.Issuers = append(h.Issuers, [2]string{i.Slug, i.Name})
		}
	}
	return h, err
}

func (d deliverDesk) host(ctx context.Context, one engine.Backpack) deliver.Host {
	h := hostOf(engine.AskedOf(one.Service))
	h.ID, h.Local = one.Name, one.Local
	for _, a := range one.Accounts {
		h.Accounts = append(h.Accounts, d.accountOf(ctx, a))
	}
	return h
}

func hostOf(a engine.Asked) deliver.Host {
	s := a.Service
	h := deliver.Host{
		Name: s.Name, Kind: string(s.Kind), Address: s.Home, Terms: s.Terms, Privacy: s.Privacy,
		Browser: a.Browser, Registers: a.Registers, Revokes: a.Revokes, Page: a.Page,
	}
	for _, f := range a.Takes {
		h.Takes = append(h.Takes, string(f))
	}
	return h
}

// accountOf is a sign-in. When it runs out is sealed with it, and left out where
// that cannot be opened: the push says why.
func (d deliverDesk) accountOf(ctx context.Context, a engine.Account) deliver.Account {
	_, known := a.Owner.Is()
	one := deliver.Account{ID: a.Name, Owner: a.Owner.Shown(), Hashed: a.Owner.Hash != "", Known: known, Since: a.Made, Here: a.Here}
	if a.Here {
		if ends, err := d.engine.SignInEnds(ctx, a.Name); err == nil {
			one.Until, one.Renews = ends.Until, ends.Renews
		}
	}
	return one
}

func newBackpack(n deliver.NewHost) engine.NewBackpack {
	return engine.NewBackpack{
		Name: n.ID, Address: n.Address, Kind: backpack.Kind(n.Kind), Issuer: n.Issuer, Local: n.Local,
		ClientID: n.ClientID, ClientSecret: n.ClientSecret, Redirect: n.ClientRedirect,
	}
}

// AskHost asks a host what it is.
func (d deliverDesk) AskHost(ctx context.Context, n deliver.NewHost) (deliver.Host, error) {
	a, err := d.engine.AskBackpack(ctx, newBackpack(n))
	if err != nil {
		return deliver.Host{}, err
	}
	h := hostOf(a)
	h.Local = n.Local
	return h, nil
}

// AddHost makes a host known here, and this program there.
func (d deliverDesk) AddHost(ctx context.Context, n deliver.NewHost) (deliver.Host, error) {
	one, err := d.engine.AddBackpack(ctx, newBackpack(n))
	if err != nil {
		return deliver.Host{}, err
	}
	return d.host(ctx, one), nil
}

// RemoveHost signs everybody out and forgets a host.
func (d deliverDesk) RemoveHost(ctx context.Context, host string) ([]deliver.SignedOut, error) {
	all, err := d.engine.RemoveBackpack(ctx, host)
	list := make([]deliver.SignedOut, 0, len(all))
	for _, one := range all {
		list = append(list, signedOut(one))
	}
	return list, err
}

func signedOut(o engine.SignedOut) deliver.SignedOut {
	return deliver.SignedOut{Owner: o.Account.Owner.Shown(), Revoked: o.Revoked, Home: o.Home}
}

// SignIn lets somebody sign in, in a browser.
func (d deliverDesk) SignIn(ctx context.Context, host, email string, open func(string)) (deliver.Account, error) {
	a, err := d.enter(ctx, host, engine.SignInOptions{Email: email}, open)
	if err != nil {
		return deliver.Account{}, err
	}
	return d.accountOf(ctx, a), nil
}

func (d deliverDesk) enter(ctx context.Context, host string, o engine.SignInOptions, open func(string)) (engine.Account, error) {
	s, err := d.engine.BeginSignIn(ctx, host, engine.SignInTexts(d.words.T))
	if err != nil {
		return engine.Account{}, err
	}
	defer func() { _ = s.Close() }()
	open(s.URL)
	return s.Finish(ctx, o)
}

// SignInWith lets somebody sign in with a password, or with a token.
func (d deliverDesk) SignInWith(ctx context.Context, host, user, secret, email string) (deliver.Account, error) {
	a, err := d.engine.SignInWith(ctx, host, user, secret, engine.SignInOptions{Email: email})
	if err != nil {
		return deliver.Account{}, err
	}
	return d.accountOf(ctx, a), nil
}

// SignOut ends a sign-in, there and here.
func (d deliverDesk) SignOut(ctx context.Context, account string) (deliver.SignedOut, error) {
	out, err := d.engine.SignOut(ctx, account)
	return signedOut(out), err
}

// PlanPush says which badges of a batch go into whose backpack.
func (d deliverDesk) PlanPush(ctx context.Context, host, batch string) ([]deliver.PushRow, error) {
	ids, err := d.engine.Standing(ctx, batch)
	if err != nil {
		return nil, err
	}
	p, err := d.engine.PlanPush(ctx, host, ids)
	if err != nil {
		return nil, err
	}
	before, err := d.pushed(ctx, p.Backpack, batch)
	return d.pushRows(p, before), err
}

// pushed is what became of the pushes of a batch to a host so far, by award.
func (d deliverDesk) pushed(ctx context.Context, one engine.Backpack, batch string) (map[string]ledger.Delivery, error) {
	before := map[string]ledger.Delivery{}
	for _, a := range one.Accounts {
		posts, err := d.engine.Deliveries(ctx, ledger.Choice{Batch: batch, Channel: ledger.Channel(ledger.KindPush, a.Name)})
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			if old, there := before[p.Award]; !there || old.State != ledger.DeliveryDelivered {
				before[p.Award] = p.Delivery
			}
		}
	}
	return before, nil
}

func (d deliverDesk) pushRows(p engine.PushPlan, known map[string]ledger.Delivery) []deliver.PushRow {
	rows := make([]deliver.PushRow, 0, len(p.Rows))
	for _, r := range p.Rows {
		row := deliver.PushRow{Award: r.Award, Name: cmp.Or(r.Name, r.Email), Email: r.Email, State: "ready", Code: r.Why}
		if r.Why != "" {
			row.State, row.Why = "none", d.words.T("push."+r.Why)
		}
		if got, there := known[r.Award]; there && got.State != ledger.DeliveryCancelled {
			row.Answer, row.Tries = got.Answer, got.Tries
			if r.Why == "" || r.Why == engine.PushDone {
				row.State, row.Why = string(got.State), ""
			}
			if key := "delivery." + got.Code; row.State != "none" && got.Code != "" && d.words.Has(key) {
				row.Why = d.words.T(key)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// Push puts the badges of a batch into backpacks, or one of them.
func (d deliverDesk) Push(ctx context.Context, host, batch, award string, report func(done, total int)) (p deliver.Pushed, err error) {
	ids := []string{award}
	if award == "" {
		if ids, err = d.engine.Standing(ctx, batch); err != nil {
			return p, err
		}
	}
	done, err := d.engine.Push(ctx, host, ids, sending(report), d.words.T)
	if err != nil {
		return p, err
	}
	p.Rows = d.pushRows(done.PushPlan, done.Deliveries)
	for _, r := range done.Rows {
		got, went := done.Deliveries[r.Award]
		switch {
		case !went || r.Why != "":
		case got.State == ledger.DeliveryDelivered:
			p.Sent.Delivered++
		case got.State == ledger.DeliveryFailed:
			p.Sent.Failed++
		case got.State == ledger.DeliveryHeld:
			p.Sent.Held++
		default:
			p.Sent.Left++
		}
	}
	for _, s := range done.Sent {
		if s.Err != nil && p.Sent.Delivered == 0 {
			return p, s.Err
		}
	}
	return p, nil
}

func sending(report func(done, total int)) engine.Sending {
	return engine.Sending{Progress: func(_ string, settled, total int) { report(settled, total) }}
}

// Collections reads the collections of somebody signed in.
func (d deliverDesk) Collections(ctx context.Context, account string) ([]deliver.Collection, error) {
	all, err := d.engine.Collections(ctx, account)
	list := make([]deliver.Collection, 0, len(all))
	for _, one := range all {
		list = append(list, deliver.Collection{Name: one.Name, Badges: len(one.Badges), Link: one.Link})
	}
	return list, err
}

// Collect puts what a batch has in somebody's backpack into a collection there.
func (d deliverDesk) Collect(ctx context.Context, account, name, batch string) (deliver.Collected, error) {
	ids, err := d.engine.Standing(ctx, batch)
	if err != nil {
		return deliver.Collected{}, err
	}
	done, err := d.engine.Collect(ctx, account, name, ids)
	return deliver.Collected{Made: done.Made, Added: len(done.Added), There: len(done.There), Missing: len(done.Missing)}, err
}
