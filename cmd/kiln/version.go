package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"badgekiln/cmd/internal/release"

	"github.com/spf13/cobra"
)

func (a *app) versionVerb() *cobra.Command {
	return a.verb("version", takes(0, 0), func(context.Context, []string) error { return a.version() })
}

// version says which release runs, made by which Go from which commit; the
// commit is empty when the build did not know it.
func (a *app) version() error {
	value := struct {
		Version string `json:"version"`
		Go      string `json:"go"`
		Commit  string `json:"commit"`
	}{release.Version, runtime.Version(), ""}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				value.Commit = s.Value
			}
		}
	}
	return a.console.Result(value, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, strings.TrimSpace("kiln "+value.Version+" "+value.Go+" "+value.Commit))
	})
}
