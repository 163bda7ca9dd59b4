package publish

import (
	"context"
	"errors"
	"iter"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/site"
)

// patience is how often a broken connection is taken up again without a file
// having arrived in between.
const patience = 2

// Persist is Run over connections that break: it opens the target again and goes
// on, as long as files arrive. What it reports is all of it together.
func Persist(ctx context.Context, files iter.Seq2[site.File, error], open func(context.Context) (target.Target, error), book Book, o Options) (Report, error) {
	var whole Report
	tell := o.Progress
	for idle := 0; ; {
		before := whole.Done
		if tell != nil {
			o.Progress = func(done, total int) { tell(before+done, before+total) }
		}
		r, err := once(ctx, files, open, book, o)
		if before == 0 && r.Differ > 0 {
			whole.Differ, whole.Changes, whole.Same = r.Differ, r.Changes, r.Same
		} else if whole.Differ == 0 {
			whole.Same = r.Same
		}
		whole.Done += r.Done
		if r.Done > 0 {
			idle, o.Take = 0, false // what lies there is known by now
		}
		if issuer.CodeOf(err) != "target-unreachable" || ctx.Err() != nil || whole.Done == 0 || idle == patience {
			return whole, err
		}
		idle++
	}
}

func once(ctx context.Context, files iter.Seq2[site.File, error], open func(context.Context) (target.Target, error), book Book, o Options) (Report, error) {
	to, err := open(ctx)
	if err != nil {
		return Report{}, err
	}
	r, err := Run(ctx, files, to, book, o)
	return r, errors.Join(err, to.Close())
}
