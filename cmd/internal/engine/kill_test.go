package engine

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"badgekiln/assets"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// killEnv makes the test binary play the program: it awards, and kills itself
// at the step it is told.
const killEnv = "BADGEKILN_TEST_AWARD"

type killJob struct {
	Ledger, Home, Roster, Out, Site string
	Step                            award.Step // "" runs to the end
	Nth                             int
	Formats                         []issuer.Format // nil: the usual
	Algorithm                       string          // of tokens
}

func TestMain(m *testing.M) {
	text := os.Getenv(killEnv)
	if text == "" {
		os.Exit(m.Run())
	}
	var job killJob
	err := json.Unmarshal([]byte(text), &job)
	if err == nil {
		err = job.run(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// env is the world of a job: a fixed clock, so that with a seeded ledger two
// runs of one command are the same run.
func (j killJob) env() Env {
	n := 0
	return Env{
		Now:    func() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) },
		Rand:   rand.Reader,
		Getenv: func(name string) string { return map[string]string{"XDG_CONFIG_HOME": j.Home}[name] },
		AtStep: func(step award.Step) {
			if step != j.Step {
				return
			}
			if n++; n == j.Nth {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			}
		},
	}
}

func (j killJob) run(ctx context.Context) error {
	words, err := assets.LoadWords("en")
	if err != nil {
		return err
	}
	e, err := OpenExisting(ctx, j.Ledger, j.env())
	if err != nil {
		return err
	}
	defer func() { _ = e.Close() }()
	list, err := roster.ReadFile(j.Roster, roster.Options{})
	if err != nil {
		return err
	}
	order := Order{Request: award.Request{Class: "first-firing", List: list, ListName: "people.csv"}, Out: j.Out}
	order.Formats, order.Algorithm = j.Formats, j.Algorithm
	if _, err := e.Award(ctx, order, words.Fill); err != nil {
		return err
	}
	_, err = e.ExportSite(ctx, Site{Out: j.Site}, words.T)
	return err
}

// start begins the job in a process of its own.
func (j killJob) start(t *testing.T) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0]) // #nosec G204 -- this very test
	cmd.Env = append(os.Environ(), killEnv+"="+string(text))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// finish runs the job to its end.
func (j killJob) finish(t *testing.T) {
	t.Helper()
	j.Step = ""
	if err := j.start(t).Wait(); err != nil {
		t.Fatalf("finish: %v", err)
	}
}

// TestKilledAnywhere kills an award at times drawn over the measured run and
// at every named step, finishes it, and compares ledger, OUT and site with
// those of an undisturbed run, byte for byte. BADGEKILN_KILLS asks for so many
// kills of 2,000 rows; without it a smaller award dies a few times.
func TestKilledAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("kills take half a minute")
	}
	rows, kills := 600, 10
	if text := os.Getenv("BADGEKILN_KILLS"); text != "" {
		rows = 2000
		kills, _ = strconv.Atoi(text)
	}
	base := memory(t)
	words, _ := testWords(t)
	job := killJob{Home: filepath.Join(base, "home"), Roster: filepath.Join(base, "people.csv")}
	seed := int64(7)
	files, err := Sample(context.Background(), filepath.Join(base, "fresh"), &seed, job.env(), words)
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	list.WriteString("name,email,evidence\n")
	for i := range rows {
		fmt.Fprintf(&list, "Person %d,person%d@example.org,https://example.org/%d\n", i, i, i)
	}
	if err := os.WriteFile(job.Roster, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}

	begin := time.Now()
	whole := job.in(t, files.Ledger, filepath.Join(base, "whole"))
	whole.finish(t)
	took := time.Since(begin)
	want := whole.state(t)
	t.Logf("undisturbed: %d rows in %v", rows, took.Round(time.Millisecond))

	draw := mrand.New(mrand.NewPCG(1, 2))
	steps := []award.Step{award.StepPlanned, award.StepSigned, award.StepCommitted, award.StepFinished, award.StepRenamed}
	killed := map[string]int{}
	died := 0
	for i := 0; died < kills && i < 2*kills; i++ { // a kill that comes too late is none
		j := job.in(t, files.Ledger, filepath.Join(base, "kill"+strconv.Itoa(i)))
		name := "at a time"
		if i%2 == 0 {
			j.Step = steps[i/2%len(steps)]
			j.Nth = 1 + draw.IntN(map[award.Step]int{award.StepSigned: (rows - 1) / 500, award.StepCommitted: (rows - 1) / 500, award.StepRenamed: 3 * rows}[j.Step]+1)
			name = string(j.Step)
		}
		cmd := j.start(t)
		if j.Step == "" {
			timer := time.AfterFunc(time.Duration(draw.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
			defer timer.Stop()
		}
		if err := cmd.Wait(); err == nil {
			name = "too late"
		} else {
			died++
		}
		killed[name]++
		j.finish(t)
		if got := j.state(t); got != want {
			t.Errorf("kill %d %s (%s %d): ledger, OUT or site differ:\n got %v\nwant %v", i, name, j.Step, j.Nth, got, want)
		}
		if err := os.RemoveAll(filepath.Dir(j.Ledger)); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("killed %d times: %v", died, killed)
	if died < kills {
		t.Errorf("killed %d times of %d", died, kills)
	}
}

// TestKilledWithEveryFace kills an award of every format at each step. Tokens
// signed again are the same: no signature here has chance in it.
func TestKilledWithEveryFace(t *testing.T) {
	if testing.Short() {
		t.Skip("kills take seconds")
	}
	base := memory(t)
	words, _ := testWords(t)
	job := killJob{Home: filepath.Join(base, "home"), Roster: filepath.Join(base, "people.csv"), Formats: issuer.Formats()}
	seed := int64(7)
	files, err := Sample(context.Background(), filepath.Join(base, "fresh"), &seed, job.env(), words)
	if err != nil {
		t.Fatal(err)
	}
	e, err := OpenExisting(context.Background(), files.Ledger, job.env())
	if err != nil {
		t.Fatal(err)
	}
	for _, alg := range []string{issuer.P256, issuer.RSA} {
		if _, err := e.NewKey(context.Background(), "", alg); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	list := "name,email\n"
	for i := range 20 {
		list += fmt.Sprintf("Person %d,person%d@example.org\n", i, i)
	}
	if err := os.WriteFile(job.Roster, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, job.Algorithm = range []string{issuer.P256, issuer.RSA} {
		whole := job.in(t, files.Ledger, filepath.Join(base, "whole-"+job.Algorithm))
		whole.finish(t)
		want := whole.state(t)
		for i, step := range []award.Step{award.StepPlanned, award.StepSigned, award.StepCommitted, award.StepFinished, award.StepRenamed} {
			j := job.in(t, files.Ledger, filepath.Join(base, "kill-"+job.Algorithm+strconv.Itoa(i)))
			j.Step, j.Nth = step, 1
			if err := j.start(t).Wait(); err == nil {
				t.Errorf("%s: not killed", step)
			}
			j.finish(t)
			if got := j.state(t); got != want {
				t.Errorf("%s %s: ledger, OUT or site differ:\n got %v\nwant %v", job.Algorithm, step, got, want)
			}
		}
	}
}

// memory is a folder in memory where there is one: a kill is no power cut, so
// syncing disks would only take time.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "badgekiln-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// in gives the job a copy of a ledger and folders of its own.
func (j killJob) in(t *testing.T, ledgerFile, dir string) killJob {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(ledgerFile))); err != nil {
		t.Fatal(err)
	}
	j.Ledger, j.Out, j.Site = filepath.Join(dir, SampleLedger), filepath.Join(dir, "out"), filepath.Join(dir, "site")
	return j
}

type killState struct{ Ledger, Out, Site string }

// state hashes everything a run leaves behind.
func (j killJob) state(t *testing.T) killState {
	t.Helper()
	ctx := context.Background()
	e, err := OpenRead(ctx, j.Ledger, j.env())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	report, err := e.Check(ctx)
	if err != nil || len(report.Findings)+len(report.Notes) > 0 {
		t.Errorf("check: %+v %v", report, err)
	}
	whole := filepath.Join(t.TempDir(), "copy.db")
	if err := e.ledger.CopyTo(ctx, whole); err != nil {
		t.Fatal(err)
	}
	return killState{Ledger: hashTree(t, whole), Out: hashTree(t, j.Out), Site: hashTree(t, j.Site)}
}

func hashTree(t *testing.T, root string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path) // #nosec G304 -- in the test's folder
		if path != root {
			_, _ = fmt.Fprintf(sum, "%s %d\n", strings.TrimPrefix(path, root), len(data))
		}
		_, _ = sum.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
