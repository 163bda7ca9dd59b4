package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// publishing brings the tree of many awards to a folder, for the first time,
// with nothing changed and with one award in a hundred revoked, and has rclone do
// the same with the same tree. With how, "alone" or "counted", nobody else is asked,
// and no tree is made; counted, nothing is written either: a million awards are four
// million files. With "store" it is an object store, and its own program.
func publishing(ctx context.Context, n, how string) (err error) {
	if how == "store" {
		return storing(ctx, n)
	}
	if _, err := exec.LookPath("rclone"); err != nil && how == "" {
		fmt.Println("Publishing: rclone is not installed, so there is nothing to compare with.")
		return nil
	}
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fmt.Println("Publishing " + n + " awards to a folder, and rclone with the same tree unless alone. CPU is of all cores together.")
	fmt.Printf("%-44s %9s %9s %9s %8s\n", "", "wall", "CPU", "peak", "files")
	tree, mirror := filepath.Join(dir, "tree"), filepath.Join(dir, "mirror")
	rclone := func(say string, args ...string) func() error {
		return func() error {
			args = append([]string{"--config", filepath.Join(dir, "none"), "--quiet"}, args...)
			return report(say, exec.CommandContext(ctx, "rclone", args...)) // #nosec G204 -- fixed words and our own folders
		}
	}
	ours := func(say, step string) func() error {
		return func() error { return report(say, exec.CommandContext(ctx, os.Args[0], "publish-child", step, n, dir)) } // #nosec G204 G702 -- this very program
	}
	if how != "" {
		publish := map[string]string{"alone": "publish", "counted": "count"}[how]
		for _, step := range []func() error{
			ours("(making the ledger)", "make"), ours("first time", publish), ours("nothing changed", publish), ours("(revoking 1 %)", "revoke"), ours("1 % revoked", publish),
		} {
			if err := step(); err != nil {
				return err
			}
		}
		fmt.Println()
		return nil
	}
	for _, step := range []func() error{
		ours("(making the ledger)", "make"), ours("(the tree, into a folder)", "tree"),
		ours("first time", "publish"), rclone("rclone sync, first time", "sync", tree, mirror),
		ours("nothing changed", "publish"), rclone("rclone sync, nothing changed", "sync", tree, mirror), rclone("rclone check", "check", tree, mirror),
		ours("(revoking 1 %)", "revoke"), ours("(the tree, what changed)", "tree"),
		ours("1 % revoked", "publish"), rclone("rclone sync, 1 % revoked", "sync", tree, mirror),
		rclone("rclone check of what we published", "check", tree, filepath.Join(dir, "web"), "--one-way"),
	} {
		if err := step(); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

// report runs something and says what it took. What it prints is shown last.
func report(say string, cmd *exec.Cmd) error { return reportOf(say, cmd, true) }

// reportOf does so; prints tells whether what it prints is a figure.
func reportOf(say string, cmd *exec.Cmd, prints bool) error {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", say, err)
	}
	if !prints {
		out.Reset()
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("%-44s %8.2fs %8.2fs %6d MB %8s\n", say, time.Since(begin).Seconds(), cpu.Seconds(), peakMB(cmd.ProcessState), bytes.TrimSpace(out.Bytes()))
	return nil
}

// ledgerIn opens the ledger of a folder, with keys and settings of its own.
func ledgerIn(ctx context.Context, dir string) (*engine.Engine, error) {
	return ledgerWith(ctx, dir, nil)
}

// ledgerWith does so where something stands for places that are published to.
func ledgerWith(ctx context.Context, dir string, at engine.OpenTarget) (*engine.Engine, error) {
	return engine.Open(ctx, filepath.Join(dir, "l.db"), engine.Env{
		AtSite: at,
		Now:    time.Now, Rand: rand.Reader, Getenv: func(name string) string { return map[string]string{"XDG_CONFIG_HOME": dir}[name] },
	})
}

// publishStep is the child: one step in a folder. It prints how many files it
// wrote.
func publishStep(ctx context.Context, step, n, dir string) error {
	words, err := assets.LoadWords("en")
	if err != nil {
		return err
	}
	var at engine.OpenTarget
	if step == "count" {
		at = counted(dir)
	}
	e, err := ledgerWith(ctx, dir, at)
	if err != nil {
		return err
	}
	stop, err := profiled()
	if err != nil {
		return err
	}
	count := 0
	switch step {
	case "make":
		count, err = publishMake(ctx, e, n, dir, "https://badges.hafenwerk.org/", words)
	case "tree":
		done, failed := e.ExportSite(ctx, engine.Site{Out: filepath.Join(dir, "tree")}, words.T)
		count, err = done.Count.Written, failed
	case "publish", "count":
		done, failed := e.Publish(ctx, engine.Publication{}, words.T)
		count, err = done.Done, failed
	case "store":
		count, err = publishStored(ctx, e, words.T)
	case "revoke":
		count, err = publishRevoke(ctx, e)
	}
	if err := errors.Join(err, stop(), e.Close()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(count)
}

func publishMake(ctx context.Context, e *engine.Engine, n, dir, base string, words *assets.Words) (int, error) {
	count, err := strconv.Atoi(n)
	if err != nil {
		return 0, err
	}
	name, email, text := "Bench", "badges@hafenwerk.org", "Be measured."
	if _, err := e.SetIssuer(ctx, engine.IssuerChange{Name: &name, Email: &email, BaseURL: &base}); err != nil {
		return 0, err
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
		return 0, err
	}
	file := filepath.Join(dir, "badge.png")
	if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil { // #nosec G703 -- in a folder of the bench
		return 0, err
	}
	drawn, err := drawing.ReadPicture(file)
	if err != nil {
		return 0, err
	}
	class, err := e.AddClass(ctx, "", engine.ClassChange{Name: &name, Description: &text, Criteria: &text, Picture: drawn})
	if err != nil {
		return 0, err
	}
	list, err := roster.Parse(people(count), "people.csv", roster.Options{})
	if err != nil {
		return 0, err
	}
	done, err := e.Award(ctx, engine.Order{Request: award.Request{Class: class.Slug, List: list, ListName: "people.csv"}}, words.Fill)
	if err != nil || base == "" {
		return done.Awarded, err
	}
	_, err = e.AddTarget(ctx, engine.NewTarget{Name: "web", Address: filepath.Join(dir, "web")})
	return done.Awarded, err
}

func publishRevoke(ctx context.Context, e *engine.Engine) (int, error) {
	var ids []string
	n := 0
	// Read one by one: a list of a million was most of what this step held.
	err := e.View(ctx, func(t *ledger.Tx) error {
		return t.EachAward(ledger.Filter{}, func(a issuer.Award) error {
			if n%100 == 0 {
				ids = append(ids, a.ID)
			}
			n++
			return nil
		})
	})
	if err != nil {
		return 0, err
	}
	_, err = e.Revoke(ctx, ids, "measured")
	return len(ids), err
}
