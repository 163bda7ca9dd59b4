package main

import (
	"context"
	"io"
	"maps"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// checkFlags say what a design is looked at for.
type checkFlags struct {
	*rosterFlags
	set          []string
	host, roster string
	side         int
}

func (a *app) designCheckVerb() *cobra.Command {
	var f checkFlags
	c := a.verb("design.check", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.designCheck(ctx, args[0], f)
	})
	f.rosterFlags = a.rosterFlags(c)
	c.Flags().StringVar(&f.host, "for", "", a.flag("design.check", "for"))
	c.Flags().StringVar(&f.roster, "roster", "", a.flag("design.check", "roster"))
	c.Flags().IntVar(&f.side, "size", usualSide, a.flag("design", "size"))
	c.Flags().StringArrayVar(&f.set, "set", nil, a.flag("design", "set"))
	return c
}

// preflightView is a remark of the preflight as results show it.
type preflightView struct {
	Code     string             `json:"code"`
	Severity preflight.Severity `json:"severity"`
	Layer    string             `json:"layer"`
	Row      int                `json:"row,omitempty"`  // of the roster: the worst
	Rows     int                `json:"rows,omitempty"` // how many say the same
	Message  string             `json:"message"`
	Measured float64            `json:"measured"`
	Wanted   float64            `json:"wanted"`
}

// checkedRows is what a roster adds to the answer.
type checkedRows struct {
	File     string          `json:"file"`
	Rows     int             `json:"rows"`
	Left     int             `json:"left_out"` // cannot be awarded as they are
	Texts    int             `json:"texts"`
	Findings []preflightView `json:"findings"`
	Closest  []preflightView `json:"closest"` // of each text that fits, the fullest row
}

type checkedDesign struct {
	File     string          `json:"file"`
	For      string          `json:"for,omitempty"`
	OK       bool            `json:"ok"`
	Findings []preflightView `json:"findings"`
	Fine     []string        `json:"fine"`
	Open     []string        `json:"open"` // had nothing to judge
	Roster   *checkedRows    `json:"roster,omitempty"`
}

// designCheck says what would be lost of a design. A fault is the answer no;
// something to look at is not.
func (a *app) designCheck(ctx context.Context, name string, f checkFlags) error {
	fields, err := fieldsOf(f.set)
	if err != nil {
		return err
	}
	how := drawing.Checking{Fields: fields, Side: f.side}
	if err := goodSide(f.side); err != nil {
		return err
	}
	if f.host != "" {
		if how.Host, err = preflight.HostNamed(f.host); err != nil {
			return err
		}
	}
	file, err := a.design(name)
	if err != nil {
		return err
	}
	value := checkedDesign{File: name, For: how.Host.Name, Findings: []preflightView{}}
	if f.roster != "" { // before the pictures of --set are read into the fields
		if value.Roster, err = a.checkRows(ctx, file, f, maps.Clone(fields)); err != nil {
			return err
		}
	}
	if err := drawing.FieldPictures(ctx, file.Doc, fields); err != nil {
		return err
	}
	report, err := drawing.Preflight(ctx, file, how)
	if err != nil {
		return err
	}
	value.Fine, value.Open = append([]string{}, report.Fine...), append([]string{}, report.Open...)
	for _, found := range report.Findings {
		value.Findings = append(value.Findings, a.preflightView("preflight.", found))
	}
	value.OK = report.Worst() != preflight.Bad && (value.Roster == nil || !value.Roster.bad())
	if !value.OK {
		a.worse(statusNo)
	}
	return a.console.Result(value, func(w io.Writer) { a.showCheck(w, value) })
}

func (a *app) preflightView(under string, f preflight.Finding) preflightView {
	return preflightView{
		Code: f.Code, Severity: f.Severity, Layer: f.Layer, Message: a.words.Fill(under+f.Code, f.Said(a.words.T("app.decimal"))), Measured: f.Measured, Wanted: f.Wanted,
	}
}

// checkRows sets the texts with every row of a roster.
func (a *app) checkRows(ctx context.Context, file store.File, f checkFlags, fields map[string]string) (*checkedRows, error) {
	if f.roster == stdio {
		return nil, issuer.Fail(issuer.Usage, "roster-from-file")
	}
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	read, err := a.readRoster(f.roster, o)
	if err != nil {
		return nil, err
	}
	now, err := engine.Clock(a.env, time.Now)
	if err != nil {
		return nil, err
	}
	report, err := engine.PreflightRows(ctx, file, fields, read.People, now())
	if err != nil {
		return nil, err
	}
	rows := &checkedRows{File: f.roster, Rows: report.Read, Left: read.Bad(), Texts: report.Texts, Findings: []preflightView{}, Closest: []preflightView{}}
	view := func(found preflight.RowFinding) preflightView {
		found.Values["file"], found.Values["row"] = f.roster, strconv.Itoa(found.Row)
		v := a.preflightView("preflight.row.", found.Finding)
		v.Row, v.Rows = found.Row, found.Rows
		return v
	}
	for _, found := range report.Findings {
		rows.Findings = append(rows.Findings, view(found))
	}
	for _, found := range report.Closest {
		rows.Closest = append(rows.Closest, view(found))
	}
	return rows, nil
}

func (r *checkedRows) bad() bool {
	return len(r.Findings) > 0 && r.Findings[0].Severity == preflight.Bad
}

func (a *app) showCheck(w io.Writer, v checkedDesign) {
	var t table
	for _, f := range v.Findings {
		t.add(a.words.T("preflight.severity."+string(f.Severity)), f.Message)
	}
	a.listed(w, t, "cli.design.check.none")
	if len(v.Fine) > 0 {
		a.line(w, "cli.design.check.fine", "count", strconv.Itoa(len(v.Fine)))
	}
	if len(v.Open) > 0 {
		a.line(w, "cli.design.check.open", "count", strconv.Itoa(len(v.Open)))
	}
	if v.Roster != nil {
		a.showRowCheck(w, *v.Roster)
	}
}

func (a *app) showRowCheck(w io.Writer, r checkedRows) {
	a.line(w, "cli.design.check.rows", "file", r.File, "rows", strconv.Itoa(r.Rows), "texts", strconv.Itoa(r.Texts))
	if r.Left > 0 {
		a.line(w, "cli.design.check.rows.left", "count", strconv.Itoa(r.Left))
	}
	var t table
	for _, f := range append(r.Findings, r.Closest...) {
		message := f.Message
		if f.Rows > 1 && f.Code != preflight.TextRoom {
			message += " " + strings.TrimSpace(a.words.Fill("cli.design.check.rows.more", map[string]string{"count": strconv.Itoa(f.Rows)}))
		}
		t.add(a.words.T("preflight.severity."+string(f.Severity)), message)
	}
	t.print(w, "")
}
