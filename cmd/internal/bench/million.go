package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/cmd/internal/stage"
)

// million measures the real window on the ledger that BADGEKILN_BENCH_LEDGER
// names (`bench search` makes one of a million awards there): how long until
// the list is there, and until what was typed is found; how long the window's
// goroutine keeps an input waiting meanwhile and while the wheel turns through
// the list; and the memory it holds.
func million(ctx context.Context) error {
	path := os.Getenv("BADGEKILN_BENCH_LEDGER")
	if path == "" {
		return errors.New("BADGEKILN_BENCH_LEDGER names no ledger")
	}
	return onStage(ctx, func(d *stage.Display, dir, bin string) error { return millionOn(ctx, d, dir, bin, path) })
}

// millionOn does that with the window bin on a display.
func millionOn(ctx context.Context, d *stage.Display, dir, bin, path string) (err error) {
	waits := filepath.Join(dir, "waits")
	forget()
	p, err := d.Start(ctx, bin, filepath.Join(dir, "home"), []string{"BADGEKILN_WAITS=" + waits}, "--ledger", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Stop()) }()
	if err := p.Settled(); err != nil {
		return err
	}
	stepsHead("The window on many awards")
	step := func(what string, do func() error, seen func(stage.View) bool) error {
		return stepOf(p, waits, what, do, seen)
	}
	wheel := func(button string, notches string) func() error {
		return func() error { return p.Turn(640, 500, button, notches) }
	}
	return errors.Join(
		step("open the ledger", func() error { return p.Click("railItem:Ledger") }, says("awards")),
		step("turn the wheel 400 notches down", wheel("5", "400"), nil),
		step("and 400 up", wheel("4", "400"), nil),
		step("to the end", func() error { return p.Keys("End") }, nil),
		step("search maria", func() error { return p.Fill("Search", "maria") }, nil),
		step("and kowalska", func() error { return p.Fill("Search", "maria kowalska") }, nil),
		step("wheel through what is found", wheel("5", "300"), nil),
		step("sort by name", func() error { return p.Click("headCell:Person") }, nil),
	)
}

func says(text string) func(stage.View) bool {
	return func(v stage.View) bool { return v.Says(text) }
}

func stepsHead(what string) {
	fmt.Printf("\n%-34s %10s %8s %34s %14s\n", what, "until seen", "CPU", "inputs wait: median, 99 of 100, most", "memory (peak)")
}

// patient is how often a step is waited for again, a minute each: the machine may
// be busy.
const patient = 9

// stepOf does something in the window and waits until it is seen; it tells how
// long that took, how long inputs waited meanwhile (waits is the file the window
// writes that into), and how much memory is held.
func stepOf(p *stage.Program, waits, what string, do func() error, seen func(stage.View) bool) error {
	before, err := p.CPU()
	if err != nil {
		return err
	}
	var took time.Duration
	all, err := p.Waiting(waits, func() error {
		begin := time.Now()
		err := do()
		for try := 0; err == nil && seen != nil; try++ {
			if err = p.Await(what, seen); err == nil || try == patient {
				break
			}
			err = nil
		}
		took = time.Since(begin)
		return err
	})
	if err != nil {
		return err
	}
	after, err := p.CPU()
	peak, now := memory(p.PID())
	fmt.Printf("%-34s %7d ms %5d ms %19.1f, %5.1f, %5.1f ms %6d (%d) MB\n", what, took.Milliseconds(), (after - before).Milliseconds(),
		ms(all.At(.5)), ms(all.At(.99)), ms(all.At(1)), now, peak)
	if dir := os.Getenv("BADGEKILN_SHOTS"); dir != "" {
		err = errors.Join(err, p.Shot(filepath.Join(dir, strings.ReplaceAll(what, " ", "-")+".png")))
	}
	return err
}

// onStage builds the window into a folder of its own, unless
// BADGEKILN_BENCH_WINDOW names one built before, and opens a display for it.
func onStage(ctx context.Context, do func(d *stage.Display, dir, bin string) error) (err error) {
	dir, err := os.MkdirTemp("", "badgekiln-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bin := os.Getenv("BADGEKILN_BENCH_WINDOW")
	if bin == "" {
		bin = filepath.Join(dir, "badgekiln")
		if err := buildWindow(ctx, bin); err != nil {
			return err
		}
	}
	d, err := stage.OpenDisplay(ctx, 1280, 800)
	if err != nil {
		return err
	}
	return errors.Join(do(d, dir, bin), d.Close())
}

// buildWindow builds the window as trials do.
func buildWindow(ctx context.Context, bin string) error {
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-tags=x11,migrated_fynedo,probe", "-o", bin, "badgekiln/cmd/badgekiln") // #nosec G204 -- our own
	build.Env = append(os.Environ(), "GOFLAGS=")
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the window: %w\n%s", err, text)
	}
	return nil
}
