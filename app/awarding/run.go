package awarding

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// running is a run under way.
type running struct {
	gate    *gate
	cancel  func()
	paused  bool
	ending  bool // Cancel was pressed
	total   int  // people to award; 0 while unknown
	state   kit.Progress
	head    *kit.Text
	left    *kit.Text
	bar     *kit.Bar
	lanes   map[string]*lane
	pause   *kit.Button
	stop    *kit.Button
	caution *fyne.Container
}

// lane is one stage of a run.
type lane struct {
	mark  *kit.Glyph
	name  *kit.Text
	bar   *kit.Bar
	count *kit.Text
}

// stageCheck is what a run does before it reports anything: it compares the
// list with the ledger once more and writes the plan.
const stageCheck = "check"

// stages are the lanes of a run, in order.
func stages() []string { return []string{stageCheck, StageSign, StageWrite} }

// award carries the order of the plan out.
func (r *Room) award() {
	order := r.order()
	r.folder, r.chosen = order.Folder, true // a resumed run fills the same folder
	r.start(r.plan.Counts[StateNew], func(ctx context.Context, report Report) (Result, error) {
		return r.engine.Award(ctx, order, report)
	})
}

// finish ends what an earlier run left.
func (r *Room) finish(batch string) {
	if r.begin == nil || r.step == atRun {
		return
	}
	for _, u := range r.begin.Unfinished {
		if u.Batch != batch {
			continue
		}
		r.class, r.list, r.plan = u.Class, List{}, nil
		folder, names := r.outFolder(), r.names
		r.folder, r.chosen = folder, true
		r.start(u.Pending, func(ctx context.Context, report Report) (Result, error) {
			return r.engine.Finish(ctx, batch, folder, names, report)
		})
		return
	}
	r.show()
}

// start shows a run and begins it.
func (r *Room) start(total int, work func(context.Context, Report) (Result, error)) {
	run := &running{gate: newGate(), total: total}
	r.letGo() // the run reads the list anew
	r.run, r.step, r.result, r.resErr, r.undone = run, atRun, nil, nil, nil
	run.build(r)
	r.show()
	c, _ := r.classOf(r.class)
	run.cancel = kit.RunBusy(r.env.Tasks, r.t("run.name", "class", c.Name), kit.Route{Room: kit.RoomAward}, func(p kit.Progress) { r.progress(run, p) },
		func(ctx context.Context, report func(string, int, int)) (Result, error) {
			return work(ctx, func(stage string, done, total int) {
				report(stage, done, total)
				run.gate.pass(ctx)
			})
		}, func(got Result, err error) {
			r.run, r.step = nil, atResult
			got.Plan.Rows, got.Plan.Looks = nil, nil // the counts are what is shown
			r.result, r.resErr, r.reached = &got, err, run.state.Stage
			if err == nil { // a long list need not be held any longer
				r.reading, r.plan, r.columns, r.planned = nil, nil, nil, nil
			}
			r.env.Saved()
			r.show()
			r.beginAgain()
		})
}

// build makes what the page of a run shows.
func (run *running) build(r *Room) {
	run.head, run.left, run.bar = kit.Verdict(r.counted("run.head.begin", run.total)).Wrapping(kit.Ellipsis), kit.Second(r.t("run.keep-working")), kit.NewBar(12)
	run.pause = kit.NewButton(r.t("run.pause"), "pause", kit.Plain, func() { r.pauseOrGoOn(run) })
	run.stop = kit.NewButton(r.t("run.cancel"), "stop", kit.Plain, func() { r.stop(run) })
	run.caution = container.NewStack()
	run.lanes = map[string]*lane{}
	for _, stage := range stages() {
		run.lanes[stage] = &lane{
			mark: kit.NewGlyph("clock", kit.ColorText3, 18), name: kit.NewText(r.t("run.stage." + stage)), bar: kit.NewBar(8),
			count: kit.Second("").Aligned(fyne.TextAlignTrailing),
		}
	}
	run.lanes[stageCheck].show("refresh", kit.ColorAccent, 0, "")
	run.lanes[stageCheck].name.SetStrong(true)
	run.warn(r)
}

// pauseOrGoOn holds the run at the edge of its group, or lets it go on.
func (r *Room) pauseOrGoOn(run *running) {
	run.paused = !run.paused
	if run.paused {
		run.gate.shut()
		run.pause.SetText(r.t("run.go-on"))
		run.pause.SetIcon("play")
	} else {
		run.gate.free()
		run.pause.SetText(r.t("run.pause"))
		run.pause.SetIcon("pause")
	}
	r.progress(run, run.state)
}

// stop ends the run at the edge of its group; what is filed stays.
func (r *Room) stop(run *running) {
	run.ending = true
	run.pause.Disable()
	run.stop.Disable()
	run.head.SetText(r.t("run.head.ending"))
	run.left.SetText(r.t("run.ending"))
	if run.cancel != nil {
		run.cancel()
	}
}

// progress shows how far a run is.
func (r *Room) progress(run *running, p kit.Progress) {
	run.state = p
	reached := false
	for _, stage := range stages() {
		l := run.lanes[stage]
		switch {
		case stage == p.Stage:
			reached = true
			l.show("refresh", kit.ColorAccent, part(p.Done, p.Total), r.t("run.count", "done", r.number(p.Done), "total", r.number(p.Total)))
			l.name.SetStrong(true)
		case !reached && p.Stage != "":
			l.show("ok", kit.ColorOK, 1, r.t("run.count", "done", r.number(run.total), "total", r.number(run.total)))
			l.name.SetStrong(false)
		}
	}
	switch {
	case run.ending:
	case run.paused:
		run.head.SetText(r.t("run.head.paused", "done", r.number(p.Done), "total", r.number(max(p.Total, run.total))))
		run.left.SetText(r.t("run.paused"))
	case p.Stage == StageWrite:
		run.head.SetText(r.t("run.head.write", "done", r.number(p.Done), "total", r.number(p.Total)))
		run.left.SetText(r.leftOf(p))
	default:
		run.head.SetText(r.t("run.head.sign", "done", r.number(p.Done), "total", r.number(max(p.Total, run.total))))
		run.left.SetText(r.leftOf(p))
	}
	run.bar.Set(part(p.Done, p.Total))
	run.warn(r)
}

// leftOf says how long a run still takes, as far as that is known.
func (r *Room) leftOf(p kit.Progress) string {
	if p.Left <= 0 || p.Rate <= 0 {
		return r.t("run.keep-working")
	}
	return r.t("run.left", "left", r.lasting(p.Left), "rate", r.number(int(p.Rate+.5)))
}

// warn says what stopping would keep.
func (run *running) warn(r *Room) {
	key, done := "run.safe", run.state.Done
	if run.state.Stage == StageWrite {
		key = "run.safe.write"
	}
	run.caution.Objects = []fyne.CanvasObject{kit.Banner(kit.Info, r.t("run.safe.lead"), r.t(key, "done", r.number(done)))}
	run.caution.Refresh()
}

func (l *lane) show(icon string, ink fyne.ThemeColorName, full float32, count string) {
	l.mark.Set(icon, ink)
	l.bar.Set(full)
	l.count.SetText(count)
}

func part(done, total int) float32 {
	if total <= 0 {
		return 0
	}
	return float32(done) / float32(total)
}

// runStep shows a run under way.
func (r *Room) runStep() fyne.CanvasObject {
	run := r.run
	rows := []fyne.CanvasObject{
		kit.HBox(12, kit.Spread(kit.VBox(0, run.head, run.left)), run.pause, run.stop), run.bar, kit.Gap(0, 4),
	}
	for _, stage := range stages() {
		l := run.lanes[stage]
		rows = append(rows, kit.Columns(16, []float32{22, 180, 1, 140}, l.mark, l.name, l.bar, l.count))
	}
	rows = append(rows, kit.Gap(0, 4), run.caution)
	card := kit.CardWith(24, kit.VBox(12, rows...))
	state := r.counted("run.state", run.total)
	return kit.Page(r.head(state, 3), kit.PageBody(card), nil)
}
