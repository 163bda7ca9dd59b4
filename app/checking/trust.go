package checking

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// trust is the view of the issuers one trusts.
type trust struct {
	room  *Room
	err   error
	wrong string // what is wrong with what was typed
	note  fyne.CanvasObject
	id    string // as typed
	name  string
}

func newTrust(r *Room) *trust { return &trust{room: r} }

// read asks for the list.
func (t *trust) read() {
	r := t.room
	if !r.engine.Ledger() {
		return
	}
	kit.Run(r.env.Tasks, r.engine.Trusts, func(list []Trust, err error) {
		t.err = err
		if err == nil {
			r.q.listed = list
		}
		if r.view != viewRecord {
			r.build()
		}
	})
}

// change does something to the list and checks anew what it concerns.
func (t *trust) change(ids []string, work func(context.Context) error, done func(error)) {
	r := t.room
	type after struct {
		list []Trust
		err  error
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (after, error) {
		err := work(ctx)
		list, readErr := r.engine.Trusts(ctx)
		if readErr != nil {
			return after{err: err}, readErr
		}
		return after{list, err}, nil
	}, func(a after, err error) {
		if err == nil {
			r.q.listed, err = a.list, a.err
		}
		done(err)
		r.q.anew(ids)
		r.build()
	})
}

// put puts issuers on the list.
func (t *trust) put(name string, ids []string) {
	r := t.room
	t.change(ids, func(ctx context.Context) error { return r.engine.AddTrust(ctx, name, ids...) }, func(err error) {
		if err != nil {
			r.tell(r.env.ErrorBanner(err))
		}
	})
}

// remove takes issuers off the list; that can be taken back.
func (t *trust) remove(ids []string) {
	r, name := t.room, ""
	for _, one := range r.q.listed {
		if one.ID == ids[0] {
			name = one.Name
		}
	}
	t.change(ids, func(ctx context.Context) error { return r.engine.RemoveTrust(ctx, ids...) }, func(err error) {
		if err != nil {
			r.tell(r.env.ErrorBanner(err))
			return
		}
		who := name
		if who == "" {
			who = ids[0]
		}
		r.tell(kit.Banner(kit.Info, "", r.env.T("checking.trust.removed", "issuer", who), kit.NewButton(r.env.T("checking.trust.back"), "undo", kit.Plain, func() {
			t.note, r.note = nil, nil
			t.put(name, ids)
		})))
	})
}

// add puts what is typed on the list.
func (t *trust) add() {
	r := t.room
	id, name := strings.TrimSpace(t.id), strings.TrimSpace(t.name)
	if id == "" || !r.engine.Ledger() {
		return
	}
	t.note = nil
	t.change([]string{id}, func(ctx context.Context) error { return r.engine.AddTrust(ctx, name, id) }, func(err error) {
		if t.wrong = ""; err != nil {
			t.wrong = r.env.Say(err).Whole()
			return
		}
		t.id, t.name = "", ""
	})
}

// content is the view.
func (t *trust) content() fyne.CanvasObject {
	r := t.room
	if !r.engine.Ledger() {
		return kit.Empty("shield", r.env.T("checking.trust.none"), r.env.T("checking.trust.none.text"),
			kit.NewButton(r.env.T("checking.begin"), "ledger", kit.Plain, r.env.BeginLedger))
	}
	if t.err != nil {
		return r.env.ErrorPage(t.err, kit.NewButton(r.env.T("checking.reread"), "refresh", kit.Plain, t.read))
	}
	column := []fyne.CanvasObject{kit.Body(r.env.T("checking.trust.about")).In(kit.ColorText2)}
	if t.note != nil {
		column = append(column, t.note)
	}
	column = append(column, t.form(), t.list())
	return kit.Scroll(kit.Inset(20, 24, 24, 24, container.New(atMost{820}, kit.VBox(16, column...))))
}

// form takes the id of an issuer, learned elsewhere.
func (t *trust) form() fyne.CanvasObject {
	r := t.room
	do := kit.NewButton(r.env.T("checking.trust.add"), "plus", kit.Primary, t.add)
	do.SetEnabled(strings.TrimSpace(t.id) != "")
	id := kit.NewTextField(r.env.T("checking.trust.id"), r.env.T("checking.trust.id.hint"), t.id, func(text string) {
		t.id = text
		do.SetEnabled(strings.TrimSpace(text) != "")
	})
	id.Entry.OnSubmitted = func(string) { t.add() }
	id.SetError(t.wrong)
	name := kit.NewTextField(r.env.T("checking.trust.name"), r.env.T("checking.trust.name.hint"), t.name, func(text string) { t.name = text })
	name.Entry.OnSubmitted = func(string) { t.add() }
	return kit.Card(kit.VBox(12, kit.Strong(r.env.T("checking.trust.new")), kit.Columns(12, []float32{3, 2}, id, name), kit.HBox(0, do)))
}

// list are the issuers, one's own first.
func (t *trust) list() fyne.CanvasObject {
	r := t.room
	var rows []fyne.CanvasObject
	for _, one := range r.q.listed {
		if len(rows) > 0 {
			rows = append(rows, kit.Rule())
		}
		rows = append(rows, t.row(one))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Inset(14, 16, 14, 16, kit.Body(r.env.T("checking.trust.nobody")).In(kit.ColorText2)))
	}
	return kit.CardWith(0, kit.VBox(0, rows...))
}

func (t *trust) row(one Trust) fyne.CanvasObject {
	r := t.room
	words := []fyne.CanvasObject{}
	if one.Name != "" {
		words = append(words, kit.Strong(one.Name).Wrapping(kit.Wrapped))
	}
	words = append(words, kit.Mono(one.ID).Wrapping(kit.Wrapped))
	if one.Own {
		return kit.Inset(12, 16, 12, 16, kit.HBox(12, kit.NewGlyph("shield", kit.ColorOK, 18), kit.Spread(kit.VBox(2, words...)),
			kit.Chip(r.env.T("checking.trust.own"), "check", kit.OK)))
	}
	words = append(words, kit.Second(r.env.T("checking.trust.since", "date", kit.Day(one.Added.Local()))))
	stop := kit.NewButton(r.env.T("checking.trust.remove"), "", kit.Danger, func() { t.remove([]string{one.ID}) }).Small()
	return kit.Inset(12, 16, 12, 16, kit.HBox(12, kit.NewGlyph("shield", kit.ColorText2, 18), kit.Spread(kit.VBox(2, words...)),
		kit.NewIconButton("copy", r.env.T("checking.copy"), func() { r.env.Copy(one.ID) }), stop))
}

// atMost keeps one object from being wider than so many px.
type atMost struct{ width float32 }

// Layout is Fyne's.
func (a atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, kit.Px(a.width)), size.Height))
}

// MinSize is Fyne's.
func (a atMost) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
