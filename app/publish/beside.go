package publish

import (
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
		lines = append(lines, kit.HBox(16, kit.Spread(kit.Body(moment(one.At))), kit.Body(r.count("publish.files", one.Files)).In(kit.ColorText2)), kit.Rule())
	}
	var d *kit.Dialog
	d = r.env.NewDialog(
		t("publish.log.title", "name", p.Name), kit.AtLeast(0, min(320, float32(len(p.Log))*34), kit.Scroll(kit.VBox(8, lines...))),
		kit.NewButton(t("app.close"), "", kit.Plain, func() { d.Close() }),
	).Sized(440, 0)
	d.Show()
}
