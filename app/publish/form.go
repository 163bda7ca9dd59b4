package publish

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// form is a new place while it is typed.
type form struct {
	room   *Room
	kind   string
	name   string
	typed  map[string]string
	lacks  []string
	taken  string // what is wrong with the name
	failed error
	busy   bool
}

func (r *Room) begin(kind string) {
	r.form = &form{room: r, kind: kind, name: kind, typed: map[string]string{}}
	for _, f := range fields(kind) {
		r.form.typed[f.name] = f.start
	}
	r.show()
}

func (f *form) build() fyne.CanvasObject {
	r, t := f.room, f.room.env.T
	column := []fyne.CanvasObject{kit.Section(t("publish.kind." + f.kind)), kit.Body(t("publish.kind." + f.kind + ".text")).In(kit.ColorText2)}
	if f.failed != nil {
		column = append(column, r.env.ErrorBanner(f.failed))
	}
	name := kit.NewTextField(t("publish.field.name"), t("publish.field.name.hint"), f.name, func(text string) { f.name = text })
	name.SetError(f.taken)
	column = append(column, name)
	for _, one := range fields(f.kind) {
		column = append(column, f.field(one))
	}
	add := kit.NewButton(t("publish.add"), "", kit.Primary, f.save)
	add.SetEnabled(!f.busy)
	back := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { r.Escape() })
	column = append(column, kit.Hint(t("publish.secret")), kit.HBox(8, add, back))
	return kit.PageBody(kit.CardWith(20, kit.VBox(14, column...)))
}

func (f *form) field(one field) fyne.CanvasObject {
	t := f.room.env.T
	label, hint := t("publish.field."+one.name), ""
	if key := "publish.field." + one.name + ".hint"; f.room.env.Has(key) {
		hint = t(key)
	}
	e := kit.NewEntry(label)
	if one.hidden {
		e = kit.NewPasswordEntry(label)
	}
	e.SetText(f.typed[one.name])
	e.OnChanged = func(text string) { f.typed[one.name] = text }
	var control fyne.CanvasObject = e
	if one.name == "folder" || one.name == "key-file" {
		folder := one.name == "folder"
		choose := kit.NewButton(t("publish.choose"), "folder", kit.Plain, func() {
			f.room.env.ChooseFile(kit.Choose{Title: label, Folder: folder}, func(path string) { e.SetText(path) })
		})
		control = kit.HBox(12, kit.Spread(e), choose)
	}
	field := kit.NewField(label, hint, control)
	if slices.Contains(f.lacks, one.name) {
		field.SetError(t("publish.field.missing"))
	}
	return field
}

// save keeps the place. Nothing is asked of it yet.
func (f *form) save() {
	r := f.room
	f.taken, f.failed = "", nil
	f.lacks = missing(f.kind, f.typed)
	if strings.TrimSpace(f.name) == "" {
		f.taken = r.env.T("publish.field.missing")
	}
	if f.busy || len(f.lacks) > 0 || f.taken != "" {
		r.show()
		return
	}
	f.busy = true
	want := place(f.kind, strings.TrimSpace(f.name), f.typed)
	kit.Run(r.env.Tasks, func(ctx context.Context) (string, error) { return r.engine.Add(ctx, want) }, func(name string, err error) {
		f.busy = false
		switch {
		case issuer.CodeOf(err) == "target-taken":
			f.taken = r.env.Say(err).Whole()
		case err != nil:
			f.failed = err
		default:
			r.form, r.adding, r.at = nil, false, name
			r.Shown()
			return
		}
		r.show()
	})
}
