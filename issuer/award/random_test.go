package award_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// sequences is how many random lives of awards are lived; BADGEKILN_LONG asks
// for all of them.
func sequences() int {
	if os.Getenv("BADGEKILN_LONG") != "" {
		return 1000
	}
	return 60
}

// TestAnySequence does at random what can be done after an award: correct, give
// another address, take people for one and apart again, undo, renew, revoke, suspend, let hold again, erase, award
// once more, with the clock running and set back. Whatever comes of it, the
// ledger is whole, every credential ever issued comes back byte for byte, save
// those of people who were erased, and nobody holds twice what can be held once.
func TestAnySequence(t *testing.T) {
	t.Parallel()
	kinds := []struct {
		rule          issuer.Rule
		expires, base string
	}{{issuer.Once, "", "https://ex.org/"}, {issuer.Renewable, "1y", "https://ex.org/"}, {issuer.Once, "2y", ""}, {issuer.Many, "", "https://ex.org/"}}
	const perLedger = 25
	for first := 0; first < sequences(); first += perLedger {
		kind := kinds[first/perLedger%len(kinds)]
		t.Run(fmt.Sprintf("%d %s", first, kind.rule), func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, kind.rule, kind.expires, kind.base)
			l := &life{office: o, t: t, issued: map[string][]byte{}, erased: map[string]bool{}, done: map[string]int{}, held: map[string]int{}}
			for n := first; n < min(first+perLedger, sequences()); n++ {
				l.live(uint64(n)) // #nosec G115 -- small
			}
			l.whole()
			t.Log(l.done)
		})
	}
}

// life is one ledger that sequences happen in.
type life struct {
	*office
	t      *testing.T
	rnd    *rand.Rand
	who    []string // addresses of this sequence
	ids    []string // awards of it
	batchs []string
	issued map[string][]byte // every face, as it was issued
	erased map[string]bool   // faces of people who were erased
	done   map[string]int    // what succeeded, by its name
	held   map[string]int    // what people held when they were taken for one, or apart, by head
	seq    uint64
}

func (l *life) live(n uint64) {
	l.rnd, l.seq = rand.New(rand.NewPCG(n, 6)), n
	l.who, l.ids, l.batchs = nil, nil, nil
	for i := range 3 {
		l.who = append(l.who, fmt.Sprintf("p%d-%d@ex.org", n, i))
	}
	if err := l.award(); err != nil {
		l.t.Fatal(err)
	}
	steps := []struct {
		name string
		do   func() error
	}{
		{"award", l.award},
		{"rename", l.rename},
		{"readdress", l.readdress},
		{"undo", l.undo},
		{"renew", l.renew},
		{"revoke", l.revoke},
		{"suspend", l.suspend},
		{"resume", l.resume},
		{"erase", l.erase},
		{"rename", l.rename},
		{"merge", l.merge},
		{"split", l.split},
		{"one more address", l.address},
	}
	for range 4 + l.rnd.IntN(8) {
		// Days pass; now and then the clock is set back an hour.
		l.now = l.now.AddDate(0, 0, l.rnd.IntN(60))
		if l.rnd.IntN(6) == 0 {
			l.now = l.now.AddDate(0, 0, -1)
		}
		step := steps[l.rnd.IntN(len(steps))]
		if err := step.do(); err == nil {
			l.done[step.name]++
		} else if code := issuer.CodeOf(err); !slices.Contains([]string{
			"award-not-standing", "award-gone", "award-not-suspendable", "correct-held", "correct-expired", "class-not-renewable", "class-no-period", "person-unknown",
			"people-unknown", "people-several", "people-address-taken", "people-split-alone", "people-split-held",
		}, code) {
			l.t.Fatalf("sequence %d, %s: %v", n, step.name, err)
		}
		l.look(false)
	}
	l.look(true)
}

func (l *life) any(list []string) string { return list[l.rnd.IntN(len(list))] }

func (l *life) award() error {
	list := "name,email\n"
	for i, who := range l.who {
		if l.rnd.IntN(3) > 0 {
			list += fmt.Sprintf("Person %d of %d,%s\n", i, l.seq, who)
		}
	}
	if list == "name,email\n" {
		return nil
	}
	r := request(l.t, list, roster.Options{})
	r.Again, r.Correct = l.rnd.IntN(2) == 0, true
	p := l.give(l.t, r)
	done, err := l.Correct(context.Background(), p.Corrections(), "corrected: {new}")
	p.TakeIn(done)
	if p.Batch != "" {
		l.batchs = append(l.batchs, p.Batch)
	}
	for _, row := range p.Rows.All() {
		if row.ID != "" {
			l.ids = append(l.ids, row.ID)
		}
	}
	return err
}

func (l *life) rename() error {
	name := fmt.Sprintf("Renamed %d of %d", l.rnd.IntN(100), l.seq)
	return l.fix(award.Correction{ID: l.any(l.one()), Name: &name})
}

func (l *life) readdress() error {
	to := fmt.Sprintf("p%d-%d@ex.org", l.seq, l.rnd.IntN(5)) // somebody else's, or a new one
	if !slices.Contains(l.who, to) {
		l.who = append(l.who, to)
	}
	return l.fix(award.Correction{ID: l.any(l.one()), Email: &to})
}

// one never is empty; an unknown award is no award of anybody.
func (l *life) one() []string {
	if len(l.ids) == 0 {
		_ = l.award()
	}
	if len(l.ids) == 0 {
		return l.all()
	}
	return l.ids
}

func (l *life) all() (ids []string) {
	for _, a := range l.awards() {
		ids = append(ids, a.ID)
	}
	return ids
}

func (l *life) fix(c award.Correction) error {
	done, err := l.Correct(context.Background(), []award.Correction{c}, "corrected: {new}")
	for _, one := range done {
		l.ids = append(l.ids, one.New.ID)
	}
	return err
}

func (l *life) undo() error {
	if len(l.batchs) == 0 {
		return nil
	}
	_, err := l.Undo(context.Background(), l.any(l.batchs))
	return err
}

func (l *life) renew() error {
	got, err := l.Renew(context.Background(), []string{l.any(l.one())})
	for _, a := range got.Awards {
		l.ids = append(l.ids, a.ID)
	}
	return err
}

func (l *life) revoke() error {
	_, err := l.Revoke(context.Background(), []string{l.any(l.one())}, "A trial.")
	return err
}

func (l *life) suspend() error {
	_, err := l.Suspend(context.Background(), []string{l.any(l.one())}, "A trial.")
	return err
}

func (l *life) resume() error {
	_, err := l.Resume(context.Background(), []string{l.any(l.one())})
	return err
}

func (l *life) erase() error {
	if l.rnd.IntN(3) > 0 {
		return nil
	}
	done, err := l.Erase(context.Background(), l.any(l.who))
	for _, f := range done.Faces {
		if f.SHA256 != "" {
			l.erased[f.ID] = true
		}
	}
	return err
}

// merge takes the owners of two addresses for one. What both held they go on
// holding.
func (l *life) merge() error {
	return l.regroup(func(t *ledger.Tx) error {
		a, err := t.FindPerson(l.any(l.who))
		if err != nil {
			return err
		}
		b, err := t.FindPerson(l.any(l.who))
		if err == nil {
			_, err = t.Merge(a.ID, b.ID)
		}
		return err
	})
}

func (l *life) split() error {
	return l.regroup(func(t *ledger.Tx) error {
		_, err := t.Split(l.any(l.who))
		return err
	})
}

func (l *life) address() error {
	more := fmt.Sprintf("q%d-%d@ex.org", l.seq, l.rnd.IntN(3))
	if !slices.Contains(l.who, more) {
		l.who = append(l.who, more)
	}
	return l.regroup(func(t *ledger.Tx) error {
		p, err := t.FindPerson(l.any(l.who))
		if err == nil {
			_, err = t.AddAddress(p.ID, more)
		}
		return err
	})
}

// regroup changes who is who and notes what everybody holds then.
func (l *life) regroup(do func(*ledger.Tx) error) error {
	return l.Ledger.Update(context.Background(), func(t *ledger.Tx) error {
		if err := do(t); err != nil {
			return err
		}
		held, err := holdings(t)
		l.held = held
		return err
	})
}

// holdings counts what people hold, by head.
func holdings(t *ledger.Tx) (map[string]int, error) {
	held := map[string]int{}
	all, err := t.Awards(ledger.Filter{})
	for _, a := range all {
		if a.State != issuer.Issued && a.State != issuer.Pending && a.State != issuer.Suspended {
			continue
		}
		head, err := t.Head(a.Person)
		if err != nil {
			return nil, err
		}
		held[head]++
	}
	return held, err
}

func (l *life) awards() (list []issuer.Award) {
	err := l.Ledger.View(context.Background(), func(t *ledger.Tx) (err error) {
		list, err = t.Awards(ledger.Filter{})
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return list
}

// look counts what everybody holds; with faces it also takes in what was issued,
// and compares what was issued before.
func (l *life) look(faces bool) {
	l.t.Helper()
	type hold struct{ person, day string }
	held := map[hold]string{}
	err := l.Ledger.View(context.Background(), func(t *ledger.Tx) error {
		class, err := t.Class("maker", 0)
		if err != nil {
			return err
		}
		if class.Rule == issuer.Once {
			now, err := holdings(t)
			if err != nil {
				return err
			}
			for head, n := range now {
				if n > max(1, l.held[head]) {
					l.t.Errorf("sequence %d: %s holds %d by all addresses", l.seq, head, n)
				}
			}
		}
		all, err := t.Awards(ledger.Filter{})
		for _, a := range all {
			if err != nil {
				return err
			}
			key := hold{person: a.Person}
			if class.Rule == issuer.Renewable {
				key.day = a.IssuedOn.UTC().Format("2006-01-02")
			}
			if stands := a.State == issuer.Issued || a.State == issuer.Pending || a.State == issuer.Suspended; stands && class.Rule != issuer.Many {
				if other := held[key]; other != "" {
					l.t.Errorf("sequence %d: %s holds both %s and %s", l.seq, a.Person, other, a.ID)
				}
				held[key] = a.ID
			}
			if !faces {
				continue
			}
			var made []issuer.Face
			if made, err = t.Faces(a.ID); err != nil {
				return err
			}
			for _, f := range made {
				l.face(t, f.ID)
			}
		}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) face(t *ledger.Tx, id string) {
	data, err := t.FaceBytes(id)
	switch was, known := l.issued[id]; {
	case l.erased[id]:
		if issuer.CodeOf(err) != "face-erased" {
			l.t.Errorf("sequence %d: an erased face comes back: %v", l.seq, err)
		}
	case err != nil:
		l.t.Errorf("sequence %d: %v", l.seq, err)
	case known && !bytes.Equal(was, data):
		l.t.Errorf("sequence %d: face %s changed", l.seq, id)
	default:
		l.issued[id] = data
	}
}

// whole checks the ledger, and that no face is gone.
func (l *life) whole() {
	r, err := l.Ledger.Check(context.Background())
	if err != nil || len(r.Findings) > 0 {
		l.t.Fatalf("%+v, %v", r.Findings, err)
	}
	known := len(l.erased)
	for id := range l.issued {
		if !l.erased[id] {
			known++
		}
	}
	if r.Faces != known {
		l.t.Errorf("%d faces, %d were issued", r.Faces, known)
	}
}
