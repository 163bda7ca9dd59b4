package trials

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// event is one line of the stream, and how it was answered.
type event struct {
	line   string
	person string
	state  string // "" while nobody answered
	id     string
}

// thousand are events of which every tenth says again what the one before said.
func thousand() (events []event) {
	for i := range 1000 {
		if i%10 == 9 {
			events = append(events, event{line: events[i-1].line, person: events[i-1].person})
			continue
		}
		person := fmt.Sprintf("p%d@example.net", i)
		events = append(events, event{line: fmt.Sprintf(`{"name":"Person %d","email":%q}`, i, person), person: person})
	}
	return events
}

// TestEventsAreAnsweredThroughKills streams a thousand events, a tenth of them
// repeated, into a kiln that is killed twice at work. Whoever sends begins
// again with the first event that was not answered.
func TestEventsAreAnsweredThroughKills(t *testing.T) {
	t.Parallel()
	for name, flag := range map[string]string{"once": "--once", "many": "--many"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := founded(t, flag)
			events := thousand()
			answered := 0
			for _, killAfter := range []int{313, 402, 0} {
				answered += w.feed(t, events[answered:], killAfter)
			}
			if answered != len(events) {
				t.Fatalf("%d events answered", answered)
			}
			ids := map[string]string{}
			for i, e := range events {
				switch {
				case e.id == "":
					t.Errorf("event %d was answered %q without an award", i, e.state)
				case ids[e.person] == "":
					ids[e.person] = e.id
				case ids[e.person] != e.id:
					t.Errorf("event %d: %s was awarded twice", i, e.person)
				}
			}
			if n := w.holders(t); n != 900 || len(ids) != 900 {
				t.Errorf("%d awards of %d people, want 900", n, len(ids))
			}
			w.checked(t)
		})
	}
}

// feed sends events one by one until they end, or until kill answers have come
// and kiln is killed while it works on the next ones. It gives how many were
// answered.
func (w *world) feed(t *testing.T, events []event, kill int) (answered int) {
	t.Helper()
	cmd := w.command(t, "award", "knots", "-", "--key", "doors", "--format", "ob3", "--json")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for _, e := range events {
			if _, err := in.Write([]byte(e.line + "\n")); err != nil {
				break // it was killed
			}
		}
		_ = in.Close()
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var got struct{ State, ID, Email string }
		if err := json.Unmarshal(lines.Bytes(), &got); err != nil {
			t.Fatalf("%v: %q", err, lines.Text())
		}
		if got.Email != events[answered].person {
			t.Fatalf("event of %s answered for %s", events[answered].person, got.Email)
		}
		events[answered].state, events[answered].id = got.State, got.ID
		if answered++; answered == kill {
			_ = cmd.Process.Kill()
			break // what it still says is lost, as when a wire is cut
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if kill == 0 && err != nil || err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	return answered
}
