package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// fontFlags say what is asked of fonts.
type fontFlags struct {
	system, add, out string
	layers           []string
	listSystem       bool
}

func (a *app) designFontsVerb() *cobra.Command {
	var f fontFlags
	var c *cobra.Command
	c = a.verb("design.fonts", takes(0, 1), func(ctx context.Context, args []string) error {
		f.listSystem = c.Flags().Changed("system")
		if f.add != "" {
			if len(args) == 0 || f.out == "" {
				return issuer.Fail(issuer.Usage, "fonts-out")
			}
			return a.designFontAdd(ctx, args[0], f)
		}
		return a.designFonts(args, f)
	})
	c.Flags().StringVar(&f.system, "system", "", a.flag("design.fonts", "system"))
	c.Flags().StringVar(&f.add, "add", "", a.flag("design.fonts", "add"))
	c.Flags().StringArrayVar(&f.layers, "layer", nil, a.flag("design.fonts", "layer"))
	c.Flags().StringVarP(&f.out, "out", "o", "", a.flag("design.fonts", "out"))
	return a.dryFlag(c, "design.fonts")
}

// fontView is a font as results show it.
type fontView struct {
	Family  string `json:"family"`
	Weight  int    `json:"weight"`
	Italic  bool   `json:"italic"`
	Kind    string `json:"kind"` // own, carried, system or bound
	File    string `json:"file,omitempty"`
	Travels bool   `json:"travels"`
}

// designFonts lists fonts.
func (a *app) designFonts(args []string, f fontFlags) error {
	views := []fontView{}
	switch {
	case f.listSystem:
		for _, s := range engine.SystemFonts(a.env, f.system) {
			kind := "system"
			if !s.Travels {
				kind = "bound"
			}
			views = append(views, fontView{s.Family, s.Weight, s.Italic, kind, s.Path, s.Travels})
		}
	default:
		fonts, err := engine.Fonts()
		if err != nil {
			return err
		}
		for _, family := range fonts.Families() {
			for _, weight := range fonts.Weights(family) {
				views = append(views, fontView{family, weight, false, "own", "", true})
			}
		}
	}
	if len(args) > 0 {
		file, err := a.design(args[0])
		if err != nil {
			return err
		}
		for _, c := range file.Doc.Fonts {
			views = append(views, fontView{c.Family, c.Weight, c.Italic, "carried", "", true})
		}
	}
	var t table
	for _, v := range views {
		t.add(v.Family, strconv.Itoa(v.Weight), a.words.T("cli.design.fonts.kind."+v.Kind), v.File)
	}
	return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.design.fonts.none") })
}

// designFontAdd sets texts in a font of this machine.
func (a *app) designFontAdd(ctx context.Context, name string, f fontFlags) error {
	file, err := a.design(name)
	if err != nil {
		return err
	}
	var ids []string
	if len(f.layers) > 0 {
		if ids, err = (fieldChange{layers: f.layers}).named(file.Doc); err != nil {
			return err
		}
	}
	data, err := a.fontFile(f.add)
	if err != nil {
		return err
	}
	var done engine.Dressed
	var with store.File
	if with, done, err = engine.WithFont(file, data, ids); err != nil {
		return err
	}
	if err := a.putDesign(ctx, f.out, with); err != nil || a.console.answered || f.out == stdio {
		return err
	}
	value := struct {
		Output   string `json:"output"`
		Family   string `json:"family"`
		Texts    int    `json:"texts"`
		Outlined bool   `json:"outlined"`
		DryRun   bool   `json:"dry_run,omitempty"`
	}{f.out, done.Font.Family, done.Texts, done.Outlined, a.dry}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.fonts.done"), "file", f.out, "family", value.Family, "count", strconv.Itoa(value.Texts))
		if value.Outlined {
			a.line(w, "cli.design.fonts.outlined", "family", value.Family)
		}
		a.drily(w)
	})
}

// fontFile reads a font by its file, or by its family: the one nearest to a
// plain one.
func (a *app) fontFile(name string) ([]byte, error) {
	if end := strings.ToLower(filepath.Ext(name)); end == ".ttf" || end == ".otf" || end == ".ttc" {
		return a.read(name, typeset.MostFont)
	}
	found := slices.DeleteFunc(engine.SystemFonts(a.env, name), func(s engine.SystemFont) bool { return !strings.EqualFold(s.Family, name) })
	if len(found) == 0 {
		return nil, issuer.Fail(issuer.Input, "font-unknown", "font", name)
	}
	far := func(s engine.SystemFont) int {
		d := max(s.Weight-400, 400-s.Weight)
		if s.Italic {
			d += 1000
		}
		return d
	}
	best := slices.MinFunc(found, func(a, b engine.SystemFont) int { return far(a) - far(b) })
	return a.read(best.Path, typeset.MostFont)
}
