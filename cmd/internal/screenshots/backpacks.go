package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/issuer/deliver/backpack/standin"
)

// Backpacks are shown in a ledger of their own: the sample is put into nobody's.

// ownLedger awards a badge to people of hard names, and makes the browser a
// program that notes what it is asked to open.
func (t tour) ownLedger(ctx context.Context) ([]string, error) {
	at := func(name string) string { return filepath.Join(t.home, name) }
	browser := "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '" + at("opened") + "'\n"
	err := errors.Join(
		os.Mkdir(at("bin"), 0o700),
		os.WriteFile(at("bin/xdg-open"), []byte(browser), 0o700), // #nosec G306 -- a program
		os.WriteFile(at("hard.csv"), []byte(hard), 0o600),
		t.run(ctx, "issuer", "set", "--name", "Hafenwerk Makerspace", "--email", "badges@hafenwerk.example"),
		t.run(ctx, "design", "new", "--template", "seal-scalloped", "-o", at("seal.badge")),
		t.run(ctx, "class", "add", "--name", "First Firing", "--description", "Fired a first piece", "--criteria", "Load, fire and unload a kiln", "--design", at("seal.badge")),
		t.run(ctx, "award", "first-firing", at("hard.csv"), "--format", "ob3", "-o", at("out")),
	)
	return []string{"PATH=" + at("bin") + ":" + os.Getenv("PATH")}, err
}

// run runs kiln in the home of the walk.
func (t tour) run(ctx context.Context, args ...string) error {
	_, err := t.output(ctx, args...)
	return err
}

// output is run, with what kiln prints.
func (t tour) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, t.kiln, args...) // #nosec G204 -- the program just built
	cmd.Env = []string{"HOME=" + t.home, "PATH=" + os.Getenv("PATH")}
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("kiln %s: %w\n%s%s", strings.Join(args, " "), err, out, wrong.String())
	}
	return out, err
}

// browse goes where the window led the browser last.
func (t tour) browse() error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		data, err := os.ReadFile(filepath.Join(t.home, "opened"))
		if err != nil {
			continue
		}
		lines := strings.Fields(string(data))
		return errors.Join(standin.Browse(context.Background(), lines[len(lines)-1]), os.Remove(filepath.Join(t.home, "opened")))
	}
	return errors.New("the browser was not opened")
}

// press and snap are click and shot while the window goes on waiting for somebody.
func (t tour) press(label string) step { return func() error { return t.p.Click(label) } }

func (t tour) snap(name string) step {
	return func() error {
		file := filepath.Join(t.out, name+t.name+".png")
		var before []byte
		for range 20 { // until it stands still
			if err := t.p.Shot(file); err != nil {
				return err
			}
			now, err := os.ReadFile(file) // #nosec G304 -- just written
			if err != nil || bytes.Equal(now, before) {
				return err
			}
			before = now
			time.Sleep(300 * time.Millisecond)
		}
		return errors.New("the window does not stand still")
	}
}

// backpacks adds a host, signs Ada in, pushes, and opens the kiosk.
func (t tour) backpacks() []step {
	return then(
		one(t.p.Settled),
		t.room("Deliver", "deliver", ""),
		one(
			t.click("tab:Backpacks"), t.says("No backpack host yet"), t.shot("deliver-backpacks-empty"),
			t.click("Add a backpack host"),
			func() error { return t.p.Fill("Address", t.host) },
			t.click("More", "It runs on this computer, for trials: http is allowed"), t.shot("deliver-backpacks-add"),
			t.click("Ask this host"), t.says("Open Badges 3.0 API"), t.shot("deliver-backpacks-host"),
			t.click("Add this host"), t.says("is known now"), t.shot("deliver-backpacks-nobody"),
			t.press("Sign somebody in"), t.says("Waiting for the browser"), t.snap("deliver-backpacks-wait"),
			t.browse, t.says("ada@example.org is signed in"), t.shot("deliver-backpacks"),
			t.click("Push 1"), t.says("1 sent"), t.shot("deliver-backpacks-done"),
			t.click("Kiosk"), t.says("Nothing of a person stays"), t.shot("kiosk-begin"),
			t.click("Begin"), t.says("Take your badges with you"), t.shot("kiosk"),
			t.press("Sign in at Stand-in"), t.says("Sign in in the browser"), t.snap("kiosk-wait"),
			t.browse, t.says("Your badge is in your backpack"), t.shot("kiosk-done"),
			t.click("Next person"), t.says("Take your badges with you"),
			t.click("End the kiosk"), t.says("with everybody's names"), t.click("Button:End the kiosk"),
		),
	)
}
