package main

import (
	"context"
	"io"
	"strconv"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"

	"github.com/spf13/cobra"
)

// noteView is something that could not be brought over, as results show it.
type noteView struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Times   int    `json:"times"`
}

// noted lists what could not be brought over.
func (a *app) noted(w io.Writer, notes []noteView) {
	for _, n := range notes {
		a.line(w, "cli.design.note", "message", n.Message, "times", strconv.Itoa(n.Times))
	}
}

func (a *app) designImportVerb() *cobra.Command {
	var out string
	c := a.verb("design.import", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.designImport(ctx, args[0], out)
	})
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("design.import", "out"))
	return require(a.dryFlag(c, "design.import"), "out")
}

// designImport makes a design of a file of another program. What could not be
// brought over is listed; the design is written all the same.
func (a *app) designImport(ctx context.Context, name, out string) error {
	data, err := a.read(name, drawing.MostImport)
	if err != nil {
		return err
	}
	file, notes, err := drawing.ImportDesign(data, name)
	if err != nil {
		return err
	}
	design, err := drawing.DesignBytes(file)
	if err != nil {
		return err
	}
	if err := a.replaces(ctx, out, design); err != nil {
		return err
	}
	if err := a.write(out, design); err != nil || a.console.answered || out == stdio {
		return err
	}
	value := struct {
		File   string     `json:"file"`
		Name   string     `json:"name"`
		Width  float64    `json:"width"`
		Height float64    `json:"height"`
		Layers int        `json:"layers"`
		Notes  []noteView `json:"notes"`
		DryRun bool       `json:"dry_run,omitempty"`
	}{out, file.Doc.Name, file.Doc.Width, file.Doc.Height, countLayers(file.Doc.Layers), []noteView{}, a.dry}
	for _, n := range notes {
		value.Notes = append(value.Notes, noteView{n.Code, a.words.Fill("svgin."+n.Code, n.Values), n.Times})
	}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.import.done"), "file", out, "from", name, "count", strconv.Itoa(value.Layers))
		a.noted(w, value.Notes)
		a.drily(w)
	})
}

// countLayers counts layers, those in groups too, but not the groups.
func countLayers(layers []*designer.Layer) (n int) {
	for _, l := range layers {
		if l.Group != nil {
			n += countLayers(l.Group.Layers)
		} else {
			n++
		}
	}
	return n
}
