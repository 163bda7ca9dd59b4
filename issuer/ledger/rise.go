package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"

	"github.com/mattn/go-sqlite3"
)

// Rise is how far a ledger of an earlier release is on its way to this one.
type Rise struct {
	Stage       RiseStage
	Done, Total int    // megabytes copied; 0 of 0 where that cannot be told
	Beside      string // the copy that is kept; "" when one is made only to read from
}

// RiseStage is what is being done to it.
type RiseStage string

// The stages, in their order. The last one is told in any case, however it ended.
const (
	RiseCopy   RiseStage = "copy"
	RiseChange RiseStage = "change"
	RiseOver   RiseStage = ""
)

// tell tells how far it is, where somebody wants to know.
func (l *Ledger) tell(r Rise) {
	if l.env.AtRise != nil {
		l.env.AtRise(r)
	}
}

// copyStep is how many pages are copied in one go, and copyWait how long a
// copy waits for somebody who has the file for himself.
const (
	copyStep = 4096
	copyWait = 15 * time.Second
)

// copyPages writes the ledger, as it is now, to a file that is there and empty.
// It is whole and on the disk afterwards, or an error comes back.
func (l *Ledger) copyPages(ctx context.Context, from *sql.DB, file, beside string) error {
	if err := l.roomFor(file); err != nil {
		return err
	}
	// What is half written is thrown away, so it needs no journal.
	into := connect(dsn(file, "_journal_mode=OFF"))
	source, err := from.Conn(ctx)
	if err != nil {
		return errors.Join(err, into.Close())
	}
	target, err := into.Conn(ctx)
	if err != nil {
		return errors.Join(err, source.Close(), into.Close())
	}
	// In a transaction the source stays as it is, whatever others write meanwhile.
	if _, err = source.ExecContext(ctx, "BEGIN"); err == nil {
		err = target.Raw(func(to any) error {
			return source.Raw(func(from any) error { return l.copyAll(ctx, to, from, beside) })
		})
		_, ended := source.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, ended)
	}
	if err = errors.Join(err, source.Close(), target.Close(), into.Close()); err != nil {
		return err
	}
	return single(file)
}

// copyAll copies page by page from one connection of the driver to another.
func (l *Ledger) copyAll(ctx context.Context, to, from any, beside string) (err error) {
	target, _ := to.(*sqlite3.SQLiteConn)
	source, _ := from.(*sqlite3.SQLiteConn)
	if target == nil || source == nil {
		return driver.ErrBadConn
	}
	copying, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copying.Close()) }()
	waited, left := time.Duration(0), -1
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err = copying.Step(copyStep); err != nil {
			return err
		}
		all := copying.PageCount()
		l.tell(Rise{RiseCopy, megabytes(all - copying.Remaining()), megabytes(all), beside})
		if done || copying.Remaining() != left {
			waited, left = 0, copying.Remaining()
			continue
		}
		if waited += copyPause; waited > copyWait {
			return sqlite3.Error{Code: sqlite3.ErrBusy}
		}
		time.Sleep(copyPause)
	}
	return nil
}

// copyPause is how long it waits before it asks again.
const copyPause = 50 * time.Millisecond

// pageBytes is SQLite's usual page, which our ledgers have.
const pageBytes = 4096

func megabytes(pages int) int { return (pages*pageBytes + 1<<20 - 1) >> 20 }

// roomFor looks first whether a copy fits where it is to be, with a quarter more
// for what changing the ledger writes there before it is folded in.
func (l *Ledger) roomFor(file string) error {
	var need uint64
	for _, ending := range []string{"", "-wal"} {
		if info, err := os.Stat(l.path + ending); err == nil {
			need += uint64(info.Size()) // #nosec G115 -- a file's size
		}
	}
	need += need / 4
	dir := filepath.Dir(file)
	room, known := durable.Free(dir)
	if !known || room >= need {
		return nil
	}
	size := func(n uint64) string { return strconv.FormatUint((n+1<<20-1)>>20, 10) }
	return issuer.Fail(issuer.Input, "rise-no-room", "file", l.path, "dir", dir, "need", size(need), "room", size(room)).At(l.path)
}

// single makes a copied ledger a file that needs none beside it, as SQLite notes
// in its head, and waits until it is on the disk.
func single(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0) // #nosec G304 -- just written
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte{1, 1}, 18) // read and written without a log of changes
	return errors.Join(err, f.Sync(), f.Close())
}
