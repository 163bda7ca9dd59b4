package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/ledger"
)

// rehearse opens a ledger of its own in a scratch folder, for a rehearsal of
// beginning one at path.
func rehearse(ctx context.Context, path string, env Env) (*Engine, error) {
	if err := ledger.CanBegin(path); err != nil {
		return nil, err
	}
	scrap, err := os.MkdirTemp("", "badgekiln-dry-")
	if err != nil {
		return nil, fmt.Errorf("begin rehearsal: %w", err)
	}
	e, err := open(ctx, filepath.Join(scrap, "ledger.db"), env)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(scrap))
	}
	e.scrap = scrap
	return e, nil
}

// ProveIssuer rehearses SetIssuer where no ledger is yet, so that a failure
// leaves none behind. Elsewhere there is nothing to prove.
func ProveIssuer(ctx context.Context, path string, change IssuerChange, env Env) error {
	if env.Dry || !nothingAt(path) {
		return nil
	}
	env.Dry = true
	e, err := rehearse(ctx, path, env)
	if err != nil {
		return err
	}
	_, err = e.SetIssuer(ctx, change)
	return errors.Join(err, e.Close())
}

// nothingAt tells whether no ledger was ever begun at a path: there is no
// file, or one without a byte.
func nothingAt(path string) bool {
	info, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
}

// update changes the ledger; in a rehearsal nothing of it is kept.
func (e *Engine) update(ctx context.Context, do func(*ledger.Tx) error) error {
	if e.env.Dry {
		return e.ledger.Rehearse(ctx, do)
	}
	return e.ledger.Update(ctx, do)
}

// makeKey makes a signing key, stored durably before anything names it; in a
// rehearsal it is thrown away.
func (e *Engine) makeKey(alg, slug string) (issuer.Key, error) {
	if e.env.Dry {
		return e.keys.Rehearse(e.env.Rand, alg, slug, e.env.Now())
	}
	return e.keys.New(e.env.Rand, alg, slug, e.env.Now())
}

// CanWrite tells, as far as that can be foreseen and without writing, whether
// a file can be made in a folder that is there.
func CanWrite(file string) error {
	dir := filepath.Dir(file)
	_, err := os.Stat(dir)
	if err == nil {
		err = durable.Writable(dir)
	}
	return issuer.Unwritten(file, err)
}
