package outbox

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
)

// journal is a file in which a run notes what the other side took, before the
// ledger is told: a line is written in no time, and whoever kills the program does
// not take it away. The next run reads it. It holds numbers and codes.
type journal struct {
	path string // "" is none

	mu   sync.Mutex
	file *os.File
}

// note writes one line; false when it could not.
func (j *journal) note(n int64, code string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.path == "" {
		return false
	}
	if j.file == nil {
		f, err := os.OpenFile(j.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) // #nosec G304 -- beside the ledger
		if err != nil {
			return false
		}
		j.file = f
	}
	_, err := fmt.Fprintf(j.file, "%d %s\n", n, strings.Join(strings.Fields(code), " "))
	return err == nil
}

// end removes the file: everything in it was written down.
func (j *journal) end() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	_ = j.file.Close()
	j.file = nil
	return os.Remove(j.path)
}

// readJournal gives what the file of another run says; a last line that was not
// finished says nothing.
func readJournal(path string) map[int64]string {
	sent := map[int64]string{}
	f, err := os.Open(path) // #nosec G304 -- beside the ledger
	if err != nil {
		return sent
	}
	defer func() { _ = f.Close() }()
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			return sent
		}
		number, code, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			sent[n] = code
		}
	}
}

// forgetJournal removes the file of a run that ended.
func forgetJournal(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
