package outbox

import (
	"context"
	"time"
)

// Who works, and how long everybody waits.

// hire says how many workers are to begin: all that the channel may have, but for some
// time after the other side let no more of them in.
func (d *drain) hire() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.o.Now().Before(d.more) {
		return 0
	}
	missing := max(d.c.Workers, 1) - d.lines
	d.lines += missing
	return missing
}

// crowded tells whether a worker for whom no sender could be opened is one too many:
// others have theirs. Then it goes, and the channel is not at fault.
func (d *drain) crowded() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.in == 0 {
		return false
	}
	d.lines--
	d.more = d.o.Now().Add(crowdedFor)
	return true
}

// crowdedFor is how long it takes until more workers are tried again.
const crowdedFor = time.Minute

// turn waits until a worker is free, and the channel bears the next: what is handed
// out earlier would go although the other side just asked to wait.
func (d *drain) turn(ctx context.Context) (bool, error) {
	for {
		if d.full() {
			select {
			case <-d.moved:
				continue
			case <-ctx.Done():
				return false, ctx.Err()
			}
		}
		if goOn, err := d.pause(ctx, max(d.resting(), d.pacing())); !goOn || d.resting() <= 0 && d.pacing() <= 0 {
			return goOn, err
		}
	}
}

// lookAgain is how long the run sleeps at most before it looks again: somebody
// else may have asked for more, or ended a pause.
const lookAgain = 2 * time.Second

// pause waits, and reports false when that would take more patience than there is.
func (d *drain) pause(ctx context.Context, wait time.Duration) (bool, error) {
	if wait <= 0 {
		return ctx.Err() == nil, ctx.Err()
	}
	wait, err := d.bear(wait)
	if wait == 0 {
		return false, err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// bear says how long to sleep of a longer wait; 0 when that is too much. Then the
// trouble with the channel, if there is any, is what the run ends with.
func (d *drain) bear(wait time.Duration) (time.Duration, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.limit && wait <= d.o.Limits {
		return min(wait, lookAgain), nil
	}
	if d.o.Patience >= 0 && d.idle+wait > d.o.Patience {
		return 0, d.hurt
	}
	wait = min(wait, lookAgain)
	d.idle += wait
	return wait, nil
}

func (d *drain) resting() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rest.Sub(d.o.Now()) // pause looks again, or gives up
}

// restUntil hands nothing out before some time. The caller holds mu.
func (d *drain) restUntil(at time.Time) {
	if at.After(d.rest) {
		d.rest = at
	}
}

// pacing is how long the pace asks to wait.
func (d *drain) pacing() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pace.wait(d.o.Now())
}

// full tells whether all workers are at work.
func (d *drain) full() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.busy >= d.lines
}

// working tells how many are with the workers.
func (d *drain) working() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.busy
}

func (d *drain) take() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pace.handed(d.o.Now())
	d.busy++
}

// put says that a worker is done with a delivery.
func (d *drain) put() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy--
	select {
	case d.moved <- struct{}{}:
	default:
	}
}
