package trials

import (
	"strconv"
	"sync"
	"testing"
)

// atOnce runs the same work n times, all at the same time.
func atOnce(n int, work func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { work(i) })
	}
	wait.Wait()
}

// once wants every person of the world to hold one badge, and them to be n.
func (w *world) once(t *testing.T, n int) {
	t.Helper()
	held := map[string]int{}
	for _, a := range ask[[]struct{ Email string }](t, w, 0, "awards", "--status", "issued") {
		held[a.Email]++
	}
	if len(held) != n {
		t.Errorf("%d people hold the badge, want %d", len(held), n)
	}
	for who, badges := range held {
		if badges != 1 {
			t.Errorf("%s holds it %d times", who, badges)
		}
	}
	w.checked(t)
	w.tidy(t)
}

// TestSameListAtOnce awards one list by several programs at the same time.
func TestSameListAtOnce(t *testing.T) {
	t.Parallel()
	w := sampled(t)
	var got [4]outcome
	atOnce(len(got), func(i int) {
		got[i] = w.run(t, "award", sampleClass, w.at("roster.csv"), "-o", w.at("out"+strconv.Itoa(i)), "--json")
	})
	total := 0
	for i, o := range got {
		if o.status != 0 {
			t.Errorf("program %d: status %d\n%s%s", i, o.status, o.out, o.err)
			continue
		}
		total += document[awarded](t, o.out).Awarded
		glob(t, w.at("out"+strconv.Itoa(i)+"/*.png"), 13)
	}
	if total != 13 {
		t.Errorf("they say they awarded %d, want 13", total)
	}
	w.once(t, 13)
}

// TestSameFolderAtOnce lets both programs write to one folder too.
func TestSameFolderAtOnce(t *testing.T) {
	t.Parallel()
	w := sampled(t)
	atOnce(2, func(int) {
		if o := w.run(t, "award", sampleClass, w.at("roster.csv"), "-o", w.at("out")); o.status != 0 {
			t.Errorf("status %d\n%s", o.status, o.err)
		}
	})
	glob(t, w.at("out/*"), 40)
	w.once(t, 13)
}

// TestOverlappingListsAtOnce awards lists that share people: everybody gets
// the badge, nobody twice.
func TestOverlappingListsAtOnce(t *testing.T) {
	t.Parallel()
	w := founded(t)
	const lists, each, step = 4, 200, 100
	all := map[string]bool{}
	for i := range lists {
		text := head
		for n := i * step; n < i*step+each; n++ {
			who := "ann" + strconv.Itoa(n) + "@example.net"
			text, all[who] = text+"Ann "+strconv.Itoa(n)+","+who+"\n", true
		}
		write(t, w.at("list"+strconv.Itoa(i)+".csv"), []byte(text))
	}
	var got [lists]outcome
	atOnce(lists, func(i int) {
		got[i] = w.run(t, "award", "knots", w.at("list"+strconv.Itoa(i)+".csv"), "--json")
	})
	total := 0
	for _, o := range got {
		if o.status != 0 {
			t.Errorf("status %d\n%s", o.status, o.out)
			continue
		}
		total += document[awarded](t, o.out).Awarded
	}
	if total != len(all) {
		t.Errorf("they say they awarded %d, want %d", total, len(all))
	}
	w.once(t, len(all))
}

// TestReadersBesideAWriter reads all the time while another program awards.
// Every reader sees a whole ledger, and never fewer awards than before.
func TestReadersBesideAWriter(t *testing.T) {
	t.Parallel()
	w := founded(t)
	list := w.list(t, "people.csv", "Ann", 1500)
	done := make(chan struct{})
	var looks [3]int
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(done)
		w.mustRun(t, "award", "knots", list, "-o", w.at("out"))
	})
	for i := range looks {
		wait.Go(func() {
			for before := 0; ; looks[i]++ {
				select {
				case <-done:
					return
				default:
				}
				n := w.holders(t)
				if n < before {
					t.Errorf("%d hold the badge, %d did before", n, before)
				}
				before = n
				w.mustRun(t, "class", "list")
				if report := ask[struct{ OK bool }](t, w, 0, "ledger", "check"); !report.OK {
					t.Error("a reader finds faults while another program writes")
				}
			}
		})
	}
	wait.Wait()
	t.Logf("looked %v times", looks)
	w.once(t, 1500)
}

// TestKilledInTheMiddle kills an award and lets the same command finish it.
// cmd/internal/engine kills at every step; this is the real program.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	w := founded(t)
	const people = 1500
	list := w.list(t, "people.csv", "Ann", people)
	cmd := w.command(t, "award", "knots", list, "-o", w.at("out"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if w.holders(t) > 0 { // a group is committed
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed: that is its error
	kept := w.holders(t)
	again := w.award(t, "knots", list, "-o", w.at("out"))
	if again.Awarded != people-kept {
		t.Errorf("%d were kept, and the same command awards %d of %d", kept, again.Awarded, people)
	}
	t.Logf("killed with %d awarded", kept)
	glob(t, w.at("out/*"), 3*people+1)
	w.once(t, people)
	if third := w.award(t, "knots", list, "-o", w.at("out")); third.Awarded != 0 {
		t.Errorf("a third time %d are awarded", third.Awarded)
	}
}
