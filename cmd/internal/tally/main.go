// Command tally reads the events of `go test -json` and prints what a person
// wants of them: a line for each package, everything about a failure, why
// something was skipped, and one closing line with the figures.
//
// It knows test events and nothing of the project.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"time"
)

func main() {
	started := time.Now()
	t := newTally(os.Stdout)
	err := t.read(os.Stdin)
	good := t.close(time.Since(started))
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
	}
	if err != nil || !good {
		os.Exit(1)
	}
}

// event is a line of `go test -json` (see `go doc test2json`) or of the build
// before it (`go help buildjson`).
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Elapsed    float64
	Output     string
}

type tally struct {
	out                     io.Writer
	output                  map[string][]string // of each test or package, kept until it ends
	tests                   map[string]int      // passed tests of each package
	failures                map[string]int      // failed tests of each package
	reasons                 map[string]int      // of skipped tests
	passed, failed, skipped int
	broken                  int // packages that did not compile or did not start
}

func newTally(out io.Writer) *tally {
	return &tally{
		out:      out,
		output:   map[string][]string{},
		tests:    map[string]int{},
		failures: map[string]int{},
		reasons:  map[string]int{},
	}
}

// read follows the events to their end. A line that is no event is passed on:
// the Go tool was speaking to people.
func (t *tally) read(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.print(lines.Text())
			continue
		}
		t.take(e)
	}
	return lines.Err()
}

func (t *tally) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		t.output[key] = append(t.output[key], e.Output)
	case "build-output":
		_, _ = io.WriteString(t.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.packageEnded(e, t.output[key])
		} else {
			t.testEnded(e, t.output[key])
		}
		delete(t.output, key)
	}
}

func (t *tally) testEnded(e event, output []string) {
	switch e.Action {
	case "pass":
		t.passed++
		t.tests[e.Package]++
	case "fail":
		t.failed++
		t.failures[e.Package]++
		_, _ = io.WriteString(t.out, strings.Join(output, ""))
	case "skip":
		t.skipped++
		t.reasons[reason(output)]++
	}
}

// reason is the sentence a test gave to Skip.
func reason(output []string) string {
	for _, line := range output {
		if place, sentence, ok := strings.Cut(line, ".go:"); ok && strings.HasPrefix(place, "    ") {
			if _, sentence, ok = strings.Cut(sentence, ": "); ok {
				return strings.TrimSpace(sentence)
			}
		}
	}
	return "no reason was given"
}

func (t *tally) packageEnded(e event, output []string) {
	text := strings.Join(output, "")
	switch {
	case e.Action == "fail":
		if t.failures[e.Package] == 0 {
			t.broken++
		}
		_, _ = io.WriteString(t.out, text)
	case t.tests[e.Package] > 0:
		cached := ""
		if strings.Contains(text, "(cached)") {
			cached = ", as before"
		}
		t.print(fmt.Sprintf("ok    %-36s %4d passed in %.1f s%s", e.Package, t.tests[e.Package], e.Elapsed, cached))
	}
}

// close prints the closing lines and tells whether all is well.
func (t *tally) close(took time.Duration) bool {
	reasons := make([]string, 0, len(t.reasons))
	for r := range t.reasons {
		reasons = append(reasons, r)
	}
	sort.Strings(reasons)
	for _, r := range reasons {
		t.print(fmt.Sprintf("skipped %d: %s", t.reasons[r], r))
	}
	if t.broken > 0 {
		t.print(fmt.Sprintf("%d packages did not compile, start or end", t.broken))
	}
	if t.passed+t.failed == 0 {
		t.print("no test ran")
	}
	t.print(fmt.Sprintf("took %.1f s", took.Seconds()))
	t.print(fmt.Sprintf("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped))
	return t.failed == 0 && t.broken == 0 && t.passed > 0
}

func (t *tally) print(line string) { _, _ = fmt.Fprintln(t.out, line) }
