package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/merge"
	"badgekiln/designer/store"

	"github.com/spf13/cobra"
)

// shownDesign is a design as results show it.
type shownDesign struct {
	File     string       `json:"file"`
	Name     string       `json:"name"`
	Width    float64      `json:"width"` // units
	Height   float64      `json:"height"`
	Template string       `json:"template,omitempty"`
	Author   string       `json:"author,omitempty"`
	Licence  string       `json:"licence,omitempty"`
	Source   string       `json:"source,omitempty"`
	Alt      string       `json:"alt,omitempty"`
	Layers   []shownLayer `json:"layers"` // from the top down, as in the window
	Colors   []shownSlot  `json:"colors"`
	Fonts    []fontView   `json:"fonts"`
}

// shownLayer is a layer of it, with what it holds.
type shownLayer struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Kind   designer.Kind `json:"kind"`
	Role   string        `json:"role,omitempty"`
	Hidden bool          `json:"hidden,omitempty"`
	Locked bool          `json:"locked,omitempty"`
	Text   string        `json:"text,omitempty"`   // what it says, fields in braces; of a code, too
	Fields []fieldView   `json:"fields,omitempty"` // its own, not those of what it holds
	Layers []shownLayer  `json:"layers,omitempty"`
}

// shownSlot is a named colour of a design.
type shownSlot struct {
	Name  string `json:"name"`
	Color string `json:"color"`
	Field string `json:"field,omitempty"`
}

func (a *app) designShowVerb() *cobra.Command {
	return a.verb("design.show", takes(1, 1), func(_ context.Context, args []string) error { return a.designShow(args[0]) })
}

// designShow tells what a design is made of. Nothing of it is drawn.
func (a *app) designShow(name string) error {
	file, err := a.design(name)
	if err != nil {
		return err
	}
	doc := file.Doc
	value := shownDesign{
		File: name, Name: doc.Name, Width: doc.Width, Height: doc.Height, Template: doc.Template,
		Author: doc.About.Author, Licence: doc.About.Licence, Source: doc.About.Source, Alt: doc.About.Alt,
		Layers: showLayers(doc, doc.Layers), Colors: []shownSlot{},
	}
	for _, s := range doc.Slots {
		value.Colors = append(value.Colors, shownSlot{s.Name, s.Color.String(), s.Field})
	}
	if value.Fonts, err = fontsIn(file); err != nil {
		return err
	}
	return a.console.Result(value, func(w io.Writer) { a.showDesign(w, value) })
}

func showLayers(doc designer.Document, layers []*designer.Layer) []shownLayer {
	views := []shownLayer{}
	for _, l := range slices.Backward(layers) {
		v := shownLayer{ID: l.ID, Name: l.Name, Kind: l.Kind(), Role: l.Role, Hidden: l.Hidden, Locked: l.Locked}
		alone := *l
		switch {
		case l.Text != nil:
			v.Text = l.Text.Content
		case l.Code != nil:
			v.Text = l.Code.Content
		case l.Group != nil:
			v.Layers, alone.Group = showLayers(doc, l.Group.Layers), nil
		}
		v.Fields = fieldsUsed(designer.Document{Slots: doc.Slots, Layers: []*designer.Layer{&alone}})
		views = append(views, v)
	}
	return views
}

// fontsIn lists the fonts that the texts of a design ask for, each once, and
// where each comes from.
func fontsIn(file store.File) ([]fontView, error) {
	own, err := drawing.Fonts()
	if err != nil {
		return nil, err
	}
	views := []fontView{}
	edit.Walk(file.Doc, func(l *designer.Layer) {
		if l.Text == nil {
			return
		}
		v := fontFrom(file.Doc.Fonts, own.Families(), l.Text.Font)
		if !slices.Contains(views, v) {
			views = append(views, v)
		}
	})
	return views, nil
}

// fontFrom tells where the font of a text comes from: those that travel count
// before those of the programs, as when it is drawn.
func fontFrom(carried []designer.Carried, own []string, f designer.Font) fontView {
	v := fontView{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Kind: "missing"}
	switch at := slices.IndexFunc(carried, func(c designer.Carried) bool { return c.Family == f.Family }); {
	case at >= 0 && carried[at].Part:
		v.Kind, v.Travels, v.Part = "part", true, true
	case at >= 0:
		v.Kind, v.Travels = "carried", true
	case slices.Contains(own, f.Family):
		v.Kind, v.Travels = "own", true
	}
	return v
}

func (a *app) showDesign(w io.Writer, v shownDesign) {
	_, _ = fmt.Fprintf(w, "%s (%s)\n", v.Name, v.File)
	f := a.facts()
	f.say("size", number(v.Width)+" × "+number(v.Height))
	f.say("template", v.Template)
	f.say("author", v.Author)
	f.say("licence", v.Licence)
	f.say("source", v.Source)
	f.say("description", v.Alt)
	f.print(w, "  ")
	var layers, colors, fonts table
	a.layerRows(&layers, v.Layers, "")
	for _, s := range v.Colors {
		colors.add(s.Name, s.Color, s.Field)
	}
	for _, f := range v.Fonts {
		fonts.add(f.Family, weightOf(f), a.words.T("cli.design.fonts.kind."+f.Kind))
	}
	a.block(w, "cli.design.show.layers", layers)
	a.block(w, "cli.design.show.colors", colors)
	a.block(w, "cli.design.show.fonts", fonts)
}

// block is a table below a heading; nothing when it has no rows.
func (a *app) block(w io.Writer, heading string, t table) {
	if len(t.rows) > 0 {
		a.line(w, heading)
		t.print(w, "  ")
	}
}

// layerRows adds a row for each layer; what a group holds is set in below it.
func (a *app) layerRows(t *table, layers []shownLayer, indent string) {
	for _, l := range layers {
		marks := []string{}
		if l.Role != "" {
			marks = append(marks, l.Role)
		}
		if l.Hidden {
			marks = append(marks, a.words.T("cli.design.show.hidden"))
		}
		if l.Locked {
			marks = append(marks, a.words.T("cli.design.show.locked"))
		}
		text := ""
		if l.Text != "" {
			text = strconv.Quote(l.Text)
		}
		for _, f := range l.Fields {
			uses := []string{}
			for _, use := range f.Uses {
				if use != merge.Says { // its braces can be seen
					uses = append(uses, a.words.T("cli.design.fields."+string(use)))
				}
			}
			if len(uses) > 0 {
				text = strings.TrimSpace(text + " " + f.Field + ": " + strings.Join(uses, ", "))
			}
		}
		t.add(indent+l.Name, a.words.T("cli.design.show.kind."+string(l.Kind)), strings.Join(marks, ", "), text)
		a.layerRows(t, l.Layers, indent+"  ")
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// weightOf is empty for a text that takes the weight of its family.
func weightOf(f fontView) string {
	if f.Weight == 0 {
		return ""
	}
	return strconv.Itoa(f.Weight)
}
