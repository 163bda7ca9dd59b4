package engine

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
)

// Restore puts a backup's ledger at path, with its keys beside it, after all
// of it was checked. Nothing that lies there is replaced.
func Restore(ctx context.Context, backup, path string, env Env) (*Engine, error) {
	if ledger.Exists(path) {
		return nil, issuer.Fail(issuer.Usage, "restore-exists", "file", path).At(path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, issuer.Unwritten(path, err)
	}
	scrap, err := os.MkdirTemp(filepath.Dir(path), ".badgekiln-restore-")
	if err != nil {
		return nil, issuer.Unwritten(path, err)
	}
	defer func() { _ = os.RemoveAll(scrap) }()
	copied := filepath.Join(scrap, backupLedger)
	files, m, err := takeApart(ctx, backup, path, copied, env)
	if err != nil {
		return nil, err
	}
	id := m.Ledger
	dir, err := ConfigDir(env.Getenv)
	if err != nil {
		return nil, err
	}
	// Keys first: a ledger at its place has all of them.
	store := keys.Beside(path, id, env.secrets(dir))
	if err := store.Restore(files); err != nil {
		return nil, inBackup(backup, err, func(where string) bool { return files[where] != nil })
	}
	if err := ledger.Adopt(copied, path); err != nil {
		return nil, err
	}
	e, err := Open(ctx, path, env)
	if err != nil {
		return nil, err
	}
	err = e.ledger.Update(ctx, func(t *ledger.Tx) error {
		return t.Record(ledger.LedgerRestore, id, map[string]any{"made": m.Made})
	})
	return e, closeOn(e.ledger, err)
}

// ProveBackup checks all of a backup, and that Restore would find room at path.
// It writes to a scratch folder of the system only.
func ProveBackup(ctx context.Context, backup, path string, env Env) error {
	if ledger.Exists(path) {
		return issuer.Fail(issuer.Usage, "restore-exists", "file", path).At(path)
	}
	scrap, err := os.MkdirTemp("", "badgekiln-prove-")
	if err != nil {
		return fmt.Errorf("prove backup: %w", err)
	}
	defer func() { _ = os.RemoveAll(scrap) }()
	copied := filepath.Join(scrap, backupLedger)
	_, _, err = takeApart(ctx, backup, path, copied, env)
	if err == nil {
		err = issuer.Unwritten(path, durable.Writable(filepath.Dir(path)))
	}
	return err
}

// takeApart puts a backup's ledger at copied, checks it, and gives its keys. A
// copy of a ledger that is none of a backup is taken as well: it has no keys of
// its own, and those beside the ledger it was made from are its keys, too.
func takeApart(ctx context.Context, backup, path, copied string, env Env) (files map[string][]byte, m manifest, err error) {
	alone, err := isLedger(backup)
	if err != nil {
		return nil, m, err
	}
	if alone {
		err = copyPlainly(backup, copied)
	} else {
		files, m, err = unpack(backup, copied)
	}
	if err != nil {
		return nil, m, issuer.Unwritten(path, err)
	}
	id, err := proven(ctx, backup, copied, env)
	if err != nil {
		return nil, m, err
	}
	if !alone && id != m.Ledger {
		return nil, m, damagedBackup(backup, "ledger id", nil)
	}
	m.Ledger = id
	return files, m, nil
}

// isLedger tells a copy of a ledger from a backup.
func isLedger(path string) (bool, error) {
	const mark = "SQLite format 3\x00"
	f, err := os.Open(path) // #nosec G304 -- the user's choice
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // unpack tells
	}
	if err != nil {
		return false, issuer.Fail(issuer.Input, "backup-damaged", "file", path, "detail", "open").At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, len(mark))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == mark, nil
}

func copyPlainly(from, to string) error {
	in, err := os.Open(from) // #nosec G304 -- the user's choice
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- in our own scratch folder
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// opens is proven without looking at more than that it can be opened.
func opens(ctx context.Context, backup, copied string, env Env) (id string, err error) {
	l, err := ledger.OpenRead(ctx, copied, ledgerEnv(env))
	if err != nil {
		return "", inBackup(backup, err, func(where string) bool { return where == copied })
	}
	err = l.View(ctx, func(t *ledger.Tx) (err error) {
		id, err = t.ID()
		return err
	})
	return id, errors.Join(err, l.Close())
}

// proven opens a ledger copied out of a backup, checks all of it and gives its
// id.
func proven(ctx context.Context, backup, copied string, env Env) (id string, err error) {
	defer func() { err = inBackup(backup, err, func(where string) bool { return where == copied }) }()
	l, err := ledger.OpenRead(ctx, copied, ledgerEnv(env))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	report, err := l.Check(ctx)
	if err != nil {
		return "", err
	}
	if len(report.Findings) > 0 {
		return "", damagedBackup(backup, report.Findings[0].Code, nil)
	}
	err = l.View(ctx, func(t *ledger.Tx) (err error) {
		id, err = t.ID()
		return err
	})
	return id, err
}

// inBackup names the backup in a failure about something inside it, which
// nobody who is told has ever seen.
func inBackup(backup string, err error, inside func(where string) bool) error {
	var own *issuer.Error
	if errors.As(err, &own) && inside(own.Where) {
		own.Where = backup
		if _, named := own.Values["file"]; named {
			own.Values["file"] = backup
		}
	}
	return err
}

func damagedBackup(path, detail string, err error) error {
	return issuer.Fail(issuer.Input, "backup-damaged", "file", path, "detail", detail).At(path).Because(err)
}

// unpack takes a backup apart: the ledger into a file, the keys into memory,
// each compared with the manifest.
func unpack(backup, copied string) (map[string][]byte, manifest, error) {
	var m manifest
	z, err := zip.OpenReader(backup)
	if err != nil {
		code := "backup-damaged"
		if errors.Is(err, os.ErrNotExist) {
			code = "backup-missing"
		}
		return nil, m, issuer.Fail(issuer.Input, code, "file", backup, "detail", "zip").At(backup).Because(err)
	}
	defer func() { _ = z.Close() }()
	if len(z.File) > maxBackupEntries {
		return nil, m, damagedBackup(backup, "entries", nil)
	}
	files, sums := map[string][]byte{}, map[string]string{}
	for _, f := range z.File {
		name, isKey := strings.CutPrefix(f.Name, backupKeys)
		switch {
		case f.Name == backupLedger:
			sums[f.Name], err = unpackTo(f, copied)
		case f.Name == backupManifest, isKey:
			var data []byte
			if data, err = inMemory(f); err != nil {
				break
			}
			sum := sha256.Sum256(data)
			if isKey {
				files[name], sums[f.Name] = data, hex.EncodeToString(sum[:])
			} else {
				err = json.Unmarshal(data, &m)
			}
		default:
			err = fmt.Errorf("unknown entry %q", f.Name)
		}
		var ours *fs.PathError
		switch {
		case errors.As(err, &ours) && ours.Path == copied:
			return nil, m, err
		case err != nil:
			return nil, m, damagedBackup(backup, f.Name, err)
		}
	}
	if m.Badgekiln != 1 {
		return nil, m, issuer.Fail(issuer.Input, "backup-newer", "file", backup).At(backup)
	}
	for name, sum := range m.Files {
		if sums[name] != sum {
			return nil, m, damagedBackup(backup, name, nil)
		}
	}
	if len(sums) != len(m.Files) || sums[backupLedger] == "" {
		return nil, m, damagedBackup(backup, backupLedger, nil)
	}
	return files, m, nil
}

func inMemory(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, maxBackupKey+1))
	if err == nil && len(data) > maxBackupKey {
		err = errors.New("too large")
	}
	return data, err
}

func unpackTo(f *zip.File, path string) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }()
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- in our own scratch folder
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, sum), io.LimitReader(r, maxBackupLedger+1))
	if err == nil && n > maxBackupLedger {
		err = errors.New("too large")
	}
	return hex.EncodeToString(sum.Sum(nil)), errors.Join(err, out.Sync(), out.Close())
}
