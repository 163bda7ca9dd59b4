package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"
	"os"

	"badgekiln/issuer"
	"badgekiln/issuer/site"
)

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
	if err := r.sort(ctx, some); err != nil {
		return err
	}
	return r.spool.flush()
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
		if err := r.keep(entry{f.Path, is, len(f.Bytes)}, f.Bytes, was, before); err != nil {
			return err
		}
	}
	return nil
}

// keep puts a file among those that wait, unless it lies there as it is.
func (r *run) keep(e entry, data []byte, was Lying, before bool) error {
	same := before && was.Sum == e.is.Sum && !r.taking
	switch {
	case same && was.Inputs != e.is.Inputs && !r.o.Dry:
		at, err := r.spool.add(e, nil)
		r.remade = append(r.remade, at)
		r.report.Same++
		return err
	case same:
		r.report.Same++
		return nil
	case r.o.Dry && !r.taking:
		r.differs(e, !before)
		return nil
	}
	at, err := r.spool.add(e, data)
	if !r.taking {
		r.differs(e, !before)
	}
	r.wait(e, at, !before)
	return err
}

func (r *run) differs(e entry, added bool) {
	r.report.Differ++
	if len(r.report.Changes) < listed {
		r.report.Changes = append(r.report.Changes, Change{e.path, added, e.size})
	}
}

// wait has a file put when its turn comes. added says that nothing lies there
// yet.
func (r *run) wait(e entry, at place, added bool) {
	turn := rank(e.path, added)
	r.waiting[turn] = append(r.waiting[turn], at)
}

// compare looks at every file that lies on a target somebody else published to.
func (r *run) compare(ctx context.Context) error {
	all := r.waiting
	r.waiting = [ranks][]place{}
	for _, turn := range all {
		for _, at := range turn {
			e, err := r.spool.head(at)
			if err != nil {
				return err
			}
			there, err := r.to.Get(ctx, e.path)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
			if err == nil && sha256.Sum256(there) == e.is.Sum {
				r.report.Same++
				if err := r.lies(ctx, e); err != nil {
					return err
				}
				continue
			}
			r.differs(e, err != nil)
			r.wait(e, at, err != nil)
		}
	}
	return nil
}
