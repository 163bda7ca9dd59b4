package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) designVerbs() *cobra.Command {
	return a.group("design", nil,
		a.designTemplatesVerb(), a.designNewVerb(), a.designShowVerb(), a.designRenderVerb(), a.designExportVerb(), a.designPrintVerb(), a.designFontsVerb(), a.designImportVerb(), a.designCheckVerb(), a.designFieldsVerb(), a.designPaletteVerb(), a.designBrandVerb(), a.designLogoVerb(), a.designSetVerb(), a.designCureVerb(), a.designDeleteVerb(), a.designRestoreVerb(), a.designDeletedVerb())
}

// templateView is a template as results show it.
type templateView struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Family   string   `json:"family"`
	Title    string   `json:"title"`
	Subjects []string `json:"subjects"`
	Texts    []string `json:"texts"` // roles that --set fills
	Palette  string   `json:"palette"`
	Level    string   `json:"level"`
}

func (a *app) designTemplatesVerb() *cobra.Command {
	var palettes bool
	c := a.verb("design.templates", takes(0, -1), nil)
	c.Flags().BoolVar(&palettes, "palettes", false, a.flag("design.templates", "palettes"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		catalogue, err := drawing.Templates()
		if err != nil {
			return err
		}
		if palettes {
			return a.palettes(catalogue)
		}
		found := a.templatesFor(catalogue, strings.Join(args, " "))
		views := make([]templateView, 0, len(found))
		var t table
		for _, one := range found {
			v := viewTemplate(one)
			views = append(views, v)
			t.add(v.ID, catalogue.FamilyTitle(one.Family), strings.Join(v.Texts, ", "), strings.Join(v.Subjects, ", "))
		}
		return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.design.templates.none") })
	}
	return c
}

// templatesFor finds templates by the words of the language too, which stand
// behind those of the catalogue.
func (a *app) templatesFor(c *template.Catalogue, typed string) []template.Template {
	found := c.Search(typed)
	words := strings.Fields(strings.ToLower(typed))
	for _, t := range c.Templates() {
		text := a.words.T("template."+t.ID) + " " + a.words.T("template.family."+t.Family)
		for _, key := range t.Subjects() {
			text += " " + a.words.T(key)
		}
		text = strings.ToLower(text)
		has := func(f template.Template) bool { return f.ID == t.ID }
		if !slices.ContainsFunc(found, has) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			found = append(found, t)
		}
	}
	return found
}

// viewTemplate gives a template by its id, which is the name a person gives to
// --template.
func viewTemplate(t template.Template) templateView {
	v := templateView{
		ID: t.ID, Name: t.ID, Family: t.Family, Title: t.Title, Subjects: append([]string{}, t.Tags...),
		Texts: []string{}, Palette: t.Palette, Level: t.Level,
	}
	for _, line := range t.Text {
		v.Texts = append(v.Texts, line.Role)
	}
	return v
}

// palettes lists what --palette and --level take.
func (a *app) palettes(c *template.Catalogue) error {
	type view struct {
		ID     string            `json:"id"`
		Kind   string            `json:"kind"` // palette or level
		Colors map[string]string `json:"colors"`
	}
	views := []view{}
	var t table
	add := func(kind, name string, colors map[string]designer.Color, show ...string) {
		v := view{ID: name, Kind: kind, Colors: map[string]string{}}
		for slot, color := range colors {
			v.Colors[slot] = color.String()
		}
		views = append(views, v)
		var shown []string
		for _, slot := range show {
			shown = append(shown, v.Colors[slot])
		}
		t.add(name, a.words.T("cli.design.templates."+kind), strings.Join(shown, " "))
	}
	for _, p := range c.Palettes() {
		add("palette", p.Name, p.Colors, "base", "accent", "pop", "tint", "ink")
	}
	for _, l := range c.Levels() {
		add("level", l.Name, l.Colors, "metal-light", "metal", "metal-dark")
	}
	return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.design.templates.none") })
}

// newDesign is what the flags of design new ask for.
type newDesign struct {
	template, title, out string
	colouring
	set []string
}

func (a *app) designNewVerb() *cobra.Command {
	var f newDesign
	c := a.verb("design.new", takes(0, 0), func(ctx context.Context, _ []string) error { return a.designNew(ctx, f) })
	flags := c.Flags()
	flags.StringVar(&f.template, "template", "", a.flag("design.new", "template"))
	flags.StringVar(&f.title, "title", "", a.flag("design.new", "title"))
	flags.StringArrayVar(&f.set, "set", nil, a.flag("design.new", "set"))
	flags.StringVarP(&f.out, "out", "o", "", a.flag("design.new", "out"))
	f.flags(a, c, "design.new")
	return require(a.dryFlag(c, "design.new"), "template", "out")
}

// completeDesign lets the shell complete the names that the flags take.
func completeDesign(c *cobra.Command) {
	for flag, names := range map[string]func(*template.Catalogue) []cobra.Completion{
		"template": func(all *template.Catalogue) (names []cobra.Completion) {
			for _, t := range all.Templates() {
				names = append(names, cobra.CompletionWithDesc(t.ID, t.Title))
			}
			return names
		},
		"palette": func(all *template.Catalogue) (names []cobra.Completion) {
			for _, p := range all.Palettes() {
				names = append(names, p.Name)
			}
			return names
		},
		"level": func(all *template.Catalogue) (names []cobra.Completion) {
			for _, l := range all.Levels() {
				names = append(names, l.Name)
			}
			return names
		},
	} {
		// The only error is a flag that does not exist, or that is completed already.
		_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			all, err := drawing.Templates()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return names(all), cobra.ShellCompDirectiveNoFileComp
		})
	}
}

// designNew writes a template as a design of one's own.
func (a *app) designNew(ctx context.Context, f newDesign) error {
	doc, changes, err := f.make(ctx)
	if err != nil {
		return err
	}
	file, missed, err := f.fonts(a, store.File{Doc: template.Worded(doc, a.words)})
	if err != nil {
		return err
	}
	sign, err := f.sign(ctx, file)
	if err != nil {
		return err
	}
	data, err := drawing.DesignBytes(file)
	if err != nil {
		return err
	}
	if err := a.replaces(ctx, f.out, data); err != nil {
		return err
	}
	if err := a.write(f.out, data); err != nil || a.console.answered || f.out == stdio {
		return err
	}
	value := struct {
		File     string `json:"file"`
		Template string `json:"template"`
		Name     string `json:"name"`
		Bytes    int    `json:"bytes"`
		DryRun   bool   `json:"dry_run,omitempty"`

		Changes []movedView `json:"changes,omitempty"`
		Missed  []string    `json:"missed_fonts,omitempty"`
		Sign    bool        `json:"protected_sign,omitempty"`
	}{f.out, f.template, doc.Name, len(data), a.dry, changes, missed, sign}
	return a.console.Result(value, func(w io.Writer) {
		a.line(w, a.dried("cli.design.new.done"), "file", f.out, "template", f.template)
		a.moved(w, changes)
		a.unfonted(w, missed)
		a.signed(w, sign)
		a.drily(w)
	})
}

// replaces asks before a design that somebody has worked on is lost.
func (a *app) replaces(ctx context.Context, out string, data []byte) error {
	info, err := os.Stat(out)
	if out == stdio || err != nil || !info.Mode().IsRegular() {
		return nil //nolint:nilerr // nothing is there, or writing says why not
	}
	if old, err := os.ReadFile(out); a.dry || err == nil && bytes.Equal(old, data) { //nolint:gosec // G304: the person named it
		return nil
	}
	yes, err := a.console.Ask(ctx, "cli.ask.replace", "--yes", "file", out)
	if err == nil && !yes {
		err = issuer.Fail(issuer.Usage, "not-confirmed").At(out)
	}
	return err
}

// make is the design that is asked for.
func (f newDesign) make(ctx context.Context) (doc designer.Document, changes []movedView, err error) {
	catalogue, err := drawing.Templates()
	if err != nil {
		return doc, nil, err
	}
	if doc, err = catalogue.Open(f.template); err != nil {
		return doc, nil, err
	}
	if doc, changes, err = f.apply(ctx, doc); err != nil {
		return doc, nil, err
	}
	if f.title != "" {
		doc.Name = f.title
		f.set = append([]string{template.RoleTitle + "=" + f.title}, f.set...)
	}
	texts, err := pairs(f.set)
	if err != nil {
		return doc, nil, err
	}
	for _, t := range texts {
		if doc, err = template.WithText(doc, t[0], t[1]); err != nil {
			return doc, nil, err
		}
	}
	return doc, changes, nil
}

// pairs reads NAME=TEXT.
func pairs(set []string) ([][2]string, error) {
	list := make([][2]string, 0, len(set))
	for _, text := range set {
		name, value, ok := strings.Cut(text, "=")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, issuer.Fail(issuer.Usage, "set-unreadable", "text", text)
		}
		list = append(list, [2]string{strings.TrimSpace(name), value})
	}
	return list, nil
}

func fieldsOf(set []string) (map[string]string, error) {
	list, err := pairs(set)
	fields := make(map[string]string, len(list))
	for _, p := range list {
		fields[p[0]] = p[1]
	}
	return fields, err
}

// design reads a design file, or standard input.
func (a *app) design(name string) (store.File, error) {
	data, err := a.read(name, store.MostFile)
	if err != nil {
		return store.File{}, err
	}
	return drawing.ParseDesign(data, name)
}

// The sizes of pictures that are made, in pixels.
const (
	usualSide = 600
	leastSide = 16
	mostSide  = 4096
)

func goodSide(size int) error {
	if size < leastSide || size > mostSide {
		return issuer.Fail(issuer.Usage, "size-outside", "size", strconv.Itoa(size), "least", strconv.Itoa(leastSide), "most", strconv.Itoa(mostSide))
	}
	return nil
}
