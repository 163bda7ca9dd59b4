package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"

	"badgekiln/assets"

	"golang.org/x/term"
)

// console is where a run meets people and scripts. Results go to standard
// output, as text or as one JSON document; everything else to standard error.
type console struct {
	in       io.Reader
	out, err io.Writer
	words    *assets.Words
	json     bool // --json
	quiet    bool // --quiet
	yes      bool // --yes
	asks     bool // a person can be asked
	shows    bool // a person watches standard error
	isolates bool // a person reads standard output
	answered bool // the result was written
}

// Result writes the result of the run: value with --json, otherwise what human
// writes. It is called once. What tells that it streams is written as it is made,
// everything else as a whole.
func (c *console) Result(value any, human func(w io.Writer)) error {
	if long, ok := value.(interface{ stream(w io.Writer) error }); ok && (c.json || !c.isolates) {
		c.answered = true
		if c.json {
			return long.stream(c.out)
		}
		out := bufio.NewWriter(c.out)
		human(screen{out})
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write result: %w", err)
		}
		return nil
	}
	if c.json {
		text, err := indented(value, "")
		if err != nil {
			return err
		}
		return c.Bytes(append(text, '\n'))
	}
	var text bytes.Buffer
	human(screen{&text})
	if c.isolates {
		return c.Bytes([]byte(isolated(text.String())))
	}
	return c.Bytes(text.Bytes())
}

// Bytes is Result for one that is no text of ours and must arrive as it is.
func (c *console) Bytes(data []byte) error {
	c.answered = true
	if _, err := c.out.Write(data); err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	return nil
}

// Say writes a sentence to standard error.
func (c *console) Say(key string, pairs ...string) {
	c.tell(c.words.T(key, pairs...) + "\n")
}

// tell writes to standard error what people read there.
func (c *console) tell(text string) {
	text = shown(text)
	if c.shows {
		text = isolated(text)
	}
	_, _ = c.err.Write([]byte(text))
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
