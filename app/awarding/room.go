package awarding

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// Room is the room of awarding.
type Room struct {
	env    kit.Env
	engine Engine
	root   *fyne.Container

	step    step
	begin   *Beginning
	failed  error // why the page cannot be shown
	listErr error // what is wrong with the list that was chosen

	class   string // slug
	list    List
	choices Choices
	formats map[string]bool
	more    issuer.AwardMore // of every award
	folder  string           // "" until the class gives one, or somebody chose another
	chosen  bool             // somebody chose the folder
	names   string
	again   bool    // who lost the badge may get it anew
	correct bool    // who holds it with other words gets a corrected one
	undone  *Undone // the batch of the result was taken back

	past     []shown  // what undo goes back to
	future   []shown  // and redo forward
	told     []string // what was decided, in the order in which it was
	recalled bool     // the choice of columns is the last time's
	lettered bool     // somebody said that the letters are right

	reading *Reading
	plan    *Plan
	seen    time.Time // since when the plan is shown
	run     *running
	result  *Result
	resErr  error  // how the run ended, when not well
	reached string // the stage it came to

	beginner *kit.Latest[Beginning]
	reader   *kit.Latest[Reading]
	planner  *kit.Latest[Plan]
	sifter   *kit.Latest[[]int32]
	busy     bool
	waits    *kit.BusyBar // what is waited for; nil: nothing
	ends     func()       // ends that it is shown
	then     func()       // waits for what an award can begin with

	columns *columnsPage
	beside  *container.Scroll // what stands beside the columns
	planned *planPage
}

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	return &Room{
		env: env, engine: engine, root: container.NewStack(), names: "{name}",
		beginner: kit.NewLatest[Beginning](env.Tasks), reader: kit.NewLatest[Reading](env.Tasks), planner: kit.NewLatest[Plan](env.Tasks),
		sifter: kit.NewLatest[[]int32](env.Tasks),
	}
}

// Name is the room's.
func (r *Room) Name() string { return kit.RoomAward }

// Content is the page.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// WantsSlim folds the rail: the table wants the width.
func (r *Room) WantsSlim() bool { return true }

// Shown reads again what an award can begin with, unless one is under way.
func (r *Room) Shown() {
	if r.step == atRun {
		r.show()
		return
	}
	if r.begin == nil {
		r.show()
	}
	r.beginAgain()
}

// beginAgain reads what an award can begin with; what waits for that follows.
func (r *Room) beginAgain() {
	r.beginner.Run(r.engine.Begin, func(b Beginning, err error) {
		r.failed = err
		if err != nil {
			r.show()
			return
		}
		first := r.begin == nil
		r.begin = &b
		if _, ok := r.classOf(r.class); !ok {
			r.class = ""
		}
		if r.class == "" && len(b.Classes) > 0 {
			r.class = b.Classes[0].Slug
		}
		if first && r.list.None() && b.Sample && len(b.Files) > 0 && b.Files[0].Place == PlaceSample {
			r.list = List{Path: b.Files[0].Path} // the sample goes on by itself
		}
		if then := r.then; then != nil {
			r.then = nil
			then()
			return
		}
		if first || r.step == atList {
			r.show()
		}
	})
}

// Hidden leaves everything as it is: a wizard that was left is found again.
func (r *Room) Hidden() {}

// The words of routes to this room.
const (
	WhatList   = "list"   // begin with a class (ID) and a file (Args["file"])
	WhatFinish = "finish" // finish a batch (ID)
)

// Arrive begins with what somebody brings along.
func (r *Room) Arrive(to kit.Route) {
	if r.step == atRun {
		return
	}
	class, file := to.ID, to.Args["file"]
	if to.What == WhatFinish {
		r.then = func() { r.finish(to.ID) }
		r.beginAgain()
		return
	}
	if c := to.Args["class"]; c != "" {
		class = c
	}
	if class == "" && file == "" {
		return
	}
	if class != "" {
		r.class, r.folder, r.chosen = class, "", false
		r.step, r.plan = atList, nil
	}
	if file != "" {
		r.choose(List{Path: file})
	}
}

// Dropped takes a list that was dropped on the window.
func (r *Room) Dropped(paths []string) bool {
	if r.step == atRun || len(paths) == 0 || !mayBeList(paths[0]) {
		return false
	}
	r.choose(List{Path: paths[0]})
	return true
}

// mayBeList leaves to other rooms what is no list by its name. A workbook is
// taken, so that somebody is told how to make a list of it.
func mayBeList(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".json", ".jsonld", ".jwt", ".badge", ".db", ".kiln", ".zip", ".pdf":
		return false
	}
	return true
}

// Panes are what F6 walks through.
func (r *Room) Panes() []fyne.Focusable {
	switch {
	case r.listed():
		return []fyne.Focusable{r.columns.table.Pane()}
	case r.step == atPlan && r.planned != nil:
		return []fyne.Focusable{r.planned.find, r.planned.table.Pane()}
	}
	return nil
}

// Escape goes a step back, or stops nothing while a run is on.
func (r *Room) Escape() bool {
	switch r.step {
	case atColumns, atPlan:
		r.back()
		return true
	}
	return false
}

// Closing lets a run that is held go to the edge of its group, where the end
// of the window stops it.
func (r *Room) Closing() {
	if r.run != nil {
		r.run.gate.free()
	}
}

// Actions are what can be done here.
func (r *Room) Actions() []kit.Action {
	return []kit.Action{
		{Name: "award.next", Word: "awarding.action.next", Icon: "arrow-right", Keys: "ctrl+return", Menu: "award", Primary: true, Enabled: r.canGoOn, Run: r.goOn},
		{Name: "award.undo", Word: "awarding.action.undo", Icon: "undo", Keys: "ctrl+z", Menu: "edit", Enabled: func() bool { return r.step == atColumns && len(r.past) > 0 }, Run: r.undo},
		{Name: "award.redo", Word: "awarding.action.redo", Icon: "redo", Keys: "ctrl+shift+z", Menu: "edit", Enabled: func() bool { return r.step == atColumns && len(r.future) > 0 }, Run: r.redo},
		{Name: "award.skip", Word: "awarding.action.skip", Icon: "close", Keys: "ctrl+delete", Menu: "award", Enabled: r.onRow, Run: r.skipRow},
		{Name: "award.back", Word: "awarding.action.back", Icon: "arrow-left", Keys: "alt+left", Menu: "award", Enabled: func() bool { return r.step == atColumns || r.step == atPlan }, Run: r.back},
		{Name: "award.open", Word: "awarding.action.open", Icon: "folder", Menu: "award", Enabled: func() bool { return r.step != atRun }, Run: r.chooseFile},
		{Name: "award.paste", Word: "awarding.action.paste", Icon: "paste", Menu: "award", Enabled: func() bool { return r.step != atRun }, Run: r.pasteList},
		{Name: "award.anew", Word: "awarding.action.anew", Icon: "plus", Menu: "award", Enabled: func() bool { return r.step != atRun }, Run: r.anew},
	}
}

func (r *Room) classOf(slug string) (Class, bool) {
	if r.begin == nil {
		return Class{}, false
	}
	i := slices.IndexFunc(r.begin.Classes, func(c Class) bool { return c.Slug == slug })
	if i < 0 {
		return Class{}, false
	}
	return r.begin.Classes[i], true
}

// show builds the page of the step.
func (r *Room) show() {
	var page fyne.CanvasObject
	switch {
	case r.begin == nil && r.failed != nil:
		page = r.env.ErrorPage(r.failed, kit.NewButton(r.t("again"), "refresh", kit.Plain, func() { r.Shown() }))
	case r.begin == nil:
		page = kit.Page(kit.NewHead(r.t("title"), ""), kit.Empty("clock", r.t("opening"), ""), nil)
	case len(r.begin.Classes) == 0 && r.step == atList:
		page = r.noClass()
	case r.step == atColumns:
		page = r.columnsStep()
	case r.step == atPlan:
		page = r.planStep()
	case r.step == atRun:
		page = r.runStep()
	case r.step == atResult:
		page = r.resultStep()
	default:
		page = r.listStep()
	}
	r.root.Objects = []fyne.CanvasObject{page}
	r.root.Refresh()
	r.env.Changed()
}

// noClass says what an award needs first.
func (r *Room) noClass() fyne.CanvasObject {
	return kit.Page(kit.NewHead(r.t("title"), ""), kit.Empty("badge", r.t("no-class"), r.t("no-class.text"),
		kit.NewButton(r.t("no-class.do"), "plus", kit.Primary, func() { r.env.Go(kit.Route{Room: kit.RoomBadges, What: "new"}) })), nil)
}

// head is the head of the wizard: the class, one line of state, the steps.
func (r *Room) head(state string, present int) fyne.CanvasObject {
	title := r.t("title")
	var before fyne.CanvasObject
	if c, ok := r.classOf(r.class); ok {
		if r.step != atList {
			title = r.t("title.of", "class", c.Name)
		}
		if c.Picture != nil {
			before = kit.Exactly(42, 42, picture(c.Picture))
		}
	}
	steps := kit.Steps([]string{r.t("step.list"), r.t("step.columns"), r.t("step.plan"), r.t("step.award")}, present)
	return kit.NewHeadWith(before, title, state, steps).Container
}
