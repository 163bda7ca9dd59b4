package records

import (
	"context"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// batches lists what was awarded list by list, the newest first, to look at the
// awards of one or to take a whole one back.
func (r *Room) batches() {
	kit.Run(r.env.Tasks, r.engine.Batches, func(all []Batch, err error) {
		switch {
		case err != nil:
			r.env.Fail(err)
		case len(all) == 0:
			r.env.Tell(r.t("batches.none"), kit.Body(r.t("batches.none.text")))
		default:
			r.showBatches(all)
		}
	})
}

// batchSheet is the dialog of all batches.
type batchSheet struct {
	r     *Room
	all   []Batch
	table *kit.Table
	about *kit.Text
	show  *kit.Button
	undo  *kit.Button
	can   *kit.Latest[struct{}]
	d     *kit.Dialog
}

func (r *Room) showBatches(all []Batch) {
	s := &batchSheet{r: r, all: all, about: kit.Second(r.t("batches.pick")).Wrapping(kit.Wrapped), can: kit.NewLatest[struct{}](r.env.Tasks)}
	s.table = kit.NewTable(r.t("batches.table"), []kit.TableColumn{
		{Title: r.t("col.awarded"), Width: 136},
		{Title: r.t("batches.list"), Weight: 1.4},
		{Title: r.t("col.badge"), Weight: 1},
		{Title: r.t("batches.count"), Width: 84, Right: true},
		{Title: r.t("col.state"), Width: 136},
	}, s.cell)
	s.table.SetCount(len(all))
	s.table.OnSelect = s.chosen
	s.table.OnOpen = func(int) { s.showThese() }
	s.show = kit.NewButton(r.t("batches.show"), "filter", kit.Plain, s.showThese)
	s.undo = kit.NewButton(r.t("batches.undo"), "undo", kit.Danger, s.askUndo)
	s.show.Disable()
	s.undo.Disable()
	no := kit.NewButton(r.env.T("app.close"), "", kit.Plain, func() { s.d.Close() })
	s.d = r.env.NewDialog(r.t("batches.title"), kit.VBox(10, kit.Body(r.t("batches.text")).In(kit.ColorText2), kit.Exactly(0, 340, s.table), s.about), s.undo, s.show, no).Sized(860, 0)
	r.batchTable = s.table
	s.d.Show()
}

func (s *batchSheet) cell(row, col int) kit.TableCell {
	if row >= len(s.all) {
		return kit.TableCell{}
	}
	b := s.all[row]
	switch col {
	case 0:
		return kit.TableCell{Text: kit.Moment(b.At)}
	case 1:
		if b.List == "" {
			return kit.TableCell{Text: s.r.t("batches.by." + b.Source), Second: true}
		}
		return kit.TableCell{Text: b.List}
	case 2:
		return kit.TableCell{Text: b.Badge}
	case 3:
		return kit.TableCell{Text: kit.Count(b.Awards)}
	}
	look := map[BatchState]kit.TableCell{
		BatchDone: {Icon: "check", Tone: kit.OK}, BatchOpen: {Icon: "clock", Tone: kit.Warn}, BatchUndone: {Icon: "undo"},
	}[b.State]
	look.Text, look.Chip = s.r.t("batches.state."+string(b.State)), true
	return look
}

// one is the batch that is chosen.
func (s *batchSheet) one() (Batch, bool) {
	row := s.table.Row()
	if row < 0 || row >= len(s.all) {
		return Batch{}, false
	}
	return s.all[row], true
}

// chosen says what can be done with a batch, and if it cannot be taken back,
// why.
func (s *batchSheet) chosen(int) {
	b, ok := s.one()
	s.show.SetEnabled(ok && b.Awards > 0)
	s.undo.Disable()
	if !ok {
		return
	}
	s.about.SetText("")
	s.can.Run(func(ctx context.Context) (struct{}, error) { return struct{}{}, s.r.engine.CanUndo(ctx, b.ID) }, func(_ struct{}, err error) {
		s.undo.SetEnabled(err == nil)
		text := s.r.t("batches.can")
		if err != nil {
			m := s.r.env.Say(err)
			text = m.Text + " " + m.Hint
		}
		s.about.SetText(text)
	})
}

// showThese lists the awards of the batch.
func (s *batchSheet) showThese() {
	b, ok := s.one()
	if !ok || b.Awards == 0 {
		return
	}
	s.d.Close()
	r := s.r
	r.query = Query{By: r.query.By, Down: r.query.Down, Batch: b.ID}
	r.batch = b
	r.putQuery()
	r.find(0)
}

// askUndo takes the batch back after a last question.
func (s *batchSheet) askUndo() {
	b, ok := s.one()
	if !ok {
		return
	}
	r := s.r
	s.d.Close()
	r.env.Ask(r.counted("batches.ask", b.Awards), r.t("batches.ask.text", "list", isolated(r.listOf(b)), "day", kit.Day(b.At.Local())), r.t("batches.yes"), true, func() {
		kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.UndoBatch(ctx, b.ID) }, func(n int, err error) {
			if r.done(err) {
				r.say(r.counted("batches.done", n), r.t("batches.done.text"), "")
			}
		})
	})
}

// listOf is what a batch is called: its list, or how it came about.
func (r *Room) listOf(b Batch) string {
	if b.List == "" {
		return r.t("batches.by." + b.Source)
	}
	return b.List
}

// isolated keeps a name from turning the sentence round it.
func isolated(text string) string { return "\u2068" + text + "\u2069" }

// ofBatch says that only the awards of one batch are listed, and takes that back.
func (r *Room) ofBatch() fyne.CanvasObject {
	all := kit.NewButton(r.t("batches.all"), "close", kit.Quiet, func() {
		r.query.Batch, r.batch = "", Batch{}
		r.find(0)
		r.lay()
	}).Small()
	return kit.HBox(8, kit.NewGlyph("filter", kit.ColorAccent, 16),
		kit.Spread(kit.Line(r.t("batches.of", "list", isolated(r.listOf(r.batch)), "day", kit.Day(r.batch.At.Local())))), all)
}
