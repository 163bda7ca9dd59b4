package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

// movedDesign is the result of design delete and restore.
type movedDesign struct {
	File   string `json:"file"`
	From   string `json:"from"`
	DryRun bool   `json:"dry_run,omitempty"`
}

func (a *app) designDeleteVerb() *cobra.Command {
	return a.dryFlag(a.verb("design.delete", takes(1, 1), func(ctx context.Context, args []string) error {
		if err := a.mayDelete(ctx, args[0]); err != nil {
			return err
		}
		to, err := drawing.DeleteDesign(args[0], a.dry)
		return a.movedDesign("cli.design.delete.done", args[0], to, err)
	}), "design.delete")
}

// mayDelete refuses for a design that was awarded. Where there is no ledger
// nobody was.
func (a *app) mayDelete(ctx context.Context, name string) error {
	f, err := drawing.ReadDesign(name)
	if err != nil {
		return err
	}
	path, err := a.ledgerPath()
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return a.looking(ctx, func(e *engine.Engine) error { return e.MayDelete(ctx, f) })
}

func (a *app) designRestoreVerb() *cobra.Command {
	return a.dryFlag(a.verb("design.restore", takes(1, 1), func(_ context.Context, args []string) error {
		to, err := drawing.RestoreDesign(args[0], a.dry)
		return a.movedDesign("cli.design.restore.done", args[0], to, err)
	}), "design.restore")
}

// movedDesign tells where a design lies now, or why it does not.
func (a *app) movedDesign(key, from, to string, err error) error {
	if err != nil {
		return err
	}
	return a.console.Result(movedDesign{to, from, a.dry}, func(w io.Writer) {
		a.line(w, a.dried(key), "file", to, "from", from)
		a.drily(w)
	})
}

func (a *app) designDeletedVerb() *cobra.Command {
	return a.verb("design.deleted", takes(0, 1), func(_ context.Context, args []string) error {
		folder, err := a.designFolder(args)
		if err != nil {
			return err
		}
		list, err := drawing.DeletedDesigns(folder)
		if err != nil {
			return err
		}
		type view struct {
			File    string `json:"file"`
			Name    string `json:"name"`
			Changed string `json:"changed"`
		}
		views := make([]view, len(list))
		var t table
		for i, d := range list {
			views[i] = view{d.Path, d.Name, stamp(d.Changed)}
			t.add(d.Path, d.Name, views[i].Changed)
		}
		return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.design.deleted.none") })
	})
}

// designFolder is the folder that is named, or that of the window.
func (a *app) designFolder(args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	path, err := a.ledgerPath()
	return filepath.Join(filepath.Dir(path), engine.DesignFolder), err
}
