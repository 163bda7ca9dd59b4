package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/roster"

	"github.com/spf13/cobra"
)

// printFlags say how a design is printed for everybody on a list.
type printFlags struct {
	*rosterFlags
	design, list, out, images string
	set                       []string
	few, skipBad              bool
	size                      int
}

func (a *app) designPrintVerb() *cobra.Command {
	var f printFlags
	c := a.verb("design.print", takes(2, 2), func(ctx context.Context, args []string) error {
		f.design, f.list = args[0], args[1]
		return a.designPrint(ctx, f)
	})
	f.rosterFlags = a.rosterFlags(c)
	c.Flags().Lookup("allow-no-email").Hidden = true // nothing is sent or signed
	c.Flags().IntVar(&f.size, "size", usualSide, a.flag("design", "size"))
	c.Flags().BoolVar(&f.few, "few", false, a.flag("design.export", "few"))
	c.Flags().BoolVar(&f.skipBad, "skip-bad", false, a.flag("design.print", "skip-bad"))
	c.Flags().StringVar(&f.images, "images", "", a.flag("award", "images"))
	c.Flags().StringArrayVar(&f.set, "set", nil, a.flag("design", "set"))
	c.Flags().StringVarP(&f.out, "out", "o", "", a.flag("design.print", "out"))
	return require(a.dryFlag(c, "design.print"), "out")
}

// printed is the result.
type printed struct {
	Output string     `json:"output"`
	Count  int        `json:"count"`
	Left   int        `json:"left_out"` // rows that are bad
	Flawed []int      `json:"flawed"`   // rows that do not show all they should
	Notes  []noteView `json:"notes,omitempty"`
	DryRun bool       `json:"dry_run,omitempty"`
}

func (a *app) designPrint(ctx context.Context, f printFlags) error {
	p, err := a.printOf(ctx, f)
	if err != nil {
		return err
	}
	step, end := a.console.Progress("cli.progress.write")
	p.Progress = step
	var got engine.Printed
	if p.Names == "" {
		got, err = a.printBook(ctx, p, f.out)
	} else {
		got, err = a.printEach(ctx, p, f.out)
	}
	end()
	if err != nil {
		return err
	}
	value := printed{Output: f.out, Count: got.Count, Left: p.List.Bad(), Flawed: append([]int{}, got.Flawed...), DryRun: a.dry}
	for _, n := range got.Notes {
		value.Notes = append(value.Notes, noteView{n.Code, a.words.Fill("export."+n.Code, n.Values), 1})
	}
	if len(value.Flawed) > 0 || value.Left > 0 {
		a.worse(statusNo)
	}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.print.done"), "file", f.out, "count", strconv.Itoa(value.Count))
		if value.Left > 0 {
			a.line(w, "cli.design.check.rows.left", "count", strconv.Itoa(value.Left))
		}
		for _, row := range value.Flawed {
			a.line(w, "cli.design.print.flawed", "file", f.list, "row", strconv.Itoa(row))
		}
		a.noted(w, value.Notes)
		a.drily(w)
	})
}

// printOf reads what is to be printed.
func (a *app) printOf(ctx context.Context, f printFlags) (p engine.Print, err error) {
	stem := strings.TrimSuffix(filepath.Base(f.out), filepath.Ext(f.out))
	kind, known := drawing.KindOf(f.out)
	switch each := strings.Contains(stem, "{"); {
	case !known, !each && kind != drawing.PDF:
		return p, issuer.Fail(issuer.Usage, "print-kind", "file", f.out, "name", "{name}")
	case each:
		p.Names = stem
	}
	p.Export = drawing.Export{Kind: kind, Width: f.size, Few: f.few}
	if f.few && (kind != drawing.PNG) {
		return p, issuer.Fail(issuer.Usage, "export-few")
	}
	if err = goodSide(f.size); err != nil {
		return p, err
	}
	if p.Export.Fields, err = fieldsOf(f.set); err != nil {
		return p, err
	}
	o, err := f.options()
	if err != nil {
		return p, err
	}
	o.AllowNoEmail = true
	if p.File, err = a.design(f.design); err != nil {
		return p, err
	}
	if err = drawing.FieldPictures(ctx, p.File.Doc, p.Export.Fields); err != nil {
		return p, err
	}
	if p.Images = f.images; f.images == "" && f.list != stdio {
		p.Images = filepath.Dir(f.list)
	}
	now, err := engine.Clock(a.env, time.Now)
	if err != nil {
		return p, err
	}
	p.Today = now()
	p.List, err = a.printList(ctx, p, o, f)
	return p, err
}

// printList reads the people. Without --skip-bad a bad row stops everything.
func (a *app) printList(ctx context.Context, p engine.Print, o roster.Options, f printFlags) (*roster.Reading, error) {
	list, err := a.readRoster(f.list, o)
	if err != nil {
		return nil, err
	}
	if err := engine.CheckPictures(ctx, p.File.Doc, list, p.Images); err != nil {
		return nil, err
	}
	a.word(list)
	if bad := list.Bad(); bad > 0 && !f.skipBad {
		return nil, badRows{issuer.Fail(issuer.Input, "print-bad", "count", strconv.Itoa(bad), "file", f.list).At(f.list), list.Problems}
	}
	if list.People.Len() == 0 {
		return nil, issuer.Fail(issuer.Input, "print-nobody", "file", f.list).At(f.list)
	}
	return list, nil
}

// printBook writes one PDF of many pages, as it is made.
func (a *app) printBook(ctx context.Context, p engine.Print, out string) (got engine.Printed, err error) {
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return got, issuer.Fail(issuer.Input, "file-is-folder", "file", out).At(out)
	}
	fill := func(w io.Writer) (err error) {
		got, err = p.Book(ctx, w)
		return err
	}
	if a.dry {
		if err := fill(io.Discard); err != nil {
			return got, err
		}
		return got, unwritable(out, engine.CanWrite(out))
	}
	err = durable.WriteStream(out, 0o644, fill)
	if issuer.CodeOf(err) == "" {
		err = unwritable(out, err)
	}
	return got, err
}

// printEach writes a file for each person.
func (a *app) printEach(ctx context.Context, p engine.Print, out string) (engine.Printed, error) {
	dir, end := filepath.Dir(out), filepath.Ext(out)
	if a.dry {
		for there := dir; ; there = filepath.Dir(there) {
			if _, err := os.Stat(there); err == nil || there == filepath.Dir(there) {
				if err := engine.CanWrite(filepath.Join(there, "x")); err != nil {
					return engine.Printed{}, unwritable(dir, err)
				}
				return p.Each(ctx, func(string, []byte) error { return nil })
			}
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // G301: as any folder of the person's
		return engine.Printed{}, unwritable(dir, err)
	}
	return p.Each(ctx, func(name string, data []byte) error { return a.write(filepath.Join(dir, name+end), data) })
}
