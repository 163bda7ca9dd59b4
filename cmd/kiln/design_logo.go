package main

import (
	"context"
	"io"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// logoPlace is which logo goes where.
type logoPlace struct{ brand, logo, on, out string }

func (a *app) designLogoVerb() *cobra.Command {
	var f logoPlace
	c := a.verb("design.logo", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.designLogo(ctx, args[0], f)
	})
	c.Flags().StringVar(&f.brand, "brand", "", a.flag("design.logo", "brand"))
	c.Flags().StringVar(&f.logo, "logo", "", a.flag("design.logo", "logo"))
	c.Flags().StringVar(&f.on, "on", "", a.flag("design.logo", "on"))
	c.Flags().StringVarP(&f.out, "out", "o", "", a.flag("design.logo", "out"))
	c.MarkFlagsMutuallyExclusive("brand", "logo")
	c.MarkFlagsOneRequired("brand", "logo")
	return require(a.dryFlag(c, "design.logo"), "out")
}

// picture is the logo that is meant, as PNG.
func (f logoPlace) picture(ctx context.Context) ([]byte, error) {
	if f.logo != "" {
		logo, err := drawing.ReadLogo(ctx, f.logo)
		return logo.Picture, err
	}
	kit, found, err := drawing.ReadBrand(f.brand)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, issuer.Fail(issuer.Input, "file-missing", "file", f.brand).At(f.brand)
	case len(kit.Logo) == 0:
		return nil, issuer.Fail(issuer.Input, "brand-logoless", "file", f.brand).At(f.brand)
	}
	return kit.Logo, nil
}

// designLogo puts a logo into a design, as the studio does.
func (a *app) designLogo(ctx context.Context, name string, f logoPlace) error {
	file, err := a.design(name)
	if err != nil {
		return err
	}
	data, err := f.picture(ctx)
	if err != nil {
		return err
	}
	on := ""
	if f.on != "" {
		ids, err := fieldChange{layers: []string{f.on}}.named(file.Doc)
		if err != nil {
			return err
		}
		on = ids[0]
	}
	file, layer, err := drawing.WithLogo(ctx, file, data, a.words.T("studio.new.logo"), on)
	if err != nil {
		return err
	}
	if err := a.putDesign(ctx, f.out, file); err != nil || f.out == stdio {
		return err
	}
	value := struct {
		File   string `json:"file"`
		Layer  string `json:"layer"`
		Plate  bool   `json:"plate"` // a light one lies below it
		DryRun bool   `json:"dry_run,omitempty"`
	}{f.out, layer.ID, layer.Group != nil, a.dry}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.logo.done"), "file", f.out)
		a.drily(w)
	})
}
