package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/keys"

	"golang.org/x/term"
)

// Ask puts the question of a key. --yes answers it; without a terminal it is
// an error that names flag, the flag that answers it.
func (c *console) Ask(ctx context.Context, key, flag string, pairs ...string) (bool, error) {
	if c.yes {
		return true, nil
	}
	question := c.words.T(key, pairs...)
	if !c.asks {
		return false, issuer.Fail(issuer.Usage, "question", "question", question, "flag", flag)
	}
	c.tell(question + " [" + c.words.T("cli.ask.choice") + "] ")
	answer, err := patiently(ctx, func() (string, error) { return bufio.NewReader(c.in).ReadString('\n') })
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer != "" && strings.HasPrefix(c.words.T("cli.ask.yes"), answer), err
}

// Passphrase gives what keys.Secrets asks with, or nil when nobody can be
// asked. A new passphrase is typed twice; an empty one means none.
func (c *console) Passphrase(ctx context.Context) func(keys.Purpose) (string, error) {
	if !c.asks || c.yes {
		return nil
	}
	return func(why keys.Purpose) (string, error) {
		first, err := c.hidden(ctx, "cli.ask.passphrase."+string(why))
		if err != nil || why == keys.ToOpen || first == "" {
			return first, err
		}
		second, err := c.hidden(ctx, "cli.ask.passphrase.again")
		if err == nil && first != second {
			err = issuer.Fail(issuer.Input, "passphrases-differ")
		}
		return first, err
	}
}

// hidden reads a line that the terminal does not show.
func (c *console) hidden(ctx context.Context, key string) (string, error) {
	f, ok := c.in.(*os.File)
	if !ok {
		return "", errors.New("standard input is no terminal")
	}
	fd := int(f.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("read passphrase: %w", err)
	}
	c.tell(c.words.T(key) + " ")
	text, err := patiently(ctx, func() (string, error) { line, err := term.ReadPassword(fd); return string(line), err })
	c.tell("\n")
	return text, errors.Join(err, term.Restore(fd, before))
}

// patiently waits for a person, or for the end of ctx.
func patiently(ctx context.Context, read func() (string, error)) (string, error) {
	type line struct {
		text string
		err  error
	}
	done := make(chan line, 1)
	go func() {
		text, err := read()
		done <- line{text, err}
	}()
	select {
	case l := <-done:
		return l.text, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
