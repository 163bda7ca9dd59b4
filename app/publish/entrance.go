package publish

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// entrance is how a place is opened, while somebody changes it.
type entrance struct {
	room   *Room
	place  Place
	dialog *kit.Dialog
	secret *kit.Entry
	key    *kit.Entry // nil where no key opens anything
	asks   *kit.Field // the secret's
	failed *fyne.Container
	change *kit.Button
}

// mends are the buttons of a refusal that another password or key cures.
func (r *Room) mends(err error) []fyne.CanvasObject {
	switch issuer.CodeOf(err) {
	case "target-refused", "target-expired", "target-moved", "target-key-file", "secret-damaged", "secret-unreadable":
	default:
		return nil
	}
	if p, ok := r.place(); !ok || !p.Closed {
		return nil
	}
	return []fyne.CanvasObject{kit.NewButton(r.env.T("publish.entrance"), "key", kit.Primary, r.enter)}
}

// enter asks for another password of the place at hand.
func (r *Room) enter() {
	p, ok := r.place()
	if !ok || !p.Closed || r.stop != nil {
		return
	}
	t := r.env.T
	word := "publish.field.password"
	if p.Kind == "s3" {
		word = "publish.field.secret-key"
	}
	e := &entrance{room: r, place: p, secret: kit.NewPasswordEntry(t(word)), failed: kit.VBox(0)}
	hint := ""
	column := []fyne.CanvasObject{kit.Body(t("publish.entrance.text", "url", p.URL)).In(kit.ColorText2), e.failed}
	if p.Keyed {
		column = append(column, e.keyField())
		hint = t("publish.field.password.hint")
	}
	e.asks = kit.NewField(t(word), hint, e.secret)
	e.secret.OnSubmitted = func(string) { e.save() }
	e.change = kit.NewButton(t("publish.entrance.do"), "", kit.Primary, e.save)
	no := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { e.dialog.Close() })
	e.dialog = r.env.NewDialog(t("publish.entrance.title", "name", p.Name), kit.VBox(12, append(column, e.asks)...), no, e.change).Sized(480, 0).Focus(e.secret)
	e.dialog.Show()
}

func (e *entrance) keyField() fyne.CanvasObject {
	t := e.room.env.T
	label := t("publish.field.key-file")
	e.key = kit.NewEntry(label)
	e.key.SetText(e.place.KeyFile)
	choose := kit.NewButton(t("publish.choose"), "folder", kit.Plain, func() {
		e.room.env.ChooseFile(kit.Choose{Title: label}, func(path string) { e.key.SetText(path) })
	})
	return kit.NewField(label, "", kit.HBox(12, kit.Spread(e.key), choose))
}

// save seals what was typed. Nothing is asked of the place yet.
func (e *entrance) save() {
	r := e.room
	key, secret := "", e.secret.Text
	if e.key != nil {
		key = strings.TrimSpace(e.key.Text)
	}
	if key == "" && secret == "" {
		e.asks.SetError(r.env.T("publish.field.missing"))
		return
	}
	e.change.SetEnabled(false)
	kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.SetEntrance(ctx, e.place.Name, secret, key) }, func(err error) {
		if err != nil {
			e.change.SetEnabled(true)
			e.failed.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
			e.failed.Refresh()
			return
		}
		e.dialog.Close()
		r.note = kit.Banner(kit.OK, r.env.T("publish.entrance.done", "name", e.place.Name), r.env.T("publish.entrance.next"))
		r.Shown()
	})
}
