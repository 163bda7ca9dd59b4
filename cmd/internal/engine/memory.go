package engine

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Runs sets the garbage collector for a program that awards in batches: what
// is kept is small and what is dropped is much, so collecting less often saves
// a fifth of the processor's time. Beyond some memory it collects as often as
// elsewhere, for then what is kept is not small. GOGC and GOMEMLIMIT in the
// environment have the last word.
func Runs() {
	const percent = 300
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(percent)
		bounded()
	}
}

// plenty is how much memory the collector may let grow without a second
// thought.
const plenty = 128 << 20

// sentinel is dropped so that each collection finds it.
type sentinel struct{ _ [16]byte }

// bounded sets the limit after each collection, by what was kept: plenty, or a
// third more, for it holds little that has to be looked through. Of a list of a
// million more is kept, and a third of that is too much.
func bounded() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	kept := int64(live[0].Value.Uint64()) // #nosec G115 -- memory
	debug.SetMemoryLimit(max(plenty, kept+min(kept/3, plenty/5)+plenty*3/16))
	runtime.SetFinalizer(&sentinel{}, func(*sentinel) { bounded() })
}
