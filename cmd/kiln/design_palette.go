package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// colouring is where the colours of a design are to come from.
type colouring struct {
	logo, kit, palette, level string
}

func (f *colouring) flags(a *app, c *cobra.Command, verb string) {
	c.Flags().StringVar(&f.logo, "logo", "", a.flag(verb, "logo"))
	c.Flags().StringVar(&f.kit, "brand", "", a.flag(verb, "brand"))
	c.Flags().StringVar(&f.palette, "palette", "", a.flag(verb, "palette"))
	c.Flags().StringVar(&f.level, "level", "", a.flag(verb, "level"))
	c.MarkFlagsMutuallyExclusive("logo", "brand", "palette")
	completeDesign(c)
}

// movedView is a colour of a logo that was moved, as results show it.
type movedView struct {
	Slot string `json:"slot"`
	From string `json:"from"`
	To   string `json:"to"`
}

// apply gives a design the colours that are asked for.
func (f colouring) apply(ctx context.Context, doc designer.Document) (designer.Document, []movedView, error) {
	catalogue, err := drawing.Templates()
	if err != nil {
		return doc, nil, err
	}
	var p template.Palette
	var l template.Level
	changes := []movedView{}
	switch {
	case f.logo != "":
		logo, err := drawing.ReadLogo(ctx, f.logo)
		if err != nil {
			return doc, nil, err
		}
		p.Colors = logo.Colors
		for _, c := range logo.Changes {
			changes = append(changes, movedView{c.Slot, c.From.String(), c.To.String()})
		}
	case f.kit != "":
		kit, found, err := drawing.ReadBrand(f.kit)
		switch {
		case err != nil:
			return doc, nil, err
		case !found:
			return doc, nil, issuer.Fail(issuer.Input, "file-missing", "file", f.kit).At(f.kit)
		}
		if len(kit.Palettes) > 0 {
			p.Colors = kit.Palettes[0].Colors
		}
		for role, text := range kit.Texts {
			// A design without that text stays without.
			if with, err := template.WithText(doc, role, text); err == nil {
				doc = with
			}
		}
	case f.palette != "":
		if p, err = catalogue.Palette(f.palette); err != nil {
			return doc, nil, err
		}
	}
	if f.level != "" {
		if l, err = catalogue.Level(f.level); err != nil {
			return doc, nil, err
		}
	}
	return template.Recolour(doc, p, l), changes, nil
}

// fonts sets the texts of a design in the fonts of the brand that is asked for,
// and tells which are not to be had.
func (f colouring) fonts(a *app, file store.File) (store.File, []string, error) {
	if f.kit == "" {
		return file, nil, nil
	}
	kit, _, err := drawing.ReadBrand(f.kit)
	if err != nil {
		return file, nil, err
	}
	with, missed := drawing.WithBrandFonts(a.env, file, kit)
	return with, missed, nil
}

// sign tells whether a design that can become a protected sign by its colours is
// one now. The studio does not offer such palettes; here it is told.
func (f colouring) sign(ctx context.Context, file store.File) (bool, error) {
	catalogue, err := drawing.Templates()
	if err != nil {
		return false, err
	}
	if of, _ := catalogue.Template(file.Doc.Template); len(of.Avoid) == 0 || f == (colouring{}) {
		return false, nil
	}
	found, err := drawing.Preflight(ctx, file, drawing.Checking{})
	return slices.ContainsFunc(found.Findings, func(f preflight.Finding) bool { return f.Code == preflight.Protected }), err
}

// signed warns of it.
func (a *app) signed(w io.Writer, sign bool) {
	if sign {
		a.line(w, "cli.design.palette.sign")
	}
}

// unfonted tells which fonts of a brand are not to be had.
func (a *app) unfonted(w io.Writer, missed []string) {
	for _, family := range missed {
		a.line(w, "cli.design.brand.font-missed", "family", family)
	}
}

func (a *app) designPaletteVerb() *cobra.Command {
	var f colouring
	var out string
	c := a.verb("design.palette", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.designPalette(ctx, args[0], out, f)
	})
	f.flags(a, c, "design.palette")
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("design.palette", "out"))
	return a.dryFlag(c, "design.palette")
}

// designPalette lists the colours of a design, after giving it others if that
// is asked for.
func (a *app) designPalette(ctx context.Context, name, out string, f colouring) error {
	file, err := a.design(name)
	if err != nil {
		return err
	}
	asked := f != colouring{}
	if asked && out == "" {
		return issuer.Fail(issuer.Usage, "palette-out")
	}
	value := struct {
		Colors  map[string]string `json:"colors"`
		Changes []movedView       `json:"changes"`
		File    string            `json:"file,omitempty"`
		Missed  []string          `json:"missed_fonts,omitempty"`
		Sign    bool              `json:"protected_sign,omitempty"`
	}{map[string]string{}, []movedView{}, out, nil, false}
	if asked {
		if file.Doc, value.Changes, err = f.apply(ctx, file.Doc); err != nil {
			return err
		}
		if file, value.Missed, err = f.fonts(a, file); err != nil {
			return err
		}
		if value.Sign, err = f.sign(ctx, file); err != nil {
			return err
		}
		if err := a.putDesign(ctx, out, file); err != nil || out == stdio {
			return err
		}
	}
	var t table
	for _, s := range file.Doc.Slots {
		value.Colors[s.Name] = s.Color.String()
		t.add(s.Name, s.Color.String())
	}
	return a.console.Result(value, func(w io.Writer) {
		a.listed(w, t, "cli.design.palette.none")
		a.moved(w, value.Changes)
		a.unfonted(w, value.Missed)
		a.signed(w, value.Sign)
		if asked {
			a.line(w, a.dried("cli.design.palette.done"), "file", out)
			a.drily(w)
		}
	})
}

// moved tells which colours are not quite those of the logo.
func (a *app) moved(w io.Writer, changes []movedView) {
	for _, c := range changes {
		a.line(w, "cli.design.palette.moved", "slot", a.words.T("slot."+c.Slot), "from", c.From, "to", c.To)
	}
}

func (a *app) designBrandVerb() *cobra.Command {
	var name, logo, out string
	var set, fonts []string
	c := a.verb("design.brand", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.designBrand(ctx, name, logo, out, set, fonts)
	})
	c.Flags().StringArrayVar(&fonts, "font", nil, a.flag("design.brand", "font"))
	c.Flags().StringVar(&name, "name", "", a.flag("design.brand", "name"))
	c.Flags().StringVar(&logo, "logo", "", a.flag("design.brand", "logo"))
	c.Flags().StringArrayVar(&set, "set", nil, a.flag("design.brand", "set"))
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("design.brand", "out"))
	return require(a.dryFlag(c, "design.brand"), "name", "logo", "out")
}

// designBrand makes a brand of a logo: its colours, and what texts say.
func (a *app) designBrand(ctx context.Context, name, path, out string, set, fonts []string) error {
	logo, err := drawing.ReadLogo(ctx, path)
	if err != nil {
		return err
	}
	texts, err := fieldsOf(set)
	if err != nil {
		return err
	}
	kit := brand.Kit{Name: name, Logo: logo.Picture, Texts: texts, Palettes: []brand.Named{{Name: name, Colors: logo.Colors}}}
	var bound []string
	if kit.Fonts, bound, err = a.brandFonts(fonts); err != nil {
		return err
	}
	data, err := kit.Marshal()
	if err != nil {
		return err
	}
	if err := a.replaces(ctx, out, data); err != nil {
		return err
	}
	if err := a.write(out, data); err != nil || a.console.answered || out == stdio {
		return err
	}
	value := struct {
		File    string            `json:"file"`
		Name    string            `json:"name"`
		Colors  map[string]string `json:"colors"`
		Changes []movedView       `json:"changes"`
		Bound   []string          `json:"bound_fonts"` // named only: their files stay on this machine
	}{out, name, map[string]string{}, []movedView{}, bound}
	for slot, c := range logo.Colors {
		value.Colors[slot] = c.String()
	}
	for _, c := range logo.Changes {
		value.Changes = append(value.Changes, movedView{c.Slot, c.From.String(), c.To.String()})
	}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.brand.done"), "file", out)
		a.moved(w, value.Changes)
		for _, family := range bound {
			a.line(w, "cli.design.brand.font-bound", "family", family)
		}
		a.drily(w)
	})
}

// brandFonts reads [ROLE=]FONT, a file or a family of this machine; it tells
// which go along by their names only.
func (a *app) brandFonts(asked []string) (fonts []brand.Font, bound []string, err error) {
	bound = []string{}
	for _, text := range asked {
		role, name, ok := strings.Cut(text, "=")
		if !ok || !slices.Contains(template.TextRoles(), role) {
			role, name = "", text
		}
		from, err := a.fontFile(name, "")
		if err != nil {
			return nil, nil, err
		}
		f, err := drawing.BrandFont(from, role)
		if err != nil {
			return nil, nil, err
		}
		if f.Data == nil {
			bound = append(bound, f.Family)
		}
		fonts = append(fonts, f)
	}
	return fonts, bound, nil
}
