package main

import (
	"context"
	"io"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"

	"github.com/spf13/cobra"
)

func (a *app) unbakeVerb() *cobra.Command {
	var out, format string
	c := a.verb("unbake", takes(1, 1), func(_ context.Context, args []string) error {
		return a.unbake(args[0], format, out)
	})
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("unbake", "out"))
	c.Flags().StringVar(&format, "format", "", a.flag("unbake", "format"))
	return a.dryFlag(c, "unbake")
}

// taken is one text found in a picture, for results.
type taken struct {
	Format string   `json:"format"`
	Kind   string   `json:"kind"`
	Notes  []string `json:"notes"`
	Text   string   `json:"text"`
}

// unbake takes the badges out of a picture. Without a format the file, or
// standard output, gets the first, 2.0 before 3.0; nothing is added to it.
func (a *app) unbake(image, format, out string) error {
	data, err := a.read(image, bake.MaxPicture)
	if err != nil {
		return err
	}
	all, err := bake.Unbake(data)
	if err != nil {
		return at(err, image)
	}
	var found []bake.Found
	for _, f := range all {
		if format == "" || format == formatOf(f.Generation) {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		return issuer.Fail(issuer.Input, "unbake-format", "format", format).At(image)
	}
	for _, other := range found[1:] {
		a.console.Say("cli.unbake.other", "format", formatOf(other.Generation))
	}
	if out != "" {
		if err := a.write(out, found[0].Text); err != nil || a.console.answered {
			return err
		}
	}
	if out == "" && !a.console.json {
		return a.console.Bytes(found[0].Text)
	}
	result := takenFrom(found, out)
	result.DryRun = a.dry
	return a.console.Result(result, func(w io.Writer) {
		a.line(w, a.dried("cli.unbake.done"), "format", formatOf(found[0].Generation), "file", out)
		a.drily(w)
	})
}

// unbaked is the result of unbake.
type unbaked struct {
	Output string  `json:"output"`
	Badges []taken `json:"badges"`
	DryRun bool    `json:"dry_run,omitempty"`
}

func takenFrom(found []bake.Found, out string) unbaked {
	result := unbaked{Output: out}
	for _, f := range found {
		t := taken{formatOf(f.Generation), string(f.Kind), append([]string{}, f.Notes...), string(f.Text)}
		result.Badges = append(result.Badges, t)
	}
	return result
}
