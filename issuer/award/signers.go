package award

import (
	"slices"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob1"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
)

// signers is who an issuer signs as, and with which keys: those that are not
// retired, oldest first.
type signers struct {
	who  issuer.Identity
	keys []issuer.Key
	alg  string // what tokens are to be signed with; "" for the usual
}

// identity reads who an issuer signs as. alg is asked for tokens, "" for the
// usual.
func identity(t *ledger.Tx, slug, alg string) (signers, error) {
	who, found, err := t.CurrentIdentity(slug)
	if err != nil {
		return signers{}, err
	}
	if !found {
		return signers{}, issuer.Fail(issuer.Usage, "issuer-no-identity", "issuer", slug)
	}
	return signersOf(t, who, alg)
}

func signersOf(t *ledger.Tx, who issuer.Identity, alg string) (signers, error) {
	keys, err := t.KeysOf(who.ID)
	keys = slices.DeleteFunc(keys, func(k issuer.Key) bool { return !k.Retired.IsZero() })
	return signers{who: who, keys: keys, alg: alg}, err
}

// newest is the newest usable key of an algorithm.
func (s signers) newest(alg string) (issuer.Key, bool) {
	for i := len(s.keys) - 1; i >= 0; i-- {
		if s.keys[i].Algorithm == alg {
			return s.keys[i], true
		}
	}
	return issuer.Key{}, false
}

// data is the key for Data Integrity and status lists.
func (s signers) data() (issuer.Key, error) {
	if key, ok := s.newest(issuer.Ed25519); ok {
		return key, nil
	}
	return issuer.Key{}, issuer.Fail(issuer.Usage, "issuer-no-key", "issuer", s.who.Issuer)
}

// token is the key for tokens: of the algorithm asked for, or RSA first, which
// every reader of Open Badges knows.
func (s signers) token() (issuer.Key, error) {
	usual := []string{issuer.RSA, issuer.P256, issuer.Ed25519}
	if s.alg != "" {
		usual = []string{s.alg}
	}
	for _, alg := range usual {
		if key, ok := s.newest(alg); ok {
			return key, nil
		}
	}
	return issuer.Key{}, issuer.Fail(issuer.Usage, "issuer-no-such-key", "issuer", s.who.Issuer, "algorithm", usual[0])
}

// of is the key a format is signed with; none for hosted formats.
func (s signers) of(f issuer.Format) (issuer.Key, error) {
	switch {
	case f.Token():
		return s.token()
	case f == issuer.OB3:
		return s.data()
	}
	return issuer.Key{}, nil
}

// open makes sure that every key the formats need can be opened before
// anything is written.
func (s signers) open(m *maker, formats []issuer.Format) error {
	for _, f := range formats {
		key, err := s.of(f)
		if err != nil {
			return err
		}
		if key.ID != "" {
			if _, err := m.signer(key.ID); err != nil {
				return err
			}
		}
		if f.Verifiable() && s.who.BaseURL != "" { // its status list
			if key, err = s.data(); err != nil {
				return err
			}
			if _, err := m.signer(key.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// complete fails where signing would for want of something that issuer and
// class must have, before anything is written.
func (s signers) complete(t *ledger.Tx, class issuer.BadgeClass, formats []issuer.Format) error {
	profile, err := t.Issuer(class.Issuer)
	if err != nil {
		return err
	}
	for _, f := range formats {
		key, err := s.of(f)
		if err != nil {
			return err
		}
		c := issuer.Claim{
			Face: issuer.Face{Format: f, Identity: s.who}, Profile: profile, Class: class, Key: key,
			Award: issuer.Award{Email: "somebody@example.org", Salt: "0"},
		}
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// check tells what a claim lacks for its format.
func check(c issuer.Claim) error {
	switch {
	case c.Face.Format.Verifiable():
		return ob3.Check(c)
	case c.Face.Format == issuer.OB11:
		return ob1.Check(c)
	}
	return ob2.Check(c)
}
