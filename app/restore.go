package app

import (
	"context"
	"path/filepath"
	"strings"

	"badgekiln/app/kit"
)

// Restore asks for a backup and a new place, and opens what comes of it. It
// needs no ledger: this is the way back when there is none any more.
func (s *Shell) Restore() {
	t := s.env.T
	backup := kit.NewTextField(t("app.restore.backup"), "", "", nil)
	place := kit.NewTextField(t("app.restore.place"), t("app.restore.place.hint"), s.freePlace(), nil)
	secret := kit.NewPasswordEntry(t("app.restore.passphrase"))
	wrong := kit.Body("").In(kit.ColorErr)
	wrong.Hide()
	var d *kit.Dialog
	choose := kit.NewButton(t("app.restore.choose"), "folder", kit.Plain, func() {
		s.env.ChooseFile(kit.Choose{Title: t("app.restore.backup"), Recent: true}, backup.SetText)
	})
	no := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() })
	var yes *kit.Button
	yes = kit.NewButton(t("app.restore.do"), "", kit.Primary, func() {
		from, to, with := strings.TrimSpace(backup.Text()), strings.TrimSpace(place.Text()), secret.Text
		backup.SetError("")
		if from == "" {
			backup.SetError(t("app.restore.none"))
			return
		}
		yes.Disable()
		kit.Run(s.c.Tasks, func(ctx context.Context) (Ledger, error) { return s.c.Opener.Restore(ctx, from, to, with) }, func(l Ledger, err error) {
			yes.Enable()
			if err != nil {
				wrong.SetText(s.env.Say(err).Whole())
				wrong.Show()
				d.Refresh()
				return
			}
			d.Close()
			s.use(l, kit.Route{Room: kit.RoomHome})
		})
	})
	body := kit.VBox(16,
		kit.Body(t("app.restore.text")).In(kit.ColorText2),
		kit.HBox(8, kit.Spread(backup), choose),
		place,
		kit.NewField(t("app.restore.passphrase"), t("app.restore.passphrase.hint"), secret),
		wrong)
	d = s.env.NewDialog(t("app.restore.title"), body, no, yes).Sized(560, 0).Focus(backup.Entry)
	d.Show()
}

// freePlace proposes a place beside the ledger that could not be used.
func (s *Shell) freePlace() string {
	if s.ledger != nil {
		return filepath.Join(filepath.Dir(s.ledger.Path()), "restored.db")
	}
	return filepath.Join(s.c.Home, "restored.db")
}
