package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/site"

	"github.com/spf13/cobra"
)

func (a *app) siteVerbs() *cobra.Command {
	var dry bool
	export := a.verb("site.export", takes(1, 1), func(ctx context.Context, args []string) error {
		if strings.EqualFold(filepath.Ext(args[0]), ".zip") {
			return issuer.Fail(issuer.Usage, "zip-later", "file", args[0])
		}
		return a.looking(ctx, func(e *engine.Engine) error {
			if dry {
				return a.siteDry(ctx, e, args[0])
			}
			return a.siteExport(ctx, e, args[0])
		})
	})
	export.Flags().BoolVar(&dry, "dry-run", false, a.flag("site.export", "dry-run"))
	return a.group("site", nil, export)
}

// exportView is the result of a site export.
type exportView struct {
	Output  string   `json:"output"`
	BaseURL string   `json:"base_url"`
	Written int      `json:"written"`
	Same    int      `json:"same"` // right already
	Kept    []string `json:"kept"` // files of others that stand in the way and stay
}

func (a *app) siteExport(ctx context.Context, e *engine.Engine, dir string) error {
	base, count, err := e.ExportSite(ctx, a.issuer, dir, a.words.T)
	if err != nil {
		return err
	}
	v := exportView{dir, base, count.Written, count.Same, append([]string{}, count.Kept...)}
	return a.console.Result(v, func(w io.Writer) {
		a.showWritten(w, "site", count, dir)
		for _, path := range count.Kept {
			a.line(w, "cli.site.export.kept", "file", filepath.Join(dir, filepath.FromSlash(path)))
		}
		a.line(w, "cli.site.export.upload", "folder", dir, "url", base)
	})
}

// showWritten says how many files a folder got from an export, of "site" or
// "ledger", and how many were right.
func (a *app) showWritten(w io.Writer, what string, count site.Count, dir string) {
	key := "cli." + what + ".export"
	pairs := []string{"folder", dir, "same", strconv.Itoa(count.Same)}
	switch {
	case count.Written == 0:
		_, _ = fmt.Fprintln(w, a.counted(key+".same", count.Same, pairs...))
	case count.Same == 0:
		_, _ = fmt.Fprintln(w, a.counted(key+".written", count.Written, pairs...))
	default:
		_, _ = fmt.Fprintln(w, a.counted(key+".some", count.Written, pairs...))
	}
}

func (a *app) siteDry(ctx context.Context, e *engine.Engine, dir string) error {
	base, files, size, err := e.SiteCount(ctx, a.issuer, a.words.T)
	if err != nil {
		return err
	}
	value := struct {
		Output  string `json:"output"`
		BaseURL string `json:"base_url"`
		Files   int    `json:"files"`
		Bytes   int64  `json:"bytes"`
	}{dir, base, files, size}
	return a.console.Result(value, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted("cli.site.export.dry", files, "folder", dir, "kb", strconv.FormatInt((size+1023)/1024, 10)))
	})
}
