package engine

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
)

// Recovery writes a text page that the keys can be put back from. open tells
// that it does so without a passphrase.
func (e *Engine) Recovery(ctx context.Context, path string, say Say) (count int, open bool, err error) {
	if _, err := os.Lstat(path); err == nil {
		return 0, false, issuer.Fail(issuer.Usage, "recovery-exists", "file", path).At(path)
	}
	bundle, err := e.keys.Bundle()
	if err != nil {
		return 0, false, err
	}
	var id string
	var all []issuer.Key
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		if id, err = t.ID(); err == nil {
			all, err = t.Keys("")
		}
		return err
	})
	if err != nil {
		return 0, false, err
	}
	lines := []string{
		say("recovery.title", nil), "", say("recovery.what", nil), say("recovery.how", nil), say("recovery.lost", nil),
		say("recovery.sealed", nil), "", say("recovery.ledger", nil) + ": " + id, say("recovery.made", nil) + ": " + ledger.Stamp(e.env.Now()),
	}
	if bundle.CarriesSecret {
		lines[5] = say("recovery.open", nil)
	}
	for _, k := range all {
		lines = append(lines, strings.Join([]string{
			say("recovery.key", nil) + ":", k.ID, k.Algorithm, k.Issuer, ledger.Stamp(k.Made), k.Reason, k.Multibase,
		}, " "))
	}
	count = len(bundle.Files)
	if bundle.CarriesSecret {
		count--
	}
	if e.env.Dry {
		return count, bundle.CarriesSecret, issuer.Unwritten(path, durable.Writable(filepath.Dir(path)))
	}
	page := bundle.Page(strings.Join(lines, "\n"))
	return count, bundle.CarriesSecret, issuer.Unwritten(path, durable.Create(path, page, 0o600))
}

// Recover puts back the keys of a page. It returns how many there were.
func (e *Engine) Recover(path string) (int, error) {
	f, err := os.Open(path) // #nosec G304 -- the user's file
	if err != nil {
		return 0, issuer.Fail(issuer.Input, "file-unreadable", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, 8<<20))
	if err != nil {
		return 0, issuer.Fail(issuer.Input, "file-unreadable", "file", path).At(path).Because(err)
	}
	files, err := keys.ReadPage(data, path)
	if err != nil {
		return 0, err
	}
	if !e.env.Dry {
		err = e.keys.Restore(files)
	}
	if err != nil {
		return 0, inBackup(path, err, func(where string) bool { return files[where] != nil })
	}
	count := 0
	for name := range files {
		if strings.HasSuffix(name, ".json") {
			count++
		}
	}
	return count, nil
}
