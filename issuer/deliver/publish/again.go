package publish

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/site"
)

// patience is how often a broken connection is taken up again without a file
// having arrived in between.
const patience = 2

// Persist is Run over connections that break: it opens the target again and goes
// on, as long as files arrive. It does so, too, for what changed in the record
// meanwhile; if that goes on and on, the failure has the code publish-moving. What it
// reports is all of it together.
func Persist(ctx context.Context, files iter.Seq2[site.File, error], open func(context.Context) (target.Target, error), book Book, o Options) (Report, error) {
	var whole Report
	tell := o.Progress
	for idle, late := 0, 0; ; {
		before := whole.Done
		if tell != nil {
			o.Progress = func(done, total int) { tell(before+done, before+total) }
		}
		r, err := once(ctx, files, open, book, o)
		whole.add(r)
		if r.Done > 0 {
			idle, o.Take = 0, false // what lies there is known by now
		}
		if err == nil && r.Late > 0 && late < patience {
			late++
			continue
		}
		if err == nil && r.Late > 0 {
			err = issuer.Fail(issuer.Refused, "publish-moving", "files", strconv.Itoa(r.Late))
		}
		if !passing(err) || ctx.Err() != nil || whole.Done == 0 || idle == patience {
			return whole.tidy(o.Dry), err
		}
		idle++
	}
}

// passing tells that a failure may be over the next time, and that nobody can be asked
// as long as it lasts.
func passing(err error) bool {
	code := issuer.CodeOf(err)
	return code == "target-unreachable" || code == "target-failed"
}

// add joins what a further attempt did.
func (whole *Report) add(r Report) {
	switch {
	case whole.Done == 0 && r.Differ > 0:
		whole.Differ, whole.Changes, whole.Same = r.Differ, r.Changes, r.Same
	case whole.Differ == 0:
		whole.Same = r.Same
	default:
		whole.Changes = append(whole.Changes, r.Changes...)
	}
	whole.Done += r.Done
	whole.Late = r.Late
}

// tidy has each file once in what was done, by name.
func (whole Report) tidy(dry bool) Report {
	whole.Differ = max(whole.Differ, whole.Done)
	if dry {
		return whole
	}
	byName := func(a, b Change) int { return strings.Compare(a.Path, b.Path) }
	slices.SortStableFunc(whole.Changes, byName)
	whole.Changes = slices.CompactFunc(whole.Changes, func(a, b Change) bool { return a.Path == b.Path })
	whole.Changes = whole.Changes[:min(len(whole.Changes), listed)]
	return whole
}

func once(ctx context.Context, files iter.Seq2[site.File, error], open func(context.Context) (target.Target, error), book Book, o Options) (Report, error) {
	to, err := open(ctx)
	if err != nil {
		return Report{}, err
	}
	r, err := Run(ctx, files, to, book, o)
	return r, errors.Join(err, to.Close())
}
