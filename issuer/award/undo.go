package award

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/ledger"
)

// Undo takes back a whole batch that has not left the house: its awards get the
// state undone, whoever got one is free for another, and the same list can be
// awarded anew. Their places in status lists are set all the same, in case a
// file did get out. Rows and history stay. An award that was revoked or
// corrected meanwhile stays as it is; what corrects one is undone with it.
// The codes of failures are "batch-released" and "batch-unknown". Undone again,
// it changes nothing.
func (c *Clerk) Undo(ctx context.Context, batch string) ([]issuer.Award, error) {
	m := c.maker()
	var undone []issuer.Award
	err := c.update(ctx, func(t *ledger.Tx) error {
		undone = undone[:0]
		b, err := t.Batch(batch)
		if err != nil || !b.Undone.IsZero() {
			return err
		}
		untouched, way, count, err := t.Untouched(batch)
		if err != nil {
			return err
		}
		if !untouched {
			return issuer.Fail(issuer.Input, "batch-released", "batch", batch, "way", way, "count", strconv.Itoa(count))
		}
		awards, err := t.Awards(ledger.Filter{Batch: batch})
		if err != nil {
			return err
		}
		stale := staleLists{}
		for _, a := range awards {
			if !stands(a) && a.State != issuer.Suspended {
				continue
			}
			if err := t.Undo(a); err != nil {
				return err
			}
			faces, err := t.Faces(a.ID)
			if err != nil {
				return err
			}
			stale.add(faces)
			undone = append(undone, a)
		}
		if b.Finished.IsZero() {
			if err := t.FinishBatch(b); err != nil {
				return err
			}
		}
		if err := t.UndoBatch(b, len(undone)); err != nil {
			return err
		}
		return stale.sign(t, m)
	})
	return undone, err
}

// Unwrite removes from a folder the files of a batch, those that are still byte
// for byte what Write put there; anything else stays. left counts the files of
// the batch's names that are somebody's own by now. Files of somebody who was
// erased are known by their credentials. An archive is one file that
// holds other things, too, and is never touched: code "undo-archive".
func (c *Clerk) Unwrite(ctx context.Context, batch string, out Out) (removed, left int, err error) {
	if err := out.Check(); err != nil {
		return 0, 0, err
	}
	sink, err := openSink(out.Path, func() {})
	if err != nil {
		return 0, 0, err
	}
	f, ok := sink.(*folder)
	if !ok {
		sink.abandon()
		return 0, 0, issuer.Fail(issuer.Usage, "undo-archive", "file", out.Path).At(out.Path)
	}
	defer f.abandon()
	easel := c.easel()
	easel.gone, easel.erased = true, map[string]bool{}
	var class issuer.BadgeClass
	var awards []issuer.Award
	err = c.Ledger.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		if err != nil {
			return err
		}
		if class, err = t.Class(b.Class, b.Version); err != nil {
			return err
		}
		awards, err = t.Awards(ledger.Filter{Batch: batch})
		return err
	})
	names := newNamer(out.Names, class)
	for _, a := range awards {
		if err = ctx.Err(); err != nil {
			break
		}
		var one []*bundle
		err = c.Ledger.View(ctx, func(t *ledger.Tx) (err error) {
			one, err = easel.bundles(ctx, t, []Row{{ID: a.ID}}, names)
			return err
		})
		if err != nil || len(one) == 0 || len(one[0].files) == 0 {
			if err != nil {
				break
			}
			continue
		}
		err = easel.finish(ctx, one, func(file outFile) error {
			was, gone, err := f.to.Remove(file.name, file.data)
			if gone {
				removed++
			} else if was {
				left++
			}
			return err
		})
		if err != nil {
			break
		}
	}
	if err == nil && len(easel.erased) > 0 {
		var more int
		more, err = removeErased(ctx, f, easel.erased)
		removed += more
	}
	return removed, left, issuer.Unwritten(out.Path, err)
}

// removeErased takes away what a folder has of credentials whose bytes and
// whose people's names are gone from the ledger: it kept what their hashes were.
// A picture is one of theirs when such a credential is in it.
func removeErased(ctx context.Context, f *folder, hashes map[string]bool) (removed int, err error) {
	names, err := f.to.Names()
	if err != nil {
		return 0, err
	}
	theirs := func(text []byte) bool {
		sum := sha256.Sum256(text)
		return hashes[hex.EncodeToString(sum[:])]
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		data, found, err := f.to.Read(name)
		if err != nil || !found {
			continue // somebody else's, and in nobody's way
		}
		baked, _ := bake.Unbake(data) // no picture has none
		if !theirs(data) && !slices.ContainsFunc(baked, func(b bake.Found) bool { return theirs(b.Text) }) {
			continue
		}
		if _, gone, err := f.to.Remove(name, data); err != nil {
			return removed, err
		} else if gone {
			removed++
		}
	}
	return removed, nil
}
