package trials

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// faultRuns is how many seeded runs go wrong; BADGEKILN_LONG asks for all.
func faultRuns() int {
	if os.Getenv("BADGEKILN_LONG") != "" {
		return 200
	}
	return 3
}

// faultPeople are several groups of a run.
const faultPeople = 520

// TestAnyFault awards a list and then corrects it by another, and each time
// something goes wrong on the way: the program is killed, the disk runs full,
// its folder is taken away, the clock is set back, a second program does the
// same. Once that is over the same command finishes: nobody has two badges,
// nobody has none, and everything can be read.
func TestAnyFault(t *testing.T) {
	t.Parallel()
	w := founded(t)
	d := newDisk(t, w.path("disk"), roomy)
	base := w.work
	first := w.list(t, "first.csv", "Person", faultPeople)
	text := strings.ReplaceAll(string(read(t, first)), "Person 1", "Renamed 1") // 1, 10 to 19, 100 to 199
	write(t, w.at("second.csv"), []byte(text))
	happened := map[string]int{}
	for seed := range faultRuns() {
		rnd := rand.New(rand.NewPCG(uint64(seed), 9)) // #nosec G404 G115 -- a seeded trial
		w.work = w.path("disk", strconv.Itoa(seed))
		clone(t, base, w.work)
		w.ledger = w.at("workshop.db")
		d.resize(t, roomy)
		for _, round := range [][]string{
			{"award", "knots", w.at("first.csv"), "-o", w.at("out")},
			{"award", "knots", w.at("second.csv"), "--correct", "-o", w.at("out")},
		} {
			fault, broke := w.goWrong(t, d, rnd, round)
			happened[fault]++
			if broke {
				happened[fault+", and it showed"]++
			}
			d.resize(t, roomy)
			w.env = nil
			w.mustRun(t, append(round, "--yes")...) // the clock may stand before what was written
			if w.one(t, fmt.Sprintf("seed %d, %s, %s", seed, fault, round[2])); t.Failed() {
				return
			}
		}
		if err := os.RemoveAll(w.work); err != nil {
			t.Fatal(err)
		}
	}
	w.work = base
	t.Log(happened)
}

// goWrong runs kiln with something that goes wrong, and tells what, and whether
// the run was stopped by it.
func (w *world) goWrong(t *testing.T, d disk, rnd *rand.Rand, args []string) (fault string, broke bool) {
	t.Helper()
	const longest = 900 // milliseconds that an award takes, about
	later := time.Duration(rnd.IntN(longest)) * time.Millisecond
	start := func() *exec.Cmd {
		cmd := w.command(t, append(args, "--yes", "--quiet")...)
		cmd.Stderr, cmd.Stdout = &bytes.Buffer{}, &bytes.Buffer{}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	failed := func(cmd *exec.Cmd) bool {
		err := cmd.Wait()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode() != 0
	}
	switch fault = []string{"killed", "killed", "full disk", "drive gone", "clock back", "two programs", "two, one killed"}[rnd.IntN(7)]; fault {
	case "killed":
		cmd := start()
		time.Sleep(later)
		_ = cmd.Process.Kill()
		return fault, failed(cmd)
	case "full disk":
		d.full(t, rnd.IntN(3<<20))
		return fault, failed(start())
	case "drive gone":
		cmd := start()
		time.Sleep(later)
		if err := os.Rename(w.work, w.work+".gone"); err != nil {
			t.Fatal(err)
		}
		broke = failed(cmd)
		_ = os.RemoveAll(w.work) // what a program made there while the drive was away
		if err := os.Rename(w.work+".gone", w.work); err != nil {
			t.Fatal(err)
		}
		return fault, broke
	case "clock back":
		w.env = []string{"SOURCE_DATE_EPOCH=" + strconv.FormatInt(time.Now().Add(-48*time.Hour).Unix(), 10)}
		return fault, failed(start())
	}
	one, two := start(), start()
	if fault == "two, one killed" {
		time.Sleep(later)
		_ = one.Process.Kill()
	}
	a, b := failed(one), failed(two)
	if b || a && fault == "two programs" {
		t.Errorf("%s: a program failed: %d %s, %d %s", args[2], one.ProcessState.ExitCode(), one.Stderr, two.ProcessState.ExitCode(), two.Stderr)
	}
	return fault, a || b
}

// one wants everybody of the list to hold one badge, the ledger to be whole and
// the files to be there.
func (w *world) one(t *testing.T, what string) {
	t.Helper()
	held := map[string]int{}
	for _, a := range ask[[]struct{ Email string }](t, w, 0, "awards", "--status", "issued") {
		held[a.Email]++
	}
	for email, n := range held {
		if n != 1 {
			t.Errorf("%s: %s holds %d", what, email, n)
		}
	}
	if len(held) != faultPeople {
		t.Errorf("%s: %d people hold a badge, want %d", what, len(held), faultPeople)
	}
	w.checked(t)
	pictures, err := filepath.Glob(w.at("out") + "/*.png")
	if err != nil || len(pictures) < faultPeople {
		t.Errorf("%s: %d pictures, %v", what, len(pictures), err)
	}
}
