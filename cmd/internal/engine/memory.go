package engine

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Runs sets the garbage collector for a program that awards in batches: what
// is kept is small and what is dropped is much, so collecting less often saves
// a fifth of the processor's time. Beyond some memory it collects more often,
// for then what is kept is not small. GOGC and GOMEMLIMIT in the environment
// have the last word.
func Runs() { collects(300, 8<<20, 104<<20) }

// Stays sets it for a program that stands open beside others: it collects as
// often as elsewhere, and more often beyond some memory. That is more than a large
// design needs that is being drawn: each collection costs as much as a step of a drag.
func Stays() { collects(100, 12<<20, 256<<20) }

// collects says how many percent of what is kept may be dropped before it is
// collected, as long as both together are no more than plenty; beyond, only room may
// be dropped.
func collects(percent, room, plenty int64) {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		bounded(percent, room, plenty)
	}
}

// sentinel is dropped so that each collection finds it.
type sentinel struct{ _ [16]byte }

// bounded says after each collection, by what was kept, when the next one is.
// Of a list of a million much is kept, but it holds little that has to be looked
// through. A limit that ended what is dropped by itself would not do: near it
// memory is given back and taken again all the time. It is for what grows while
// a collection is under way.
func bounded(percent, room, plenty int64) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	kept := int64(live[0].Value.Uint64()) // #nosec G115 -- memory
	goal := max(plenty, kept+room)
	debug.SetGCPercent(int(min(percent, 100*(goal-kept)/max(kept, 1))))
	debug.SetMemoryLimit(goal + room)
	runtime.SetFinalizer(&sentinel{}, func(*sentinel) { bounded(percent, room, plenty) })
}
