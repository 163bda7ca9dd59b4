package main

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// table lines cells up by the room a terminal gives them: names come in every
// script, and a Chinese letter takes two places.
type table struct{ rows [][]string }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print writes the rows, each behind indent and without blanks at its end.
func (t *table) print(w io.Writer, indent string) { printCells(w, indent, slices.Values(t.rows)) }

// printCells is print for rows that are not all there at once: they are gone
// through twice.
func printCells(w io.Writer, indent string, rows iter.Seq[[]string]) {
	var widths []int
	for row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	for row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell)+2))
		}
		_, _ = fmt.Fprintln(w, indent+strings.TrimRight(line.String(), " "))
	}
}

// line writes a sentence of the words table.
func (a *app) line(w io.Writer, key string, pairs ...string) {
	_, _ = fmt.Fprintln(w, a.words.T(key, pairs...))
}

// drily ends the answer of a dry run.
func (a *app) drily(w io.Writer) {
	if a.dry {
		a.line(w, "cli.dry")
	}
}

// dried is the key of what a verb says, or of what it says in a dry run.
func (a *app) dried(key string) string {
	if a.dry {
		return key + ".dry"
	}
	return key
}

// counted is a sentence about n things: that of key.one for a single thing.
func (a *app) counted(key string, n int, pairs ...string) string {
	if n == 1 && a.words.Has(key+".one") {
		key += ".one"
	}
	return a.words.T(key, append(pairs, "count", strconv.Itoa(n))...)
}

// facts collects labelled values; an empty value is left out.
type facts struct {
	table
	a *app
}

func (a *app) facts() *facts { return &facts{a: a} }

func (f *facts) say(label, value string) {
	if value != "" {
		f.add(f.a.words.T("cli.label."+label), value)
	}
}

// shellWord writes a text so that a shell reads it as one word.
func shellWord(text string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/._-+:@,=", r)
	}
	if text != "" && strings.TrimLeftFunc(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// command writes a command of ours for this run's ledger, ready to be copied.
func (a *app) command(ledger string, words ...string) string {
	parts := []string{"kiln"}
	if ledger != "" {
		parts = append(parts, "--ledger", shellWord(ledger))
	}
	for _, word := range words {
		parts = append(parts, shellWord(word))
	}
	return strings.Join(parts, " ")
}
