package windowtrials

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// Without a display there is one plain sentence and exit 2.
func TestNoDisplay(t *testing.T) {
	t.Parallel()
	if built.window == "" {
		t.Skip("There is no stage for a window here.")
	}
	cmd := exec.CommandContext(t.Context(), built.window) // #nosec G204 -- the program just built
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("exit: %v, want 2", err)
	}
	said := strings.TrimSpace(string(out))
	if said == "" || strings.Count(said, "\n") > 1 || strings.Contains(said, "goroutine") {
		t.Errorf("it said: %q", said)
	}
}

// A session that ends while 20,000 people are awarded: the program is gone
// within three seconds, what is committed stands, and the rest is finished
// from Home.
func TestSessionEndsDuringARun(t *testing.T) {
	t.Parallel()
	s := open(t)
	var list strings.Builder
	list.WriteString("name,email\n")
	const people = 20000
	for i := range people {
		fmt.Fprintf(&list, "Person %d,person%d@example.org\n", i, i)
	}
	file := write(t, filepath.Join(s.home, "many.csv"), list.String())
	s.do(s.Settled())
	s.click("Open the sample workshop")
	s.says("Start my own")
	s.click("railItem:Award")
	s.do(s.Fill("Path of the file", file))
	s.click("Read it")
	label := "Award 20,000"
	s.goOn(label)
	s.click(label)
	s.do(s.Await("a run under way", func(v stage.View) bool { return v.Has("Pause") }))
	ledger := found(t, s.home, "workshop.db")[0]
	s.do(s.Await("some committed", func(stage.View) bool { return s.awarded(ledger) > 0 }))
	begin := time.Now()
	s.do(s.Stop())
	if took := time.Since(begin); took > 3500*time.Millisecond {
		t.Errorf("it took %v to end", took)
	}
	half := s.awarded(ledger)
	if half == 0 || half == people {
		t.Logf("%d were awarded when it ended: nothing was interrupted", half)
	}
	s.kiln("--ledger", ledger, "ledger", "check")

	s.start(nil, "--ledger", ledger)
	s.do(s.Settled())
	s.shot("run-2-opened-again")
	t.Logf("%d of %d were awarded when the session ended", half, people)
	s.click("railItem:Award")
	s.do(s.Settled())
	s.shot("run-3-to-finish")
	s.do(s.Stop())
}

// awarded counts the issued awards of a ledger.
func (s *scene) awarded(ledger string) int {
	s.t.Helper()
	var list []struct{ State string }
	if err := json.Unmarshal([]byte(s.kiln("--ledger", ledger, "awards", "--json")), &list); err != nil {
		s.t.Fatal(err)
	}
	n := 0
	for _, a := range list {
		if a.State == "issued" {
			n++
		}
	}
	return n
}

// Two windows on one ledger: what one awards the other shows.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.do(s.Settled())
	s.click("Open the sample workshop")
	s.says("Start my own")
	ledger := found(t, s.home, "workshop.db")[0]
	other := openIn(t, t.TempDir(), 1280, 800, nil, "--ledger", ledger)
	other.do(other.Settled())
	other.click("railItem:Ledger")
	other.says("Nothing awarded yet")

	s.click("Choose the list")
	s.goOn("Award 13")
	s.click("Award 13")
	s.says("13 people have their badge")
	other.click("railItem:Home", "railItem:Ledger")
	other.says("13 awards")
	s.do(s.Stop())
	other.do(other.Stop())
}

// The ledger's folder goes away while the window is open: it says so and
// lives.
func TestLostFolder(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.do(s.Settled())
	s.click("Open the sample workshop")
	s.says("Start my own")
	ledger := found(t, s.home, "workshop.db")[0]
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Rename(filepath.Dir(ledger), away); err != nil {
		t.Fatal(err)
	}
	s.click("railItem:Ledger", "railItem:Badges", "railItem:Home")
	s.do(s.Settled())
	s.shot("lost-folder")
	v, err := s.See()
	s.do(err)
	if !v.Says("workshop.db") && !v.Says("ledger") {
		t.Errorf("the screen says nothing of the lost ledger: %q", v.Texts)
	}
	select {
	case <-s.Ended():
		t.Fatalf("the program ended: %s", s.Said())
	default:
	}
	s.do(s.Stop())
	if bytes.Contains([]byte(s.Said()), []byte("panic")) {
		t.Errorf("it said: %s", s.Said())
	}
}

// A run says how fast it is and how long it takes, stands still while it is
// paused, keeps what is filed when it is cancelled, and ends what is left.
func TestARunIsPausedCancelledAndFinished(t *testing.T) {
	t.Parallel()
	if os.Getenv("BADGEKILN_LONG") == "" {
		t.Skip("12,000 people take a quarter of a minute and more; BADGEKILN_LONG=1 awards them.")
	}
	s := open(t)
	const people = 12000
	var list strings.Builder
	list.WriteString("name,email\n")
	for i := range people {
		fmt.Fprintf(&list, "Person %d,person%d@example.org\n", i, i)
	}
	file := write(t, filepath.Join(s.home, "many.csv"), list.String())
	s.do(s.Settled())
	s.click("Open the sample workshop")
	s.says("Start my own")
	ledger := found(t, s.home, "workshop.db")[0]
	s.click("railItem:Award")
	s.do(s.Fill("Path of the file", file))
	s.click("Read it")
	label := "Award 12,000"
	s.goOn(label)
	const folder = "Entry:Save the badges in"
	s.do(s.Wheel(1120, 500, func(v stage.View) bool {
		thing, ok := v.Find(folder)
		return ok && thing.H > 30 && thing.Y < 660
	}), s.Fill(folder, "x"), s.Keys("BackSpace")) // the ledger is enough
	s.click(label, "Pause")
	s.says("Paused")
	half, before := 0, -1
	for ; half != before; half = s.awarded(ledger) { // the group that was under way is filed
		before = half
	}
	s.snap("pause-1-paused")
	if half == people {
		t.Fatal("the run did not stand still")
	}
	if again := s.awarded(ledger); again != half {
		t.Errorf("while it is paused %d are awarded, then %d", half, again)
	}
	s.click("Go on")
	s.says("badges a second")
	s.snap("pause-2-going-on")
	s.click("Cancel")
	s.says("people were awarded")
	s.shot("pause-3-cancelled")
	kept := s.awarded(ledger)
	if kept < half || kept == people {
		t.Errorf("%d are kept of %d; %d were before", kept, people, half)
	}
	s.click("Finish it")
	s.says("people have their badge")
	s.shot("pause-4-finished")
	if all := s.awarded(ledger); all != people {
		t.Errorf("%d are awarded in the end, want %d", all, people)
	}
	t.Logf("paused at %d, cancelled at %d of %d", half, kept, people)
	s.do(s.Stop())
	s.kiln("--ledger", ledger, "ledger", "check")
}
