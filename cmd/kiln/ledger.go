package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

func (a *app) ledgerVerbs() *cobra.Command {
	return a.group("ledger", nil, a.ledgerCheckVerb(), a.ledgerBackupVerb(), a.ledgerRestoreVerb(), a.ledgerExportVerb(), a.ledgerLogVerb(), a.ledgerCopyVerb())
}

// findingView is one thing a check of the ledger tells.
type findingView struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Values  issuer.Values `json:"values,omitempty"`
}

func (a *app) findings(list []ledger.Finding) []findingView {
	views := make([]findingView, 0, len(list))
	for _, f := range list {
		views = append(views, findingView{f.Code, a.words.Fill("ledger."+f.Code, f.Values), f.Values})
	}
	return views
}

func (a *app) ledgerCheckVerb() *cobra.Command {
	return a.verb("ledger.check", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			r, err := e.Check(ctx)
			if err != nil {
				return err
			}
			v := struct {
				Ledger   string        `json:"ledger"`
				OK       bool          `json:"ok"`
				Events   int           `json:"events"`
				Awards   int           `json:"awards"`
				Faces    int           `json:"faces"`
				Blobs    int           `json:"blobs"`
				Findings []findingView `json:"findings"`
				Notes    []findingView `json:"notes"`
			}{e.Path(), len(r.Findings) == 0, r.Events, r.Awards, r.Faces, r.Blobs, a.findings(r.Findings), a.findings(r.Notes)}
			if !v.OK {
				a.worse(statusNo)
			}
			return a.console.Result(v, func(w io.Writer) {
				if v.OK {
					a.line(w, "cli.ledger.check.good", "file", v.Ledger)
				} else {
					_, _ = fmt.Fprintln(w, a.counted("cli.ledger.check.bad", len(v.Findings), "file", v.Ledger))
				}
				for _, f := range append(v.Findings, v.Notes...) {
					_, _ = fmt.Fprintln(w, "  "+f.Message)
				}
				a.line(w, "cli.ledger.check.read", "events", strconv.Itoa(v.Events), "awards", strconv.Itoa(v.Awards), "faces", strconv.Itoa(v.Faces), "blobs", strconv.Itoa(v.Blobs))
				if !v.OK {
					a.line(w, "cli.ledger.check.restore")
				}
			})
		})
	})
}

// backupView is the result of backup and restore.
type backupView struct {
	Backup  string `json:"backup"`
	Ledger  string `json:"ledger"`
	DryRun  bool   `json:"dry_run,omitempty"`
	Carries *bool  `json:"carries_secret,omitempty"` // the file opens without a passphrase
}

func (a *app) ledgerBackupVerb() *cobra.Command {
	c := a.verb("ledger.backup", takesPlace, func(ctx context.Context, args []string) error {
		if a.dry {
			return a.looking(ctx, func(e *engine.Engine) error { return a.backupDry(e, args[0]) })
		}
		do := func(e *engine.Engine) error { return a.backup(ctx, e, args[0]) }
		err := a.working(ctx, do)
		if code := issuer.CodeOf(err); code == "ledger-read-only" || code == "ledger-no-access" {
			return a.looking(ctx, do) // a medium that nothing can be written to is what one wants a backup of
		}
		return err
	})
	return a.dryFlag(c, "ledger.backup")
}

func (a *app) backupDry(e *engine.Engine, file string) error {
	if err := engine.CanWrite(file); err != nil {
		return err
	}
	key := "cli.ledger.backup.done.dry"
	if _, err := os.Lstat(file); err == nil {
		key = "cli.ledger.backup.replace.dry"
	}
	return a.console.Result(backupView{Backup: file, Ledger: e.Path(), DryRun: true}, func(w io.Writer) {
		a.line(w, key, "ledger", e.Path(), "file", file)
		a.drily(w)
	})
}

func (a *app) backup(ctx context.Context, e *engine.Engine, file string) error {
	_, err := os.Lstat(file)
	replace := err == nil
	if replace {
		yes, err := a.console.Ask(ctx, "cli.ask.replace", "--yes", "file", file)
		if err == nil && !yes {
			err = issuer.Fail(issuer.Usage, "backup-exists", "file", file).At(file)
		}
		if err != nil {
			return err
		}
	}
	carries, err := e.Backup(ctx, file, replace)
	if err != nil {
		return err
	}
	return a.console.Result(backupView{Backup: file, Ledger: e.Path(), Carries: &carries}, func(w io.Writer) {
		a.line(w, "cli.ledger.backup.done", "ledger", e.Path(), "file", file)
		a.line(w, "cli.ledger.backup.proven")
		if carries {
			a.line(w, "cli.ledger.backup.open")
		} else {
			a.line(w, "cli.ledger.backup.sealed")
		}
	})
}

func (a *app) ledgerRestoreVerb() *cobra.Command {
	c := a.verb("ledger.restore", takes(1, 1), func(ctx context.Context, args []string) error { return a.restore(ctx, args[0]) })
	return a.dryFlag(c, "ledger.restore")
}

func (a *app) restore(ctx context.Context, file string) error {
	path, err := a.ledgerPath()
	if err != nil {
		return err
	}
	env, err := a.world(ctx)
	if err != nil {
		return err
	}
	if a.dry {
		err = engine.ProveBackup(ctx, file, path, env)
	} else {
		var e *engine.Engine
		if e, err = engine.Restore(ctx, file, path, env); err == nil {
			err = e.Close()
		}
	}
	if err != nil {
		return err
	}
	return a.console.Result(backupView{Backup: file, Ledger: path, DryRun: a.dry}, func(w io.Writer) {
		a.line(w, a.dried("cli.ledger.restore.done"), "file", file, "ledger", path)
		a.drily(w)
	})
}

func (a *app) ledgerLogVerb() *cobra.Command {
	return a.verb("ledger.log", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Log(ctx)
			if err != nil {
				return err
			}
			return a.console.Result(append([]ledger.Event{}, list...), func(w io.Writer) { a.eventTable(list, true).print(w, "") })
		})
	})
}

func (a *app) ledgerExportVerb() *cobra.Command {
	c := a.verb("ledger.export", takesPlace, func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			if a.dry {
				files, size, err := e.ExportCount(ctx, args[0])
				if err != nil {
					return err
				}
				return a.wouldWrite(countView{Output: args[0], Files: files, Bytes: size, DryRun: true})
			}
			count, err := e.Export(ctx, args[0])
			if err != nil {
				return err
			}
			value := struct {
				Output  string `json:"output"`
				Written int    `json:"written"`
				Same    int    `json:"same"`
			}{args[0], count.Written, count.Same}
			return a.console.Result(value, func(w io.Writer) {
				a.showWritten(w, "ledger", count, args[0])
				a.line(w, "cli.ledger.export.private")
			})
		})
	})
	return a.dryFlag(c, "ledger.export")
}
