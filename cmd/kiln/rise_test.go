package main

import (
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/ledger"
)

// signals is a writer that says when something was written.
type signals struct {
	strings.Builder
	written chan struct{}
}

func (s *signals) Write(data []byte) (int, error) {
	defer func() { s.written <- struct{}{} }()
	return s.Builder.Write(data)
}

func TestAnOlderLedgerIsToldWhereItTakesLong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		beside, want string
		wait         time.Duration
	}{
		"kept":    {"/x/l.db.before-v14", "kept at /x/l.db.before-v14", 0},
		"passing": {"", "A copy is brought up to date to read from", 0},
		"quick":   {"/x/l.db.before-v14", "", time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, _, _ := testApp(t)
			errs := &signals{written: make(chan struct{}, 9)}
			a.console.err = errs
			tell := a.console.rising(c.wait)
			tell(ledger.Rise{Stage: ledger.RiseCopy, Done: 1, Total: 9, Beside: c.beside})
			if c.want != "" {
				<-errs.written
			}
			tell(ledger.Rise{Stage: ledger.RiseCopy, Done: 9, Total: 9, Beside: c.beside})
			tell(ledger.Rise{Stage: ledger.RiseChange, Beside: c.beside})
			tell(ledger.Rise{})
			if got := errs.String(); !strings.Contains(got, c.want) || c.want == "" && got != "" || strings.Count(got, "\n") > 1 {
				t.Errorf("it says %q, want %q, once", got, c.want)
			}
		})
	}
}
