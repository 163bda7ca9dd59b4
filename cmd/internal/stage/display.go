package stage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Missing tells which of the programs that a stage needs are not installed.
func Missing() []string {
	var missing []string
	for _, name := range []string{"Xvfb", "xdotool", "import"} {
		if _, err := exec.LookPath(name); err != nil {
			missing = append(missing, name)
		}
	}
	return missing
}

// Display is an X server nobody else uses.
type Display struct {
	name string
	x    *exec.Cmd
}

// OpenDisplay starts an X server with a screen of w × h pixels.
func OpenDisplay(ctx context.Context, w, h int) (*Display, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("open display: %w", err)
	}
	defer func() { _ = read.Close() }()
	x := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", w, h), "-nolisten", "tcp", "-noreset") // #nosec G204 -- our own numbers
	x.ExtraFiles = []*os.File{write}
	err = x.Start()
	_ = write.Close()
	if err != nil {
		return nil, fmt.Errorf("open display: %w", err)
	}
	// The server writes its number when it takes connections.
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open display: %w", err), end(x))
	}
	return &Display{name: ":" + strings.TrimSpace(number), x: x}, nil
}

// Name is what programs know it by: ":7".
func (d *Display) Name() string { return d.name }

// Close stops the X server.
func (d *Display) Close() error { return end(d.x) }

// end asks a program to stop, and makes it stop after five seconds.
func end(c *exec.Cmd) error {
	_ = c.Process.Signal(os.Interrupt)
	done := make(chan struct{})
	go func() { _ = c.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-time.After(5 * time.Second):
		err := c.Process.Kill()
		<-done
		return err
	}
}
