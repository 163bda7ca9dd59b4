package records

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// person shows by which addresses the owner of the award in the pane is known,
// and lets somebody say that another one is the same person's, or not.
func (r *Room) person() {
	if r.award == nil || r.award.Email == "" {
		return
	}
	email := r.award.Email
	kit.Run(r.env.Tasks, func(ctx context.Context) (Person, error) { return r.engine.Person(ctx, email) }, r.showPerson)
}

func (r *Room) showPerson(p Person, err error) {
	if err != nil {
		r.env.Fail(err)
		return
	}
	var d *kit.Dialog
	rows := []fyne.CanvasObject{}
	for _, address := range p.Addresses {
		line := []fyne.CanvasObject{kit.NewGlyph("mail", kit.ColorText2, 16), kit.Spread(kit.Inset(4, 0, 4, 0, kit.Body(address)))}
		if len(p.Addresses) > 1 {
			line = append(line, kit.NewButton(r.t("person.split"), "", kit.Quiet, func() {
				d.Close()
				kit.Run(r.env.Tasks, func(ctx context.Context) (Person, error) { return r.engine.SplitAddress(ctx, address) }, r.personChanged(""))
			}).Small())
		}
		rows = append(rows, kit.HBox(8, line...))
	}
	other := kit.NewTextField(r.t("person.other"), r.t("person.other.hint"), "", nil)
	no := kit.NewButton(r.env.T("app.close"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.t("person.do"), "", kit.Primary, func() {
		d.Close()
		add := strings.TrimSpace(other.Text())
		kit.Run(r.env.Tasks, func(ctx context.Context) (Person, error) { return r.engine.SamePerson(ctx, p.ID, add) }, r.personChanged(add))
	})
	other.Entry.OnChanged = func(text string) { yes.SetEnabled(strings.TrimSpace(text) != "") }
	yes.SetEnabled(false)
	body := kit.VBox(12, kit.Body(r.t("person.text")).In(kit.ColorText2), kit.VBox(2, rows...), kit.Rule(), other)
	d = r.env.NewDialog(r.t("person.title", "name", isolated(p.Name)), body, no, yes).Sized(500, 0).Focus(other.Entry)
	d.Show()
}

// personChanged says by which addresses somebody is known now.
func (r *Room) personChanged(added string) func(Person, error) {
	return func(p Person, err error) {
		if !r.done(err) {
			return
		}
		lead := r.t("person.split.done")
		if added != "" {
			lead = r.t("person.done")
		}
		text := r.t("person.known", "name", isolated(p.Name), "addresses", strings.Join(p.Addresses, ", "))
		for _, badge := range p.Twice {
			text += "\n" + r.t("person.twice", "badge", isolated(badge))
		}
		r.say(lead, text, "")
	}
}
