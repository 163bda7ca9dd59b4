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

// collect finds what changed and keeps its bytes, or, of what the site only names,
// what they are to be made of: so what is put is one state of the ledger however long
// it takes.
func (r *run) collect(ctx context.Context, files iter.Seq2[site.File, error]) error {
	some := make([]site.File, 0, askEvery)
	for f, err := range files {
		if err != nil {
			return err
		}
		if f.Kept && !f.Loose && !r.taking {
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
		was, before := known[f.Path]
		var err error
		switch {
		case f.Loose && r.o.Make != nil:
			err = r.loose(f, was, before)
		case f.Kept: // nobody knows what should lie there
			err = issuer.Fail(issuer.Broken, "publish-kept", "file", f.Path)
		default:
			is := Lying{sha256.Sum256(f.Bytes), f.Inputs}
			err = r.keep(entry{path: f.Path, is: is, size: len(f.Bytes)}, f.Bytes, was, before)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// vouched tells that a file lies there as it is, without its being made.
func vouched(f site.File, was Lying) bool {
	return f.Kept && f.Frozen != (Sum{}) && f.Frozen == was.Sum
}

// loose has a file made when its turn comes. Whether it differs is known then.
func (r *run) loose(f site.File, was Lying, before bool) error {
	if before && vouched(f, was) && !r.taking {
		r.report.Same++
		return nil
	}
	e := entry{path: f.Path, is: Lying{was.Sum, f.Inputs}, later: true, added: !before, from: f.From}
	if r.taking {
		e.is = Lying{} // it vouches for nothing before all others are there
	}
	at, err := r.spool.add(e, nil)
	if !r.taking {
		r.report.Differ++
	}
	r.wait(e.path, at, !before)
	return err
}

// keep puts a file among those that wait, unless it lies there as it is.
func (r *run) keep(e entry, data []byte, was Lying, before bool) error {
	same := before && was.Sum == e.is.Sum && !r.taking
	e.added = !before
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
		r.differs(e, len(data))
		return nil
	}
	at, err := r.spool.add(e, data)
	if !r.taking {
		r.differs(e, len(data))
	}
	r.wait(e.path, at, !before)
	return err
}

func (r *run) differs(e entry, size int) {
	r.report.Differ++
	r.change(e, size)
}

// change lists a file that differs.
func (r *run) change(e entry, size int) {
	if len(r.report.Changes) < listed {
		r.report.Changes = append(r.report.Changes, Change{e.path, e.added, size})
	}
}

// wait has a file put when its turn comes. added says that nothing lies there
// yet.
func (r *run) wait(path string, at place, added bool) {
	turn := rank(path, added)
	r.waiting[turn] = append(r.waiting[turn], at)
}

// compare looks at every file that lies on a target somebody else published to.
func (r *run) compare(ctx context.Context) error {
	all := r.waiting
	r.waiting = [ranks][]place{}
	for _, turn := range all {
		if err := r.items(ctx, turn, func(some []item) error {
			for _, one := range some {
				if err := r.there(ctx, one); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// there looks at one file.
func (r *run) there(ctx context.Context, one item) error {
	there, err := r.to.Get(ctx, one.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil && sha256.Sum256(there) == one.sum {
		r.report.Same++
		return r.lies(ctx, one)
	}
	one.added = err != nil
	r.differs(one.entry, len(one.data))
	r.wait(one.path, one.at, one.added)
	return nil
}
