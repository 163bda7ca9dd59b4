package durable

import (
	"errors"
	"os"
	"sync"
)

// Behind writes a long file while its caller makes the next part of it: what is
// given waits in a few pieces of memory, and the disk begins with what is
// written at once rather than when all is to be made durable. Like its file it
// serves one goroutine.
type Behind struct {
	file *os.File
	now  []byte
	free chan []byte
	full chan []byte
	done chan struct{}

	mu  sync.Mutex
	err error // of the first piece that could not be written
}

const (
	pieceSize = 1 << 20
	pieces    = 4
)

// WriteBehind begins to write to a file from where it stands.
func WriteBehind(f *os.File) *Behind {
	b := &Behind{file: f, free: make(chan []byte, pieces+1), full: make(chan []byte, pieces), done: make(chan struct{})}
	for range pieces {
		b.free <- nil
	}
	b.now = make([]byte, 0, pieceSize)
	go b.run()
	return b
}

func (b *Behind) run() {
	defer close(b.done)
	var at int64
	for piece := range b.full {
		if b.failed() == nil {
			_, err := b.file.Write(piece)
			if err != nil {
				b.mu.Lock()
				b.err = err
				b.mu.Unlock()
			}
			startWriting(b.file, at, int64(len(piece)))
			at += int64(len(piece))
		}
		b.free <- piece[:0]
	}
}

func (b *Behind) failed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// Write takes data over. An error may be that of data given before.
func (b *Behind) Write(data []byte) (int, error) {
	taken := len(data)
	for len(data) > 0 {
		n := min(len(data), pieceSize-len(b.now))
		b.now, data = append(b.now, data[:n]...), data[n:]
		if len(b.now) == pieceSize {
			b.full <- b.now
			if b.now = <-b.free; b.now == nil {
				b.now = make([]byte, 0, pieceSize)
			}
		}
	}
	return taken, b.failed()
}

// Close writes what waits and makes all of it durable. The file stays open.
func (b *Behind) Close() error {
	b.full <- b.now
	close(b.full)
	<-b.done
	return errors.Join(b.failed(), b.file.Sync())
}

// Abandon ends without making anything durable.
func (b *Behind) Abandon() {
	close(b.full)
	<-b.done
}
