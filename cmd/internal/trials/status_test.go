package trials

import (
	"slices"
	"testing"
)

// TestStatusOfEveryKind awards 300 people in every format, revokes one and
// suspends another. Somebody who knows nothing but the exported site sees
// exactly those two, in each format; and after the suspension only the first.
func TestStatusOfEveryKind(t *testing.T) {
	t.Parallel()
	const people, lost, paused = 300, 17, 201
	w := founded(t, "--suspendable")
	got := w.award(t, "knots", w.list(t, "people.csv", "Ann", people), "--format", "ob2,ob2-signed,ob11,ob3,ob3-jwt", "-o", w.at("out"))
	dir := w.path("web")
	w.mustRun(t, "site", "export", web(dir))

	empty := newWorld(t)
	empty.ledger = ""
	trust := []string{
		"--map", dir, "--trust", base + "i/harbour-club/profile.json", "--trust", base + "i/harbour-club/issuer-1.1.json",
	}
	kinds := []string{".ob2.json", ".ob2.jws", ".ob11.json", ".ob3.json", ".ob3.jwt"}
	look := func(status int, but map[string]string) {
		t.Helper()
		for _, kind := range kinds {
			files := glob(t, w.at("out/*"+kind), people)
			others := map[string]string{}
			for id, verdict := range but {
				others[w.at("out/"+id+kind)] = verdict
			}
			results := empty.verify(t, status, slices.Concat(trust, files)...)
			for _, r := range results {
				verdict, state := "trusted", "good"
				if other, is := others[r.Input]; is {
					verdict, state = "revoked", other
				}
				// A host of 2.0 has one word only for what does not hold.
				if state == "suspended" && slices.Contains([]string{".ob2.json", ".ob2.jws", ".ob11.json"}, kind) {
					state = "revoked"
				}
				if r.Verdict != verdict || r.Status != state {
					t.Errorf("%s: %s, %s, want %s, %s: %v", r.Input, r.Verdict, r.Status, verdict, state, r.Reasons)
				}
			}
		}
	}
	look(0, nil)
	gone, away := got.Rows[lost].ID, got.Rows[paused].ID
	w.mustRun(t, "revoke", gone, "--reason", "A trial.")
	w.mustRun(t, "suspend", away, "--reason", "A pause.")
	w.mustRun(t, "site", "export", web(dir))
	look(1, map[string]string{gone: "revoked", away: "suspended"})
	w.mustRun(t, "resume", away)
	w.mustRun(t, "site", "export", web(dir))
	look(1, map[string]string{gone: "revoked"})
	w.checked(t)
}
