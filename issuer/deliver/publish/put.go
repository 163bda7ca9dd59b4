package publish

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// all puts what waits, rank by rank.
func (r *run) all(ctx context.Context) (err error) {
	r.batch, _ = r.to.(target.Batch)
	r.grouped, _ = r.to.(target.Grouped)
	if r.taking {
		err = r.claim(ctx)
	}
	for _, turn := range r.waiting {
		if err == nil && len(turn) > 0 && r.claimed != "" && r.batch == nil {
			err = r.alone(ctx)
		}
		if err == nil {
			err = r.rank(ctx, turn)
		}
	}
	if r.claimed == "" { // all came out as it lies there
		return err
	}
	if r.batch != nil {
		if err == nil {
			err = r.settle(ctx, r.claimed)
		}
		if err != nil {
			return err // nothing is there
		}
	}
	// What is there is there, whatever went wrong after it.
	if err = errors.Join(err, r.tell(ctx)); err != nil {
		if !passing(err) {
			r.leave(ctx)
		}
		return err
	}
	if err = r.alone(ctx); err == nil && r.batch == nil {
		err = r.book.SetSeen(ctx, r.claimed)
	}
	return err
}

// leave looks, before a publication ends that failed, whether somebody else began
// meanwhile. If that fails, too, or nobody can be asked, the next one does it; see
// unfinished.
func (r *run) leave(ctx context.Context) {
	const moment = 5 * time.Second
	if r.batch != nil || ctx.Err() != nil {
		return
	}
	ctx, stop := context.WithTimeout(ctx, moment)
	defer stop()
	_ = r.alone(ctx) // the failure that is known is the one to tell
}

// alone tells whether nobody else published since this one began. If somebody did, what
// lies there may be of either: another mark than both left has the other compare, too.
func (r *run) alone(ctx context.Context) error {
	there, err := r.mark(ctx)
	if err != nil || there == r.claimed {
		return err
	}
	return r.contested(ctx, r.claimed)
}

// contested leaves a mark that neither of two knows; ours was mine. A server may refuse
// it while the other's is on its way, so it is left again and again for a moment: without
// it the other would never hear.
func (r *run) contested(ctx context.Context, mine string) error {
	contested := issuer.Fail(issuer.Refused, "publish-contested")
	if r.batch != nil {
		return contested // they came after, and built on what was there
	}
	mark, err := r.o.NewMark()
	if err == nil {
		err = r.insist(ctx, mark)
	}
	if err == nil {
		err = r.book.SetSeen(ctx, mine) // told once
	}
	if err != nil {
		return contested.Because(err)
	}
	return contested
}

func (r *run) insist(ctx context.Context, mark string) error {
	const longest = time.Second
	for wait := longest / 8; ; wait *= 2 {
		err := r.sign(ctx, MarkFile, mark)
		if err == nil || wait > longest {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
		}
	}
}

// claim leaves a mark of this publication before its first file, first in the target
// and then in the book: if that is where it ends, the next look takes the target for
// somebody else's, which costs a comparison and loses nothing.
//
// Collecting what to send takes its time, so there is a last look, and of most servers
// nothing can be asked but to keep files: while our mark is on its way another may come
// and go, and ours would hide theirs. So each says first that it begins, looks, leaves
// its mark, and looks whether nobody began after it. Of two that do so, one sees the
// other before its first file, whichever of them is held up, and wherever; the other
// hears of it later, so that both are told. Where the server decides, one of them goes
// on and hears nothing. Both protect each other, whoever does which.
func (r *run) claim(ctx context.Context) error {
	if r.claimed != "" {
		return nil
	}
	mark, err := r.o.NewMark()
	if err != nil {
		return err
	}
	decides, err := r.begin(ctx, mark)
	if err != nil {
		return err
	}
	if decides != nil {
		err = r.first(ctx, decides, mark)
	} else {
		err = r.last(ctx, mark)
	}
	if err != nil {
		return err
	}
	r.claimed = mark
	if r.batch != nil {
		return nil // the mark is not there before the rest is
	}
	if err := r.book.SetSeen(ctx, mark+unfinished); err != nil {
		return err
	}
	last, err := r.text(ctx, BegunFile, true)
	if err != nil || last == mark || decides != nil && strings.HasSuffix(last, byServer) {
		return err
	}
	return r.contested(ctx, mark)
}

// sign puts a mark into a file of the target.
func (r *run) sign(ctx context.Context, file, mark string) error {
	return r.to.Put(ctx, file, signed(mark))
}

// settle lets a target bring everything at once.
func (r *run) settle(ctx context.Context, mark string) error {
	if err := r.batch.Settle(ctx); err != nil {
		return err
	}
	return r.book.SetSeen(context.WithoutCancel(ctx), mark)
}

// rank puts files that do not depend on each other.
func (r *run) rank(ctx context.Context, all []place) error {
	workers, together := r.o.Workers, 1
	if workers <= 0 {
		workers = usualWorkers
	}
	if r.grouped != nil { // one goroutine reads while another's are written
		workers, together = 2, target.Together
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	jobs := make(chan []item)
	errs := make([]error, min(workers, len(all))+1)
	var wait sync.WaitGroup
	for w := range errs[1:] {
		wait.Go(func() {
			for some := range jobs {
				if errs[w] = r.put(ctx, some); errs[w] != nil {
					stop()
					return
				}
			}
		})
	}
	errs[len(errs)-1] = r.items(ctx, all, func(some []item) error {
		for few := range slices.Chunk(some, together) {
			if err := r.claim(ctx); err != nil {
				return err
			}
			select {
			case jobs <- few:
			case <-ctx.Done():
			}
		}
		return nil
	})
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

// put puts some files: one, but for a target that takes many together.
func (r *run) put(ctx context.Context, some []item) error {
	files := make([]target.File, len(some))
	for i, one := range some {
		files[i] = target.File{Name: one.path, Data: one.data}
	}
	if err := r.send(ctx, files); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range some {
		r.fresh[one.path] = Lying{one.sum, one.is.Inputs}
		if one.later && !r.taking {
			r.change(one.entry, len(one.data))
		}
	}
	r.report.Done += len(some)
	if r.o.Progress != nil {
		r.o.Progress(r.report.Done, r.report.Differ)
	}
	return r.tellSome(ctx)
}

func (r *run) send(ctx context.Context, files []target.File) error {
	if r.grouped != nil {
		return r.grouped.PutAll(ctx, files)
	}
	return r.to.Put(ctx, files[0].Name, files[0].Data)
}

// lies notes a file that lies there already.
func (r *run) lies(ctx context.Context, one item) error {
	if r.o.Dry {
		return nil
	}
	r.fresh[one.path] = Lying{one.sum, one.is.Inputs}
	return r.tellSome(ctx)
}

// tellSome tells the book when there is enough to tell. Of what waits to be
// settled there is nothing to tell yet.
func (r *run) tellSome(ctx context.Context) error {
	if r.batch != nil || len(r.fresh) < noteEvery {
		return nil
	}
	return r.tell(ctx)
}

func (r *run) tell(ctx context.Context) error {
	if len(r.fresh) == 0 {
		return nil
	}
	err := r.book.Note(context.WithoutCancel(ctx), r.fresh)
	clear(r.fresh)
	return err
}

// again tells the book of what files were made that came out as they lie there.
// That is last: what a page was made of vouches for the files before it, too.
func (r *run) again(ctx context.Context) error {
	for some := range slices.Chunk(r.remade, target.Together) {
		made := make(map[string]Lying, len(some))
		for _, at := range some {
			e, err := r.spool.head(at)
			if err != nil {
				return err
			}
			made[e.path] = e.is
		}
		if err := r.book.Remade(ctx, made); err != nil {
			return err
		}
	}
	return nil
}
