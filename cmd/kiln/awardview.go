package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// planStates are what a plan says about rows, in the order people read them.
func planStates() []string {
	return []string{award.New, award.Same, award.Changed, award.Conflict, award.Bad}
}

// showPlan writes a plan: its figures, then the rows by what is to become of
// them.
func (a *app) showPlan(w io.Writer, v awarded) {
	p := v.outcome.Plan
	a.line(w, "cli.award.plan", "class", p.Class.Name, "formats", formatList(p.Formats))
	a.line(w, "cli.award.figures", "rows", strconv.Itoa(len(v.Rows)), "figures", a.figures(v.Plan))
	if p.Known {
		key := "cli.award.known"
		if p.Done {
			key = "cli.award.done-before"
		}
		a.line(w, key, "batch", p.Batch)
	}
	for _, state := range planStates() {
		a.showRows(w, v.Rows, state)
	}
	a.showWarnings(w, v.Problems)
	switch {
	case v.Plan.New > 0 && v.Plan.Bad == 0:
		a.line(w, "cli.award.nothing-written")
	case v.Plan.Bad > 0:
		a.line(w, "cli.award.bad-stop")
	}
}

// figures joins the figures of a plan that are not zero.
func (a *app) figures(n award.Counts) string {
	var parts []string
	for i, count := range []int{n.New, n.Same, n.Changed, n.Conflict, n.Bad} {
		if count > 0 {
			parts = append(parts, strconv.Itoa(count)+" "+a.words.T("cli.award.state."+planStates()[i]))
		}
	}
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, ", ")
}

// showRows writes the rows of one state under its heading.
func (a *app) showRows(w io.Writer, rows []rowView, state string) {
	var t table
	for _, row := range rows {
		if row.State == state {
			t.add(strconv.Itoa(row.Row), row.Name, row.Email, row.Why)
		}
	}
	if len(t.rows) == 0 {
		return
	}
	_, _ = fmt.Fprintf(w, "\n%s\n", a.words.T("cli.award.heading."+state))
	t.print(w, "  ")
}

// showWarnings writes the problems that stop no row; the others stand at their
// rows.
func (a *app) showWarnings(w io.Writer, problems []roster.Problem) {
	first := true
	for _, p := range problems {
		if p.Severity == roster.SeverityBad || p.Code == roster.CodeDuplicate {
			continue
		}
		if first {
			_, _ = fmt.Fprintf(w, "\n%s\n", a.words.T("cli.award.heading.warnings"))
			first = false
		}
		_, _ = fmt.Fprintln(w, "  "+p.Message)
	}
	_, _ = fmt.Fprintln(w)
}

// showAward writes what became of an award, and what waits for somebody.
func (a *app) showAward(w io.Writer, v awarded) {
	p := v.outcome.Plan
	switch {
	case v.Awarded > 0:
		_, _ = fmt.Fprintln(w, a.counted("cli.award.awarded", v.Awarded, "class", p.Class.Name))
	case p.Done:
		a.line(w, "cli.award.nobody.again")
	default:
		a.line(w, "cli.award.nobody", "class", p.Class.Name)
	}
	a.line(w, "cli.award.figures", "rows", strconv.Itoa(len(v.Rows)), "figures", a.figures(v.Plan))
	for _, state := range []string{award.Changed, award.Conflict, award.Bad} {
		a.showRows(w, v.Rows, state)
	}
	a.showWarnings(w, v.Problems)
	a.showFiles(w, v)
	if v.Batch != "" {
		a.line(w, "cli.award.batch", "batch", v.Batch)
	}
	if v.Awarded > 0 && len(v.Formats) == 1 && v.Formats[0] == issuer.OB3 {
		a.line(w, "cli.hosting")
	}
}

func (a *app) showFiles(w io.Writer, v awarded) {
	switch {
	case v.Files == nil && v.Awarded > 0:
		a.line(w, "cli.award.files.none")
	case v.Files == nil:
	case v.Files.Written == 0:
		_, _ = fmt.Fprintln(w, a.counted("cli.award.files.right", v.Files.Right, "folder", v.Output))
	case v.Files.Right == 0:
		_, _ = fmt.Fprintln(w, a.counted("cli.award.files.written", v.Files.Written, "folder", v.Output))
	default:
		_, _ = fmt.Fprintln(w, a.counted("cli.award.files.some", v.Files.Written, "folder", v.Output, "right", strconv.Itoa(v.Files.Right)))
	}
}

func formatList(formats []issuer.Format) string {
	var list []string
	for _, f := range formats {
		list = append(list, string(f))
	}
	return strings.Join(list, ", ")
}
