package ledger

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"

	"github.com/pressly/goose/v3"
)

// Schema is the version of the ledger this release writes.
const Schema = 14

// applicationID marks the file as a Badgekiln ledger ("BKLn"), so that some
// other program's database is not taken for one.
const applicationID = 1112231022

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the ledger to Schema. Before an older ledger is changed a
// copy is put beside it.
func (l *Ledger) migrate(ctx context.Context) error {
	version, ours, err := versionOf(ctx, l.write)
	if err != nil {
		return fault(l.path, "open", err)
	}
	l.dropParts()
	if version == Schema && ours {
		return nil
	}
	if err := checkVersion(l.path, version, ours, false); err != nil {
		return err
	}
	if version > 0 {
		defer l.tell(Rise{})
		if err := l.copyBefore(ctx, version); err != nil {
			return err
		}
		l.tell(Rise{Stage: RiseChange, Beside: l.before()})
	}
	if err := l.apply(ctx); err != nil {
		return err
	}
	return l.run(ctx, l.write, nil, (*Tx).cover)
}

// apply runs the migrations. Two programs may start at once: the loser of a
// race finds that step done and goes on with the next.
func (l *Ledger) apply(ctx context.Context) error {
	var err error
	for range Schema + 1 {
		if err = l.applyOnce(ctx); err == nil {
			return nil
		}
		if version, ours, again := versionOf(ctx, l.write); again != nil || version == 0 || !ours {
			return err
		}
	}
	return err
}

func (l *Ledger) applyOnce(ctx context.Context) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, l.write, folder)
	if err != nil {
		return fault(l.path, "migrate", err)
	}
	done, err := provider.Up(ctx)
	if err == nil {
		return l.stampMigrations(ctx, done)
	}
	if version, ours, again := versionOf(ctx, l.write); again == nil && version == Schema && ours {
		return nil
	}
	return fault(l.path, "migrate", err)
}

// stampMigrations notes the ledger's own clock as the time of the migrations
// just applied: the library takes the machine's, and a reproducible ledger
// would come out another each time.
func (l *Ledger) stampMigrations(ctx context.Context, done []*goose.MigrationResult) error {
	if len(done) == 0 {
		return nil
	}
	_, err := l.write.ExecContext(ctx, "UPDATE goose_db_version SET tstamp = ? WHERE version_id >= ? OR version_id = 0 AND ?",
		l.env.Now().UTC().Format(time.DateTime), done[0].Source.Version, done[0].Source.Version == 1)
	return fault(l.path, "migrate", err)
}

// before is where the ledger lies as it was before it was brought up to date.
func (l *Ledger) before() string { return l.path + ".before-v" + strconv.Itoa(Schema) }

func (l *Ledger) copyBefore(ctx context.Context, version int) error {
	beside := l.before()
	if _, err := os.Stat(beside); err == nil {
		return nil // the copy of an earlier, interrupted try
	}
	// A name of its own: of two programs that start at once neither may move
	// what the other has half written.
	part, err := os.CreateTemp(filepath.Dir(beside), filepath.Base(beside)+".*.part")
	if err != nil {
		return fileFault(l.path, err)
	}
	if err = part.Close(); err == nil {
		err = l.copyPages(ctx, l.write, part.Name(), beside)
	}
	if err == nil {
		err = os.Rename(part.Name(), beside)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(beside))
	}
	if err != nil {
		_ = os.Remove(part.Name())
		return fault(l.path, "copy version "+strconv.Itoa(version), err)
	}
	return nil
}

// stale is how old a half written copy is of which nobody writes any more.
const stale = 6 * time.Hour

// dropParts removes copies that a program began and never finished. One that
// cannot be removed harms nobody but the disk's room.
func (l *Ledger) dropParts() {
	entries, _ := os.ReadDir(filepath.Dir(l.path))
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), filepath.Base(l.path)+".before-v") || !strings.HasSuffix(e.Name(), ".part") {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && l.env.Now().Sub(info.ModTime()) > stale {
			_ = os.Remove(filepath.Join(filepath.Dir(l.path), e.Name()))
		}
	}
}

// versionOf reads the schema version and whether the file is ours (or empty).
func versionOf(ctx context.Context, db *sql.DB) (version int, ours bool, err error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, false, err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, false, err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite_%'").Scan(&tables); err != nil {
		return 0, false, err
	}
	return version, id == applicationID || (version == 0 && tables == 0), nil
}

func checkVersion(path string, version int, ours, reading bool) error {
	switch {
	case !ours, reading && version == 0:
		return issuer.Fail(issuer.Input, "ledger-not-one", "file", path).At(path)
	case version > Schema:
		return issuer.Fail(issuer.Input, "ledger-newer", "file", path, "theirs", strconv.Itoa(version), "ours", strconv.Itoa(Schema)).At(path)
	}
	return nil
}
