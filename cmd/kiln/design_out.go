package main

import (
	"context"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/preflight"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) designRenderVerb() *cobra.Command {
	return a.designPictureVerb("design.render", func(string) (engine.PictureKind, error) { return engine.PNG, nil })
}

func (a *app) designExportVerb() *cobra.Command {
	return a.designPictureVerb("design.export", exportKind)
}

// exportKind reads the kind of picture off a file's name.
func exportKind(out string) (engine.PictureKind, error) {
	switch ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(out), ".")); ending {
	case "png", "":
		return engine.PNG, nil
	case "jpg", "jpeg":
		return engine.JPEG, nil
	case "svg", "pdf":
		return "", issuer.Fail(issuer.Usage, "export-later", "format", ending)
	default:
		return "", issuer.Fail(issuer.Usage, "export-unknown", "format", ending)
	}
}

// designPictureVerb is a verb that draws a design into a file.
func (a *app) designPictureVerb(path string, kindOf func(out string) (engine.PictureKind, error)) *cobra.Command {
	var out string
	var size int
	var set []string
	c := a.verb(path, takes(1, 1), func(ctx context.Context, args []string) error {
		kind, err := kindOf(out)
		if err != nil {
			return err
		}
		return a.designPicture(ctx, args[0], out, kind, size, set)
	})
	c.Flags().IntVar(&size, "size", usualSide, a.flag("design", "size"))
	c.Flags().StringArrayVar(&set, "set", nil, a.flag("design", "set"))
	c.Flags().StringVarP(&out, "out", "o", "", a.flag(path, "out"))
	return require(a.dryFlag(c, path), "out")
}

func (a *app) designPicture(ctx context.Context, name, out string, kind engine.PictureKind, size int, set []string) error {
	fields, err := fieldsOf(set)
	if err != nil {
		return err
	}
	if err := goodSide(size); err != nil {
		return err
	}
	file, err := a.design(name)
	if err != nil {
		return err
	}
	data, err := engine.RenderDesign(ctx, file, kind, size, fields)
	if err != nil {
		return err
	}
	if err := a.write(out, data); err != nil || a.console.answered || out == stdio {
		return err
	}
	value := struct {
		Output string `json:"output"`
		Size   int    `json:"size"`
		Bytes  int    `json:"bytes"`
		DryRun bool   `json:"dry_run,omitempty"`
	}{out, size, len(data), a.dry}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.render.done"), "file", out, "size", strconv.Itoa(size))
		a.drily(w)
	})
}

// preflightView is a remark of the preflight as results show it.
type preflightView struct {
	Code     string             `json:"code"`
	Severity preflight.Severity `json:"severity"`
	Layer    string             `json:"layer"`
	Message  string             `json:"message"`
	Measured float64            `json:"measured"`
	Wanted   float64            `json:"wanted"`
}

func (a *app) designCheckVerb() *cobra.Command {
	var set []string
	c := a.verb("design.check", takes(1, 1), func(ctx context.Context, args []string) error {
		fields, err := fieldsOf(set)
		if err != nil {
			return err
		}
		return a.designCheck(ctx, args[0], fields)
	})
	c.Flags().StringArrayVar(&set, "set", nil, a.flag("design", "set"))
	return c
}

// designCheck says what would be lost of a design. A fault is the answer no;
// something to look at is not.
func (a *app) designCheck(ctx context.Context, name string, fields map[string]string) error {
	file, err := a.design(name)
	if err != nil {
		return err
	}
	report, err := engine.Preflight(ctx, file, fields)
	if err != nil {
		return err
	}
	if report.Worst() == preflight.Bad {
		a.worse(statusNo)
	}
	value := struct {
		File     string          `json:"file"`
		OK       bool            `json:"ok"`
		Findings []preflightView `json:"findings"`
		Fine     []string        `json:"fine"`
	}{name, report.Worst() != preflight.Bad, []preflightView{}, append([]string{}, report.Fine...)}
	var t table
	for _, f := range report.Findings {
		v := preflightView{f.Code, f.Severity, f.Layer, a.words.Fill("preflight."+f.Code, f.Values), f.Measured, f.Wanted}
		value.Findings = append(value.Findings, v)
		t.add(a.words.T("preflight.severity."+string(f.Severity)), v.Message)
	}
	return a.console.Result(value, func(w io.Writer) {
		a.listed(w, t, "cli.design.check.none")
		if len(report.Fine) > 0 {
			a.line(w, "cli.design.check.fine", "count", strconv.Itoa(len(report.Fine)))
		}
	})
}
