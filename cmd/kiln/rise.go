package main

import (
	"sync"
	"time"

	"badgekiln/issuer/ledger"
)

// riseWait is how long a person waits gladly without being told what for.
const riseWait = time.Second

// rising tells once that a ledger of an earlier release is brought up to date,
// if that takes longer than wait, and then how far the copy of it is.
func (c *console) rising(wait time.Duration) func(ledger.Rise) {
	if c.quiet {
		return nil
	}
	var mu sync.Mutex // the sentence is said while the ledger works
	var timer *time.Timer
	said := false
	step, end := func(int, int) {}, func() {}
	return func(r ledger.Rise) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case r.Stage == ledger.RiseOver:
			if timer != nil {
				timer.Stop()
			}
			end()
			said, timer = false, nil
		case timer == nil:
			step, end = c.Progress("cli.progress.rise")
			var mine *time.Timer
			mine = time.AfterFunc(wait, func() {
				mu.Lock()
				defer mu.Unlock()
				if timer == mine { // it is not over
					said = true
					c.sayRise(r.Beside)
				}
			})
			timer = mine
		case said && r.Total > 0:
			step(r.Done, r.Total)
		}
	}
}

// sayRise says what is done; beside is the copy that is kept.
func (c *console) sayRise(beside string) {
	if beside == "" {
		c.Say("cli.rise.passing")
		return
	}
	c.Say("cli.rise.kept", "file", beside)
}
