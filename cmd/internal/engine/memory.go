package engine

import (
	"os"
	"runtime/debug"
)

// Runs sets the garbage collector for a program that awards in batches: what
// is kept is small and what is dropped is much, so collecting less often saves
// a fifth of the processor's time for a few megabytes. GOGC in the environment
// has the last word.
func Runs() {
	const percent = 300
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
