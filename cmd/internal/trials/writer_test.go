package trials

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"testing"
)

// writer is a kiln that awards people as it is told them, one by one, and stays
// until it is ended or killed.
type writer struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Scanner
	ids  []string // awarded so far
	gone bool
}

// writer starts one on the world's ledger.
func (w *world) writer(t *testing.T, class string) *writer {
	t.Helper()
	x := &writer{cmd: w.command(t, "award", class, "-", "--json")}
	var err error
	if x.in, err = x.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := x.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	x.out = bufio.NewScanner(out)
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !x.gone {
			x.kill(t)
		}
	})
	x.say(t, "name,email\n")
	return x
}

func (x *writer) say(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(x.in, line); err != nil {
		t.Fatal(err)
	}
}

// award awards somebody and waits for the answer: the award is committed then.
func (x *writer) award(t *testing.T, name, email string) {
	t.Helper()
	x.say(t, name+","+email+"\n")
	if !x.out.Scan() {
		t.Fatalf("no answer for %s: %v", email, x.out.Err())
	}
	var answer struct{ State, ID string }
	if err := json.Unmarshal(x.out.Bytes(), &answer); err != nil || answer.State != "new" {
		t.Fatalf("%s: %s %v", email, x.out.Bytes(), err)
	}
	x.ids = append(x.ids, answer.ID)
}

// kill ends it as a power cut would.
func (x *writer) kill(t *testing.T) {
	t.Helper()
	x.gone = true
	if err := x.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = x.cmd.Wait() // it was killed: that is its error
}
