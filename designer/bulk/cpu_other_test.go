//go:build !unix

package bulk_test

import "time"

// worked is the processor's time where that is known; here it is the clock's.
func worked() time.Duration { return time.Duration(time.Now().UnixNano()) }
