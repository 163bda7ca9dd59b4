// Command screenshots takes pictures of every screen of the real window, light
// and dark, for people to look at: docs/screens gets those at 100 %, and with
// -look a folder of one's own gets all sizes and the long and right-to-left
// names too.
//
// It knows the stage and the two built programs, and nothing of their inside.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/stage"
	"badgekiln/issuer/deliver/backpack/standin"
)

func main() {
	var t tour
	flag.StringVar(&t.window, "window", "", "badgekiln, built with the tag probe")
	flag.StringVar(&t.kiln, "kiln", "", "kiln")
	flag.StringVar(&t.out, "out", "docs/screens", "folder for the pictures")
	flag.StringVar(&t.only, "only", "", "one walk only: sample, backpacks or mail")
	scales := flag.String("scales", "1", "sizes, such as 1,2")
	flag.Parse()
	if err := t.all(context.Background(), strings.Split(*scales, ",")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tour is one walk through the program.
type tour struct {
	window, kiln, out string
	only              string // the name of a walk; "" is all
	name              string // ending of the pictures' names
	home              string
	host              string // a backpack host on this computer
	p                 *stage.Program
}

func (t tour) all(ctx context.Context, scales []string) error {
	if err := os.MkdirAll(t.out, 0o755); err != nil { // #nosec G301 -- pictures for everybody
		return err
	}
	host, stop, err := (&standin.Host{Email: "ada@example.org"}).Serve(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	t.host = host
	for _, scale := range scales {
		for _, theme := range []string{"light", "dark"} {
			for _, w := range []walk{{"sample", nil, tour.steps}, {"backpacks", tour.ownLedger, tour.backpacks}, {"mail", tour.mailLedger, tour.mail}} {
				if t.only != "" && t.only != w.name {
					continue
				}
				if err := t.walk(ctx, scale, theme, w); err != nil {
					return fmt.Errorf("%s at %s: %w", theme, scale, err)
				}
			}
		}
	}
	return nil
}

// walk is what is done in one home.
type walk struct {
	name  string
	ready func(tour, context.Context) ([]string, error) // before the window opens; it may add to its environment
	steps func(tour) []step
}

// walk takes the pictures of one theme and size, in a home of its own.
func (t tour) walk(ctx context.Context, scale, theme string, w walk) (err error) {
	factor, err := strconv.ParseFloat(scale, 64)
	if err != nil {
		return err
	}
	d, err := stage.OpenDisplay(ctx, int(1280*factor), int(800*factor))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if t.home, err = os.MkdirTemp("", "badgekiln-tour"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(t.home)) }()
	t.name = "-" + theme
	if scale != "1" {
		t.name += "-" + scale + "x"
	}
	env := []string{"FYNE_SCALE=" + scale, "FYNE_THEME=" + theme}
	if w.ready != nil {
		more, err := w.ready(t, ctx)
		if err != nil {
			return err
		}
		env = append(env, more...)
	}
	if t.p, err = d.Start(ctx, t.window, t.home, env); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.p.Stop()) }()
	for _, do := range w.steps(t) {
		if err := do(); err != nil {
			return errors.Join(err, t.shot("failed")())
		}
	}
	return nil
}

func (t tour) shot(name string) func() error {
	return func() error {
		return errors.Join(t.p.Settled(), t.p.Shot(filepath.Join(t.out, name+t.name+".png")))
	}
}

func (t tour) click(labels ...string) func() error {
	return func() error {
		for _, label := range labels {
			if err := t.p.Click(label); err != nil {
				return err
			}
		}
		return t.p.Settled()
	}
}

func (t tour) keys(keys ...string) func() error {
	return func() error { return errors.Join(t.p.Keys(keys...), t.p.Settled()) }
}

func (t tour) says(text string) func() error {
	return func() error {
		return t.p.Await(text, func(v stage.View) bool { return v.Says(text) })
	}
}

// sees waits for something that can be pressed.
func (t tour) sees(label string) func() error {
	return func() error { return t.p.Await(label, func(v stage.View) bool { return v.Has(label) }) }
}

// until presses a button again and again until another one is there. After
// each press it waits for what comes of it.
func (t tour) until(label, press string) func() error {
	return func() error {
		for range 5 {
			v, err := t.p.See()
			if _, there := v.Find(label); err == nil && there {
				return nil
			}
			before := fmt.Sprint(v.Texts)
			err = errors.Join(t.p.Click(press), t.p.Await("something new", func(v stage.View) bool { return fmt.Sprint(v.Texts) != before }))
			if err := errors.Join(err, t.p.Settled()); err != nil {
				return err
			}
		}
		return fmt.Errorf("%q does not come", label)
	}
}
