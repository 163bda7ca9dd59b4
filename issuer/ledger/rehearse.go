package ledger

import (
	"context"
	"errors"
	"path/filepath"

	"badgekiln/issuer/durable"
)

// errRehearsed ends a transaction that is not to be kept.
var errRehearsed = errors.New("rehearsed")

// Rehearse is Update that keeps nothing: it fails where Update would, and the
// ledger stays as it was.
func (l *Ledger) Rehearse(ctx context.Context, do func(*Tx) error) error {
	err := l.Update(ctx, func(t *Tx) error {
		err := do(t)
		if err == nil {
			err = t.catchUp()
		}
		if err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// CanBegin tells, as far as that can be foreseen, whether Open could make a
// ledger at a path.
func CanBegin(path string) error {
	if err := durable.Writable(filepath.Dir(path)); err != nil {
		return fileFault(path, err)
	}
	return nil
}
