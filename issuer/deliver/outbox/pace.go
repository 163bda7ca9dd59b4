package outbox

import "time"

// pace keeps a channel at the speed that its other side bears. Nobody tells that
// speed beforehand: once it said that we are too fast, what went through in the time
// it asks to wait is what it bears in such a time.
type pace struct {
	every time.Duration // between two deliveries; 0 is as fast as can be
	bad   time.Duration // what it was when the other side said that this is too fast
	ask   time.Duration // how long it asked to wait then
	last  time.Time     // when the last was handed out
	took  []time.Time   // when the other side took one, the newest last
}

const (
	mostTimes   = 4096 // that are remembered
	fewest      = 3    // from which a speed can be told
	shortestAsk = time.Second
	longestAsk  = 10 * time.Minute // over which speeds are told: of longer ones, limits are set

	slack  = 12  // the first pace is slower by one part of these than what the other side took
	back   = 25  // a pace that was too fast becomes slower by one part of these, at least
	most   = 4   // and at most: one answer in a bad moment says little
	near   = 30  // within one part of these of what was too fast once,
	easing = 400 // the pace grows by one part of these in the time that was asked for,
	quick  = 10  // elsewhere by one of these: there is room, or more than there was
)

// taken notes a delivery that went through.
func (p *pace) taken(at time.Time) {
	gap := p.every
	if n := len(p.took); n > 0 {
		gap = min(max(at.Sub(p.took[n-1]), 0), 2*p.every) // idle time is no sign of room
	}
	if p.took = append(p.took, at); len(p.took) > mostTimes {
		p.took = p.took[mostTimes/2:]
	}
	if p.ask == 0 {
		return
	}
	parts := time.Duration(quick)
	if (p.every-p.bad).Abs() <= p.bad/near || p.bad == 0 {
		parts = easing
	}
	p.every -= time.Duration(float64(p.every/parts) * min(float64(gap)/float64(p.ask), 1))
}

// slower finds the pace after the other side asked to wait, while so many more are
// on their way to it.
func (p *pace) slower(now time.Time, ask time.Duration, flying int) {
	ask = max(ask, shortestAsk)
	if ask > longestAsk {
		return
	}
	n := flying
	for i := len(p.took) - 1; i >= 0 && now.Sub(p.took[i]) <= ask; i-- {
		n++
	}
	p.bad, p.ask = p.every, ask
	borne := p.every + p.every/most
	if n >= fewest {
		borne = ask/time.Duration(n) + ask/time.Duration(slack*n)
	}
	if p.every == 0 {
		p.every = borne
		return
	}
	p.every = min(max(borne, p.every+p.every/back), p.every+p.every/most)
}

// wait is how long the next delivery has to wait.
func (p *pace) wait(now time.Time) time.Duration {
	if p.every == 0 || p.last.IsZero() {
		return 0
	}
	return min(p.last.Add(p.every).Sub(now), p.every)
}
