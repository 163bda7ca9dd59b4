package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/site"

	"github.com/spf13/cobra"
)

func (a *app) siteVerbs() *cobra.Command {
	var base string
	export := a.verb("site.export", takesPlace, func(ctx context.Context, args []string) error {
		s := engine.Site{Issuer: a.issuer, Base: base, Out: args[0]}
		return a.looking(ctx, func(e *engine.Engine) error {
			if a.dry {
				return a.siteDry(ctx, e, s)
			}
			return a.siteExport(ctx, e, s)
		})
	})
	export.Flags().StringVar(&base, "base-url", "", a.flag("site.export", "base-url"))
	return a.group("site", nil, a.dryFlag(export, "site.export"), a.publishVerb(), a.targetVerbs(), a.siteCheckVerb(), a.sitePreviewVerb(), a.siteMoveVerb(), a.siteLanguageVerb(), a.siteLinkedInVerb())
}

// exportView is the result of a site export.
type exportView struct {
	Output  string   `json:"output"`
	BaseURL string   `json:"base_url"`
	Written int      `json:"written"`
	Same    int      `json:"same"`    // right already
	Kept    []string `json:"kept"`    // files of others that stand in the way and stay
	Earlier []string `json:"earlier"` // base URLs of before, exported by --base-url
}

func (a *app) siteExport(ctx context.Context, e *engine.Engine, s engine.Site) error {
	done, err := e.ExportSite(ctx, s, a.words.T)
	if err != nil {
		return err
	}
	dir, count := s.Out, done.Count
	v := exportView{dir, done.Base, count.Written, count.Same, append([]string{}, count.Kept...), append([]string{}, done.Earlier...)}
	return a.console.Result(v, func(w io.Writer) {
		a.showWritten(w, "site", count, dir)
		for _, path := range count.Kept {
			a.line(w, "cli.site.export.kept", "file", filepath.Join(dir, filepath.FromSlash(path)))
		}
		a.line(w, "cli.site.export.upload", "folder", dir, "url", done.Base)
		for _, url := range done.Earlier {
			a.line(w, "cli.site.export.earlier", "url", url)
		}
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

func (a *app) siteDry(ctx context.Context, e *engine.Engine, s engine.Site) error {
	base, files, size, err := e.SiteCount(ctx, s, a.words.T)
	if err != nil {
		return err
	}
	return a.wouldWrite(countView{Output: s.Out, BaseURL: base, Files: files, Bytes: size, DryRun: true})
}

// countView is the result of a dry run of an export.
type countView struct {
	Output  string `json:"output"`
	BaseURL string `json:"base_url,omitempty"` // of a site
	Files   int    `json:"files"`
	Bytes   int64  `json:"bytes"`
	DryRun  bool   `json:"dry_run"`
}

func (a *app) wouldWrite(v countView) error {
	return a.console.Result(v, func(w io.Writer) {
		kb := strconv.FormatInt((v.Bytes+1023)/1024, 10)
		_, _ = fmt.Fprintln(w, a.counted("cli.export.dry", v.Files, "folder", v.Output, "kb", kb))
		a.drily(w)
	})
}
