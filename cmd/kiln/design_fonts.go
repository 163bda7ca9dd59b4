package main

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// fontFlags say what is asked of fonts.
type fontFlags struct {
	system, add, style, out string
	layers                  []string
	letters, listSystem     bool
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
	c.Flags().StringVar(&f.style, "style", "", a.flag("design.fonts", "style"))
	c.Flags().BoolVar(&f.letters, "letters", false, a.flag("design.fonts", "letters"))
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

	Style    string `json:"style,omitempty"`
	Index    int    `json:"index,omitempty"` // of a collection
	Instance string `json:"instance,omitempty"`
	Part     bool   `json:"part,omitempty"` // some of its letters only
}

// designFonts lists fonts.
func (a *app) designFonts(args []string, f fontFlags) error {
	views := []fontView{}
	switch {
	case f.listSystem:
		for _, s := range drawing.SystemFonts(a.env, f.system) {
			kind := "system"
			if !s.Travels {
				kind = "bound"
			}
			views = append(views, fontView{s.Family, s.Weight, s.Italic, kind, s.Path, s.Travels, s.Style, s.Index, s.Instance, false})
		}
	default:
		fonts, err := drawing.Fonts()
		if err != nil {
			return err
		}
		for _, family := range fonts.Families() {
			for _, weight := range fonts.Weights(family) {
				views = append(views, fontView{Family: family, Weight: weight, Kind: "own", Travels: true})
			}
		}
	}
	if len(args) > 0 {
		file, err := a.design(args[0])
		if err != nil {
			return err
		}
		for _, c := range file.Doc.Fonts {
			kind := "carried"
			if c.Part {
				kind = "part"
			}
			views = append(views, fontView{
				Family: c.Family, Weight: c.Weight, Italic: c.Italic, Kind: kind, Travels: true, Instance: c.Instance, Part: c.Part,
			})
		}
	}
	var t table
	for _, v := range views {
		t.add(v.Family, cmp.Or(v.Style, strconv.Itoa(v.Weight)), a.words.T("cli.design.fonts.kind."+v.Kind), v.File)
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
	from, err := a.fontFile(f.add, f.style)
	if err != nil {
		return err
	}
	from.Letters = f.letters
	with, done, err := drawing.WithFont(file, from, ids)
	if err != nil {
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
		Part     bool   `json:"part,omitempty"`
		Style    string `json:"style,omitempty"`
		DryRun   bool   `json:"dry_run,omitempty"`
	}{f.out, done.Font.Family, done.Texts, done.Outlined, done.Part, done.Font.Style, a.dry}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.fonts.done"), "file", f.out, "family", value.Family, "count", strconv.Itoa(value.Texts))
		switch {
		case value.Outlined && done.Large:
			a.line(w, "cli.design.fonts.large", "family", value.Family)
		case value.Outlined:
			a.line(w, "cli.design.fonts.outlined", "family", value.Family)
		case value.Part:
			a.line(w, "cli.design.fonts.part", "family", value.Family)
		}
		a.drily(w)
	})
}

// fontFile reads a font by its file, or by its family: of that the one that is
// asked for by its style, or the nearest to a plain one.
func (a *app) fontFile(name, style string) (drawing.FontFile, error) {
	if slices.Contains(drawing.FontEndings(), strings.ToLower(filepath.Ext(name))) {
		return a.styled(name, name, style)
	}
	found := slices.DeleteFunc(drawing.SystemFonts(a.env, name), func(s drawing.SystemFont) bool {
		return !strings.EqualFold(s.Family, name) || style != "" && !strings.Contains(style, "=") && !strings.EqualFold(s.Style, style)
	})
	if len(found) == 0 && style != "" {
		return drawing.FontFile{}, issuer.Fail(issuer.Input, "font-style-unknown", "font", name, "style", style)
	}
	if len(found) == 0 {
		return drawing.FontFile{}, issuer.Fail(issuer.Input, "font-unknown", "font", name)
	}
	far := func(s drawing.SystemFont) int {
		d := max(s.Weight-400, 400-s.Weight)
		if s.Italic {
			d += 1000
		}
		return d
	}
	best := slices.MinFunc(found, func(a, b drawing.SystemFont) int { return far(a) - far(b) })
	if strings.Contains(style, "=") {
		return a.styled(best.Path, name, style)
	}
	data, err := a.read(best.Path, drawing.MostFontFile)
	return drawing.FontFile{Data: data, Index: best.Index, Instance: best.Instance}, err
}

// styled is a font of a file by its style.
func (a *app) styled(path, name, style string) (drawing.FontFile, error) {
	data, err := a.read(path, drawing.MostFontFile)
	if err != nil {
		return drawing.FontFile{}, err
	}
	from, ok, err := drawing.Styled(data, style)
	if err == nil && !ok {
		err = issuer.Fail(issuer.Input, "font-style-unknown", "font", name, "style", style)
	}
	return from, err
}
