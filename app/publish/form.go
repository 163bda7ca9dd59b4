package publish

import (
	"context"
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
	of     string // see Room.of
	typed  map[string]string
	wrong  map[string]string // what is wrong, by field
	failed error             // and with none of them
	busy   bool
}

func (r *Room) begin(kind string) {
	r.form = &form{room: r, kind: kind, name: kind, of: r.of, typed: map[string]string{}}
	for _, f := range fields(kind) {
		r.form.typed[f.name] = f.start
	}
	r.show()
}

func (f *form) build() fyne.CanvasObject {
	r, t := f.room, f.room.env.T
	column := []fyne.CanvasObject{}
	switch {
	case f.failed != nil:
		column = append(column, r.env.ErrorBanner(f.failed))
	case len(f.wrong) > 0:
		column = append(column, kit.Banner(kit.Err, t("publish.field.wrong"), ""))
	}
	name := kit.NewTextField(t("publish.field.name"), t("publish.field.name.hint"), f.name, func(text string) { f.name = text })
	name.SetError(f.wrong["name"])
	column = append(column, name)
	if len(r.state.Earlier) > 0 {
		column = append(column, f.whose())
	}
	for all := fields(f.kind); len(all) > 0; all = all[1:] {
		if one := all[0]; one.half && len(all) > 1 {
			all = all[1:]
			column = append(column, kit.Columns(16, []float32{1, 1}, f.field(one), f.field(all[0])))
			continue
		}
		column = append(column, f.field(all[0]))
	}
	add := kit.NewButton(t("publish.add"), "", kit.Primary, f.save)
	add.SetEnabled(!f.busy)
	back := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { r.Escape() })
	column = append(column, kit.HBox(8, add, back))
	about := kit.VBox(
		8, kit.HBox(10, kit.NewGlyph(iconOf(f.kind), kit.ColorAccent, 24), kit.Spread(kit.Upright(kit.Section(t("publish.kind."+f.kind))))),
		kit.Body(t("publish.kind."+f.kind+".text")).In(kit.ColorText2), kit.Body(t("publish.secret")).In(kit.ColorText2),
	)
	return kit.PageBody(kit.Beside(20, 340, 860, kit.CardWith(20, kit.VBox(14, column...)), kit.VBox(0, kit.CardWith(16, about))))
}

// whose asks which address the files are of, where there is more than one.
func (f *form) whose() fyne.CanvasObject {
	t := f.room.env.T
	values, texts := []string{""}, []string{t("publish.field.base.today", "url", f.room.state.Base)}
	for _, base := range f.room.state.Earlier {
		values, texts = append(values, base), append(texts, t("publish.field.base.earlier", "url", base))
	}
	choose := kit.NewSelect(t("publish.field.base"), values, texts, f.of, func(base string) { f.of = base })
	return kit.NewField(t("publish.field.base"), t("publish.field.base.hint"), choose)
}

func (f *form) field(one field) fyne.CanvasObject {
	t := f.room.env.T
	label, hint := t("publish.field."+one.name), ""
	if key := "publish.field." + one.name + ".hint"; f.room.env.Has(key) && (one.name != "password" || keyed(f.kind)) {
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
	field.SetError(f.wrong[one.name])
	return field
}

// save keeps the place. Nothing is asked of it yet.
func (f *form) save() {
	r := f.room
	if f.busy {
		return
	}
	f.failed, f.wrong = nil, map[string]string{}
	for _, name := range missing(f.kind, f.typed) {
		f.wrong[name] = r.env.T("publish.field.missing")
	}
	if strings.TrimSpace(f.name) == "" {
		f.wrong["name"] = r.env.T("publish.field.missing")
	}
	if len(f.wrong) > 0 {
		r.show()
		return
	}
	f.busy = true
	want := place(f.kind, strings.TrimSpace(f.name), f.typed)
	want.Base = f.of
	kit.Run(r.env.Tasks, func(ctx context.Context) (string, error) { return r.engine.Add(ctx, want) }, func(name string, err error) {
		f.busy = false
		switch {
		case err != nil && blamed(f.kind, issuer.CodeOf(err)) != "":
			f.wrong[blamed(f.kind, issuer.CodeOf(err))] = r.env.Say(err).Whole()
		case err != nil:
			f.failed = err
		default:
			r.form, r.adding, r.of, r.at = nil, false, "", name
			r.Shown()
			return
		}
		r.show()
	})
}
