package windowtrials

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// programs are both programs as built for the trials.
type programs struct{ window, kiln string }

var built programs

func TestMain(m *testing.M) {
	status, err := prepared(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// prepared builds the programs where there is a stage for them, and runs the
// tests.
func prepared(m *testing.M) (int, error) {
	if runtime.GOOS != "linux" || len(stage.Missing()) > 0 {
		return m.Run(), nil
	}
	dir, err := os.MkdirTemp("", "badgekiln-window")
	if err != nil {
		return 1, err
	}
	built = programs{filepath.Join(dir, "badgekiln"), filepath.Join(dir, "kiln")}
	err = errors.Join(
		build("x11,migrated_fynedo,probe", built.window, "badgekiln/cmd/badgekiln"),
		build("", built.kiln, "badgekiln/cmd/kiln"),
	)
	if err != nil {
		return 1, errors.Join(err, os.RemoveAll(dir))
	}
	status := m.Run()
	return status, os.RemoveAll(dir)
}

func build(tags, out, pkg string) error {
	// GOFLAGS may hold the tags of the tests, which make another program.
	cmd := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-tags="+tags, "-o", out, pkg) // #nosec G204 -- our own packages
	cmd.Env = append(os.Environ(), "GOFLAGS=")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, text)
	}
	return nil
}

// scene is one program in one window with a home of its own.
type scene struct {
	*stage.Program
	t    *testing.T
	home string
	d    *stage.Display
}

func open(t *testing.T, args ...string) *scene {
	t.Helper()
	return openIn(t, t.TempDir(), 1280, 800, nil, args...)
}

func openIn(t *testing.T, home string, w, h int, env []string, args ...string) *scene {
	t.Helper()
	if built.window == "" {
		t.Skipf("There is no stage for a window here: %s missing. `.ci/packages.sh window` installs it.", strings.Join(stage.Missing(), ", "))
	}
	d, err := stage.OpenDisplay(t.Context(), w, h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	s := &scene{t: t, home: home, d: d}
	s.start(env, args...)
	return s
}

// start opens the program once more in the same home.
func (s *scene) start(env []string, args ...string) {
	s.t.Helper()
	p, err := s.d.Start(context.Background(), built.window, s.home, env, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Program = p
	s.t.Cleanup(func() { _ = p.Kill() })
}

// do fails the trial at the first step that failed, with a picture of the
// screen beside the error.
func (s *scene) do(steps ...error) {
	s.t.Helper()
	for _, err := range steps {
		if err == nil {
			continue
		}
		shot := filepath.Join(os.TempDir(), "badgekiln-"+strings.ReplaceAll(s.t.Name(), "/", "-")+".png")
		if s.Shot(shot) == nil {
			s.t.Logf("the screen: %s", shot)
		}
		s.t.Fatal(err)
	}
}

// shot keeps a picture of a step where BADGEKILN_SHOTS asks for it.
func (s *scene) shot(name string) {
	s.t.Helper()
	if os.Getenv("BADGEKILN_SHOTS") != "" {
		s.do(s.Settled())
		s.snap(name)
	}
}

// snap is shot while work goes on.
func (s *scene) snap(name string) {
	s.t.Helper()
	if dir := os.Getenv("BADGEKILN_SHOTS"); dir != "" {
		s.do(os.MkdirAll(dir, 0o750), s.Shot(filepath.Join(dir, name+".png")))
	}
}

// says waits for a text on the screen.
func (s *scene) says(text string) {
	s.t.Helper()
	s.do(s.Await("the words “"+text+"”", func(v stage.View) bool { return v.Says(text) }))
}

func (s *scene) click(labels ...string) {
	s.t.Helper()
	for _, label := range labels {
		s.do(s.Click(label))
	}
}

// goOn presses Continue until the plan is there, whose button has the label
// given.
func (s *scene) goOn(label string) {
	s.t.Helper()
	for range 5 {
		var arrived bool
		s.do(s.Await(label, func(v stage.View) bool {
			_, arrived = v.Find(label)
			return arrived || v.Has("Continue")
		}))
		if arrived {
			return
		}
		v, err := s.See()
		s.do(err)
		before := v.Texts
		s.click("Continue")
		s.do(s.Await("what comes of Continue", func(v stage.View) bool { return !slices.Equal(v.Texts, before) }), s.Settled())
	}
	s.t.Fatalf("%q does not come", label)
}

// board is what the canvas tells of itself.
type board struct {
	x, y    float64 // of the canvas on the screen
	At      struct{ X, Y float64 }
	Zoom    float64
	Chosen  []string
	Typing  bool
	Handles []struct {
		Kind string
		X, Y float64
	}
}

// board reads the canvas when it is as wanted.
func (s *scene) board(what string, as func(board) bool) board {
	s.t.Helper()
	var b board
	s.do(s.Await(what, func(v stage.View) bool {
		c, ok := v.Find("canvas")
		if !ok || c.Text == "" {
			return false
		}
		b = board{x: c.X, y: c.Y}
		return json.Unmarshal([]byte(c.Text), &b) == nil && as(b)
	}))
	return b
}

// at is where a point of the design stands on the screen.
func (b board) at(x, y float64) (float64, float64) {
	return b.x + b.At.X + x*b.Zoom, b.y + b.At.Y + y*b.Zoom
}

// handle is where a handle stands on the screen.
func (b board) handle(kind string) (x, y float64, ok bool) {
	for _, h := range b.Handles {
		if h.Kind == kind {
			return b.x + h.X, b.y + h.Y, true
		}
	}
	return 0, 0, false
}

// edit presses a text twice until it is being typed in: on a busy machine the
// two presses may come too far apart to be a double one.
func (s *scene) edit(x, y float64) {
	s.t.Helper()
	for range 5 {
		s.do(s.DoubleClickAt(x, y))
		deadline := time.Now().Add(3 * time.Second)
		for time.Now().Before(deadline) {
			if s.board("the canvas", func(board) bool { return true }).Typing {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	s.t.Fatal("pressing the text twice does not edit it")
}

// kiln runs the command line on the ledger of a home and gives what it wrote.
func (s *scene) kiln(args ...string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), built.kiln, args...) // #nosec G204 -- the program just built
	cmd.Env = []string{"HOME=" + s.home, "PATH=" + os.Getenv("PATH")}
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("kiln %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String()
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// found gives all files of a folder and below whose names end so.
func found(t *testing.T, dir, ending string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ending) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
