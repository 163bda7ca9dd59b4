package award

import (
	"context"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
)

// Endorse signs what an issuer says in favour of something and records it, all
// of it or none. Of each only Format, About, Name and Comment are read; alg is
// as in Request.
func (c *Clerk) Endorse(ctx context.Context, slug, alg string, said []issuer.Endorsement) ([]ledger.Endorsement, error) {
	m := c.maker()
	var list []ledger.Endorsement
	err := c.update(ctx, func(t *ledger.Tx) error {
		list = list[:0]
		by, err := identity(t, slug, alg)
		if err != nil {
			return err
		}
		profile, err := t.Issuer(slug)
		if err != nil {
			return err
		}
		for _, e := range said {
			if e.ID, err = t.NewID(); err != nil {
				return err
			}
			e.Identity, e.Profile, e.Made = by.who, profile, t.Now()
			if e.Key, err = by.of(e.Format); err != nil {
				return err
			}
			if err := e.Check(); err != nil {
				return err
			}
			made, err := m.endorsement(e)
			if err != nil {
				return err
			}
			frozen, err := m.finish([]unsigned{made})
			if err != nil {
				return err
			}
			one := ledger.Endorsement{Endorsement: e, Bytes: frozen[0].Whole}
			if err := t.AddEndorsement(one); err != nil {
				return err
			}
			list = append(list, one)
		}
		return nil
	})
	return list, err
}

// endorsement prepares one in its format.
func (m *maker) endorsement(e issuer.Endorsement) (unsigned, error) {
	switch e.Format {
	case issuer.OB2:
		return m.hosted(ob2.Endorsement(e)), nil
	case issuer.OB2Signed:
		return m.token(e.Key, nil, ob2.Endorsement(e))
	case issuer.OB3JWT:
		header := ob3.Header(issuer.Claim{Face: issuer.Face{Identity: e.Identity}, Key: e.Key})
		return m.token(e.Key, header, ob3.EndorsementToken(e))
	case issuer.OB3:
		return m.seal(ob3.SignedEndorsement(e), e.Key, e.Identity, issuer.Stamp(e.Made), true)
	case issuer.OB11:
	}
	return unsigned{}, issuer.Fail(issuer.Usage, "format-unknown", "format", string(e.Format))
}
