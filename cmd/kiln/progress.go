package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress shows how far a long work is, with rate and time left, to a person
// at a terminal; others see nothing. step tells how many are done of how many;
// the bar begins with the first step. end takes it away.
func (c *console) Progress(key string) (step func(done, total int), end func()) {
	if !c.shows || c.quiet {
		return func(int, int) {}, func() {}
	}
	var bar *progressbar.ProgressBar
	step = func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total,
				progressbar.OptionSetWriter(c.err),
				progressbar.OptionSetDescription(c.words.T(key)),
				progressbar.OptionShowCount(),
				progressbar.OptionShowIts(),
				progressbar.OptionSetPredictTime(true),
				progressbar.OptionSetWidth(24),
				progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionClearOnFinish(),
			)
		}
		_ = bar.Set(done)
	}
	end = func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
	return step, end
}
