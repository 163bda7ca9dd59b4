// Package publish brings a site to a target: only what changed, many files at
// once, in an order in which nothing ever refers to what is not there yet. It
// can be stopped anywhere and goes on where it was.
//
// Of two machines that begin at once exactly one goes on where the server decides, which
// object stores do. Elsewhere both may be told: WebDAV's servers look at a condition
// and write after that, and a file that locks others out of a folder or by SFTP stays
// there for good when its owner's connection breaks.
//
// Programs of before 28 November 2026 look at MarkFile only. Beside one of them, whoever
// puts its mark while the other comes and goes takes the place for its own; that other
// one is told the next time, and has all files compared. So what publishes to one place
// is best brought up to date together.
//
// It knows how files of a site depend on each other, and what was published
// before through a book that is handed in. It must not know the ledger, what a
// credential says, or how a target works. It removes nothing.
package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/site"
)

// Sum is the SHA-256 of a file.
type Sum = [sha256.Size]byte

// Lying is a file that lies on a target: its hash, and that of what it was made
// of, zero where the site did not say.
type Lying struct{ Sum, Inputs Sum }

// Book remembers what lies on one target.
type Book interface {
	// Any tells whether anything was published.
	Any(ctx context.Context) (bool, error)
	// Known gives the files that were published at some paths.
	Known(ctx context.Context, paths []string) (map[string]Lying, error)
	// Note writes down files that now lie there.
	Note(ctx context.Context, files map[string]Lying) error
	// Remade writes down of what files that lie there were made again, with the
	// same bytes.
	Remade(ctx context.Context, files map[string]Lying) error
	// Seen is the mark found on the target the last time; "" for never.
	Seen(ctx context.Context) (string, error)
	SetSeen(ctx context.Context, mark string) error
}

// Options are how a site is published.
type Options struct {
	Dry     bool // only say what would be done
	Take    bool // whoever published last: compare every file with what lies there
	Workers int  // files at once; 0 for the usual
	// Beside is the folder that has room for all that differs until it is sent: a
	// first publication may be gigabytes, and many systems keep /tmp in memory. ""
	// is the system's folder for such files.
	Beside   string
	NewMark  func() (string, error)
	Progress func(done, total int)
	// Make makes files that the site only named. What it gives are the bytes of the
	// first of those that are wanted, as many as memory should have at once and at
	// least one; nil for a file that would be made of something else by now.
	Make func(ctx context.Context, want []Want) ([][]byte, error)
}

// Want is a file that is to be made, and what of.
type Want struct {
	Path string
	From Sum
}

// Change is one file that differs from what lies on the target.
type Change struct {
	Path string
	New  bool
	Size int
}

// Report is what was done, or would be.
type Report struct {
	Differ  int      // files that differ from what lies there
	Changes []Change // the first of them, as many as anybody reads
	Same    int
	Done    int // of those that differ
	Late    int // left as they were: what they are made of changed meanwhile
}

// MarkFile says on a target who published last. Nobody is named in it.
const MarkFile = "badgekiln.txt"

// BegunFile says there who began to publish last; see claim.
const BegunFile = "badgekiln-begun.txt"

const (
	usualWorkers = 8
	noteEvery    = 64  // files
	askEvery     = 256 // paths
	listed       = 100_000
)

// Run publishes. The failure has the code publish-elsewhere when the target was
// published to by somebody else since, and publish-mark when what says so is missing
// there or spoiled: then nothing was written. It is publish-contested when somebody
// else published at the same time: both are told, at the latest the next time.
func Run(ctx context.Context, files iter.Seq2[site.File, error], to target.Target, book Book, o Options) (Report, error) {
	r := run{to: to, book: book, o: o, spool: spool{dir: o.Beside}, fresh: map[string]Lying{}, late: map[string]bool{}}
	err := r.whole(ctx, files)
	return r.report, errors.Join(err, r.spool.close())
}

// run is one publication. However many files there are, memory has no more than
// their places in the spool.
type run struct {
	to      target.Target
	book    Book
	o       Options
	found   bool // something was published
	taking  bool // what is known does not hold: somebody else was here
	report  Report
	spool   spool
	waiting [ranks][]place
	late    map[string]bool // awards and pages that changed meanwhile: nothing more of them is put
	marked  string          // the mark that was found
	claimed string          // the mark that was left; "" before the first file
	remade  []place         // the same bytes, made of something else
	batch   target.Batch    // nil for a target that has each file at once
	grouped target.Grouped  // nil for one that takes each file alone

	mu    sync.Mutex
	fresh map[string]Lying // lie there, and the book was not told yet
}

func (r *run) whole(ctx context.Context, files iter.Seq2[site.File, error]) (err error) {
	if r.found, err = r.book.Any(ctx); err != nil {
		return err
	}
	if err := r.look(ctx); err != nil {
		return err
	}
	if err := r.collect(ctx, files); err != nil {
		return err
	}
	if r.taking {
		if err := r.compare(ctx); err != nil {
			return err
		}
	}
	if r.o.Dry { // listed as it would be sent
		slices.SortStableFunc(r.report.Changes, func(a, b Change) int { return rank(a.Path, a.New) - rank(b.Path, b.New) })
		return nil
	}
	if r.report.Differ > 0 || r.taking {
		if err := r.all(ctx); err != nil {
			return err
		}
	}
	return r.again(ctx)
}

// look compares the target's mark with the one left there.
func (r *run) look(ctx context.Context) error {
	seen, err := r.book.Seen(ctx)
	if err != nil {
		return err
	}
	seen, begun := strings.CutSuffix(seen, unfinished)
	r.marked, err = r.mark(ctx)
	switch {
	case err != nil:
		return err
	case begun && r.marked != "" && r.marked != spoiled && r.marked != seen && !r.o.Take && !r.o.Dry:
		return r.contested(ctx, seen)
	case r.marked == "" && !r.found, r.marked == seen && !r.o.Take:
		return nil
	case !r.o.Take && (r.marked == "" || r.marked == spoiled):
		return issuer.Fail(issuer.Refused, "publish-mark", "file", MarkFile)
	case !r.o.Take:
		return issuer.Fail(issuer.Refused, "publish-elsewhere")
	}
	r.taking = true
	return nil
}

// unfinished follows in the book on the mark of a publication that began and has not
// ended well. If another's lies there the next time, that one may have begun before:
// neither knows what of the other's is there.
const unfinished = "!"

// spoiled stands for a mark that nobody left so: that of an upload that was cut, or
// another's file. No mark is alike.
const spoiled = "?"

// longestMark is longer than any.
const longestMark = 256

// mark reads the target's mark; "" for a target that has none.
func (r *run) mark(ctx context.Context) (string, error) { return r.text(ctx, MarkFile, r.found) }

// text reads the mark in a file; "" for none. Where there was one, some servers have
// none for the moment in which another is put in its place.
func (r *run) text(ctx context.Context, file string, was bool) (string, error) {
	const looks, moment = 3, 200 * time.Millisecond
	for look := 1; ; look++ {
		mark, err := r.textNow(ctx, file)
		if err != nil || mark != "" && mark != spoiled || !was || look == looks {
			return mark, err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(moment):
		}
	}
}

func (r *run) textNow(ctx context.Context, file string) (string, error) {
	data, err := r.to.Get(ctx, file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	}
	return marking(data), nil
}
