package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
)

// profiled begins to look where the time of a whole award goes, if
// BADGEKILN_PROFILE names a folder for what is found. What it gives ends that.
func profiled() (stop func() error, err error) {
	dir := os.Getenv("BADGEKILN_PROFILE")
	if dir == "" {
		return func() error { return nil }, nil
	}
	cpu, err := os.Create(filepath.Join(dir, "cpu.pprof")) // #nosec G304 G703 -- where a developer wants it
	if err != nil {
		return nil, err
	}
	runtime.MemProfileRate = 64 << 10
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return nil, errors.Join(err, cpu.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		mem, err := os.Create(filepath.Join(dir, "mem.pprof")) // #nosec G304 G703 -- as above
		if err != nil {
			return errors.Join(err, cpu.Close())
		}
		return errors.Join(pprof.WriteHeapProfile(mem), mem.Close(), cpu.Close())
	}, nil
}
