package engine

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// copiesEnding is what the folder of rotating copies is called after the
// ledger. They lie beside it and hold no keys: they help against a slip, not
// against a broken disk. A backup does.
const copiesEnding = ".copies"

// KeepCopy puts a copy of the ledger into the folder beside it, one for each
// day, and lets only the newest keep of them stay. Each is checked as a whole
// ledger before it counts. made is "" when today's is there already.
func (e *Engine) KeepCopy(ctx context.Context, keep int) (made string, err error) {
	if keep < 1 {
		return "", issuer.Fail(issuer.Usage, "copies-none")
	}
	dir := e.Path() + copiesEnding
	day, due := e.CopyDue()
	if !due {
		return "", e.dropCopies(dir, keep)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", unwritten(dir, err)
	}
	scrap, err := os.MkdirTemp(dir, ".badgekiln-copy-")
	if err != nil {
		return "", unwritten(dir, err)
	}
	defer func() { _ = os.RemoveAll(scrap) }()
	part := filepath.Join(scrap, "copy.db")
	if err := e.ledger.CopyTo(ctx, part); err != nil {
		return "", unwritten(day, err)
	}
	if _, err := proven(ctx, day, part, e.env); err != nil {
		return "", err
	}
	if err := os.Rename(part, day); err != nil {
		return "", unwritten(day, err)
	}
	return day, e.dropCopies(dir, keep)
}

// CopyDue is the file of today's copy, and whether it is still to be made.
func (e *Engine) CopyDue() (day string, due bool) {
	day = filepath.Join(e.Path()+copiesEnding, e.env.Now().UTC().Format(time.DateOnly)+".db")
	_, err := os.Lstat(day)
	return day, err != nil
}

// Copies lists the rotating copies, the newest first.
func (e *Engine) Copies() ([]string, error) {
	list, err := filepath.Glob(filepath.Join(globQuoted(e.Path()+copiesEnding), "????-??-??.db"))
	slices.Sort(list)
	slices.Reverse(list)
	return list, err
}

func (e *Engine) dropCopies(dir string, keep int) error {
	list, err := e.Copies()
	if err != nil || len(list) <= keep {
		return err
	}
	for _, old := range list[keep:] {
		if err := os.Remove(old); err != nil {
			return unwritten(dir, err)
		}
	}
	return nil
}

// leftCopies are the copies that may still hold somebody who was erased.
func (e *Engine) leftCopies() (left []ledger.Finding, err error) {
	list, err := e.Copies()
	for _, file := range list {
		left = append(left, ledger.Finding{Code: "copy", Values: issuer.KV("file", file)})
	}
	return left, err
}
