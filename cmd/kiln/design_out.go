package main

import (
	"context"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) designRenderVerb() *cobra.Command {
	return a.designPictureVerb("design.render", func(string) (drawing.PictureKind, error) { return drawing.PNG, nil })
}

func (a *app) designExportVerb() *cobra.Command {
	return a.designPictureVerb("design.export", exportKind)
}

// exportKind reads the kind of file off its name.
func exportKind(out string) (drawing.PictureKind, error) {
	if filepath.Ext(out) == "" {
		return drawing.PNG, nil
	}
	kind, ok := drawing.KindOf(out)
	if !ok {
		return "", issuer.Fail(issuer.Usage, "export-unknown", "format", strings.ToLower(strings.TrimPrefix(filepath.Ext(out), ".")))
	}
	return kind, nil
}

// designPictureVerb is a verb that draws a design into a file.
func (a *app) designPictureVerb(path string, kindOf func(out string) (drawing.PictureKind, error)) *cobra.Command {
	var out string
	var set []string
	var export drawing.Export
	c := a.verb(path, takes(1, 1), func(ctx context.Context, args []string) (err error) {
		if export.Kind, err = kindOf(out); err != nil {
			return err
		}
		if export.Few && export.Kind != drawing.PNG {
			return issuer.Fail(issuer.Usage, "export-few")
		}
		if export.Fields, err = fieldsOf(set); err != nil {
			return err
		}
		return a.designPicture(ctx, args[0], out, export)
	})
	c.Flags().IntVar(&export.Width, "size", usualSide, a.flag("design", "size"))
	if path == "design.export" {
		c.Flags().BoolVar(&export.Few, "few", false, a.flag(path, "few"))
	}
	c.Flags().StringArrayVar(&set, "set", nil, a.flag("design", "set"))
	c.Flags().StringVarP(&out, "out", "o", "", a.flag(path, "out"))
	return require(a.dryFlag(c, path), "out")
}

func (a *app) designPicture(ctx context.Context, name, out string, export drawing.Export) error {
	if err := goodSide(export.Width); err != nil {
		return err
	}
	file, err := a.design(name)
	if err != nil {
		return err
	}
	if err := drawing.FieldPictures(ctx, file.Doc, export.Fields); err != nil {
		return err
	}
	written, err := drawing.ExportDesign(ctx, file, export)
	if err != nil {
		return err
	}
	if err := a.write(out, written.Data); err != nil || a.console.answered || out == stdio {
		return err
	}
	value := struct {
		Output string     `json:"output"`
		Size   int        `json:"size"`
		Bytes  int        `json:"bytes"`
		Notes  []noteView `json:"notes,omitempty"`
		DryRun bool       `json:"dry_run,omitempty"`
	}{Output: out, Size: export.Width, Bytes: len(written.Data), DryRun: a.dry}
	for _, n := range written.Notes {
		value.Notes = append(value.Notes, noteView{n.Code, a.words.Fill("export."+n.Code, n.Values), 1})
	}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.render.done"), "file", out, "size", strconv.Itoa(export.Width))
		a.noted(w, value.Notes)
		a.drily(w)
	})
}
