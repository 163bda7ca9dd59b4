package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
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
	if v.Corrected > 0 {
		_, _ = fmt.Fprintln(w, a.counted("cli.award.corrected", v.Corrected))
	}
	_, _ = fmt.Fprintln(w, a.counted("cli.award.figures", v.Rows.Len(), "figures", a.figures(v.Plan)))
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
	a.showRevokedHint(w, v.Rows)
	a.showWarnings(w, v, true)
	tail(w, a.personalLine(v))
	switch {
	case v.Plan.Bad > 0 && !v.skips:
		tail(w, a.words.T("cli.award.bad-stop"))
	case v.Plan.New > 0:
		tail(w, a.words.T("cli.award.nothing-written"))
	}
}

// tail writes what follows on a list, set off from it.
func tail(w io.Writer, lines ...string) {
	if text := strings.Join(lines, "\n"); text != "" {
		_, _ = fmt.Fprintf(w, "\n%s\n", text)
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
func (a *app) showRows(w io.Writer, rows rowViews, state string) {
	cells := func(yield func([]string) bool) {
		for row := range rows.of(state) {
			if row.Code != "corrected" && !yield([]string{strconv.Itoa(row.Row), row.Name, row.Email, strings.Trim(row.Why+"; "+row.Note, "; ")}) {
				return
			}
		}
	}
	if some(cells) {
		a.heading(w, state)
		printCells(w, "  ", cells)
	}
}

// showRevokedHint says how people are awarded anew whose badge was revoked.
func (a *app) showRevokedHint(w io.Writer, rows rowViews) {
	for row := range rows.of(award.Conflict) {
		if row.Code == "was-revoked" {
			a.line(w, "cli.award.revoked-hint")
			return
		}
	}
}

// showWarnings writes the problems that do not stand at their rows already.
// With noted the rows are shown with their notes.
func (a *app) showWarnings(w io.Writer, v awarded, noted bool) {
	if len(v.Problems) == 0 {
		return
	}
	told, wrong := map[string]bool{}, map[int]bool{} // of what there are problems with
	for _, p := range v.Problems {
		told[p.Message], wrong[p.Row] = false, true
	}
	notes := map[int][]award.Note{}
	for _, row := range v.Rows.rows.All() {
		if why := engine.Why(row, a.say); why != "" {
			if _, asked := told[why]; asked {
				told[why] = true
			}
		}
		if noted && wrong[row.Row] {
			notes[row.Row] = row.Notes
		}
	}
	first := true
	for _, p := range v.Problems {
		at := slices.IndexFunc(notes[p.Row], func(n award.Note) bool { return n.Code == p.Code })
		if told[p.Message] || p.Code == roster.CodeDuplicate || at >= 0 {
			continue
		}
		if first {
			a.heading(w, "warnings")
			first = false
		}
		_, _ = fmt.Fprintln(w, "  "+p.Message)
	}
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
	_, _ = fmt.Fprintln(w, a.counted("cli.award.figures", v.Rows.Len(), "figures", a.figures(v.Plan)))
	for _, state := range []string{award.Changed, award.Conflict, award.Bad} {
		a.showRows(w, v.Rows, state)
	}
	a.showRevokedHint(w, v.Rows)
	a.showWarnings(w, v, false)
	tail(w, a.afterwards(v)...)
}

// afterwards says where the files are and what else there is to know.
func (a *app) afterwards(v awarded) (lines []string) {
	if files := a.filesLine(v); files != "" {
		lines = append(lines, files)
	}
	if text := a.personalLine(v); text != "" && v.Files != nil {
		lines = append(lines, text)
	}
	if v.Files != nil && len(v.Files.Flawed) > 0 {
		lines = append(lines, a.counted("cli.award.files.flawed", len(v.Files.Flawed), "rows", rowList(v.Files.Flawed)))
	}
	if v.Batch != "" {
		lines = append(lines, a.words.T("cli.award.batch", "batch", v.Batch))
	}
	if v.Awarded > 0 && len(v.Formats) == 1 && v.Formats[0] == issuer.OB3 && v.unhosted {
		lines = append(lines, a.words.T("cli.hosting"))
	}
	return lines
}

// rowList names rows, the first ones of many.
func rowList(rows []int) string {
	const most = 12
	var parts []string
	for _, row := range rows[:min(len(rows), most)] {
		parts = append(parts, strconv.Itoa(row))
	}
	if len(rows) > most {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// personalLine says what the pictures show of their owners; "" when all are the
// same.
func (a *app) personalLine(v awarded) string {
	var lines []string
	if len(v.Personal) > 0 {
		lines = append(lines, a.words.T("cli.award.personal", "fields", "{"+strings.Join(v.Personal, "}, {")+"}"))
	}
	if len(v.Empty) > 0 {
		lines = append(lines, a.words.T("cli.award.empty", "fields", "{"+strings.Join(v.Empty, "}, {")+"}"))
	}
	return strings.Join(lines, "\n")
}

func (a *app) filesLine(v awarded) string {
	switch {
	case v.Files == nil && v.Awarded > 0:
		return a.words.T("cli.award.files.none")
	case v.Files == nil:
		return ""
	case v.Files.Written == 0:
		return a.counted("cli.award.files.right", v.Files.Right, "folder", v.Output)
	case v.Files.Right == 0:
		return a.counted("cli.award.files.written", v.Files.Written, "folder", v.Output)
	default:
		return a.counted("cli.award.files.some", v.Files.Written, "folder", v.Output, "right", strconv.Itoa(v.Files.Right))
	}
}

func formatList(formats []issuer.Format) string {
	var list []string
	for _, f := range formats {
		list = append(list, string(f))
	}
	return strings.Join(list, ", ")
}
