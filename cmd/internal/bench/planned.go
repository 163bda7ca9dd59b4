package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"badgekiln/assets"
	"badgekiln/cmd/internal/engine"
	"badgekiln/cmd/internal/stage"
)

// planned measures the real window with a list of so many people: how long
// until it is read and until its plan is there, how long inputs wait meanwhile,
// and the memory it holds.
func planned(ctx context.Context, rows string) error {
	count, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	return onStage(ctx, func(d *stage.Display, dir, bin string) error { return plannedOn(ctx, d, dir, bin, count) })
}

// plannedOn does that with the window bin on a display.
func plannedOn(ctx context.Context, d *stage.Display, dir, bin string, count int) (err error) {
	list, home, waits := filepath.Join(dir, "people.csv"), filepath.Join(dir, "home"), filepath.Join(dir, "waits")
	if err := writePeople(list, count); err != nil {
		return err
	}
	words, err := assets.LoadWords("en")
	if err != nil {
		return err
	}
	env := engine.Env{Now: time.Now, Rand: rand.Reader, Getenv: func(name string) string { return map[string]string{"XDG_CONFIG_HOME": dir}[name] }}
	files, err := engine.Sample(ctx, filepath.Join(dir, "s"), nil, env, words)
	if err != nil {
		return err
	}
	p, err := d.Start(ctx, bin, home, []string{"BADGEKILN_WAITS=" + waits}, "--ledger", files.Ledger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Stop()) }()
	if err := errors.Join(p.Settled(), p.Click("railItem:Award"), p.Settled(), p.Fill("Path of the file", list)); err != nil {
		return err
	}
	stepsHead("The window, a list of " + strconv.Itoa(count))
	step := func(what string, do func() error, seen func(stage.View) bool) error {
		return stepOf(p, waits, what, do, seen)
	}
	keys := func(keys ...string) func() error { return func() error { return p.Keys(keys...) } }
	if err := errors.Join(
		step("it rests", func() error { return nil }, nil),
		step("read the list", func() error { return p.Click("Read it") }, both("Continue", "What name is")),
		step("wheel down the list", func() error { return p.Turn(500, 500, "5", "300") }, nil),
		step("plan it", keys("ctrl+Return"), says("left alone")),
		step("wheel down the plan", func() error { return p.Turn(500, 500, "5", "300") }, nil),
		step("search 77777", func() error { return p.Fill("Find a person", "77777") }, says(" of ")),
		step("back to the list", keys("alt+Left"), both("Continue", "What name is")),
	); err != nil {
		return errors.Join(err, p.Shot(filepath.Join(os.TempDir(), "planned.png")))
	}
	return nil
}

// both tells whether two things can be operated.
func both(one, other string) func(stage.View) bool {
	return func(v stage.View) bool { return v.Has(one) && v.Has(other) }
}
