package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/keys"

	"github.com/google/go-cmp/cmp"
)

func TestFailShowsCodeSentenceHintAndPlace(t *testing.T) {
	t.Parallel()
	gone := &fs.PathError{Op: "open", Path: "a.csv", Err: syscall.ENOSPC}
	for name, c := range map[string]struct {
		err    error
		status int
		code   string
		where  string
	}{
		"foreseen":    {issuer.Fail(issuer.Input, "file-missing", "file", "a.csv").At("a.csv"), 3, "file-missing", "a.csv"},
		"wrapped":     {fmt.Errorf("read: %w", issuer.Fail(issuer.Refused, "file-missing", "file", "b")), 4, "file-missing", ""},
		"unforeseen":  {errors.New("boom"), 5, "unforeseen", ""},
		"interrupted": {fmt.Errorf("sign: %w", context.Canceled), 130, "interrupted", ""},
		"disk full":   {gone, 5, "disk-full", "a.csv"},
		"read only":   {&fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, 5, "disk-read-only", "x"},
		"not allowed": {&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, 5, "no-permission", "x"},
		"missing":     {&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, 3, "file-missing", "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, out, errs := testApp(t)
			a.console.json = true
			if status := a.console.Fail(c.err); status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			var doc struct{ Error fault }
			if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			if doc.Error.Code != c.code || doc.Error.Where != c.where || doc.Error.Message == "" || errs.Len() > 0 {
				t.Errorf("%+v, on standard error %q", doc.Error, errs)
			}
			a.console.json = false
			out.Reset()
			a.console.Fail(c.err)
			if out.Len() > 0 || !strings.HasPrefix(errs.String(), "kiln: ") || strings.Contains(errs.String(), "{") {
				t.Errorf("on standard output %q, on standard error %q", out, errs)
			}
		})
	}
}

func TestOneDocumentOnly(t *testing.T) {
	t.Parallel()
	a, out, errs := testApp(t)
	a.console.json = true
	if err := a.console.Result(map[string]int{"n": 1}, nil); err != nil {
		t.Fatal(err)
	}
	a.worse(a.console.Fail(errors.New("boom")))
	a.worse(statusNo)
	if diff := cmp.Diff("{\n  \"n\": 1\n}\n", out.String()); diff != "" || a.status != 5 || errs.Len() == 0 {
		t.Errorf("status %d, standard error %q, standard output: %s", a.status, errs, diff)
	}
}

func TestQuestionWithoutATerminalNamesTheFlag(t *testing.T) {
	t.Parallel()
	a, _, _ := testApp(t)
	_, err := a.console.Ask(t.Context(), "cli.ask.yes", "--yes")
	var e *issuer.Error
	if !errors.As(err, &e) || e.Kind != issuer.Usage || e.Values["flag"] != "--yes" {
		t.Errorf("err = %v", err)
	}
	if a.console.Passphrase(t.Context()) != nil {
		t.Error("a passphrase is asked without a terminal")
	}
	a.console.yes = true
	if yes, err := a.console.Ask(t.Context(), "cli.ask.yes", "--yes"); !yes || err != nil {
		t.Errorf("--yes answers %v, %v", yes, err)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]bool{"y\n": true, "Yes\r\n": true, "n\n": false, "\n": false, "yellow\n": false, "yes": true} {
		a, _, errs := testApp(t)
		a.console.asks, a.console.in = true, strings.NewReader(answer)
		got, err := a.console.Ask(t.Context(), "cli.ask.passphrase.again", "--yes")
		if got != want || err != nil && !errors.Is(err, io.EOF) {
			t.Errorf("%q is taken for %v (%v)", answer, got, err)
		}
		if !strings.Contains(errs.String(), "y/N") {
			t.Errorf("asked %q", errs)
		}
	}
}

func TestInterruptEndsAQuestion(t *testing.T) {
	t.Parallel()
	a, _, _ := testApp(t)
	silent, end := io.Pipe()
	defer func() { _ = end.Close() }()
	a.console.asks, a.console.in = true, silent
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.console.Ask(ctx, "cli.ask.yes", "--yes"); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ shows, quiet, want bool }{
		"terminal": {true, false, true}, "quiet": {true, true, false}, "pipe": {false, false, false},
	} {
		a, out, errs := testApp(t)
		a.console.shows, a.console.quiet = c.shows, c.quiet
		step, end := a.console.Progress("cli.ask.yes")
		step(1, 2)
		step(2, 2)
		end()
		if (errs.Len() > 0) != c.want || out.Len() > 0 {
			t.Errorf("%s: %q on standard error, %q on standard output", name, errs, out)
		}
	}
}

func TestFullOutputIsAFault(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	r, w := io.Pipe()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	env := func(string) string { return "" }
	if status := run(t.Context(), []string{"version"}, strings.NewReader(""), w, &errs, env); status != 5 || errs.Len() == 0 {
		t.Errorf("status %d, %q", status, &errs)
	}
}

func TestPassphrasePurposesHaveWords(t *testing.T) {
	t.Parallel()
	a, _, _ := testApp(t)
	for _, why := range []keys.Purpose{keys.ToOpen, keys.ToBackup} {
		if !a.words.Has("cli.ask.passphrase." + string(why)) {
			t.Errorf("no question for %q", why)
		}
	}
}
