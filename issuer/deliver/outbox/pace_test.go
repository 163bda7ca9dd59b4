package outbox

import (
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
	p.slower(now, time.Second)
	p.last = now
	if got := p.wait(now); got < 66*time.Millisecond || got > 80*time.Millisecond {
		t.Errorf("%s between two", got)
	}
	before := p.every
	p.taken(now)
	if p.every >= before || p.every < before*9/10 {
		t.Errorf("%s after %s", p.every, before)
	}
	p.slower(now.Add(time.Hour), time.Second)
	if p.every <= before {
		t.Errorf("%s: asked again, it goes no slower", p.every)
	}
	p.slower(now, 24*time.Hour)
	if p.every > time.Second {
		t.Errorf("%s: a limit of a day is no pace", p.every)
	}
}
