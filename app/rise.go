package app

import (
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// Rise is how far a ledger of an earlier release is on its way to this one.
type Rise struct {
	Stage       RiseStage
	Done, Total int // megabytes copied; 0 of 0 where that cannot be told
}

// RiseStage is what is being done to it.
type RiseStage string

// The stages; the last one is told in any case, however it ended.
const (
	RiseCopy   RiseStage = "copy"
	RiseChange RiseStage = "change"
	RiseOver   RiseStage = ""
)

// riseWait is how long one waits gladly without being told what for.
const riseWait = 700 * time.Millisecond

// rising shows that an older ledger is brought up to date: in the status bar,
// and in the page while there is none.
type rising struct {
	s    *Shell
	now  Rise
	busy *kit.Busy
}

// tell is called from any goroutine.
func (r *rising) tell(now Rise) { r.s.c.Tasks.Back(func() { r.at(now) }) }

func (r *rising) at(now Rise) {
	before := r.now.Stage
	r.now = now
	switch {
	case now.Stage == RiseOver:
		r.end()
	case before == RiseOver:
		r.s.c.Tasks.After(riseWait, func() {
			if r.now.Stage != RiseOver && r.busy == nil {
				r.begin()
			}
		})
	case before != now.Stage && r.busy != nil:
		r.begin()
	}
	if r.busy != nil && now.Total > 0 {
		r.busy.Report("", now.Done, now.Total)
	}
}

// begin shows the stage it is at.
func (r *rising) begin() {
	r.end()
	env := r.s.env
	name := env.T("app.rise." + string(r.now.Stage))
	bar := env.NewBusyBar(name, nil)
	r.busy = r.s.c.Tasks.Begin(name, kit.Route{Room: kit.RoomHome}, nil, bar.Set)
	if r.s.ledger != nil {
		return
	}
	text := kit.Second(env.T("app.rise.text")).Wrapping(kit.Wrapped)
	body := kit.PageBody(kit.CardWith(24, kit.VBox(8, bar, text)))
	r.s.page.Objects = []fyne.CanvasObject{kit.Page(kit.NewHead(env.T("app.rise.title"), ""), body, nil)}
	r.s.page.Refresh()
}

func (r *rising) end() {
	if r.busy != nil {
		r.busy.End()
	}
	r.busy = nil
}
