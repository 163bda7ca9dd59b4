package outbox

import (
	"math/rand/v2"
	"testing"
	"time"
)

// After the other side asked to wait, as much goes in a time as it took in one, and
// the pace grows again in small steps.
func TestThePaceIsWhatTheOtherSideTakes(t *testing.T) {
	t.Parallel()
	now := time.Unix(1e9, 0)
	var p pace
	if p.wait(now) != 0 {
		t.Error("it is slow from the start")
	}
	for range 14 { // fourteen in half a second, and one on its way, of a server that takes fifteen in one
		now = now.Add(30 * time.Millisecond)
		p.taken(now, now.Add(10*time.Millisecond))
	}
	left := now.Add(time.Millisecond)
	now = now.Add(30 * time.Millisecond)
	p.slower(now, now, time.Second)
	p.taken(left, now)
	p.handed(now)
	if got := p.wait(now); got < 66*time.Millisecond || got > 75*time.Millisecond {
		t.Errorf("%s between two", got)
	}
	before := p.every
	p.slower(left, now.Add(10*time.Millisecond), time.Second)
	if p.every != before {
		t.Errorf("%s after %s: what was on its way with another is a complaint of its own", p.every, before)
	}
	now = now.Add(100 * time.Millisecond)
	p.taken(now, now.Add(40*time.Millisecond))
	if p.every >= before || p.every < before*9/10 {
		t.Errorf("%s after %s", p.every, before)
	}
	now = now.Add(time.Hour)
	p.slower(now, now, time.Second)
	if p.every <= before {
		t.Errorf("%s: asked again, it goes no slower", p.every)
	}
	p.slower(now.Add(time.Second), now, 24*time.Hour)
	if p.every > time.Second {
		t.Errorf("%s: a limit of a day is no pace", p.every)
	}
}

// letter is one on its way to the far side.
type letter struct{ left, there, back time.Time }

// far is another side that takes so many in any second, by three at once.
type far struct {
	p      pace
	now    time.Time
	chance *rand.Rand
	shake  int64 // how much longer a way may take, in ms
	stall  int64 // how long everything stands still now and then, in ms
	window []time.Time
	way    []letter
	rest   time.Time
}

func (f *far) lasts() time.Duration {
	const way = 60
	return time.Duration(way+f.chance.Int64N(f.shake+1)) * time.Millisecond
}

// trip sends for some time, and says how many were taken.
func (f *far) trip(rate int, long time.Duration) (took int) {
	for end := f.now.Add(long); f.now.Before(end); f.now = f.now.Add(time.Millisecond) {
		if f.stall > 0 && f.chance.IntN(3000) == 0 {
			f.now = f.now.Add(time.Duration(f.chance.Int64N(f.stall)) * time.Millisecond)
		}
		way := f.way[:0]
		for _, one := range f.way {
			if !one.there.IsZero() && !f.now.Before(one.there) {
				if !f.takes(rate) {
					f.p.slower(one.left, f.now, time.Second)
					f.rest = f.now.Add(time.Second)
					continue
				}
				one.there = time.Time{}
				took++
			}
			if !f.now.Before(one.back) {
				f.p.taken(one.left, f.now)
				continue
			}
			way = append(way, one)
		}
		if f.way = way; len(way) < 3 && !f.now.Before(f.rest) && f.p.wait(f.now) <= 0 {
			f.p.handed(f.now)
			there := f.now.Add(f.lasts())
			f.way = append(f.way, letter{f.now, there, there.Add(f.lasts())})
		}
	}
	return took
}

func (f *far) takes(rate int) bool {
	for len(f.window) > 0 && f.now.Sub(f.window[0]) >= time.Second {
		f.window = f.window[1:]
	}
	if len(f.window) >= rate {
		return false
	}
	f.window = append(f.window, f.now)
	return true
}

// What goes through is near to what the other side bears, from the first minute on;
// also where ways take longer now and then, on a machine that stands still at times,
// and after the other side bore less for a time.
func TestThePaceIsNearToTheLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate         int
		shake, stall int64
		least        [5]float64 // two minutes as it is, one with half of that, and two of the whole again
	}{
		{4, 0, 0, [5]float64{0.93, 0.93, 0.8, 0.5, 0.9}},
		{8, 0, 0, [5]float64{0.93, 0.93, 0.8, 0.5, 0.9}},
		{15, 0, 0, [5]float64{0.93, 0.93, 0.8, 0.5, 0.9}},
		{8, 30, 0, [5]float64{0.88, 0.88, 0.8, 0.5, 0.85}},
		{8, 10, 200, [5]float64{0.85, 0.85, 0.75, 0.5, 0.8}},
		{15, 10, 200, [5]float64{0.85, 0.85, 0.75, 0.5, 0.8}},
	} {
		f := far{now: time.Unix(1e9, 0), chance: rand.New(rand.NewPCG(1, 2)), shake: c.shake, stall: c.stall} // #nosec G404 -- the same every time
		for i, rate := range []int{c.rate, c.rate, c.rate / 2, c.rate, c.rate} {
			took := f.trip(rate, time.Minute)
			if got := float64(took) / float64(60*rate); got < c.least[i] || got > 1.02 {
				t.Errorf("%d in a second, ways up to %d ms longer, standing still for up to %d, part %d: %.1f %%", rate, c.shake, c.stall, i, 100*got)
			}
		}
	}
}
