package desk

import (
	"context"

	"badgekiln/app/awarding"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// kept lists the lists of people that the ledger keeps.
func (d Awarding) kept(ctx context.Context) ([]awarding.Kept, error) {
	lists, err := d.engine.Lists(ctx)
	out := make([]awarding.Kept, 0, len(lists))
	for _, l := range lists {
		out = append(out, awarding.Kept{Name: l.Name, People: l.People, Made: l.Made})
	}
	return out, err
}

// Keep keeps the people of a list under a name, those that can be awarded, and
// says how many.
func (d Awarding) Keep(ctx context.Context, name string, l awarding.List, c awarding.Choices) (int, error) {
	r, err := d.read(ctx, l, c, seen{})
	if err != nil {
		return 0, err
	}
	return d.engine.KeepList(ctx, name, r)
}

// KeepHolders keeps those who hold a badge under the badge's name, and gives
// that.
func (d Awarding) KeepHolders(ctx context.Context, class string) (string, error) {
	var c issuer.BadgeClass
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		c, err = t.Class(class, 0)
		return err
	})
	if err != nil {
		return "", err
	}
	name := d.words.T("awarding.kept.holders", "class", c.Name)
	_, err = d.engine.KeepHolders(ctx, name, class)
	return name, err
}

// Forget forgets a list, and nobody on it.
func (d Awarding) Forget(ctx context.Context, name string) error { return d.engine.DropList(ctx, name) }
