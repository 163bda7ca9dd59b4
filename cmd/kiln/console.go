package main

import (
	"bufio"
	"bytes"
	"encoding/json"
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
	var text bytes.Buffer
	if long, ok := value.(interface{ stream(w io.Writer) error }); ok && (c.json || !c.isolates) {
		c.answered = true
		if c.json {
			return long.stream(c.out)
		}
		out := bufio.NewWriter(c.out)
		human(out)
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write result: %w", err)
		}
		return nil
	}
	if c.json {
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(value); err != nil {
			return fmt.Errorf("write result: %w", err)
		}
	} else {
		human(&text)
		if c.isolates {
			return c.Bytes([]byte(isolated(text.String())))
		}
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
	_, _ = fmt.Fprintln(c.err, c.words.T(key, pairs...))
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
