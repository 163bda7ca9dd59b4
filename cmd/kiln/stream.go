package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// streamLine is the answer to one row that came through standard input.
type streamLine struct {
	rowView
	Batch    string           `json:"batch"`
	Problems []roster.Problem `json:"problems"`
	Changes  []roster.Change  `json:"changes"` // what cleaning did, as roster read tells it
}

// stream awards people as they come through standard input: each is committed
// and answered before the next is read.
func (a *app) stream(ctx context.Context, e *engine.Engine, f awardFlags) (err error) {
	class, err := a.classFor(ctx, e, f.class)
	if err != nil {
		return err
	}
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	pictures, err := e.Portraits(ctx, class.Slug, nil, f.images)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pictures.Close()) }()
	r := f.request()
	if pictures != nil {
		r.Pictures = pictures.Pictures
	}
	s, err := e.Stream(ctx, r)
	if err != nil {
		return err
	}
	f.o.PublicNames = class.PublicNames
	rows := roster.NewStream(interruptible{ctx, a.console.in}, f.o)
	p := award.Plan{Class: class}
	if err = a.answerAll(ctx, s, pictured{rows, pictures}, &p, f.out != ""); err == nil {
		_, err = e.Deliver(ctx, p, engine.Order{Out: f.out, Names: f.names}, a.say)
	}
	if p.Counts != (award.Counts{}) {
		a.console.Say("cli.award.stream.end", "figures", a.figures(p.Counts))
	}
	return err
}

// pictured are rows whose pictures are looked at as they come.
type pictured struct {
	*roster.Stream
	pictures *engine.Portraits
}

// Next gives the next row.
func (p pictured) Next() (roster.Row, []roster.Problem, error) {
	row, problems, err := p.Stream.Next()
	if err != nil {
		return row, problems, err
	}
	more, err := p.pictures.Take(&row)
	return row, append(problems, more...), err
}

// answerAll answers every row. keep collects them for the files.
func (a *app) answerAll(ctx context.Context, s *award.Stream, rows pictured, p *award.Plan, keep bool) error {
	for {
		row, problems, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		got, err := s.Award(ctx, row, problems)
		if err != nil {
			return err
		}
		count(&p.Counts, got.State)
		if keep {
			p.Rows.Append(got)
		}
		if got.State != award.New && got.State != award.Same {
			a.worse(statusNo)
		}
		if err := a.answer(got, s.Batch(), problems, rows.Changes()); err != nil {
			return err
		}
	}
}

func count(n *award.Counts, state string) {
	for i, to := range []*int{&n.New, &n.Same, &n.Changed, &n.Conflict, &n.Bad} {
		if planStates()[i] == state {
			*to++
		}
	}
}

// answer writes the line for one row, at once.
func (a *app) answer(row award.Row, batch string, problems []roster.Problem, changes []roster.Change) error {
	for i := range problems {
		problems[i].Message = a.problem(problems[i])
	}
	v := streamLine{rowView: a.rowView(row), Batch: batch, Problems: append([]roster.Problem{}, problems...), Changes: append([]roster.Change{}, changes...)}
	var text bytes.Buffer
	if a.console.json {
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
	} else {
		a.cleaned(changes)
		parts := []string{strconv.Itoa(v.Row), a.words.T("cli.award.state." + v.State)}
		for _, part := range []string{v.ID, v.Name, v.Email, v.Why, v.Note} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		text.WriteString(shown(strings.Join(parts, "  ")) + "\n")
	}
	a.console.answered = true
	if _, err := a.console.out.Write(escaped(text.Bytes())); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// cleaned tells people what cleaning changed in a row.
func (a *app) cleaned(changes []roster.Change) {
	if a.console.quiet {
		return
	}
	for _, c := range changes {
		a.console.Say("cli.award.stream.cleaned", "row", strconv.Itoa(c.Row), "column", c.Column, "was", c.Was, "now", c.Now)
	}
}

// interruptible is a reader that ends with ctx, though a pipe may stay silent
// for ever.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	type piece struct {
		data []byte
		err  error
	}
	done := make(chan piece, 1)
	go func() {
		data := make([]byte, len(p))
		n, err := i.r.Read(data)
		done <- piece{data[:n], err}
	}()
	select {
	case got := <-done:
		return copy(p, got.data), got.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
