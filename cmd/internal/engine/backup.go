package engine

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
)

// The names inside a backup, a zip archive.
const (
	backupManifest = "manifest.json"
	backupLedger   = "ledger.db"
	backupKeys     = "keys/"
)

// The limits of a backup that comes in. A backup can come from anywhere.
const (
	maxBackupEntries = 10_000
	maxBackupKey     = 1 << 20  // bytes
	maxBackupLedger  = 64 << 30 // bytes
)

// manifest says what a backup holds.
type manifest struct {
	Badgekiln int               `json:"badgekiln"` // 1, the form of the backup
	Ledger    string            `json:"ledger"`    // the ledger's id
	Made      string            `json:"made"`
	Secret    bool              `json:"carries_secret"` // opens without a passphrase
	Files     map[string]string `json:"files"`          // SHA-256, hex
}

// Backup writes ledger and sealed keys into one file, after it was restored to a
// scratch place and checked there. carries tells that the
// file opens without a passphrase.
func (e *Engine) Backup(ctx context.Context, path string, replace bool) (carries bool, err error) {
	if _, err := os.Lstat(path); err == nil && !replace {
		return false, issuer.Fail(issuer.Usage, "backup-exists", "file", path).At(path)
	}
	bundle, err := e.keys.Bundle()
	if err != nil {
		return false, err
	}
	scrap, err := os.MkdirTemp(filepath.Dir(path), ".badgekiln-backup-")
	if err != nil {
		return false, issuer.Unwritten(path, err)
	}
	defer func() { _ = os.RemoveAll(scrap) }()
	copied := filepath.Join(scrap, backupLedger)
	if err := e.ledger.CopyTo(ctx, copied); err != nil {
		return false, issuer.Unwritten(path, err)
	}
	part := filepath.Join(scrap, "backup.part")
	if err := e.pack(ctx, part, copied, bundle); err != nil {
		return false, issuer.Unwritten(path, err)
	}
	// A backup nobody can restore is worse than none: it is tried before it counts.
	if err := ProveBackup(ctx, part, filepath.Join(scrap, "restored.db"), e.env); err != nil {
		return false, err
	}
	if err := os.Rename(part, path); err != nil {
		return false, issuer.Unwritten(path, err)
	}
	err = e.ledger.Update(ctx, func(t *ledger.Tx) error {
		return t.Record(ledger.BackupMade, filepath.Base(path), map[string]any{"keys": len(bundle.Files), "carries_secret": bundle.CarriesSecret})
	})
	if issuer.CodeOf(err) == "ledger-read-only" { // it cannot remember that it was backed up; the backup is whole
		err = nil
	}
	return bundle.CarriesSecret, err
}

func (e *Engine) pack(ctx context.Context, part, copied string, bundle keys.Bundle) error {
	m := manifest{Badgekiln: 1, Made: ledger.Stamp(e.env.Now()), Secret: bundle.CarriesSecret, Files: map[string]string{}}
	if err := e.View(ctx, func(t *ledger.Tx) (err error) {
		m.Ledger, err = t.ID()
		return err
	}); err != nil {
		return err
	}
	out, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- in our own scratch folder
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	add := func(name string, from io.Reader) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, sum), from); err != nil {
			return err
		}
		m.Files[name] = hex.EncodeToString(sum.Sum(nil))
		return nil
	}
	db, err := os.Open(copied) // #nosec G304 -- in our own scratch folder
	if err == nil {
		err = errors.Join(add(backupLedger, db), db.Close())
	}
	for name, data := range bundle.Files {
		if err == nil {
			err = add(backupKeys+name, strings.NewReader(string(data)))
		}
	}
	if err == nil {
		var text []byte
		if text, err = json.MarshalIndent(m, "", "  "); err == nil {
			err = add(backupManifest, strings.NewReader(string(text)))
		}
	}
	return errors.Join(err, z.Close(), out.Sync(), out.Close())
}
