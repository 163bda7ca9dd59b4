package award_test

import (
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// Two rows with one address and two names: awarding either would be a guess.
func TestSkipBadAwardsNeitherOfTwoThatContradict(t *testing.T) {
	t.Parallel()
	const torn = two + "Ada Lovelace,ada@ex.org\nAda,ada@ex.org\nEve,eve@ex.org\n"
	o := newOffice(t, issuer.Once, "", "")
	r := request(t, torn, roster.Options{})
	if _, err := o.Confirm(t.Context(), r); issuer.CodeOf(err) != "rows-bad" {
		t.Fatalf("confirmed: %v", err)
	}
	r.SkipBad = true
	states := []string{"conflict contradicted", "new", "bad conflict", "conflict contradicted", "new"}
	p := o.give(t, r)
	want(t, "--skip-bad", p, states...)
	if p.Counts != (award.Counts{New: 2, Conflict: 2, Bad: 1}) || p.Rows.At(0).Values["other"] != "4" || p.Rows.At(0).ID != "" {
		t.Errorf("%+v %+v", p.Counts, p.Rows.At(0))
	}
	states[1], states[4] = "same held", "same held"
	want(t, "the same command", o.give(t, r), states...)
	want(t, "corrected", o.give(t, request(t, two, roster.Options{})), "new", "same held")
	r = request(t, torn+"\n", roster.Options{})
	r.SkipBad = true
	states[0], states[3] = "same held", "same duplicate"
	want(t, "who has it keeps it", o.give(t, r), states...)
}
