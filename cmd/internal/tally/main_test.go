package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestTally(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		events string
		good   bool
		says   []string
		silent []string
	}{
		"all passed": {
			events: `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"ok  \tp\t(cached)\n"}
{"Action":"pass","Package":"p","Elapsed":0.2}`,
			good:   true,
			says:   []string{"1 passed in 0.2 s, as before", "took 2.0 s", "1 passed, 0 failed, 0 skipped"},
			silent: []string{"chatter"},
		},
		"a failure is shown": {
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`,
			says: []string{"a_test.go:7: want 2", "0 passed, 1 failed, 0 skipped"},
		},
		"a skip gives its reason": {
			events: `{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: The pack: it is not here.\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			good: true,
			says: []string{"skipped 1: The pack: it is not here.", "1 passed, 0 failed, 1 skipped"},
		},
		"a build that fails": {
			events: `{"Action":"build-output","ImportPath":"p","Output":"p/p.go:3: no such thing\n"}
{"Action":"build-fail","ImportPath":"p"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p"}
{"Action":"pass","Package":"q","Test":"TestA"}`,
			says: []string{"p/p.go:3: no such thing", "1 packages did not compile"},
		},
		"a crash after passing tests": {
			events: `{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"panic: out of cheese\n"}
{"Action":"fail","Package":"p"}`,
			says: []string{"panic: out of cheese", "1 passed, 0 failed, 0 skipped"},
		},
		"nothing ran":          {events: "", says: []string{"no test ran"}},
		"the Go tool's speech": {events: "go: cannot find main module", says: []string{"go: cannot find main module", "no test ran"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			tally := newTally(&out)
			if err := tally.read(strings.NewReader(c.events)); err != nil {
				t.Fatal(err)
			}
			if good := tally.close(2 * time.Second); good != c.good {
				t.Errorf("good is %v, want %v", good, c.good)
			}
			for _, text := range c.says {
				if !strings.Contains(out.String(), text) {
					t.Errorf("%q is missing in:\n%s", text, &out)
				}
			}
			for _, text := range c.silent {
				if strings.Contains(out.String(), text) {
					t.Errorf("%q should not be in:\n%s", text, &out)
				}
			}
		})
	}
}
