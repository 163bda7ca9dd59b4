package engine

import (
	"context"

	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/ledger"
)

// book is what the ledger remembers of a target.
type book struct {
	e    *Engine
	name string
}

func (b book) Any(ctx context.Context) (found bool, err error) {
	err = b.e.View(ctx, func(t *ledger.Tx) (err error) {
		found, err = t.AnyPublished(b.name)
		return err
	})
	return found, err
}

func (b book) Known(ctx context.Context, paths []string) (map[string]publish.Lying, error) {
	known := make(map[string]publish.Lying, len(paths))
	err := b.e.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Published(b.name, paths)
		for path, one := range all {
			known[path] = publish.Lying(one)
		}
		return err
	})
	return known, err
}

func (b book) Note(ctx context.Context, files map[string]publish.Lying) error {
	return b.e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.NotePublished(b.name, lying(files)) })
}

func (b book) Remade(ctx context.Context, files map[string]publish.Lying) error {
	return b.e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.NoteInputs(b.name, lying(files)) })
}

func lying(files map[string]publish.Lying) map[string]ledger.Lying {
	all := make(map[string]ledger.Lying, len(files))
	for path, one := range files {
		all[path] = ledger.Lying(one)
	}
	return all
}
