package stage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// patience is how long something may take to appear. It is no pause: what is
// awaited is looked for all the time.
const patience = 60 * time.Second

// Program is a running window and the hand that works it.
type Program struct {
	Clicks  int // presses of the pointer so far, a double click being two
	Fields  int // texts typed so far
	Pressed int // keys pressed so far, besides those of texts

	display *Display
	probe   string
	waits   string // where the program tells how long inputs wait, or ""
	run     *exec.Cmd
	said    *bytes.Buffer
	ended   chan struct{}
}

// Start runs the program with a home of its own and waits for its window.
// bin must be built with the tag "probe".
func (d *Display) Start(ctx context.Context, bin, home string, env []string, args ...string) (*Program, error) {
	for _, dir := range []string{".cache", ".config"} {
		if err := os.MkdirAll(filepath.Join(home, dir), 0o750); err != nil {
			return nil, fmt.Errorf("start the window: %w", err)
		}
	}
	p := &Program{display: d, probe: filepath.Join(home, ".cache", "probe.json"), said: &bytes.Buffer{}, ended: make(chan struct{})}
	for _, pair := range env {
		if file, ok := strings.CutPrefix(pair, "BADGEKILN_WAITS="); ok {
			p.waits = file
		}
	}
	if err := os.Remove(p.probe); err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("start the window: %w", err)
	}
	p.run = exec.CommandContext(ctx, bin, args...) // #nosec G204 -- the program just built
	p.run.Env = append(append(clean(os.Environ()), "HOME="+home, "DISPLAY="+d.name, "BADGEKILN_PROBE="+p.probe,
		"FYNE_SCALE=1", "FYNE_THEME=light", "LANG=C.UTF-8"), env...)
	p.run.Stdout, p.run.Stderr = p.said, p.said
	if err := p.run.Start(); err != nil {
		return nil, fmt.Errorf("start the window: %w", err)
	}
	go func() { _ = p.run.Wait(); close(p.ended) }()
	if err := p.Await("a window", func(v View) bool { return len(v.Items) > 0 }); err != nil {
		return nil, errors.Join(err, p.Kill())
	}
	return p, nil
}

// clean takes out of an environment what would lead to somebody's own files.
func clean(env []string) []string {
	var kept []string
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "XDG_") && !strings.HasPrefix(name, "KILN_") && !strings.HasPrefix(name, "DBUS_") &&
			!strings.HasPrefix(name, "FYNE_") && name != "HOME" && name != "DISPLAY" && name != "WAYLAND_DISPLAY" {
			kept = append(kept, pair)
		}
	}
	return kept
}

// See tells what is on the screen now.
func (p *Program) See() (View, error) {
	var v View
	data, err := os.ReadFile(p.probe)
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	return v, err
}

// Await waits until the screen is as wanted; what names it for the error.
func (p *Program) Await(what string, as func(View) bool) error {
	var v View
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if v, err = p.See(); err == nil && as(v) {
			return nil
		}
		select {
		case <-p.ended:
			return fmt.Errorf("await %s: the program ended and said: %s", what, p.said)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Errorf("await %s: not within %v; to be seen in %q: %s (%w)", what, patience, v.Room, v.labels(), err)
}

// PID is the program's process.
func (p *Program) PID() int { return p.run.Process.Pid }

// Ended is closed when the program is gone.
func (p *Program) Ended() <-chan struct{} { return p.ended }

// Said is what the program wrote to its terminal.
func (p *Program) Said() string { return p.said.String() }

// Stop asks the program to end as a session manager does, and waits for it.
func (p *Program) Stop() error {
	_ = p.run.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
		return nil
	case <-time.After(5 * time.Second):
		return errors.Join(errors.New("stop the window: it did not end within 5 s"), p.Kill())
	}
}

// Kill ends the program at once.
func (p *Program) Kill() error {
	err := p.run.Process.Kill()
	<-p.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}
