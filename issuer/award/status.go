package award

import (
	"context"
	"slices"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Revoke takes awards back for good, with a reason, and signs the status lists
// anew in the same transaction: either both hold or neither. An award already
// revoked stays as it was. It returns the ids of the awards it revoked, or in a
// dry run would revoke.
func (c *Clerk) Revoke(ctx context.Context, ids []string, reason string) ([]string, error) {
	return c.restate(ctx, ids, func(t *ledger.Tx, a issuer.Award, _ []issuer.Face) (bool, error) {
		switch a.State {
		case issuer.Issued, issuer.Suspended:
			return true, t.Revoke(a, reason)
		case issuer.Pending:
			return false, issuer.Fail(issuer.Input, "award-pending", "id", a.ID)
		}
		return false, nil
	})
}

// Suspend takes awards back for the time being. A 3.0 credential can say so
// only if it names a list of suspensions, which its class decided before:
// otherwise the failure has the code "award-not-suspendable".
func (c *Clerk) Suspend(ctx context.Context, ids []string, reason string) ([]string, error) {
	return c.restate(ctx, ids, func(t *ledger.Tx, a issuer.Award, faces []issuer.Face) (bool, error) {
		switch a.State {
		case issuer.Issued:
		case issuer.Suspended:
			return false, nil
		case issuer.Pending:
			return false, issuer.Fail(issuer.Input, "award-pending", "id", a.ID)
		default:
			return false, issuer.Fail(issuer.Input, "award-gone", "id", a.ID)
		}
		for _, f := range faces {
			if f.Status != nil && f.Pause == nil {
				return false, issuer.Fail(issuer.Input, "award-not-suspendable", "id", a.ID, "class", a.Class)
			}
		}
		return true, t.Suspend(a, reason)
	})
}

// Resume lets suspended awards hold again. Those that hold stay as they are.
func (c *Clerk) Resume(ctx context.Context, ids []string) ([]string, error) {
	return c.restate(ctx, ids, func(t *ledger.Tx, a issuer.Award, _ []issuer.Face) (bool, error) {
		switch a.State {
		case issuer.Suspended:
			return true, t.Resume(a)
		case issuer.Issued:
			return false, nil
		}
		return false, issuer.Fail(issuer.Input, "award-gone", "id", a.ID)
	})
}

// restate changes where awards stand and signs anew the lists that tell. change
// reports whether it changed anything. Of many awards memory keeps the ids.
func (c *Clerk) restate(ctx context.Context, ids []string, change func(*ledger.Tx, issuer.Award, []issuer.Face) (bool, error)) ([]string, error) {
	m := c.maker()
	var changed []string
	err := c.update(ctx, func(t *ledger.Tx) error {
		changed = changed[:0]
		stale := staleLists{}
		for _, id := range ids {
			a, err := t.FindAward(id)
			if err != nil {
				return err
			}
			faces, err := t.Faces(a.ID)
			if err != nil {
				return err
			}
			did, err := change(t, a, faces)
			if err != nil {
				return err
			}
			if !did {
				continue
			}
			changed = append(changed, a.ID)
			stale.add(faces)
		}
		return stale.sign(t, m)
	})
	return changed, err
}

// MendLists signs the status lists of an issuer anew if one of its keys is in
// other hands: a list such a key signed tells nothing any more, also not about
// badges of other keys. Without a key to sign with it does nothing; the next
// key mends them.
func (c *Clerk) MendLists(t *ledger.Tx, slug string) error {
	identities, err := t.Identities(slug)
	if err != nil {
		return err
	}
	m := c.maker()
	for _, who := range identities {
		if who.BaseURL == "" {
			continue
		}
		by, err := signersOf(t, who, "")
		if err != nil {
			return err
		}
		stolen, err := anyStolen(t, who)
		if _, none := by.data(); err != nil || !stolen || none != nil {
			if err != nil {
				return err
			}
			continue
		}
		lists, err := t.StatusLists(who.ID)
		if err != nil {
			return err
		}
		var stale []string
		for _, list := range lists {
			stale = append(stale, list.Name)
		}
		if err := publishLists(t, m, by, stale); err != nil {
			return err
		}
	}
	return nil
}

func anyStolen(t *ledger.Tx, who issuer.Identity) (bool, error) {
	keys, err := t.KeysOf(who.ID)
	return slices.ContainsFunc(keys, func(k issuer.Key) bool { return k.Reason == "compromised" }), err
}
