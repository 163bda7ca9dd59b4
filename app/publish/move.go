package publish

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// The ways to deal with what needs the old address.
const (
	keepOld = "keep"
	leadOn  = "lead"
	anew    = "anew"
)

// moving is a change of address while it is thought over.
type moving struct {
	room   *Room
	typed  string
	plan   *Move // what it means for typed; nil until that was asked
	way    string
	server string // of the rule that is shown
	reason string
	wrong  string // what is wrong with the address
	silent bool   // the reason is missing
	failed error
	busy   bool
}

func (r *Room) beginMove() {
	r.form, r.adding, r.move = nil, false, &moving{room: r, way: keepOld}
	r.show()
}

func (m *moving) build() fyne.CanvasObject {
	r, t := m.room, m.room.env.T
	column := []fyne.CanvasObject{kit.Section(t("publish.move"))}
	if m.failed != nil {
		column = append(column, r.env.ErrorBanner(m.failed))
	}
	column = append(column, kit.ReadOnly(t("publish.move.from"), "", r.state.Base), m.address())
	act := kit.NewButton(t("publish.move.look"), "", kit.Primary, m.look)
	if m.plan != nil {
		column = append(column, m.means()...)
		act = kit.NewButton(r.moveWord(*m), "", kit.Primary, m.do)
	}
	act.SetEnabled(!m.busy && r.stop == nil)
	back := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { r.Escape() })
	column = append(column, kit.HBox(8, act, back))
	about := kit.VBox(
		8, kit.HBox(10, kit.NewGlyph("globe", kit.ColorAccent, 24), kit.Spread(kit.Upright(kit.Section(t("publish.move.about"))))),
		kit.Body(t("publish.move.about.text")).In(kit.ColorText2), kit.Body(t("publish.move.about.old")).In(kit.ColorText2),
	)
	return kit.PageBody(kit.Beside(20, 340, 860, kit.CardWith(20, kit.VBox(14, column...)), kit.VBox(0, kit.CardWith(16, about))))
}

// moveWord says on the button what pressing it does.
func (r *Room) moveWord(m moving) string {
	if m.way == anew && m.plan.Awards > 0 {
		return r.count("publish.move.do.anew", m.plan.Awards)
	}
	return r.env.T("publish.move.do")
}

// address is the new one: typed until it was asked what it means, and then held
// until another is wanted.
func (m *moving) address() fyne.CanvasObject {
	r, t := m.room, m.room.env.T
	if m.plan != nil {
		other := kit.NewButton(t("publish.move.other"), "", kit.Plain, func() {
			m.plan = nil
			r.show()
		})
		return kit.NewField(t("publish.move.to"), "", kit.HBox(8, kit.Spread(kit.Locked(m.plan.To)), other))
	}
	field := kit.NewTextField(t("publish.move.to"), t("publish.move.to.hint"), m.typed, func(text string) { m.typed = text })
	field.Entry.OnSubmitted = func(string) { m.look() }
	field.SetError(m.wrong)
	return field
}

// means tells per kind of badge what becomes of it, and what can be done.
func (m *moving) means() []fyne.CanvasObject {
	r, t := m.room, m.room.env.T
	column := append(m.before(), kit.Rule(), kit.Strong(t("publish.move.means")))
	if len(m.plan.Staying) == 0 {
		return append(column, line(kit.OK, t("publish.move.none"), ""))
	}
	for _, s := range m.plan.Staying {
		tone := kit.Warn
		if s.Needs == "none" {
			tone = kit.OK
		}
		column = append(column, line(tone, r.count("publish.move.count", s.Count, "format", t("publish.format."+s.Format)), t("publish.move.needs."+s.Needs)))
	}
	ways := []string{keepOld, leadOn, anew}
	texts := make([]string, len(ways))
	for i, way := range ways {
		texts[i] = t("publish.move.way." + way)
	}
	choose := kit.NewRadio(ways, texts, m.way, true, func(way string) {
		m.way = way
		r.show()
	})
	column = append(column, kit.Rule(), kit.Strong(t("publish.move.way")), choose.Container, kit.Hint(t("publish.move.way."+m.way+".text", "from", m.plan.From, "before", m.plan.Before)))
	switch m.way {
	case leadOn:
		column = append(column, m.rule()...)
	case anew:
		why := kit.NewTextField(t("publish.move.reason"), t("publish.move.reason.hint"), m.reason, func(text string) { m.reason = text })
		if m.silent {
			why.SetError(t("publish.field.missing"))
		}
		column = append(column, why)
	}
	return column
}

// before tells of addresses of before, which this move does not deal with but may
// end.
func (m *moving) before() []fyne.CanvasObject {
	r, list := m.room, []fyne.CanvasObject{}
	for _, one := range m.plan.Earlier {
		list = append(list, line(kit.Warn, r.count("publish.move.earlier", one.Count, "base", one.Base), r.env.T("publish.move.earlier.text", "base", one.Base, "from", m.plan.From)))
	}
	return list
}

// rule is what the old web space has to be told so that it leads readers on.
func (m *moving) rule() []fyne.CanvasObject {
	r, t := m.room, m.room.env.T
	var values, texts []string
	now := m.plan.Rules[0]
	for _, one := range m.plan.Rules {
		values, texts = append(values, one.Server), append(texts, t("publish.move.server."+one.Server))
		if one.Server == m.server {
			now = one
		}
	}
	server := kit.NewSelect(t("publish.move.server"), values, texts, now.Server, func(value string) {
		m.server = value
		r.show()
	})
	take := kit.NewButton(t("publish.copy"), "copy", kit.Plain, func() { r.env.Copy(now.Text) }).Small()
	return []fyne.CanvasObject{kit.NewField(t("publish.move.server"), "", server), kit.CardWith(10, kit.Code(strings.TrimRight(now.Text, "\n"))), kit.HBox(8, take)}
}

// look asks what the address would mean. Nothing is changed by it.
func (m *moving) look() {
	r := m.room
	if m.busy {
		return
	}
	m.failed, m.wrong, m.plan = nil, "", nil
	to := strings.TrimSpace(m.typed)
	if to == "" {
		m.wrong = r.env.T("publish.field.missing")
		r.show()
		return
	}
	m.busy = true
	kit.Run(r.env.Tasks, func(ctx context.Context) (Move, error) { return r.engine.PlanMove(ctx, to) }, func(plan Move, err error) {
		m.busy = false
		switch code := issuer.CodeOf(err); {
		case err == nil:
			m.plan = &plan
		case code == "move-nowhere":
			m.wrong = r.env.T("error.move-nowhere", "url", r.state.Base)
		case code == "base-url-unusable" || code == "base-url-not-https":
			m.wrong = r.env.Say(err).Whole()
		case err != nil:
			m.failed = err
		}
		r.show()
	})
}

// do changes the address, and says what has to be published now.
func (m *moving) do() {
	r, plan, reason := m.room, *m.plan, ""
	if m.way == anew && plan.Awards > 0 {
		if reason = strings.TrimSpace(m.reason); reason == "" {
			m.silent = true
			r.show()
			return
		}
	}
	m.silent, m.failed = false, nil
	run(r, "publish.move.busy", func(ctx context.Context, _ func(int, int)) (int, error) {
		return r.engine.Move(ctx, plan.To, reason)
	}, func(remade int, err error) {
		if err != nil {
			m.failed = err
			r.show()
			return
		}
		r.move = nil
		r.note = r.moved(plan, m.way, remade)
		r.Shown()
	})
}

// moved is what became of it, with the next things to do.
func (r *Room) moved(plan Move, way string, remade int) fyne.CanvasObject {
	t := r.env.T
	next := t("publish.move.next")
	switch {
	case remade > 0:
		next = r.count("publish.move.next.anew", remade)
	case len(plan.Staying) > 0:
		next = t("publish.move.next."+way, "from", plan.From, "before", plan.Before)
	}
	more := []fyne.CanvasObject{kit.NewButton(t("publish.move.add"), "plus", kit.Plain, func() { r.offer("") }).Small()}
	if way == leadOn && len(plan.Staying) > 0 {
		more = append(more, kit.NewButton(t("publish.move.add.old"), "", kit.Plain, func() { r.offer(plan.From) }).Small())
	}
	return kit.Banner(kit.OK, t("publish.move.done", "to", plan.To), next, more...)
}

// offer offers the kinds of places for the files of an address; "" is that of
// today.
func (r *Room) offer(of string) {
	r.adding, r.of = true, of
	r.show()
}
