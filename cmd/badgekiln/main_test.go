package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func env(pairs ...string) func(string) string {
	table := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		table[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return table[name] }
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		want arguments
		bad  string
	}{
		{"", arguments{}, ""},
		{"--ledger x.db list.csv", arguments{ledger: "x.db", file: "list.csv"}, ""},
		{"--ledger=x.db", arguments{ledger: "x.db"}, ""},
		{"--version", arguments{version: true}, ""},
		{"-h", arguments{help: true}, ""},
		{"--nothing", arguments{}, "--nothing"},
		{"a.csv b.csv", arguments{file: "a.csv"}, "b.csv"},
		{"--ledger", arguments{}, "--ledger"},
	} {
		got, bad := parse(strings.Fields(c.args))
		if got != c.want || bad != c.bad {
			t.Errorf("%q: %+v, bad %q", c.args, got, bad)
		}
	}
}

func TestWithoutADisplay(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	var out, errs bytes.Buffer
	status := run(nil, &out, &errs, env("HOME", home))
	if status != statusUsage || strings.Count(errs.String(), "\n") != 1 || !strings.Contains(errs.String(), "display") {
		t.Errorf("status %d, said %q", status, errs.String())
	}
	if left, err := os.ReadDir(home); err != nil || len(left) != 0 {
		t.Errorf("it left %v, %v", left, err)
	}
	errs.Reset()
	if status := run([]string{"--version"}, &out, &errs, env()); status != 0 || !strings.HasPrefix(out.String(), "Badgekiln ") {
		t.Errorf("--version: %d, %q", status, out.String())
	}
	if status := run([]string{"--nix"}, &out, &errs, env()); status != statusUsage || !strings.Contains(errs.String(), "--nix") {
		t.Errorf("--nix: %d, %q", status, errs.String())
	}
}

func TestLanguageOfTheComputer(t *testing.T) {
	t.Parallel()
	for want, get := range map[string]func(string) string{
		"de": env("LANG", "de_AT.UTF-8"),
		"en": env("LANG", "pt_BR.UTF-8"),
	} {
		if got := language(get); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := language(env()); got != "en" {
		t.Errorf("without any it is %q", got)
	}
	if got := language(env("KILN_LANG", "de", "LANG", "en_US")); got != "de" {
		t.Errorf("KILN_LANG is passed over: %q", got)
	}
	if got := language(env("LANG", ".")); got != "en" {
		t.Errorf("an odd LANG gives %q", got)
	}
}

func TestPreferencesAreKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "conf", "window.json")
	p := loadPrefs(path)
	if p.Bool("a", true) != true || p.Float("b", 1.5) != 1.5 || p.String("c", "x") != "x" {
		t.Error("what was never set is not what is asked for instead")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("reading writes a file")
	}
	p.SetBool("a", false)
	p.SetFloat("b", 1.3)
	p.SetString("c", "y")
	again := loadPrefs(path)
	if again.Bool("a", true) || again.Float("b", 1) != 1.3 || again.String("c", "") != "y" {
		t.Error("preferences are forgotten")
	}
	if err := os.WriteFile(path, []byte("{broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := loadPrefs(path).String("c", "z"); got != "z" {
		t.Errorf("a broken file gives %q", got)
	}
}
