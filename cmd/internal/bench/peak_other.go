//go:build !unix

package main

import (
	"os"
	"time"
)

// peakMB is not known here.
func peakMB(*os.ProcessState) int64 { return 0 }

// worked is the time so far: this system does not tell the processor's.
func worked() time.Duration { return time.Duration(time.Now().UnixNano()) }
