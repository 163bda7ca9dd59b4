package trials

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSameCommandAgain awards nobody again and says so, leaves right files
// alone and puts missing and damaged ones back.
func TestSameCommandAgain(t *testing.T) {
	t.Parallel()
	w := sampled(t)
	args := []string{"award", sampleClass, w.at("roster.csv"), "-o", w.at("out")}
	if first := ask[awarded](t, w, 0, args...); first.Awarded != 13 || first.Plan.New != 13 || first.Plan.Same != 1 {
		t.Fatalf("the first time: %+v", first)
	}
	before := w.files(t)
	said := w.mustRun(t, args...)
	if !strings.HasPrefix(said.out, "Nobody was awarded: this same command was finished before.\n") {
		t.Errorf("again says %q", said.out)
	}
	again := ask[awarded](t, w, 0, args...)
	if again.Awarded != 0 || again.Plan.Same != 14 {
		t.Errorf("again: %+v", again)
	}
	if diff := cmp.Diff(before, w.files(t)); diff != "" {
		t.Errorf("again changed files:\n%s", diff)
	}
	pictures := glob(t, w.at("out/*.png"), 13)
	write(t, pictures[0], []byte("damaged"))
	write(t, w.at("out/notes.txt"), []byte("mine"))
	if err := os.Remove(pictures[1]); err != nil {
		t.Fatal(err)
	}
	w.mustRun(t, args...)
	if err := os.Remove(w.at("out/notes.txt")); err != nil {
		t.Errorf("a file of somebody else's did not stay: %v", err)
	}
	if diff := cmp.Diff(before, w.files(t)); diff != "" {
		t.Errorf("files were not put back:\n%s", diff)
	}
	w.once(t, 13)
}

// TestSameListRenamed is the same list under another name and elsewhere.
func TestSameListRenamed(t *testing.T) {
	t.Parallel()
	w := founded(t)
	list := w.list(t, "people.csv", "Ann", 5)
	first := w.award(t, "knots", list)
	renamed := w.at("other/people (2).csv")
	write(t, renamed, read(t, list))
	again := w.award(t, "knots", renamed)
	if again.Awarded != 0 || again.Plan.Same != 5 || again.Batch != first.Batch {
		t.Errorf("renamed: %+v, want batch %s", again, first.Batch)
	}
	w.once(t, 5)
}

// TestLongerListAwardsTheNew is a list that grew.
func TestLongerListAwardsTheNew(t *testing.T) {
	t.Parallel()
	w := founded(t)
	w.award(t, "knots", w.list(t, "people.csv", "Ann", 5), "-o", w.at("out"))
	more := w.award(t, "knots", w.list(t, "people.csv", "Ann", 8), "-o", w.at("out"))
	if more.Awarded != 3 || more.Plan.New != 3 || more.Plan.Same != 5 {
		t.Errorf("%+v", more)
	}
	glob(t, w.at("out/*.png"), 8)
	w.once(t, 8)
}

// TestAgain awards once more only on purpose: those who hold a badge that is
// had once are left alone, one that may be had many times is given again, and
// whoever was revoked gets it back.
func TestAgain(t *testing.T) {
	t.Parallel()
	w := founded(t)
	list := w.list(t, "people.csv", "Ann", 3)
	first := w.award(t, "knots", list)
	if got := w.award(t, "knots", list, "--again"); got.Awarded != 0 || got.Plan.Same != 3 {
		t.Errorf("had once: %+v", got)
	}
	w.mustRun(t, "revoke", first.Rows[1].ID, "--reason", "A trial.")
	if got := ask[awarded](t, w, 1, "award", "knots", list); got.Awarded != 0 || got.Plan.Conflict != 1 {
		t.Errorf("after a revocation: %+v", got)
	}
	if got := w.award(t, "knots", list, "--again"); got.Awarded != 1 || got.Plan.Same != 2 {
		t.Errorf("after a revocation, again: %+v", got)
	}
	w.once(t, 3)

	w.mustRun(t, "class", "add", "--id", "shifts", "--name", "Shifts", "--description", "Kept a watch.", "--criteria", "Keep one.", "--image", w.at("knots.png"), "--many")
	for n, flags := range [][]string{nil, nil, {"--again"}, nil} {
		want := map[int]int{0: 3, 2: 3}[n]
		if got := w.award(t, "shifts", list, flags...); got.Awarded != want {
			t.Errorf("had many times, call %d: %d awarded, want %d", n, got.Awarded, want)
		}
	}
	if got := ask[[]struct{ ID string }](t, w, 0, "awards", "--class", "shifts"); len(got) != 6 {
		t.Errorf("%d awards of what may be had many times, want 6", len(got))
	}
	w.checked(t)
}

// TestEventKeyTwice awards what an event's key promised once, whatever the
// list is called or says by then.
func TestEventKeyTwice(t *testing.T) {
	t.Parallel()
	w := founded(t)
	w.mustRun(t, "class", "add", "--id", "shifts", "--name", "Shifts", "--description", "Kept a watch.", "--criteria", "Keep one.", "--image", w.at("knots.png"), "--many")
	list := w.list(t, "people.csv", "Ann", 1)
	first := w.award(t, "shifts", list, "--key", "order-4711")
	if first.Awarded != 1 {
		t.Fatalf("%+v", first)
	}
	again := w.award(t, "shifts", list, "--key", "order-4711")
	if again.Awarded != 0 || again.Rows[0].ID != first.Rows[0].ID {
		t.Errorf("the same key: %+v", again)
	}
	write(t, list, []byte(head+"Annabel,ann0@example.net\n"))
	if got := w.award(t, "shifts", list, "--key", "order-4711"); got.Awarded != 0 || got.Rows[0].ID != first.Rows[0].ID {
		t.Errorf("the same key, another list: %+v", got)
	}
	if got := w.award(t, "shifts", list, "--key", "order-4712"); got.Awarded != 1 {
		t.Errorf("another key: %+v", got)
	}
	atOnce(4, func(int) { w.run(t, "award", "shifts", list, "--key", "order-4713") })
	if n := w.holders(t); n != 3 {
		t.Errorf("%d awards, want 3", n)
	}
	w.checked(t)
}
