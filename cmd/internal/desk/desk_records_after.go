package desk

import (
	"context"
	"strconv"
	"time"

	"badgekiln/app/records"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// Correct puts right what an award says. What is the same stays untouched.
func (d Records) Correct(ctx context.Context, c records.Correction) (string, error) {
	was, err := d.engine.Show(ctx, c.ID)
	if err != nil {
		return "", err
	}
	given := func(before string, now *string) *string {
		if *now == before {
			return nil
		}
		return now
	}
	fix, err := engine.Fix(c.ID, given(was.Name, &c.Name), given(was.Email, &c.Email), given(was.Narrative, &c.Narrative), nil, nil, nil)
	if err != nil {
		return "", err
	}
	done, err := d.engine.Correct(ctx, []award.Correction{fix}, d.words.T("correct.reason"))
	if err != nil {
		return "", err
	}
	return done[0].New.ID, nil
}

// Renew awards again what can be renewed.
func (d Records) Renew(ctx context.Context, ids []string) (renewed, already int, err error) {
	done, err := d.engine.Renew(ctx, ids)
	return len(done.Awards), len(done.Already), err
}

// Expiring lists what ends within so many days.
func (d Records) Expiring(ctx context.Context, days int) ([]records.Ending, error) {
	list, err := d.engine.Expiring(ctx, "", strconv.Itoa(days)+"d")
	if err != nil {
		return nil, err
	}
	names, err := d.classNames(ctx)
	out := make([]records.Ending, 0, len(list))
	for _, a := range list {
		out = append(out, records.Ending{ID: a.ID, Name: a.Name, Email: a.Email, Badge: names[a.Class], Expires: a.Expires})
	}
	return out, err
}

func (d Records) classNames(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	err := d.engine.View(ctx, func(t *ledger.Tx) error {
		classes, err := t.Classes("")
		for _, c := range classes {
			names[c.Slug] = c.Name
		}
		return err
	})
	return names, err
}

// IDs gives the ids of awards.
func (d Records) IDs(ctx context.Context, numbers []int64) (ids []string, err error) {
	err = d.ids(ctx, numbers, func(a issuer.Award) { ids = append(ids, a.ID) })
	return ids, err
}

// Erase takes everything about the owner of an address out of the ledger.
func (d Records) Erase(ctx context.Context, email string) (records.Erased, error) {
	done, err := d.engine.Erase(ctx, email)
	out := records.Erased{Awards: len(done.Awards)}
	for _, f := range done.Left {
		out.Left = append(out.Left, d.say("erase."+f.Code, f.Values))
	}
	return out, err
}

// SaveTable writes a table of awards for a spreadsheet program.
func (d Records) SaveTable(ctx context.Context, numbers []int64, path string) error {
	names, err := d.classNames(ctx)
	if err != nil {
		return err
	}
	t := engine.Table{{
		d.words.T("records.col.name"), d.words.T("records.col.email"), d.words.T("records.col.badge"), d.words.T("records.col.awarded"),
		d.words.T("records.fact.expires"), d.words.T("records.col.state"), d.words.T("records.fact.id"),
	}}
	now := d.now()
	err = d.ids(ctx, numbers, func(a issuer.Award) {
		ends := ""
		if !a.Expires.IsZero() {
			ends = a.Expires.Format(time.DateOnly)
		}
		t = append(t, []string{a.Name, a.Email, names[a.Class], a.IssuedOn.Format(time.DateOnly), ends, d.words.T("records.state." + string(stateOf(a, now))), a.ID})
	})
	if err != nil {
		return err
	}
	return engine.SaveTable(path, t, ',')
}
