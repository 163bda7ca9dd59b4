package app

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
)

// status is the bar at the foot of the window: what is stored, which ledger,
// what runs, and that nothing leaves this computer or whom it talks to.
type status struct {
	widget.BaseWidget
	s      *Shell
	saved  *fyne.Container
	when   *kit.Text
	ledger *fyne.Container
	name   *kit.Text
	task   *kit.Item
	doing  *kit.Text
	bar    *kit.Bar
	stop   *kit.Button
	row    *fyne.Container
	reach  *kit.Text
	apart  *kit.Glyph
	busy   *kit.Busy
	route  kit.Route
}

func newStatus(s *Shell) *status {
	t := &status{s: s, when: kit.Second(""), name: kit.Second(""), doing: kit.Second(""), bar: kit.NewBar(6)}
	t.saved = kit.HBox(6, kit.NewGlyph("check", kit.ColorText2, 14), t.when)
	t.ledger = kit.HBox(6, kit.NewGlyph("ledger", kit.ColorText2, 14), t.name)
	inside := kit.Inset(0, 6, 0, 6, kit.HBox(6, kit.NewGlyph("refresh", kit.ColorText2, 14), t.doing, kit.Exactly(120, 6, t.bar)))
	t.task = kit.NewRow(s.env.T("app.status.task"), inside, func() { s.Go(t.route) })
	t.stop = kit.NewIconButton("stop", s.env.T("app.cancel"), func() {
		if t.busy != nil {
			t.busy.Cancel()
		}
	})
	t.reach, t.apart = kit.Second(""), kit.NewGlyph("offline", kit.ColorText2, 14)
	reach := kit.HBox(6, t.apart, t.reach)
	t.row = kit.HBox(16, t.saved, t.ledger, kit.HBox(2, t.task, kit.Exactly(24, 24, t.stop)), kit.Spread(), reach)
	t.ExtendBaseWidget(t)
	t.refresh()
	return t
}

// CreateRenderer is Fyne's.
func (t *status) CreateRenderer() fyne.WidgetRenderer {
	back := kit.VBox(0, kit.Rule(), kit.Spread(kit.On(kit.ColorRail, kit.Inset(0, 12, 0, 12, t.row))))
	return widget.NewSimpleRenderer(back)
}

// refresh shows how things are.
func (t *status) refresh() {
	s := t.s
	t.saved.Hidden = s.saved.IsZero()
	if !s.saved.IsZero() {
		t.when.SetText(s.env.T("app.status.saved", "time", s.saved.Local().Format("15:04")))
	}
	t.ledger.Hidden = s.ledger == nil
	if s.ledger != nil {
		name := filepath.Base(s.ledger.Path())
		switch {
		case !s.ledger.Begun():
			name = s.env.T("app.status.no-ledger")
		case s.ledger.Sample():
			name = s.env.T("app.status.sample")
		}
		t.name.SetText(name)
		t.name.Tip(s.ledger.Path())
	}
	p, busy := s.c.Tasks.Current()
	t.busy, t.route = busy, p.Route
	t.task.Hidden, t.stop.Hidden = busy == nil, busy == nil || !busy.Stops()
	if busy != nil {
		text := p.Name
		if p.Total > 0 {
			text = s.env.T("app.busy.count", "name", p.Name, "done", s.env.Count(p.Done), "total", s.env.Count(p.Total))
			t.bar.Set(float32(p.Done) / float32(p.Total))
		} else {
			t.bar.Set(0)
		}
		t.doing.SetText(text)
	}
	met := s.c.Tasks.Met()
	t.apart.Hidden = len(met) > 0
	if t.apart.Hidden {
		t.reach.SetText(s.env.T("app.status.online", "servers", strings.Join(met, ", ")))
		t.reach.Tip("")
	} else {
		t.reach.SetText(s.env.T("app.status.offline"))
		t.reach.Tip(s.env.T("app.status.offline.tip"))
	}
	t.row.Refresh()
}

// Busy tells whether any work is going on behind the screen.
func (s *Shell) Busy() bool { return s.c.Tasks.Working() }
