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
	for range 15 { // fifteen in half a second, of a server that takes fifteen in one
		now = now.Add(30 * time.Millisecond)
		p.taken(now)
	}
	p.slower(now, time.Second, 0)
	p.last = now
	if got := p.wait(now); got < 66*time.Millisecond || got > 80*time.Millisecond {
		t.Errorf("%s between two", got)
	}
	before := p.every
	p.taken(now.Add(100 * time.Millisecond))
	if p.every >= before || p.every < before*9/10 {
		t.Errorf("%s after %s", p.every, before)
	}
	p.slower(now.Add(time.Hour), time.Second, 0)
	if p.every <= before {
		t.Errorf("%s: asked again, it goes no slower", p.every)
	}
	p.slower(now, 24*time.Hour, 0)
	if p.every > time.Second {
		t.Errorf("%s: a limit of a day is no pace", p.every)
	}
}

// trip sends for some time to a server that takes so many in any second, and says
// how many it took. Now and then everything stands still, up to stall.
func trip(p *pace, now *time.Time, rate int, long, stall time.Duration, chance *rand.Rand) (took int) {
	var window, way []time.Time
	for end := now.Add(long); now.Before(end); {
		*now = now.Add(max(p.wait(*now), 8*time.Millisecond)) // three at once, each a fortieth of a second
		if stall > 0 && chance.IntN(20) == 0 {
			*now = now.Add(time.Duration(chance.Int64N(int64(stall))))
		}
		p.last = *now
		for len(window) > 0 && now.Sub(window[0]) >= time.Second {
			window = window[1:]
		}
		for len(way) > 0 && now.Sub(way[0]) >= 25*time.Millisecond {
			p.taken(way[0].Add(25 * time.Millisecond))
			way = way[1:]
		}
		if len(window) >= rate {
			p.slower(*now, time.Second, len(way))
			*now = now.Add(time.Second)
			continue
		}
		window, way = append(window, *now), append(way, *now)
		took++
	}
	return took
}

// What goes through is near to what the other side bears, also on a machine that
// stands still now and then, and after it bore less for a time.
func TestThePaceIsNearToTheLimit(t *testing.T) {
	t.Parallel()
	const minute = 60
	for _, c := range []struct {
		rate  int
		stall time.Duration
		least [4]float64 // as it is, half of that, and twice a minute of the whole again
	}{
		{4, 0, [4]float64{0.88, 0.6, 0.68, 0.88}},
		{15, 0, [4]float64{0.88, 0.7, 0.68, 0.88}},
		{60, 0, [4]float64{0.88, 0.7, 0.7, 0.88}},
		{4, 200 * time.Millisecond, [4]float64{0.85, 0.55, 0.65, 0.85}},
		{15, 200 * time.Millisecond, [4]float64{0.8, 0.65, 0.6, 0.8}},
	} {
		var p pace
		now, chance := time.Unix(1e9, 0), rand.New(rand.NewPCG(1, 2)) // #nosec G404 -- the same every time
		for i, rate := range []int{c.rate, c.rate / 2, c.rate, c.rate} {
			took := trip(&p, &now, rate, minute*time.Second, c.stall, chance)
			if got := float64(took) / float64(minute*rate); got < c.least[i] || got > 1.02 {
				t.Errorf("%d in a second, standing still for up to %s, part %d: %.0f %%", rate, c.stall, i, 100*got)
			}
		}
	}
}
