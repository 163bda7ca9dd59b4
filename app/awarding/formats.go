package awarding

import (
	"maps"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// formats are the kinds of credentials, those first that most people take.
func formats() []string {
	return []string{string(issuer.OB3), string(issuer.OB2), string(issuer.OB2Signed), string(issuer.OB11), string(issuer.OB3JWT)}
}

// possible tells whether the issuer can award in a format.
func (r *Room) possible(format string) bool {
	return r.plan.Hosted || !issuer.Format(format).NeedsWeb()
}

// usual is what is made unless somebody says otherwise: what the engine makes
// when it is left the choice.
func (r *Room) usual() map[string]bool {
	return map[string]bool{string(issuer.OB3): true, string(issuer.OB2): r.plan.Hosted}
}

// ticked are the formats that will be made.
func (r *Room) ticked() map[string]bool {
	on := maps.Clone(r.formats)
	if on == nil {
		on = r.usual()
	}
	maps.DeleteFunc(on, func(f string, on bool) bool { return !on || !r.possible(f) })
	return on
}

// formatChecks are the formats, each with what it is for; those that need web
// space cannot be chosen without.
func (r *Room) formatChecks() []fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.Label(r.t("plan.formats"))}
	on := r.ticked()
	for _, f := range formats() {
		check := kit.NewCheck(r.t("format."+f), on[f], func(on bool) { r.setFormat(f, on) })
		check.SetEnabled(r.possible(f))
		rows = append(rows, kit.VBox(0, check, kit.Inset(0, 0, 4, 26, kit.Hint(r.t("format."+f+".text")))))
	}
	if !r.plan.Hosted {
		rows = append(rows, kit.Banner(kit.Info, "", r.t("format.needs-address")))
	}
	return []fyne.CanvasObject{kit.VBox(2, rows...)}
}

// setFormat ticks a format; the last one stays ticked. The usual ones are left
// to the engine, so that the order is the same as the command line's.
func (r *Room) setFormat(format string, on bool) {
	next := r.ticked()
	if next[format] = on; !on {
		delete(next, format)
	}
	if len(next) == 0 {
		r.show() // as it was
		return
	}
	usual := r.usual()
	maps.DeleteFunc(usual, func(_ string, on bool) bool { return !on })
	if r.formats = next; maps.Equal(next, usual) {
		r.formats = nil
	}
	r.planIt()
}
