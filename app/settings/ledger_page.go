package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// How many lines of the log are shown at first, how many more each time, and
// how many entries are read for each: an award of many is one line.
const (
	firstEntries   = 15
	moreEntries    = 50
	entriesPerLine = 30
)

// line is one line of the log: what happened, and how often in a row.
type line struct {
	Entry
	times int
}

// lines takes entries together that say the same.
func lines(log []Entry) []line {
	var list []line
	for _, e := range log {
		if last := len(list) - 1; last >= 0 && list[last].Kind == e.Kind && list[last].Subject == e.Subject && list[last].Who == e.Who && list[last].List == e.List && kit.Moment(list[last].At) == kit.Moment(e.At) {
			list[last].times++
			continue
		}
		list = append(list, line{e, 1})
	}
	return list
}

// ledgerPage is the ledger itself: where it is, whether it is whole, what
// happened.
type ledgerPage struct {
	room   *Room
	limit  int
	log    []Entry
	logErr error
	read   bool // the log was asked for since the state was read
	report *Report
	err    error
	busy   bool
	cancel func()
}

func (p *ledgerPage) took() { p.read = false }

func (p *ledgerPage) actions() []fyne.CanvasObject {
	r := p.room
	check := kit.NewButton(r.env.T("settings.ledger.check"), "verify", kit.Primary, p.check)
	check.SetEnabled(!p.busy)
	return []fyne.CanvasObject{kit.NewButton(r.env.T("settings.ledger.other"), "folder", kit.Plain, func() { r.env.OpenLedger("") }), check}
}

func (p *ledgerPage) build() []fyne.CanvasObject {
	r := p.room
	if !p.read {
		p.read = true
		p.readLog()
	}
	where := kit.HBox(12, kit.Spread(kit.ReadOnly(r.env.T("settings.ledger.where"), "", r.state.Ledger)))
	show := kit.NewButton(r.env.T("settings.ledger.show"), "folder", kit.Plain, func() { r.env.OpenFolder(r.state.Folder) })
	column := []fyne.CanvasObject{kit.CardWith(20, kit.VBox(16,
		kit.Section(r.env.T("settings.section.ledger")), kit.Body(r.env.T("settings.ledger.text")).In(kit.ColorText2), where, kit.HBox(8, show)))}
	if p.busy {
		column = append(column, kit.Card(r.env.NewBusyBar(r.env.T("settings.ledger.check.busy"), p.cancel).Container))
	}
	switch o := p.outcome(); {
	case p.busy:
	case o != nil:
		column = append(column, o)
	default:
		column = append(column, kit.Card(kit.VBox(2, kit.Strong(r.env.T("settings.ledger.check")), kit.Body(r.env.T("settings.ledger.check.text")).In(kit.ColorText2))))
	}
	return append(column, p.logCard())
}

// outcome says what the last check found.
func (p *ledgerPage) outcome() fyne.CanvasObject {
	r := p.room
	if p.err != nil {
		m := r.env.Say(p.err)
		return kit.Banner(kit.Err, r.env.T("settings.ledger.check.failed"), m.Whole())
	}
	if p.report == nil {
		return nil
	}
	read := r.env.T("settings.ledger.check.read", "events", r.env.Count(p.report.Events), "awards", r.env.Count(p.report.Awards),
		"faces", r.env.Count(p.report.Faces), "blobs", r.env.Count(p.report.Blobs))
	tone, lead := kit.OK, r.env.T("settings.ledger.check.good")
	lines := []fyne.CanvasObject{}
	for _, text := range p.report.Findings {
		lines = append(lines, kit.Body(text))
	}
	if n := len(p.report.Findings); n > 0 {
		tone, lead = kit.Err, r.counted("settings.ledger.check.bad", n)
		read += "\n" + r.env.T("settings.ledger.check.restore")
	}
	for _, text := range p.report.Notes {
		lines = append(lines, kit.Body(text).In(kit.ColorText2))
	}
	column := []fyne.CanvasObject{kit.Banner(tone, lead, read)}
	if len(lines) > 0 {
		column = append(column, kit.Card(lines...))
	}
	return kit.VBox(8, column...)
}

func (p *ledgerPage) check() {
	r := p.room
	if p.busy {
		return
	}
	p.busy, p.report, p.err = true, nil, nil
	name := r.env.T("settings.ledger.check.busy")
	p.cancel = kit.RunBusy(r.env.Tasks, name, kit.Route{Room: kit.RoomSettings, What: sectionLedger}, nil,
		func(ctx context.Context, _ func(string, int, int)) (Report, error) { return r.engine.Check(ctx) },
		func(report Report, err error) {
			p.busy, p.cancel, p.err = false, nil, err
			if err == nil {
				p.report = &report
			}
			r.refresh(sectionLedger)
		})
	r.refresh(sectionLedger)
}

func (p *ledgerPage) readLog() {
	r := p.room
	limit := p.limit
	kit.Run(r.env.Tasks, func(ctx context.Context) ([]Entry, error) { return r.engine.Log(ctx, limit*entriesPerLine) }, func(list []Entry, err error) {
		p.log, p.logErr = list, err
		r.refresh(sectionLedger)
	})
}

func (p *ledgerPage) logCard() fyne.CanvasObject {
	r := p.room
	rows := []fyne.CanvasObject{kit.Inset(16, 20, 12, 20, kit.Strong(r.env.T("settings.ledger.log")))}
	switch {
	case p.logErr != nil:
		rows = append(rows, kit.Inset(0, 20, 16, 20, kit.Body(r.env.T("settings.ledger.log.failed")+" "+r.env.Say(p.logErr).Whole()).In(kit.ColorErr)))
	case len(p.log) == 0:
		rows = append(rows, kit.Inset(0, 20, 16, 20, kit.Body(r.env.T("settings.ledger.log.none")).In(kit.ColorText2)))
	}
	list := lines(p.log)
	for i, e := range list {
		if i == p.limit {
			more := kit.NewButton(r.env.T("settings.ledger.log.more"), "", kit.Quiet, func() {
				p.limit += moreEntries
				p.readLog()
			})
			rows = append(rows, kit.Rule(), kit.Inset(6, 12, 6, 12, kit.HBox(0, more)))
			break
		}
		what := r.event(e.Kind)
		if e.times > 1 {
			what = r.env.T("settings.ledger.log.times", "event", what, "count", r.env.Count(e.times))
		}
		about := e.Subject
		if e.List != "" {
			about = e.List
		}
		if e.Sum != "" {
			about += " · " + e.Sum[:min(len(e.Sum), 12)]
		}
		small := func(text string) fyne.CanvasObject { return kit.Line(text).With(kit.SizeSmall).In(kit.ColorText2) }
		cells := kit.Columns(12, []float32{140, 1, 0.8, 1.1}, kit.Second(kit.Moment(e.At)), kit.Line(what), small(e.Who), small(about))
		rows = append(rows, kit.Rule(), kit.AtLeast(0, 34, kit.Inset(0, 20, 0, 20, cells)))
	}
	return kit.CardWith(0, kit.VBox(0, rows...))
}

// event names a kind of event.
func (r *Room) event(kind string) string {
	if key := "settings.event." + kind; r.env.Has(key) {
		return r.env.T(key)
	}
	return r.env.T("settings.event.other")
}

// counted is a sentence about a number, with one of its own for one and, where
// there is one, for none.
func (r *Room) counted(key string, n int, pairs ...string) string {
	switch {
	case n == 1:
		key += ".one"
	case n == 0 && r.env.Has(key+".none"):
		key += ".none"
	}
	return r.env.T(key, append(pairs, "count", r.env.Count(n))...)
}
