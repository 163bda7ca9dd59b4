package outbox

import "time"

// pace keeps a channel at the speed that its other side bears. Nobody tells that
// speed beforehand: once it said that we are too fast, what went through in the time
// it asks to wait is what it bears in such a time.
type pace struct {
	every time.Duration // between two deliveries; 0 is as fast as can be
	last  time.Time     // when the last was handed out
	took  []time.Time   // when the other side took one, the newest last
}

const (
	mostTimes   = 4096 // that are remembered
	fewest      = 3    // from which a speed can be told
	shortestAsk = time.Second
	longestAsk  = 10 * time.Minute // over which speeds are told: of longer ones, limits are set
	easing      = 1500             // a delivery that goes through makes the pace quicker by one part of these
)

// taken notes a delivery that went through.
func (p *pace) taken(at time.Time) {
	if p.took = append(p.took, at); len(p.took) > mostTimes {
		p.took = p.took[mostTimes/2:]
	}
	p.every -= p.every / easing
}

// slower finds the pace after the other side asked to wait.
func (p *pace) slower(now time.Time, ask time.Duration) {
	ask = max(ask, shortestAsk)
	if ask > longestAsk {
		return
	}
	n := 0
	for i := len(p.took) - 1; i >= 0 && now.Sub(p.took[i]) <= ask; i-- {
		n++
	}
	if n < fewest {
		p.every += p.every / 4
		return
	}
	p.every = max(p.every, ask/time.Duration(n)+ask/time.Duration(12*n))
}

// wait is how long the next delivery has to wait.
func (p *pace) wait(now time.Time) time.Duration {
	if p.every == 0 || p.last.IsZero() {
		return 0
	}
	return min(p.last.Add(p.every).Sub(now), p.every)
}
