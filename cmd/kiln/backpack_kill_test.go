package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer/deliver/backpack/standin"
)

// Two programs push one batch, and are killed again and again. In the end each
// badge is in the backpack, the ledger knows it, and a badge was sent twice only
// where a kill fell between the host's answer and our note of it.
func TestPushesAreResumedAfterKills(t *testing.T) {
	t.Parallel()
	people, kills := 24, 4
	if os.Getenv("BADGEKILN_LONG") != "" {
		people, kills = 1000, 20
	}
	k := newKilned(t)
	var emails []string
	roster := "email,name\n"
	for i := range people {
		emails = append(emails, fmt.Sprintf("p%d@example.org", i))
		roster += emails[i] + ",P\n"
	}
	h := &standin.Host{Email: strings.Join(emails, ","), Delay: 15 * time.Millisecond}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	k.write("people.csv", roster)
	k.run("issuer", "set", "--name", "Club", "--email", "club@example.org")
	k.run("design", "new", "--template", "seal-scalloped", "-o", "seal.badge")
	k.run("class", "add", "--id", "one", "--name", "One", "--description", "D", "--criteria", "C", "--design", "seal.badge")
	k.run("award", "one", "people.csv", "--format", "ob3", "-o", "out")
	k.run("backpack", "add", s.URL, "--local", "--id", "host")
	k.run("backpack", "login", "host")
	var awards []struct {
		Batch string `json:"batch"`
	}
	if err := json.Unmarshal(k.run("awards", "--json"), &awards); err != nil {
		t.Fatal(err)
	}
	push := []string{"push", "--to", "host", "--batch", awards[0].Batch, "--json"}
	for round := range kills {
		before := len(h.Pushes())
		killed := make([]*exec.Cmd, 2)
		for i := range killed {
			killed[i] = k.command(push...)
			if err := killed[i].Start(); err != nil {
				t.Fatal(err)
			}
		}
		want := min(before+max(2+round, people/2/kills), people)
		// Leases of those killed before hold some back for a minute, no longer.
		for patience := time.Now().Add(2 * time.Minute); len(h.Pushes()) < want; { // somewhere at work, wherever that is
			if time.Now().After(patience) {
				t.Errorf("round %d: %d pushes, not %d, before the kill", round, len(h.Pushes()), want)
				break
			}
			time.Sleep(time.Millisecond)
		}
		var dead sync.WaitGroup
		for _, c := range killed {
			_ = c.Process.Kill()
			dead.Go(func() { _ = c.Wait() })
		}
		dead.Wait()
	}
	if n := len(h.Pushes()); n == people {
		t.Log("everything was there before the last kill")
	}
	var done struct {
		Pushed int `json:"pushed"`
		Rows   []struct{ State string }
	}
	// Leases and claims of the dead run out within the minute.
	deadline := time.Now().Add(2 * time.Minute)
	for done.Pushed < people && time.Now().Before(deadline) {
		out, _ := k.command(push...).Output()
		if err := json.Unmarshal(out, &done); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		if done.Pushed < people {
			time.Sleep(time.Second)
		}
	}
	if done.Pushed != people {
		t.Fatalf("the ledger knows %d", done.Pushed)
	}
	doubles := 0
	for _, n := range h.Pushes() {
		doubles += n - 1
	}
	t.Logf("%d badges, %d kills of two programs, %d were sent twice", people, kills, doubles)
	if n := len(h.Pushes()); n != people || doubles > 2*kills {
		t.Errorf("%d badges are there, %d were sent twice", n, doubles)
	}
	k.run("ledger", "check")
}

// kilned is the program with a home of its own.
type kilned struct {
	t       *testing.T
	dir     string
	program string
}

func newKilned(t *testing.T) kilned {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	k := kilned{t: t, dir: t.TempDir()}
	k.program = filepath.Join(k.dir, "kiln")
	for _, name := range []string{"kiln", "browser"} { // testscript.Main goes by the name
		if err := os.Symlink(self, filepath.Join(k.dir, name)); err != nil {
			t.Skip(err)
		}
	}
	return k
}

func (k kilned) write(name, text string) {
	k.t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, name), []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
}

func (k kilned) command(args ...string) *exec.Cmd {
	c := exec.CommandContext(k.t.Context(), k.program, args...)
	c.Dir = k.dir
	c.Env = []string{"HOME=" + k.dir, "PATH=" + os.Getenv("PATH"), "BROWSER=" + filepath.Join(k.dir, "browser"), "TMPDIR=" + k.dir}
	return c
}

func (k kilned) run(args ...string) []byte {
	k.t.Helper()
	c := k.command(args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		k.t.Fatalf("kiln %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.Bytes()
}
