package checking

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
)

// badges are what was found in an input: what it says of itself, and the
// document. A picture can hold several; one of them is shown.
func (r *Room) badges(i *item) []fyne.CanvasObject {
	list := i.result.Badges
	if len(list) == 0 {
		return nil
	}
	r.badge = min(r.badge, len(list)-1)
	var column []fyne.CanvasObject
	if len(list) > 1 {
		values, texts := []string{}, []string{}
		for n, b := range list {
			values = append(values, strconv.Itoa(n))
			texts = append(texts, r.env.T("checking.fact.version.is", "version", b.Version))
		}
		column = append(column, kit.HBox(0, kit.NewSegmented(values, texts, nil, values[r.badge], func(v string) {
			r.badge = slices.Index(values, v)
			r.build()
		})))
	}
	b := list[r.badge]
	column = append(column, r.sections(b.Sections, []float32{1, 3})...)
	return append(column, r.document(b, r.raw, func() {
		r.raw = !r.raw
		r.build()
	}))
}

// sections show what a badge says, a card for each part. It is a stranger's
// word, and is said to be.
func (r *Room) sections(list []Section, weights []float32) []fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, s := range list {
		rows := []fyne.CanvasObject{kit.Strong(r.env.T("checking.said." + s.Name)).Wrapping(kit.Wrapped)}
		if hint := "checking.said." + s.Name + ".hint"; r.env.Has(hint) {
			rows = append(rows, kit.Hint(r.env.T(hint)))
		}
		for _, f := range s.Facts {
			rows = append(rows, r.fact(f, weights))
		}
		cards = append(cards, kit.Card(kit.VBox(8, rows...)))
	}
	return cards
}

// fact is one thing a badge says, under its name.
func (r *Room) fact(f Fact, weights []float32) fyne.CanvasObject {
	name := f.Label
	if f.Name != "" {
		name = r.env.T("checking.fact." + f.Name)
	}
	value := fyne.CanvasObject(kit.Body(f.Text))
	copied := func() fyne.CanvasObject {
		return kit.NewIconButton("copy", r.env.T("checking.copy"), func() { r.env.Copy(f.Text) })
	}
	switch f.Kind {
	case Exact:
		value = kit.HBox(4, kit.Spread(kit.Mono(f.Text).Wrapping(kit.Wrapped)), copied())
	case Address:
		open := kit.NewIconButton("external", r.env.T("checking.browse"), func() { r.env.OpenURL(f.Text) })
		value = kit.HBox(4, kit.Spread(kit.Mono(f.Text).Wrapping(kit.Wrapped)), open, copied())
	case Hidden:
		value = kit.Body(r.env.T("checking.fact.hidden")).In(kit.ColorText2)
	case Words:
	}
	return kit.Columns(12, weights, kit.Body(name).In(kit.ColorText2), value)
}

// document is a badge as it was found: readable, to be selected, copied and
// saved.
func (r *Room) document(b Badge, open bool, toggle func()) fyne.CanvasObject {
	word := "checking.document.show"
	if open {
		word = "checking.document.hide"
	}
	buttons := kit.Chips(8,
		kit.NewButton(r.env.T(word), "text", kit.Plain, toggle),
		kit.NewButton(r.env.T("checking.document.copy"), "copy", kit.Plain, func() { r.env.Copy(b.Text) }),
		kit.NewButton(r.env.T("checking.document.save"), "download", kit.Plain, func() { r.saveText(b) }))
	rows := []fyne.CanvasObject{kit.Strong(r.env.T("checking.document")), kit.Hint(r.env.T("checking.document.hint")), buttons}
	if open {
		rows = append(rows, kit.Rule(), readable(b.Pretty))
	}
	return kit.Card(kit.VBox(8, rows...))
}

// readable is a long text that can be selected.
func readable(text string) fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.Selectable, l.Wrapping, l.SizeName = true, fyne.TextWrapBreak, theme.SizeNameCaptionText
	l.TextStyle = fyne.TextStyle{Monospace: true}
	return l
}

func (r *Room) saveText(b Badge) {
	r.env.ChooseFile(kit.Choose{Title: r.env.T("checking.document.title"), Save: true, Extensions: []string{b.Ending}, Name: "badge" + b.Ending}, func(path string) {
		r.write(path, func(ctx context.Context) error { return r.engine.SaveText(ctx, path, b.Text) }, "checking.document.done", "checking.document.failed")
	})
}
