package engine

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/inspect"
)

// TestLooksAreKept: what a look found is kept, and another is due after a week.
func TestLooksAreKept(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	env := world(t)
	env.Now = func() time.Time { return clock }
	env.AtWeb = func(o *inspect.Options) {
		o.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("nobody there") }
	}
	e, base := published(t, env)
	due := func() int {
		t.Helper()
		all, err := e.ChecksDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if due() != 0 {
		t.Error("nothing was published")
	}
	if _, err := e.AddTarget(t.Context(), NewTarget{Name: "web", Address: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	say := func(key string, _ ...string) string { return key }
	if _, err := e.Publish(t.Context(), Publication{}, say); err != nil {
		t.Fatal(err)
	}
	if due() != 1 {
		t.Error("published and never looked at")
	}
	r, err := e.CheckSite(t.Context(), "", "", say, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, found := r.Find("check-unreachable"); !found || r.Worst() != inspect.Fault {
		t.Errorf("nobody answers: %+v", r)
	}
	kept, found, err := e.LastCheck(t.Context(), base)
	if err != nil || !found || len(kept.Findings) != len(r.Findings) || !kept.At.Equal(clock) {
		t.Errorf("kept %+v, %v, %v", kept, found, err)
	}
	if due() != 0 {
		t.Error("due again at once")
	}
	clock = clock.Add(8 * 24 * time.Hour)
	if due() != 1 {
		t.Error("not due after a week")
	}
	clock = clock.Add(-30 * 24 * time.Hour)
	if due() != 1 {
		t.Error("not due once the clock is right again")
	}
	clock = clock.Add(30 * 24 * time.Hour)
	if c, err := e.Check(t.Context()); err != nil || len(c.Findings) > 0 {
		t.Errorf("the ledger: %+v, %v", c, err)
	}
}

// published opens a ledger whose issuer has web space.
func published(t *testing.T, env Env) (*Engine, string) {
	t.Helper()
	e, err := Open(t.Context(), filepath.Join(t.TempDir(), "l.db"), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	name, email, base := "Forge", "badges@forge.example", "https://badges.hafenwerk.org/b/"
	if _, err := e.SetIssuer(t.Context(), IssuerChange{Name: &name, Email: &email, BaseURL: &base}); err != nil {
		t.Fatal(err)
	}
	return e, base
}

// TestPreview: the site is shown on this computer, at its paths, until it is
// closed, and leaves nothing.
func TestPreview(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	words, _ := testWords(t)
	e, _ := published(t, world(t))
	shown, err := e.Preview(t.Context(), "", words.T)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"": "Forge", "i/forge/profile.json": `"url":"https://badges.hafenwerk.org/b/`, "i/forge/index.html": "Forge"} {
		got, err := http.Get(shown.URL + name)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(got.Body)
		_ = got.Body.Close()
		if err != nil || got.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d, %v\n%s", name, got.StatusCode, err, body)
		}
	}
	if err := shown.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
