// Package ledger remembers everything: issuers, keys' public halves, badge
// classes, people, awards, the frozen bytes of their credentials, and what
// happened. It is one SQLite file.
//
// It is the only room that knows SQL. It must not know how a credential is
// built or signed, nor sockets; clock and randomness come in. A private key
// never enters it.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"badgekiln/issuer"

	"github.com/mattn/go-sqlite3" // the driver, and its error codes
)

// Env is what the ledger takes from outside.
type Env struct {
	Now  func() time.Time
	Rand io.Reader
	Who  string // who works, for the log; "" when nobody is to be named
	// AtWork is called before each reading or writing with its context, for
	// programs that must not wait for one everywhere; nil otherwise.
	AtWork func(context.Context)
	// AtRise is told how far a ledger of an earlier release is while it is
	// brought up to date, which takes long where there are many awards; nil
	// otherwise.
	AtRise func(Rise)
}

// Ledger is an open ledger: one writer, a pool of readers.
type Ledger struct {
	env   Env
	path  string
	write *sql.DB // nil when opened for reading only
	read  *sql.DB
	scrap string // folder of a temporary copy, removed on Close; usually ""
}

// Path is the file's path, as opened.
func (l *Ledger) Path() string { return l.path }

// Exists tells whether a file lies at the path.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Open opens a ledger for reading and writing, makes it when there is none,
// and brings an older one up to date (after a copy beside it).
func Open(ctx context.Context, path string, env Env) (*Ledger, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, issuer.Fail(issuer.Input, "ledger-directory", "file", path).At(path)
	case err == nil && info.Size() > 0:
		if err := looksLikeSQLite(path); err != nil {
			return nil, err
		}
	case errors.Is(err, fs.ErrNotExist):
		if err := beginFile(path); err != nil {
			return nil, fileFault(path, err)
		}
	case err != nil:
		return nil, fileFault(path, err)
	}
	write := connect(dsn(path, "_txlock=immediate&_journal_mode=WAL&_cache_size="+writeCache))
	write.SetMaxOpenConns(1)
	l := &Ledger{env: env, path: path, write: write}
	for _, step := range []func(context.Context) error{l.migrate, l.writable, l.finishScrub} {
		if err := step(ctx); err != nil {
			_ = write.Close()
			return nil, err
		}
	}
	if _, err := write.ExecContext(ctx, "PRAGMA wal_autocheckpoint = "+checkpointPages); err != nil {
		_ = write.Close()
		return nil, fault(path, "open", err)
	}
	l.read = connect(dsn(path, "mode=rw&_query_only=on"))
	l.read.SetMaxOpenConns(4)
	return l, nil
}

// writeCache lets 48 MB of the file stay in memory while it is written: the
// indexes of random numbers are touched all over, and with the library's 2 MB
// an award of a million would read the same pages over and over.
const writeCache = "-49152"

// checkpointPages is how long the log of changes, in pages, may become before
// it is folded into the file: groups of an award touch the same pages of the
// indexes again and again, and each is folded in once for several groups.
const checkpointPages = "8000"

// beginFile makes the empty file, which holds names and addresses soon and is
// nobody else's to read. SQLite gives its companions the same permissions.
func beginFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // #nosec G304 -- the ledger's own path
	if err != nil {
		return err
	}
	return f.Close()
}

// writable finds out whether the file takes changes. SQLite opens one that can
// only be read all the same, and tells at the first change.
func (l *Ledger) writable(ctx context.Context) error {
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return fault(l.path, "begin", err)
	}
	_, err = tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(Schema)) // what it is
	return fault(l.path, "write", errors.Join(err, tx.Rollback()))
}

// OpenRead opens a ledger for reading only and writes nothing, so that it
// also works in a read-only folder and on a read-only medium.
func OpenRead(ctx context.Context, path string, env Env) (*Ledger, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fileFault(path, err)
	}
	if info.IsDir() {
		return nil, issuer.Fail(issuer.Input, "ledger-directory", "file", path).At(path)
	}
	if err := looksLikeSQLite(path); err != nil {
		return nil, err
	}
	l := &Ledger{env: env, path: path}
	l.read = connect(dsn(path, "mode=ro"))
	if err := l.readyNow(ctx); err == nil || !cannotOpen(err) {
		return l, l.closeOn(err)
	}
	// SQLite needs a place for the WAL's index; here it has none.
	_ = l.read.Close()
	wal, err := os.Stat(path + "-wal")
	if err == nil && wal.Size() > 0 {
		return l, l.closeOn(l.openCopy(ctx))
	}
	l.read = connect(dsn(path, "mode=ro&immutable=1"))
	return l, l.closeOn(l.readyNow(ctx))
}

// readyNow is ready, and raised if need be.
func (l *Ledger) readyNow(ctx context.Context) error {
	if err := l.ready(ctx); err != nil {
		return err
	}
	return l.raised(ctx)
}

// raised makes a ledger of an earlier release readable as one of this: it is
// copied to a scratch folder and brought up there. The file itself changes
// when somebody works with it, after a copy was put beside it.
func (l *Ledger) raised(ctx context.Context) error {
	version, _, err := versionOf(ctx, l.read)
	if err != nil || version == Schema {
		return err
	}
	if l.scrap == "" {
		if l.scrap, err = os.MkdirTemp("", "badgekiln-read-"); err != nil {
			return fileFault(l.path, err)
		}
	}
	defer l.tell(Rise{})
	copied := filepath.Join(l.scrap, "raised.db")
	if err := beginFile(copied); err != nil {
		return fileFault(l.path, err)
	}
	if err := l.copyPages(ctx, l.read, copied, ""); err != nil {
		return fault(l.path, "copy ledger", err)
	}
	l.tell(Rise{Stage: RiseChange})
	if err := l.read.Close(); err != nil {
		return fault(l.path, "close", err)
	}
	up := Ledger{env: l.env, path: copied, write: connect(dsn(copied, "_txlock=immediate"))}
	up.write.SetMaxOpenConns(1)
	if err := errors.Join(up.apply(ctx), up.write.Close()); err != nil {
		return err
	}
	l.read = connect(dsn(copied, "mode=rw&_query_only=on"))
	return nil
}

// openCopy reads from a copy of the database and its WAL in a scratch folder.
func (l *Ledger) openCopy(ctx context.Context) error {
	scrap, err := os.MkdirTemp("", "badgekiln-read-")
	if err != nil {
		return fileFault(l.path, err)
	}
	l.scrap = scrap
	copied := filepath.Join(scrap, "ledger.db")
	for _, ending := range []string{"", "-wal"} {
		if err := copyFile(l.path+ending, copied+ending); err != nil {
			return fileFault(l.path, err)
		}
	}
	// Not query_only: that would forbid raised to write its copy beside.
	l.read = connect(dsn(copied, "mode=ro"))
	return l.readyNow(ctx)
}

// ready finds out whether the file can be read and is of a version we know.
func (l *Ledger) ready(ctx context.Context) error {
	version, ours, err := versionOf(ctx, l.read)
	if err != nil {
		return fault(l.path, "open", err)
	}
	return checkVersion(l.path, version, ours, true)
}

func (l *Ledger) closeOn(err error) error {
	if err != nil {
		_ = l.Close()
	}
	return err
}

// Close closes all connections; the last one folds the WAL into the file.
func (l *Ledger) Close() error {
	var errs []error
	if l.read != nil {
		errs = append(errs, l.read.Close())
	}
	if l.write != nil {
		errs = append(errs, l.write.Close())
	}
	if l.scrap != "" {
		errs = append(errs, os.RemoveAll(l.scrap))
	}
	return errors.Join(errs...)
}

// dsn names a file to the driver. The path is escaped, so that '?' and '#' in
// a folder's name stay part of it. A connection needs no lock of its own:
// database/sql gives it to one goroutine at a time.
func dsn(path, options string) string {
	escaped := strings.TrimPrefix((&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), "./")
	return "file:" + escaped + "?_mutex=no&_foreign_keys=on&_busy_timeout=15000&_synchronous=FULL&_secure_delete=on&" + options
}

func looksLikeSQLite(path string) error {
	f, err := os.Open(path) // #nosec G304 -- the ledger is the user's choice
	if err != nil {
		return fileFault(path, err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 16)
	if n, _ := io.ReadFull(f, head); n == 0 || string(head) == "SQLite format 3\x00" {
		return nil
	}
	return issuer.Fail(issuer.Input, "ledger-not-one", "file", path).At(path)
}

func copyFile(from, to string) error {
	in, err := os.Open(from) // #nosec G304 -- the ledger is the user's choice
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- in our own scratch folder
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}

func cannotOpen(err error) bool {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == sqlite3.ErrCantOpen || e.Code == sqlite3.ErrReadonly || e.Code == sqlite3.ErrIoErr
}

// fileFault turns a failure of the file system into a sentence's code.
func fileFault(path string, err error) error {
	kind, code := issuer.Input, "ledger-file"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		code = "ledger-missing"
	case errors.Is(err, syscall.EROFS):
		code = "ledger-read-only"
	case issuer.DiskFull(err):
		kind, code = issuer.Broken, "disk-full"
	case errors.Is(err, fs.ErrPermission):
		code = "ledger-no-access"
	}
	return issuer.Fail(kind, code, "file", path).At(path).Because(err)
}

// fault turns a failure of SQLite into a sentence's code.
func fault(path, doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *issuer.Error
	var foreign syscall.Errno // of a file that was written in a transaction's time
	if errors.As(err, &known) || errors.As(err, &foreign) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	err = fmt.Errorf("%s: %w", doing, err)
	kind, code := issuer.Broken, "ledger-failed"
	var e sqlite3.Error
	if errors.As(err, &e) {
		switch e.Code {
		case sqlite3.ErrFull:
			code = "disk-full"
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			code = "ledger-busy"
		case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
			kind, code = issuer.Input, "ledger-read-only"
		case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
			kind, code = issuer.Input, "ledger-damaged"
		case sqlite3.ErrIoErr:
			code = "ledger-disk"
		}
		if e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT {
			kind, code = issuer.Broken, "disk-full"
		}
	}
	return issuer.Fail(kind, code, "file", path).At(path).Because(err)
}
