package desk

import (
	"cmp"
	"context"
	"image"
	"slices"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Awarding is the desk as the room of awarding sees it.
type Awarding struct{ *Desk }

// showBadges is how many badges of a run are shown.
const showBadges = 6

// maxNewest is how many lists are offered besides the sample's.
const maxNewest = 8

// Begin gives what an award can begin with.
func (d Awarding) Begin(ctx context.Context) (awarding.Beginning, error) {
	var b awarding.Beginning
	if !d.Begun() {
		return b, nil
	}
	var classes []issuer.BadgeClass
	last := map[string]int{} // class → its newest batch
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		if classes, err = t.Classes(""); err != nil {
			return err
		}
		batches, err := t.Batches()
		for i, batch := range batches {
			last[batch.Class] = i + 1
		}
		return err
	})
	if err != nil {
		return b, err
	}
	slices.SortStableFunc(classes, func(a, b issuer.BadgeClass) int { return cmp.Compare(last[b.Slug], last[a.Slug]) })
	for _, c := range classes {
		if c.State == issuer.Archived {
			continue
		}
		class, err := d.class(ctx, c)
		if err != nil {
			return b, err
		}
		b.Classes = append(b.Classes, class)
	}
	waiting, err := d.engine.Unfinished(ctx)
	if err != nil {
		return b, err
	}
	for _, u := range waiting {
		b.Unfinished = append(b.Unfinished, awarding.Unfinished{
			Batch: u.ID, Class: u.Class, Name: u.Name, List: u.Roster, Begun: u.Planned, Awarded: u.Awarded, Pending: u.Pending,
		})
	}
	if b.Sample, err = d.engine.IsSample(ctx); err != nil {
		return b, err
	}
	if b.Kept, err = d.kept(ctx); err != nil {
		return b, err
	}
	b.Files = d.lists(b.Sample)
	return b, nil
}

// class is a badge class as the room shows it.
func (d Awarding) class(ctx context.Context, c issuer.BadgeClass) (awarding.Class, error) {
	profile, err := d.engine.Issuer(ctx, c.Issuer)
	if err != nil {
		return awarding.Class{}, err
	}
	return awarding.Class{
		Slug: c.Slug, Name: c.Name, Issuer: profile.Name, Version: c.Version, Hosted: profile.BaseURL != "",
		Picture: d.picture(ctx, c.Image), Folder: d.freeFolder(c.Name), Results: c.More.ResultDescription,
	}, nil
}

// picture decodes a stored picture; nil when it cannot be read.
func (d *Desk) picture(ctx context.Context, hash string) image.Image {
	data, err := d.engine.Blob(ctx, hash)
	if err != nil {
		return nil
	}
	return decoded(data)
}

func decoded(data []byte) image.Image { return shrunk(data, drawing.ClassSide) }
