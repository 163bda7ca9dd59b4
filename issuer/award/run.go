package award

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob3"
)

// groupSize is how many awards are signed and committed at a time, at most: a
// twentieth of a batch, within limits. A full sync of the disk per 500 costs
// nothing measurable. In a large batch the awards of a group are far apart in the
// indexes, and pages that several of them change are written once for all; more
// would only take more memory.
func groupSize(total int) int { return min(max(total/20, usualGroup), 2000) }

// Of a machine that nothing is known of yet a first group is short, and later ones
// aim at less than they may take: a disk is not equally fast all the time, and a
// kill shall lose no more than half a second of signing.
const (
	usualGroup    = 500
	firstGroup    = 100
	smallestGroup = 25
	groupTime     = 300 * time.Millisecond
)

// nextGroup is how many awards come after a group of n that took so long.
func nextGroup(n int, took time.Duration, most int) int {
	wanted := int(int64(n) * int64(groupTime) / max(int64(took), 1))
	return min(max(wanted, n/2, smallestGroup), 2*n, most)
}

// Run signs and commits what a batch has pending, group by group, and closes
// the batch. It returns how many awards this call issued. A cancelled context
// stops it at a group's edge; what is committed stays, the rest stays planned.
func (c *Clerk) Run(ctx context.Context, batch string, progress func(done, total int)) (int, error) {
	m := c.maker()
	var b ledger.Batch
	var total int
	err := c.Ledger.View(ctx, func(t *ledger.Tx) (err error) {
		if b, err = t.Batch(batch); err == nil {
			total, err = t.CountPending(batch)
		}
		return err
	})
	seen, done, row := 0, 0, 0
	most := groupSize(total)
	size := most
	if c.Clock != nil {
		size = min(firstGroup, most)
	}
	for err == nil && ctx.Err() == nil {
		if progress != nil {
			progress(seen, total)
		}
		var n, issued int
		var begun time.Time
		if c.Clock != nil {
			begun = c.Clock()
		}
		if n, issued, err = c.group(ctx, m, batch, &row, size); n == 0 {
			break
		}
		if c.Clock != nil {
			size = nextGroup(size, c.Clock().Sub(begun), most)
		}
		seen, done = seen+n, done+issued
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return done, err
	}
	if !b.Finished.IsZero() {
		return done, nil
	}
	// The work is done: a Ctrl-C from here on does not keep the batch open.
	err = c.Ledger.Update(context.WithoutCancel(ctx), func(t *ledger.Tx) error { return t.FinishBatch(b) })
	if err == nil {
		c.at(StepFinished)
	}
	return done, err
}

// job is one award with everything its faces are made of.
type job struct {
	award  issuer.Award
	claims []issuer.Claim
	places []ledger.Place // of the claims' faces, when they were read with them
	frozen []ledger.Frozen
}

// group signs and commits the next awards of a batch after a row, and moves the
// row on; 0 when none is left. issued are those that no other program, doing
// the same, was faster with.
func (c *Clerk) group(ctx context.Context, m *maker, batch string, row *int, size int) (n, issued int, err error) {
	var jobs []job
	err = c.Ledger.View(ctx, func(t *ledger.Tx) error {
		pending, err := t.PendingAwards(batch, *row, size)
		if err != nil || len(pending) == 0 {
			return err
		}
		last := pending[len(pending)-1].Row
		faces, err := t.FacesOf(batch, pending[0].Row, last)
		if err != nil {
			return err
		}
		*row = last
		desk := newDesk(t)
		jobs = make([]job, 0, len(pending))
		for _, a := range pending {
			j := job{award: a, claims: make([]issuer.Claim, 0, len(faces[a.ID]))}
			for _, f := range faces[a.ID] {
				claim, err := desk.claim(a, f.Face)
				if err != nil {
					return err
				}
				j.claims, j.places = append(j.claims, claim), append(j.places, f.At)
			}
			jobs = append(jobs, j)
		}
		return nil
	})
	if err != nil || len(jobs) == 0 {
		return 0, 0, err
	}
	if err := sign(m, jobs); err != nil {
		return 0, 0, err
	}
	c.at(StepSigned)
	err = c.Ledger.Update(ctx, func(t *ledger.Tx) error {
		issued = 0
		if err := t.Ahead(batch, jobs[0].award.Row, jobs[len(jobs)-1].award.Row); err != nil {
			return err
		}
		for i := range jobs {
			ours, err := commit(t, jobs[i])
			if err != nil {
				return err
			}
			if ours {
				issued++
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	c.at(StepCommitted)
	return len(jobs), issued, nil
}

// sign makes the faces of a group on all cores; the first of the group is also
// hashed by the full algorithm.
func sign(m *maker, jobs []job) error {
	shared := map[string]ob3.Parts{} // a class and issuer do not change while a group is signed
	for _, j := range jobs {
		for _, c := range j.claims {
			if name := sharing(c); c.Face.Format.Verifiable() && shared[name].Empty() {
				shared[name] = ob3.PartsOf(c)
			}
		}
	}
	workers := min(runtime.GOMAXPROCS(0), len(jobs))
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			from, to := w*len(jobs)/workers, (w+1)*len(jobs)/workers
			errs[w] = signSome(m, jobs[from:to], shared, w == 0)
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// signSome makes the faces of one core's share, the first of them checked.
func signSome(m *maker, jobs []job, shared map[string]ob3.Parts, checked bool) error {
	var faces []unsigned
	for i, j := range jobs {
		for _, claim := range j.claims {
			face, err := m.prepare(claim, shared[sharing(claim)], checked && i == 0)
			if err != nil {
				return inRow(err, j.award)
			}
			faces = append(faces, face)
		}
	}
	frozen, err := m.finish(faces)
	if err != nil {
		return err
	}
	for i := range frozen {
		frozen[i] = frozen[i].Settled()
	}
	for i := range jobs {
		n := len(jobs[i].claims)
		jobs[i].frozen, frozen = frozen[:n:n], frozen[n:]
	}
	return nil
}

// sharing names what the parts of a claim depend on.
func sharing(c issuer.Claim) string {
	t, _ := c.Class.In(c.Award.Language)
	return fmt.Sprintf("%s/%d/%d/%s/%s", c.Class.Slug, c.Class.Version, c.Face.Identity.ID, c.Face.Format, t.Language)
}

func inRow(err error, a issuer.Award) error {
	return fmt.Errorf("sign row %d: %w", a.Row, err)
}

// commit freezes the faces of one award and issues it. Another program that
// was first wrote the same bytes, so there is nothing to do then and issued is
// false.
func commit(t *ledger.Tx, j job) (issued bool, err error) {
	faces := make([]issuer.Face, 0, len(j.claims))
	for i, claim := range j.claims {
		f := claim.Face
		f.SHA256 = j.frozen[i].Sum()
		faces = append(faces, f)
	}
	issued, err = t.Issue(j.award, j.claims[0].Face.Created, faces)
	if err != nil || !issued {
		return false, err
	}
	for i, f := range faces {
		freeze := func() error { return t.FreezeFace(f, j.frozen[i]) }
		if len(j.places) == len(faces) {
			freeze = func() error { return t.FreezeAt(j.places[i], j.frozen[i]) }
		}
		if err := freeze(); err != nil {
			return false, err
		}
	}
	return true, nil
}

// desk looks up what claims are made of, each thing once.
type desk struct {
	t        *ledger.Tx
	classes  map[string]issuer.BadgeClass
	profiles map[string]issuer.Profile
	keys     map[string]issuer.Key
}

func newDesk(t *ledger.Tx) *desk {
	return &desk{t: t, classes: map[string]issuer.BadgeClass{}, profiles: map[string]issuer.Profile{}, keys: map[string]issuer.Key{}}
}

func (d *desk) claim(a issuer.Award, f issuer.Face) (c issuer.Claim, err error) {
	c.Award, c.Face = a, f
	version := fmt.Sprintf("%s/%d", a.Class, a.Version)
	if c.Class, err = once(d.classes, version, func() (issuer.BadgeClass, error) { return d.t.Class(a.Class, a.Version) }); err != nil {
		return c, err
	}
	if c.Profile, err = once(d.profiles, c.Class.Issuer, func() (issuer.Profile, error) { return d.t.Issuer(c.Class.Issuer) }); err != nil {
		return c, err
	}
	if f.Key == "" {
		return c, nil
	}
	c.Key, err = once(d.keys, f.Key, func() (issuer.Key, error) { return d.t.Key(f.Key) })
	return c, err
}

func once[T any](known map[string]T, name string, look func() (T, error)) (T, error) {
	if v, ok := known[name]; ok {
		return v, nil
	}
	v, err := look()
	if err == nil {
		known[name] = v
	}
	return v, err
}
