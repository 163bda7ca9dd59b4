package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/merge"
	"badgekiln/designer/store"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// fieldChange is what the flags of design fields ask for.
type fieldChange struct {
	layers                            []string
	show, picture, color, slot, out   string
	setShow, setPicture, setColor, on bool
}

func (a *app) designFieldsVerb() *cobra.Command {
	var f fieldChange
	var c *cobra.Command
	c = a.verb("design.fields", takes(1, 1), func(ctx context.Context, args []string) error {
		f.setShow, f.setPicture, f.setColor = c.Flags().Changed("show-if"), c.Flags().Changed("picture"), c.Flags().Changed("color")
		f.on = f.setShow || f.setPicture || f.setColor
		return a.designFields(ctx, args[0], f)
	})
	flags := c.Flags()
	flags.StringArrayVar(&f.layers, "layer", nil, a.flag("design.fields", "layer"))
	flags.StringVar(&f.show, "show-if", "", a.flag("design.fields", "show-if"))
	flags.StringVar(&f.picture, "picture", "", a.flag("design.fields", "picture"))
	flags.StringVar(&f.color, "color", "", a.flag("design.fields", "color"))
	flags.StringVar(&f.slot, "slot", "", a.flag("design.fields", "slot"))
	flags.StringVarP(&f.out, "out", "o", "", a.flag("design.fields", "out"))
	return a.dryFlag(c, "design.fields")
}

// fieldView is a merge field of a design as results show it.
type fieldView struct {
	Field string      `json:"field"`
	Uses  []merge.Use `json:"uses"`
}

// designFields lists the merge fields of a design, after changing what depends
// on them if that is asked for.
func (a *app) designFields(ctx context.Context, name string, f fieldChange) error {
	file, err := a.design(name)
	if err != nil {
		return err
	}
	switch {
	case f.on && f.out == "":
		return issuer.Fail(issuer.Usage, "fields-out")
	case f.on:
		if file.Doc, err = f.change(file.Doc); err != nil {
			return err
		}
		if err := a.putDesign(ctx, f.out, file); err != nil || f.out == stdio {
			return err
		}
	}
	views, t := fieldsUsed(file.Doc), table{}
	for _, v := range views {
		words := make([]string, len(v.Uses))
		for i, use := range v.Uses {
			words[i] = a.words.T("cli.design.fields." + string(use))
		}
		t.add(v.Field, strings.Join(words, ", "))
	}
	return a.console.Result(views, func(w io.Writer) {
		a.listed(w, t, "cli.design.fields.none")
		if f.on {
			a.line(w, a.dried("cli.design.fields.done"), "file", f.out)
			a.drily(w)
		}
	})
}

// fieldsUsed lists the merge fields of a design, each once, with what it does
// with them.
func fieldsUsed(doc designer.Document) []fieldView {
	views := []fieldView{}
	for _, u := range merge.Uses(doc) {
		at := slices.IndexFunc(views, func(v fieldView) bool { return v.Field == u.Field })
		if at < 0 {
			at, views = len(views), append(views, fieldView{Field: u.Field})
		}
		views[at].Uses = append(views[at].Uses, u.Use)
	}
	return views
}

// putDesign writes a design, and asks before one that is another is lost.
func (a *app) putDesign(ctx context.Context, out string, file store.File) error {
	data, err := drawing.DesignBytes(file)
	if err != nil {
		return err
	}
	if err := a.replaces(ctx, out, data); err != nil {
		return err
	}
	return a.write(out, data)
}

// change makes the design that is asked for.
func (f fieldChange) change(doc designer.Document) (designer.Document, error) {
	ids, err := f.named(doc)
	if err != nil {
		return doc, err
	}
	var edits []edit.Edit
	if f.setShow {
		edits = append(edits, edit.SetWhen(ids, whenOf(f.show)))
	}
	if f.setPicture {
		edits = append(edits, edit.SetPictureField(ids, f.picture))
	}
	switch {
	case f.setColor && f.slot != "":
		edits = append(edits, edit.SetSlotField(f.slot, f.color))
	case f.setColor:
		edits = append(edits, edit.SetFillField(ids, f.color))
	}
	return edit.All(edits...)(doc)
}

// named gives the ids of the layers that are meant: by id, name or role.
func (f fieldChange) named(doc designer.Document) ([]string, error) {
	var ids []string
	for _, name := range f.layers {
		before := len(ids)
		edit.Walk(doc, func(l *designer.Layer) {
			if (l.ID == name || strings.EqualFold(l.Name, name) || l.Role == name) && !slices.Contains(ids, l.ID) {
				ids = append(ids, l.ID)
			}
		})
		if len(ids) == before {
			return nil, issuer.Fail(issuer.Usage, "fields-layer", "layer", name)
		}
	}
	if len(ids) == 0 && (f.setShow || f.setPicture || f.slot == "") {
		return nil, issuer.Fail(issuer.Usage, "fields-which")
	}
	return ids, nil
}

// whenOf reads a condition: field, field= (it is empty), field=one|another,
// field<>one. Nothing is for everybody.
func whenOf(text string) *designer.When {
	text = strings.TrimSpace(text)
	if field, value, ok := strings.Cut(text, "<>"); ok {
		return &designer.When{Field: strings.TrimSpace(field), Test: designer.Differs, Value: value}
	}
	field, value, compared := strings.Cut(text, "=")
	w := &designer.When{Field: strings.TrimSpace(field), Test: designer.Filled}
	switch {
	case text == "":
		return nil
	case compared && strings.TrimSpace(value) == "":
		w.Test = designer.Blank
	case compared:
		w.Test, w.Value = designer.Equals, value
	}
	return w
}
