package outbox

import "time"

// pace keeps a channel at the speed that its other side bears. Nobody tells that
// speed beforehand: once it said that we are too fast, what went through in the time
// it asks to wait is what it bears in such a time. From then on the pace grows slowly
// around what was too fast before, the slower the more often that was so, and in
// quicker steps where nothing was heard for long.
type pace struct {
	every time.Duration // between two deliveries; 0 is as fast as can be
	bad   time.Duration // what it was when the other side said that this is too fast
	ask   time.Duration // how long it asked to wait then
	sure  int           // how often on end it was about the same that was too fast
	last  time.Time     // when the last was handed out
	slow  time.Time     // when it last became slower: what left before says nothing new of it
	heard time.Time     // when the other side last took one
	took  []time.Time   // when those left that the other side took

	base time.Time // since when those are counted that the first pace is told from; zero once it is no more the first
	n    int       // how many there are
}

const (
	mostTimes   = 4096 // that are remembered
	fewest      = 3    // from which a speed can be told
	shortestAsk = time.Second
	longestAsk  = 10 * time.Minute // over which speeds are told: of longer ones, limits are set

	back     = 25  // a pace is slower by one part of these than what the other side took, and than what was too fast
	most     = 2   // and at most so many times what was too fast: one answer in a bad moment says little
	late     = 8   // by one part of these something may be handed out late
	unsure   = 4   // and by one part of these, where too few were taken to tell
	above    = 10  // from one part of these above what was too fast once
	below    = 50  // to one part of these below it
	easing   = 800 // the pace grows by one part of these in the time that was asked for,
	mostSure = 2   // halved so often where it is sure,
	patient  = 25  // and twice that after so many of these times without a complaint;
	quick    = 10  // elsewhere by one of these: there is room, or more than there was
)

// taken notes a delivery that left at one time and was taken at another.
func (p *pace) taken(left, at time.Time) {
	gap := p.every
	if !p.heard.IsZero() {
		gap = min(max(at.Sub(p.heard), 0), 2*p.every) // idle time is no sign of room
	}
	p.heard = at
	if p.took = append(p.took, left); len(p.took) > mostTimes {
		p.took = p.took[mostTimes/2:]
	}
	switch {
	case p.ask == 0:
	case left.After(p.slow):
		p.base = time.Time{}
		p.every -= time.Duration(float64(p.every) / p.parts(at) * min(float64(gap)/float64(p.ask), 1))
	case !p.base.IsZero() && !left.Before(p.base): // it was on its way when the other side complained
		p.n++
		p.first()
	}
}

// parts say by how little the pace grows in the time that was asked for.
func (p *pace) parts(now time.Time) float64 {
	if p.every > p.bad+p.bad/above || p.every < p.bad-p.bad/below {
		return quick
	}
	quiet := float64(now.Sub(p.slow)) / float64(p.ask) / patient
	return max(easing*float64(int(1)<<p.sure)/(1+quiet*quiet), quick)
}

// slower finds the pace after the other side asked to wait, about one that left at
// some time. Several that were on their way together are one complaint.
func (p *pace) slower(left, now time.Time, ask time.Duration) {
	ask = max(ask, shortestAsk)
	if ask > longestAsk || !left.After(p.slow) {
		return
	}
	n := 0
	for _, one := range p.took {
		if !one.Before(left.Add(-ask)) {
			n++
		}
	}
	if p.sure++; (p.every - p.bad).Abs() > p.bad/above {
		p.sure = 0
	}
	p.sure = min(p.sure, mostSure)
	p.bad, p.ask, p.slow = p.every, ask, now
	if p.every == 0 {
		p.n, p.base = n, left.Add(-ask)
		p.first()
		return
	}
	p.base = time.Time{}
	p.every = p.slowed(n)
}

// slowed is the pace after one that was too fast, when so many went through in the
// time that was asked for; one more may have, but for a moment.
func (p *pace) slowed(n int) time.Duration {
	every := p.every + p.every/back
	switch {
	case n < fewest:
		every = p.every + p.every/unsure
	case p.ask/time.Duration(n+1) > every:
		every = p.ask/time.Duration(n) + p.ask/time.Duration(back*n)
	}
	return min(every, most*p.every)
}

// first is the pace by what was taken until the first complaint.
func (p *pace) first() {
	if p.n < fewest {
		return
	}
	p.bad, p.sure = p.ask/time.Duration(p.n), 1
	p.every = p.bad + p.bad/back
}

// handed notes that one is handed out. What was a little late does not delay all
// after it.
func (p *pace) handed(now time.Time) {
	due := p.last.Add(p.every)
	if due.Before(now.Add(-p.every/late)) || due.After(now) {
		due = now
	}
	p.last = due
}

// wait is how long the next delivery has to wait.
func (p *pace) wait(now time.Time) time.Duration {
	if p.every == 0 || p.last.IsZero() {
		return 0
	}
	return min(p.last.Add(p.every).Sub(now), p.every)
}
