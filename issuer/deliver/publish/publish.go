// Package publish brings a site to a target: only what changed, many files at
// once, in an order in which nothing ever refers to what is not there yet. It
// can be stopped anywhere and goes on where it was.
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
	Dry      bool // only say what would be done
	Take     bool // whoever published last: compare every file with what lies there
	Workers  int  // files at once; 0 for the usual
	NewMark  func() (string, error)
	Progress func(done, total int)
}

// Change is one file that differs from what lies on the target.
type Change struct {
	Path string
	New  bool
	Size int
}

// Report is what was done, or would be.
type Report struct {
	Changes []Change
	Same    int
	Done    int // of the changes
}

// MarkFile says on a target who published last. Nobody is named in it.
const MarkFile = "badgekiln.txt"

const (
	usualWorkers = 8
	noteEvery    = 64  // files
	askEvery     = 256 // paths
)

// Run publishes. The failure has the code publish-elsewhere when the target was
// published to by somebody else since: then nothing was written.
func Run(ctx context.Context, files iter.Seq2[site.File, error], to target.Target, book Book, o Options) (Report, error) {
	r := run{to: to, book: book, o: o, fresh: map[string]Lying{}, remade: map[string]Lying{}}
	var err error
	if r.found, err = book.Any(ctx); err != nil {
		return r.report, err
	}
	if err := r.look(ctx); err != nil {
		return r.report, err
	}
	err = r.collect(ctx, files)
	if err == nil && r.taking {
		err = r.compare(ctx)
	}
	if err != nil {
		return r.report, errors.Join(err, r.spool.close())
	}
	for _, e := range r.waiting {
		r.report.Changes = append(r.report.Changes, Change{e.path, e.added, e.size})
	}
	if !o.Dry && (len(r.waiting) > 0 || r.taking) {
		err = r.all(ctx)
	}
	// Only now: what a page was made of vouches for the files before it, too.
	if err == nil && !o.Dry && len(r.remade) > 0 {
		err = book.Remade(ctx, r.remade)
	}
	return r.report, errors.Join(err, r.spool.close())
}

// run is one publication.
type run struct {
	to      target.Target
	book    Book
	o       Options
	found   bool // something was published
	taking  bool // what is known does not hold: somebody else was here
	report  Report
	spool   spool
	waiting []entry
	batch   target.Batch // nil for a target that has each file at once

	mu    sync.Mutex
	fresh map[string]Lying

	remade map[string]Lying
}

// entry is a file that waits for being put.
type entry struct {
	path  string
	rank  int
	is    Lying
	from  int64
	size  int
	added bool // nothing lies there yet
}

// look compares the target's mark with the one left there.
func (r *run) look(ctx context.Context) error {
	seen, err := r.book.Seen(ctx)
	if err != nil {
		return err
	}
	there, err := r.mark(ctx)
	switch {
	case err != nil:
		return err
	case there == "" && !r.found, there == seen && !r.o.Take:
		return nil
	case !r.o.Take:
		return issuer.Fail(issuer.Refused, "publish-elsewhere")
	}
	r.taking = true
	return nil
}

// mark reads the target's mark; "" for a target that has none.
func (r *run) mark(ctx context.Context) (string, error) {
	data, err := r.to.Get(ctx, MarkFile)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(data)), err
}

// collect finds what changed and keeps its bytes, so that what is put is one
// state of the ledger however long it takes.
func (r *run) collect(ctx context.Context, files iter.Seq2[site.File, error]) error {
	some := make([]site.File, 0, askEvery)
	for f, err := range files {
		if err != nil {
			return err
		}
		if f.Kept && !r.taking {
			r.report.Same++
			continue
		}
		if some = append(some, f); len(some) < askEvery {
			continue
		}
		if err := r.sort(ctx, some); err != nil {
			return err
		}
		some = some[:0]
	}
	return r.sort(ctx, some)
}

// sort keeps those of some files that changed.
func (r *run) sort(ctx context.Context, files []site.File) error {
	var known map[string]Lying
	if r.found {
		paths := make([]string, len(files))
		for i, f := range files {
			paths[i] = f.Path
		}
		var err error
		if known, err = r.book.Known(ctx, paths); err != nil {
			return err
		}
	}
	for _, f := range files {
		if f.Kept { // nobody knows what should lie there
			return issuer.Fail(issuer.Broken, "publish-kept", "file", f.Path)
		}
		is := Lying{sha256.Sum256(f.Bytes), f.Inputs}
		was, before := known[f.Path]
		if before && was.Sum == is.Sum && !r.taking {
			r.report.Same++
			if was.Inputs != is.Inputs {
				r.remade[f.Path] = is
			}
			continue
		}
		e := entry{path: f.Path, rank: rank(f.Path, !before), is: is, size: len(f.Bytes), added: !before}
		if !r.o.Dry {
			var err error
			if e.from, err = r.spool.add(f.Bytes); err != nil {
				return err
			}
		}
		r.waiting = append(r.waiting, e)
	}
	return nil
}

// compare looks at every file that lies on a target somebody else published to.
func (r *run) compare(ctx context.Context) error {
	kept := r.waiting[:0]
	for _, e := range r.waiting {
		there, err := r.to.Get(ctx, e.path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err == nil && sha256.Sum256(there) == e.is.Sum {
			r.report.Same++
			r.fresh[e.path] = e.is
			continue
		}
		e.added = err != nil
		e.rank = rank(e.path, e.added)
		kept = append(kept, e)
	}
	r.waiting = kept
	return nil
}

// all puts what waits, rank by rank.
func (r *run) all(ctx context.Context) error {
	slices.SortStableFunc(r.waiting, func(a, b entry) int { return a.rank - b.rank })
	mark, err := r.o.NewMark()
	if err != nil {
		return err
	}
	if err := r.claim(ctx, mark); err != nil {
		return err
	}
	r.batch, _ = r.to.(target.Batch)
	for len(r.waiting) > 0 && err == nil {
		end := slices.IndexFunc(r.waiting, func(e entry) bool { return e.rank != r.waiting[0].rank })
		if end < 0 {
			end = len(r.waiting)
		}
		err = r.rank(ctx, r.waiting[:end])
		r.waiting = r.waiting[end:]
	}
	if r.batch != nil {
		if err == nil {
			err = r.settle(ctx, mark)
		}
		if err != nil {
			return err // nothing is there
		}
	}
	// What is there is there, whatever went wrong after it.
	err = errors.Join(err, r.book.Note(context.WithoutCancel(ctx), r.fresh))
	if err != nil {
		return err
	}
	if there, err := r.mark(ctx); err != nil || there != mark {
		if err != nil {
			return err
		}
		return issuer.Fail(issuer.Refused, "publish-elsewhere")
	}
	return nil
}

// claim leaves a mark of this publication, first in the target and then in the
// book: if that is where it ends, the next look takes the target for somebody
// else's, which costs a comparison and loses nothing.
func (r *run) claim(ctx context.Context, mark string) error {
	if err := r.to.Put(ctx, MarkFile, []byte(mark+"\n")); err != nil {
		return err
	}
	if _, waits := r.to.(target.Batch); waits {
		return nil // the mark is not there before the rest is
	}
	return r.book.SetSeen(ctx, mark)
}

// settle lets a target bring everything at once.
func (r *run) settle(ctx context.Context, mark string) error {
	if err := r.batch.Settle(ctx); err != nil {
		return err
	}
	return r.book.SetSeen(context.WithoutCancel(ctx), mark)
}

// rank puts files that do not depend on each other.
func (r *run) rank(ctx context.Context, all []entry) error {
	workers := r.o.Workers
	if workers <= 0 {
		workers = usualWorkers
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	jobs := make(chan entry)
	errs := make([]error, min(workers, len(all)))
	var wait sync.WaitGroup
	for w := range errs {
		wait.Go(func() {
			for e := range jobs {
				if errs[w] = r.put(ctx, e); errs[w] != nil {
					stop()
					return
				}
			}
		})
	}
	for _, e := range all {
		select {
		case jobs <- e:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(jobs)
	wait.Wait()
	return first(errs, ctx.Err())
}

// first is the failure that stopped the others.
func first(errs []error, otherwise error) error {
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return otherwise
}

func (r *run) put(ctx context.Context, e entry) error {
	data, err := r.spool.read(e.from, e.size)
	if err == nil {
		err = r.to.Put(ctx, e.path, data)
	}
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fresh[e.path] = e.is
	r.report.Done++
	if r.o.Progress != nil {
		r.o.Progress(r.report.Done, len(r.report.Changes))
	}
	if r.batch != nil || len(r.fresh) < noteEvery {
		return nil
	}
	err = r.book.Note(context.WithoutCancel(ctx), r.fresh)
	clear(r.fresh)
	return err
}
