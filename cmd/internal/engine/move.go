package engine

import (
	"context"
	"slices"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// Needs tells what a badge needs of the address it was issued under.
type Needs string

// What badges need. Whoever reads a badge that needs pages asks the old address
// for the badge itself; one that needs keys, for who signed and whether it still
// holds. What needs a name can be moved by nobody but whoever owns the domain.
const (
	NeedsPages Needs = "pages"
	NeedsKeys  Needs = "keys"
	NeedsName  Needs = "name"
	NeedsNone  Needs = "none"
)

// Staying is how many standing badges of one kind lie under an address.
type Staying struct {
	Format issuer.Format `json:"format"`
	Needs  Needs         `json:"needs"`
	Count  int           `json:"count"`
}

// Earlier is how many standing badges need an address of before the one that is
// left. If readers are led on from there, it may be to what is left now.
type Earlier struct {
	Base  string `json:"base_url"`
	Count int    `json:"count"`
}

// Move is what a change of address means.
type Move struct {
	From, To string
	Staying  []Staying
	Awards   []string  // that have a badge under the old address, and stand
	Earlier  []Earlier // addresses of before the old one that badges need still
}

// needs tells what a face asks of its old address.
func needs(f issuer.Face) Needs {
	switch {
	case f.Format.Hosted():
		return NeedsPages
	case f.Identity.Method == issuer.DIDWeb:
		return NeedsName
	case f.Format == issuer.OB2Signed, f.Identity.Method != issuer.DIDKey, f.Status != nil:
		return NeedsKeys
	}
	return NeedsNone
}

// PlanMove tells what a change of an issuer's address would mean for what was
// awarded.
func (e *Engine) PlanMove(ctx context.Context, slug, to string) (Move, error) {
	i, err := e.Issuer(ctx, slug)
	if err != nil {
		return Move{}, err
	}
	m := Move{From: i.BaseURL, Staying: []Staying{}}
	if m.To, err = BaseURL(to); err != nil {
		return m, err
	}
	switch {
	case m.From == "":
		return m, issuer.Fail(issuer.Usage, "move-nothing", "issuer", i.Slug)
	case m.To == "" || m.To == m.From:
		return m, issuer.Fail(issuer.Usage, "move-nowhere", "url", m.From)
	}
	before, err := e.EarlierBases(ctx, i.Slug)
	if err != nil {
		return m, err
	}
	err = e.View(ctx, func(t *ledger.Tx) error {
		if err := standing(t, i.Slug, m.From, m.add); err != nil {
			return err
		}
		for _, base := range before {
			one := Earlier{Base: base}
			err := standing(t, i.Slug, base, func(h ledger.HostedFace) {
				if needs(h.Face) != NeedsNone {
					one.Count++
				}
			})
			if err != nil {
				return err
			}
			if one.Count > 0 && base != m.To {
				m.Earlier = append(m.Earlier, one)
			}
		}
		return nil
	})
	return m, err
}

// standing calls what for each badge of an issuer under an address that holds.
func standing(t *ledger.Tx, slug, base string, what func(ledger.HostedFace)) error {
	for n := int64(0); ; {
		list, next, err := t.HostedAfter(base, n, 500)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, h := range list {
			if h.Face.Identity.Issuer == slug && h.Award.State == issuer.Issued {
				what(h)
			}
		}
		n = next
	}
}

func (m *Move) add(h ledger.HostedFace) {
	want := needs(h.Face)
	at := slices.IndexFunc(m.Staying, func(s Staying) bool { return s.Format == h.Face.Format && s.Needs == want })
	if at < 0 {
		at = len(m.Staying)
		m.Staying = append(m.Staying, Staying{Format: h.Face.Format, Needs: want})
	}
	m.Staying[at].Count++
	if last := len(m.Awards) - 1; last < 0 || m.Awards[last] != h.Award.ID {
		m.Awards = append(m.Awards, h.Award.ID)
	}
}

// Moved is what a change of address did.
type Moved struct {
	Move
	Reissued []award.Corrected
}

// MoveSite gives an issuer another address. With again, every standing badge
// gives way to a new one under the new address, for the reason given; its
// holders have to be sent theirs.
func (e *Engine) MoveSite(ctx context.Context, slug, to, again string) (Moved, error) {
	m, err := e.PlanMove(ctx, slug, to)
	if err != nil {
		return Moved{Move: m}, err
	}
	done := Moved{Move: m}
	if _, err := e.SetIssuer(ctx, IssuerChange{Slug: slug, BaseURL: &m.To}); err != nil || again == "" || e.env.Dry {
		return done, err
	}
	list := make([]award.Correction, 0, len(m.Awards))
	for _, id := range m.Awards {
		list = append(list, award.Correction{ID: id, Anew: true})
	}
	done.Reissued, err = e.Correct(ctx, list, again)
	return done, err
}

// EarlierBases lists the addresses an issuer had before that of today.
func (e *Engine) EarlierBases(ctx context.Context, slug string) ([]string, error) {
	i, err := e.Issuer(ctx, slug)
	if err != nil || i.BaseURL == "" {
		return nil, err
	}
	_, earlier, err := e.siteBase(ctx, i.Slug, "")
	return earlier, err
}
