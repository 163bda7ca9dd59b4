package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/issuer/verify"

	"github.com/google/go-cmp/cmp"
)

// TestWordsThatAreBuiltExist looks for the words whose keys are put together
// from codes: the source of each room is searched for its codes.
func TestWordsThatAreBuiltExist(t *testing.T) {
	t.Parallel()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		folder, pattern string
		keys            []string
		least           int
	}{
		"plan":     {"issuer/award", `Why(?:, [\w.]+)* = (?:[\w.]+, )*"([a-z-]+)"|return nil, "([a-z-]+)"`, []string{"plan."}, 11},
		"findings": {"issuer/ledger", `c\.find\("([a-z-]+)"|Notes, Finding\{Code: "([a-z-]+)"`, []string{"ledger."}, 9},
		"left":     {"issuer/ledger", `Left, Finding\{Code: "([a-z-]+)"`, []string{"erase."}, 2},
		"events":   {"issuer/ledger", `= "([a-z]+\.[a-z]+)"`, []string{"cli.event."}, 15},
		"verdicts": {"issuer/verify", `Verdict = "([a-z-]+)"`, []string{"cli.verdict."}, 1},
		"states":   {"issuer", `\bState = "([a-z]+)"`, []string{"cli.state."}, 5},
		"classes":  {"issuer", `ClassState = "([a-z]+)"`, []string{"cli.class.state."}, 3},
		"rules":    {"issuer", `Rule = "([a-z]+)"`, []string{"cli.class.rule."}, 3},
		"rows":     {"issuer/award", `(?:New|Same|Changed|Conflict|Bad) += "([a-z]+)"`, []string{"cli.award.state.", "cli.heading."}, 5},
	} {
		codes := codesIn(t, filepath.Join("..", "..", c.folder), regexp.MustCompile(c.pattern))
		if len(codes) < c.least {
			t.Errorf("%s: only %d codes found: %v", name, len(codes), codes)
		}
		for code := range codes {
			for _, key := range c.keys {
				if !words.Has(key + code) {
					t.Errorf("%s: no word %s%s", name, key, code)
				}
			}
		}
	}
	for _, v := range []verify.Verdict{
		"early", "suspended", // what stands before a result, see headOf
		verify.Trusted, verify.Untrusted, verify.Consistent, verify.OtherPerson, verify.Expired, verify.Revoked, verify.Altered, verify.NotABadge,
	} {
		if !words.Has("cli.verdict." + string(v)) {
			t.Errorf("no word for the verdict %s", v)
		}
	}
}

func codesIn(t *testing.T, folder string, pattern *regexp.Regexp) map[string]bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range pattern.FindAllStringSubmatch(string(source), -1) {
			codes[strings.Join(match[1:], "")] = true
		}
	}
	return codes
}

// TestInterruptEndsAStream stops a stream while it waits for its next row: the
// row before is kept, and the run ends though the pipe stays open.
func TestInterruptEndsAStream(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	env := func(name string) string { return map[string]string{"XDG_CONFIG_HOME": home}[name] }
	badge := filepath.Join(home, "badge.png")
	art, err := squarePNG(64)
	if err == nil {
		err = os.WriteFile(badge, art, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	kiln := func(ctx context.Context, in io.Reader, out io.Writer, args ...string) (int, string) {
		var errs bytes.Buffer
		return run(ctx, args, in, out, &errs, env), errs.String()
	}
	for _, args := range [][]string{
		{"issuer", "set", "--name", "One"},
		{"class", "add", "--name", "Badge", "--description", "D", "--criteria", "C", "--image", badge},
	} {
		if status, errs := kiln(t.Context(), strings.NewReader(""), io.Discard, args...); status != 0 {
			t.Fatal(status, errs)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	in, people := io.Pipe()
	go func() {
		_, _ = io.WriteString(people, `{"name":"Ada","email":"ada@example.org"}`+"\n")
	}()
	out := writerFunc(func(line []byte) (int, error) {
		cancel() // the answer is out; now nobody sends more
		return len(line), nil
	})
	if status, errs := kiln(ctx, in, out, "award", "badge", "-"); status != statusInterrupted || !strings.Contains(errs, "1 new") {
		t.Errorf("status %d: %s", status, errs)
	}
	var list bytes.Buffer
	if status, errs := kiln(t.Context(), strings.NewReader(""), &list, "awards"); status != 0 {
		t.Fatal(status, errs)
	}
	if n := strings.Count(list.String(), "\n"); n != 1 {
		t.Errorf("%d awards are kept:\n%s", n, &list)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestTableLinesUpEveryScript(t *testing.T) {
	t.Parallel()
	var tab table
	tab.add("1", "王小明", "x")
	tab.add("10", "Zoe\u0308", "")
	tab.add("", "Ada Lovelace", "z")
	tab.add("2", "\u1112\u1161\u11ab", "jamo")
	tab.add("3", "\U0001f469\u200d\U0001f680 نور", "joined")
	var out bytes.Buffer
	tab.print(&out, " ")
	want := " 1   王小明        x\n 10  Zoe\u0308\n     Ada Lovelace  z\n" +
		" 2   \u1112\u1161\u11ab            jamo\n 3   \U0001f469\u200d\U0001f680 نور        joined\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestShellWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a/b-c_1.csv": "a/b-c_1.csv", "Gruß": "Gruß", "my list.csv": "'my list.csv'", "": "''", "it's": `'it'\''s'`, "$HOME": "'$HOME'",
	} {
		if got := shellWord(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
