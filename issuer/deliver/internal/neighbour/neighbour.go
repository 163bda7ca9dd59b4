// Package neighbour starts servers of other people on this computer, for tests
// that hold ours against them.
//
// It knows how a server is started, waited for and ended. It must not know what
// is asked of it, and no program imports it.
package neighbour

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A server is given a minute to answer, on a computer that is busy.
const (
	between = 20 * time.Millisecond
	tries   = int(time.Minute / between)
)

// Start runs a server on a free port of this computer and waits until it
// answers. args makes what it is called with; env is added to the environment.
// The test is skipped when the program is not installed. At the end of the test
// the server is asked to go, and waited for.
func Start(t *testing.T, program string, args func(address string) []string, env ...string) (address string) {
	t.Helper()
	path := Find(program)
	if path == "" {
		t.Skipf("%s is not installed", program)
	}
	address = Free(t)
	run := exec.CommandContext(context.WithoutCancel(t.Context()), path, args(address)...) // #nosec G204 -- a test's own words
	run.Env = append(os.Environ(), env...)
	var said bytes.Buffer
	run.Stdout, run.Stderr = &said, &said
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = run.Wait(); close(ended) }()
	t.Cleanup(func() { end(run.Process, ended) })
	for range tries {
		if conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", address); err == nil {
			_ = conn.Close()
			return address
		}
		select {
		case <-ended:
			t.Fatalf("%s ended:\n%s", program, said.String())
		case <-time.After(between):
		}
	}
	t.Fatalf("%s does not answer", program)
	return ""
}

// end asks a server to go, and makes it go when it does not.
func end(server *os.Process, ended <-chan struct{}) {
	_ = server.Signal(os.Interrupt)
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = server.Kill()
		<-ended
	}
}

// Find looks for a program where servers lie, and where go install puts what it
// builds; "" when it is nowhere.
func Find(program string) string {
	if path, err := exec.LookPath(program); err == nil {
		return path
	}
	places := []string{"/usr/sbin"}
	if home, err := os.UserHomeDir(); err == nil {
		places = append(places, filepath.Join(home, "go", "bin"))
	}
	for _, dir := range places {
		if path, err := exec.LookPath(filepath.Join(dir, program)); err == nil {
			return path
		}
	}
	return ""
}

// Free is an address that nobody listens at. The system gives none of these
// ports to those who ask for any, so it stays free until the server takes it.
func Free(t *testing.T) string {
	t.Helper()
	for range 100 {
		free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", 20_000+rand.IntN(12_000))) // #nosec G404 -- any will do
		if err == nil {
			_ = free.Close()
			return free.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// Open lets a server that has a user of its own into a folder of a test: it may
// do what mode says, there and on the way.
func Open(t *testing.T, dir string, mode os.FileMode) {
	t.Helper()
	for ; strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, mode); err != nil { // #nosec G302 -- that is what is asked for
			t.Fatal(err)
		}
	}
}

// Write makes a file, and the folders above it, readable by all.
func Write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { // #nosec G301 -- a server has to read it
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil { // #nosec G306 -- the same
		t.Fatal(err)
	}
	return file
}
