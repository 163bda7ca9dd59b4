package publish

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// after is what goes out once the pages are there.
func (r *Room) after() fyne.CanvasObject {
	t := r.env.T
	column := []fyne.CanvasObject{kit.Strong(t("publish.after"))}
	for _, w := range r.state.Waits {
		column = append(column, kit.Body(r.count("publish.wait."+w.Kind, w.Count)).In(kit.ColorText2))
	}
	column = append(column, kit.Hint(t("publish.after.text")))
	show := kit.NewButton(t("publish.after.show"), "mail", kit.Plain, func() { r.env.Go(kit.Route{Room: kit.RoomDeliver}) }).Small()
	return kit.CardWith(16, kit.VBox(6, append(column, kit.HBox(0, show))...))
}

// host gives badges a page that were awarded before there was a web address.
func (r *Room) host() {
	run(r, "publish.unhosted.busy", r.engine.Host, func(n int, err error) {
		if err != nil {
			r.note = r.env.ErrorBanner(err)
		} else {
			r.note = kit.Banner(kit.OK, r.count("publish.unhosted.done", n), "")
		}
		r.ready = false
		r.Shown()
	})
}

// pages is how the pages are made.
func (r *Room) pages() fyne.CanvasObject {
	t := r.env.T
	values := r.env.Languages
	texts := make([]string, len(values))
	for i, language := range values {
		texts[i] = t("settings.look.language." + language)
	}
	choose := kit.NewSelect(t("publish.pages.language"), values, texts, r.state.Language, func(language string) {
		r.set(func(ctx context.Context) error { return r.engine.SetLanguage(ctx, language) })
	})
	choose.SetEnabled(r.stop == nil)
	offer := kit.NewCheck(t("publish.pages.linkedin"), r.state.LinkedIn, func(on bool) {
		r.set(func(ctx context.Context) error { return r.engine.SetLinkedIn(ctx, on) })
	})
	offer.SetEnabled(r.stop == nil)
	return kit.CardWith(16, kit.VBox(10, kit.Strong(t("publish.pages")), kit.NewField(t("publish.pages.language"), t("publish.pages.language.hint"), choose), offer))
}

// set changes how pages are made, and compares them anew.
func (r *Room) set(change func(context.Context) error) {
	kit.Do(r.env.Tasks, change, func(err error) {
		if err != nil {
			r.env.Fail(err)
		}
		r.ready, r.note = false, nil
		r.Shown()
	})
}

// names says whose names the world will read.
func (r *Room) names() fyne.CanvasObject {
	t := r.env.T
	column := []fyne.CanvasObject{kit.Strong(t("publish.names"))}
	if len(r.state.Named) == 0 {
		column = append(column, kit.Body(t("publish.names.none")).In(kit.ColorText2))
	} else {
		column = append(column, kit.Body(r.count("publish.names.some", len(r.state.Named), "badges", strings.Join(r.state.Named, ", "))).In(kit.ColorText2))
		if r.state.Nameless > 0 {
			column = append(column, kit.Body(r.count("publish.names.others", r.state.Nameless)).In(kit.ColorText2))
		}
	}
	column = append(column, kit.Hint(t("publish.names.text")))
	show := kit.NewButton(t("publish.names.show"), "", kit.Plain, func() { r.env.Go(kit.Route{Room: kit.RoomBadges}) }).Small()
	return kit.CardWith(16, kit.VBox(6, append(column, kit.HBox(0, show))...))
}

// log shows when something was published, and how much.
func (r *Room) log(p Place) {
	t := r.env.T
	var lines []fyne.CanvasObject
	for _, one := range p.Log {
		lines = append(lines, kit.HBox(16, kit.Spread(kit.Body(kit.Moment(one.At))), kit.Body(r.count("publish.files", one.Files)).In(kit.ColorText2)), kit.Rule())
	}
	var d *kit.Dialog
	d = r.env.NewDialog(
		t("publish.log.title", "name", p.Name), kit.AtLeast(0, min(320, float32(len(p.Log))*34), kit.Scroll(kit.VBox(8, lines...))),
		kit.NewButton(t("app.close"), "", kit.Plain, func() { d.Close() }),
	).Sized(440, 0)
	d.Show()
}
