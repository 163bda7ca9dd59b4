package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/paper"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"

	"github.com/spf13/cobra"
)

// paperFlags say what is printed.
type paperFlags struct {
	engine.Paper
	design, out string
}

func (a *app) printVerbs() *cobra.Command {
	return a.group("print", nil, a.printVerb(engine.Certificates), a.printVerb(engine.Cards), a.printVerb(engine.PickupList), a.printTemplateVerb())
}

func (a *app) printVerb(kind engine.PaperKind) *cobra.Command {
	path := "print." + string(kind)
	var f paperFlags
	c := a.verb(path, takes(0, 0), func(ctx context.Context, _ []string) error { return a.paper(ctx, f) })
	f.Kind = kind
	flags := c.Flags()
	flags.StringVar(&f.Batch, "batch", "", a.flag("print", "batch"))
	flags.StringVarP(&f.out, "out", "o", "", a.flag(path, "out"))
	flags.StringVar(&f.Size, "paper", paper.A4().Name, a.flag("print", "paper"))
	flags.StringVar(&f.Language, "language", "", a.flag("print", "language"))
	flags.BoolVar(&f.Waiting, "waiting", false, a.flag("print", "waiting"))
	switch kind {
	case engine.Certificates:
		flags.StringVar(&f.Template, "template", paper.Templates()[0], a.flag("print", "template"))
		flags.StringVar(&f.design, "design", "", a.flag("print", "design"))
		flags.BoolVar(&f.Upright, "upright", false, a.flag("print", "upright"))
		flags.StringVar(&f.Title, "title", "", a.flag("print", "title"))
		flags.StringVar(&f.Signer, "signer", "", a.flag("print", "signer"))
	case engine.Cards:
		flags.IntVar(&f.PerPage, "per-page", 8, a.flag("print", "per-page"))
	}
	return require(a.dryFlag(c, path), "batch", "out")
}

// paperView is the result.
type paperView struct {
	Output string `json:"output"`
	Count  int    `json:"count"`
	Pages  int    `json:"pages"`
	Flawed []int  `json:"flawed"` // rows that do not show all they should
	DryRun bool   `json:"dry_run,omitempty"`
}

func (a *app) paper(ctx context.Context, f paperFlags) error {
	stem := strings.TrimSuffix(filepath.Base(f.out), filepath.Ext(f.out))
	each := strings.Contains(stem, "{")
	if !strings.EqualFold(filepath.Ext(f.out), ".pdf") || each && f.Kind != engine.Certificates {
		return issuer.Fail(issuer.Usage, "paper-file", "file", f.out, "name", "{name}")
	}
	if f.design != "" {
		file, err := a.design(f.design)
		if err != nil {
			return err
		}
		f.Design = &file
	}
	open := a.looking
	if f.Kind != engine.Certificates {
		open = a.working // codes are made
	}
	return open(ctx, func(e *engine.Engine) error {
		step, end := a.console.Progress("cli.progress.write")
		f.Progress = step
		got, err := e.Papers(ctx, f.Paper, a.say)
		if err != nil {
			end()
			return err
		}
		var bad []engine.PaperRow
		if each {
			bad, err = a.paperEach(ctx, got, f.out, stem)
		} else {
			bad, err = a.paperBook(ctx, got, f.out)
		}
		end()
		if err != nil {
			return err
		}
		return a.papered(f, got, bad)
	})
}

func (a *app) papered(f paperFlags, got *engine.Papers, bad []engine.PaperRow) error {
	v := paperView{Output: f.out, Count: got.People(), Pages: got.Pages(), Flawed: []int{}, DryRun: a.dry}
	for _, row := range bad {
		v.Flawed = append(v.Flawed, row.Row)
	}
	if len(bad) > 0 {
		a.worse(statusNo)
	}
	return a.console.Result(v, func(w io.Writer) {
		a.line(w, a.dried("cli.print.done"), "file", f.out, "count", strconv.Itoa(v.Count), "pages", strconv.Itoa(v.Pages))
		for _, row := range bad {
			a.line(w, "cli.print.flawed", "row", strconv.Itoa(row.Row), "name", row.Name)
		}
		a.drily(w)
	})
}

func (a *app) paperBook(ctx context.Context, p *engine.Papers, out string) (bad []engine.PaperRow, err error) {
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return nil, issuer.Fail(issuer.Input, "file-is-folder", "file", out).At(out)
	}
	fill := func(w io.Writer) (err error) {
		bad, err = p.Book(ctx, w)
		return err
	}
	return bad, a.streamed(out, fill)
}

// streamed writes a file as it is made; in a dry run it is made and not kept.
func (a *app) streamed(out string, fill func(io.Writer) error) error {
	if a.dry {
		if err := fill(io.Discard); err != nil {
			return err
		}
		return unwritable(out, engine.CanWrite(out))
	}
	err := durable.WriteStream(out, 0o644, fill)
	if issuer.CodeOf(err) == "" {
		err = unwritable(out, err)
	}
	return err
}

func (a *app) paperEach(ctx context.Context, p *engine.Papers, out, stem string) ([]engine.PaperRow, error) {
	dir, end := filepath.Dir(out), filepath.Ext(out)
	if !a.dry {
		if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // G301: as any folder of the person's
			return nil, unwritable(dir, err)
		}
	}
	return p.Each(ctx, stem, func(name string, write func(io.Writer) error) error {
		if a.dry {
			return write(io.Discard)
		}
		return a.streamed(filepath.Join(dir, name+end), write)
	})
}

// printTemplateVerb writes a certificate as a design of one's own.
func (a *app) printTemplateVerb() *cobra.Command {
	var out, size, language, class string
	var upright bool
	c := a.verb("print.template", takes(1, 1), func(ctx context.Context, args []string) error {
		write := func(badge []byte) error {
			file, err := engine.CertificateDesign(args[0], size, upright, language, badge, a.say)
			if err != nil {
				return err
			}
			data, err := drawing.DesignBytes(file)
			if err == nil {
				err = a.write(out, data)
			}
			if err != nil {
				return err
			}
			return a.console.Result(map[string]any{"output": out, "template": args[0], "dry_run": a.dry}, func(w io.Writer) {
				a.line(w, a.dried("cli.print.template.done"), "file", out)
				a.drily(w)
			})
		}
		if class == "" {
			return write(nil)
		}
		return a.looking(ctx, func(e *engine.Engine) error {
			data, err := e.ClassDesign(ctx, class, 0)
			if err != nil {
				return err
			}
			return write(data)
		})
	})
	flags := c.Flags()
	flags.StringVarP(&out, "out", "o", "", a.flag("print.template", "out"))
	flags.StringVar(&size, "paper", paper.A4().Name, a.flag("print", "paper"))
	flags.BoolVar(&upright, "upright", false, a.flag("print", "upright"))
	flags.StringVar(&language, "language", "", a.flag("print", "language"))
	flags.StringVar(&class, "class", "", a.flag("print.template", "class"))
	return require(a.dryFlag(c, "print.template"), "out")
}
