package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"badgekiln/cmd/internal/licences"

	"github.com/spf13/cobra"
)

func (a *app) licencesVerb() *cobra.Command {
	return a.verb("licences", takes(0, 0), func(context.Context, []string) error { return a.licences() })
}

// licences lists what the program is made of, then the texts the build
// collected.
func (a *app) licences() error {
	list := licences.Linked()
	return a.console.Result(list, func(w io.Writer) {
		columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, m := range list {
			_, _ = fmt.Fprintf(columns, "%s\t%s\t%s\t%s\n", m.Module, m.Version, m.Licence, m.URL)
		}
		_ = columns.Flush()
		for _, m := range list {
			if m.Text != "" {
				_, _ = fmt.Fprintf(w, "\n== %s %s ==\n\n%s", m.Module, m.Version, m.Text)
			}
		}
	})
}
