package verify_test

import (
	"testing"

	"badgekiln/issuer/verify"
)

// TestEarly: what begins to hold later is told from what was altered, also in a
// picture with two badges.
func TestEarly(t *testing.T) {
	t.Parallel()
	step := verify.Step{Name: "dates", Code: "not-yet-valid", Effect: verify.Altered}
	early := verify.Result{Verdict: verify.Altered, Checks: []verify.Step{{OK: true, Effect: verify.Trusted}, {Code: "issuer-unlisted", Effect: verify.Untrusted}, step}}
	forged := verify.Result{Verdict: verify.Altered, Checks: []verify.Step{step, {Name: "proof", Code: "proof-wrong", Effect: verify.Altered}}}
	for name, c := range map[string]struct {
		r    verify.Result
		want bool
	}{
		"alone": {early, true}, "forged": {forged, false}, "good": {verify.Result{Verdict: verify.Trusted}, false},
		"both": {verify.Result{Verdict: verify.Altered, Credentials: []verify.Result{early, early}}, true},
		"one":  {verify.Result{Verdict: verify.Altered, Credentials: []verify.Result{early, forged}}, false},
		"none": {verify.Result{Verdict: verify.NotABadge, Checks: []verify.Step{step, {Code: "x", Effect: verify.NotABadge}}}, false},
	} {
		if got := c.r.Early(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
