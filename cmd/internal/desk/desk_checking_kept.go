package desk

import (
	"context"
	"encoding/json"
	"errors"

	"badgekiln/app/checking"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/record"
)

// Trusts lists whom one trusts; without a ledger that is nobody.
func (c checkingDesk) Trusts(ctx context.Context) ([]checking.Trust, error) {
	if c.engine == nil {
		return nil, nil
	}
	list, err := c.engine.Trusts(ctx)
	out := make([]checking.Trust, 0, len(list))
	for _, one := range list {
		out = append(out, checking.Trust{ID: one.URI, Name: one.Name, Own: one.Own, Added: one.Added})
	}
	return out, err
}

// AddTrust puts issuers on the list.
func (c checkingDesk) AddTrust(ctx context.Context, name string, ids ...string) error {
	for _, id := range ids {
		if _, err := c.engine.AddTrust(ctx, id, name); err != nil {
			return err
		}
	}
	return nil
}

// RemoveTrust takes issuers off the list. One that is not on it any more is no
// failure: somebody else took it off.
func (c checkingDesk) RemoveTrust(ctx context.Context, ids ...string) error {
	for _, id := range ids {
		if err := c.engine.RemoveTrust(ctx, id); err != nil && issuer.CodeOf(err) != "trust-unknown" {
			return err
		}
	}
	return nil
}

// TakeOn takes badges on record, each for itself, so that one that cannot be
// read keeps nobody up.
func (c checkingDesk) TakeOn(ctx context.Context, list []checking.Question, report func(done, total int)) ([]checking.Taken, error) {
	var out []checking.Taken
	for i, q := range list {
		o := engine.VerifyOptions{Offline: !q.Online, Map: c.web}
		found, err := c.engine.Import(ctx, []string{q.Input}, o, nil, c.say)
		for _, one := range found {
			out = append(out, taken(one))
		}
		var known *issuer.Error
		switch {
		case ctx.Err() != nil:
			return out, ctx.Err()
		case errors.As(err, &known) && (known.Kind == issuer.Input || known.Kind == issuer.Refused):
			out = append(out, checking.Taken{Input: q.Input, State: checking.TakenNone, Reason: c.say("error."+known.Code, known.Values)})
		case err != nil:
			return out, err
		}
		report(i+1, len(list))
	}
	return out, nil
}

func taken(one engine.Imported) checking.Taken {
	r := one.Result
	t := checking.Taken{Input: one.Input, State: checking.TakenState(one.State), ID: one.ID, Name: r.Name, Issuer: firstText(r.IssuerName, r.Issuer)}
	if (t.State == checking.TakenNone || t.Name == "") && len(r.Reasons) > 0 {
		t.Reason = r.Reasons[0]
	}
	return t
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// OnRecord lists the badges of others on record.
func (c checkingDesk) OnRecord(ctx context.Context) ([]checking.Record, error) {
	if c.engine == nil {
		return nil, nil
	}
	list, err := c.engine.Imports(ctx)
	out := make([]checking.Record, 0, len(list))
	for _, one := range list {
		out = append(out, onRecord(one))
	}
	return out, err
}

func onRecord(one ledger.Import) checking.Record {
	r := checking.Record{
		ID: one.ID, Made: one.Made, Source: one.Source, Version: one.Version, Name: one.Name, Issuer: firstText(one.IssuerName, one.Issuer),
		Verdict: checking.Verdict(one.Verdict), Status: one.Status,
	}
	if r.Source == "-" {
		r.Source = ""
	}
	return r
}

// Recorded gives all that one badge on record says.
func (c checkingDesk) Recorded(ctx context.Context, id string) (checking.Recorded, error) {
	one, err := c.engine.ImportByID(ctx, id)
	if err != nil {
		return checking.Recorded{}, err
	}
	r := checking.Recorded{Record: onRecord(one), IssuerID: one.Issuer, Badge: badgeOf(one.Version, one.Format, one.Text)}
	var what record.Record
	if err := json.Unmarshal(one.Fields, &what); err != nil {
		return r, err
	}
	r.Badge.Name, r.Badge.Sections = what.Class.Name, sections(what)
	if one.Picture != "" {
		data, err := c.engine.Blob(ctx, one.Picture)
		if err != nil {
			return r, err
		}
		r.Picture = shrunk(data, previewSide)
	}
	if r.Picture == nil {
		r.Picture = carried(what.ClassImage)
	}
	return r, nil
}
