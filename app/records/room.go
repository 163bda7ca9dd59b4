package records

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// quiet is how long somebody must not type before a search begins.
const quiet = 150 * time.Millisecond

// Room is the room of the ledger.
type Room struct {
	env    kit.Env
	engine Engine
	root   *fyne.Container

	over    *Overview
	failed  error // why the ledger cannot be read
	query   Query
	pages   *pages
	found   bool  // the list answers the query
	partly  bool  // of a long one the beginning is there
	all     bool  // all of it are to be selected once they are
	findErr error // why a page or a search could not be read
	notice  fyne.CanvasObject

	finder  *kit.Latest[Beginning]
	counter *kit.Latest[[]int64] // of the rest of what was found
	viewer  *kit.Latest[Overview]
	people  *kit.Latest[int]
	persons string // how many people there are, as it is said; "" while it is not known
	reader  *kit.Latest[Award]
	table   *kit.Table
	search  *kit.Entry
	class   *kit.Select
	state   *kit.Select
	span    *kit.Select
	batch   Batch // the one that is listed alone, if any

	batchTable *kit.Table // of the dialog that was opened last
	head       *kit.Head
	middle     *fyne.Container // the table, or why there is none
	top        *fyne.Container // a notice, an error, a task
	detail     *fyne.Container
	chosen     *kit.Text
	place      *kit.Text
	several    []*kit.Button // what acts on the selection
	acts       *fyne.Container
	award      *Award
	awardErr   error
	tab        string
}

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{
		env: env, engine: engine, root: container.NewStack(), query: Query{By: ByAwarded, Down: true}, tab: tabHistory,
		finder: kit.NewLatest[Beginning](env.Tasks), counter: kit.NewLatest[[]int64](env.Tasks), viewer: kit.NewLatest[Overview](env.Tasks), people: kit.NewLatest[int](env.Tasks), reader: kit.NewLatest[Award](env.Tasks),
	}
	r.pages = newPages(r.readPage)
	r.build()
	return r
}

// Name is the room's.
func (r *Room) Name() string { return kit.RoomLedger }

// Content is the page.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Shown reads again: something may have been awarded meanwhile.
func (r *Room) Shown() {
	r.viewer.Run(r.engine.Overview, func(o Overview, err error) {
		r.failed = err
		if err == nil {
			r.over = &o
			r.fillFilters()
		}
		r.lay()
	})
	r.people.Run(r.engine.People, func(n int, err error) {
		if err == nil { // Overview says what is wrong with a ledger
			r.persons = r.counted("people", n)
			r.sayState()
		}
	})
	r.find(0)
}

// Hidden leaves everything as it is.
func (r *Room) Hidden() {}

// Arrive shows what somebody looks for: an award (ID), a class (Args["class"])
// or a search (Args["search"]).
func (r *Room) Arrive(to kit.Route) {
	if to.ID == "" && len(to.Args) == 0 {
		return
	}
	r.query = Query{By: r.query.By, Down: r.query.Down, Search: to.Args["search"], Class: to.Args["class"]}
	if to.ID != "" {
		r.query.Search = to.ID
	}
	r.putQuery()
}

// Dropped takes nothing.
func (r *Room) Dropped([]string) bool { return false }

// Escape clears the search, then the selection.
func (r *Room) Escape() bool {
	switch {
	case r.query.Search != "":
		r.search.SetText("")
		return true
	case len(r.table.Selected()) > 0:
		r.table.Clear()
		r.selected()
		return true
	}
	return false
}

// Panes are what F6 walks through.
func (r *Room) Panes() []fyne.Focusable { return []fyne.Focusable{r.search, r.table.Pane()} }

// Actions are what can be done here.
func (r *Room) Actions() []kit.Action {
	some := func() bool { return len(r.table.Selected()) > 0 }
	full := func() bool { return r.over != nil && r.over.Awards > 0 }
	return []kit.Action{
		{Name: "ledger.award", Word: "records.action.award", Icon: "award", Keys: "ctrl+return", Menu: "ledger", Primary: true, Run: r.goAward},
		{Name: "ledger.find", Word: "records.action.find", Icon: "search", Keys: "ctrl+f", Menu: "ledger", Run: r.focusSearch},
		{Name: "ledger.all", Word: "records.action.all", Icon: "select", Menu: "ledger", Enabled: full, Run: r.selectAll},
		{Name: "ledger.picture", Word: "records.action.picture", Icon: "picture", Menu: "ledger", Enabled: r.stands, Run: r.savePicture},
		{Name: "ledger.export", Word: "records.action.export", Icon: "download", Menu: "ledger", Enabled: some, Run: r.handOut},
		{Name: "ledger.revoke", Word: "records.action.revoke", Icon: "error", Menu: "ledger", Enabled: some, Run: r.revoke},
		{Name: "ledger.suspend", Word: "records.action.suspend", Icon: "pause", Menu: "ledger", Enabled: some, Run: r.suspend},
		{Name: "ledger.resume", Word: "records.action.resume", Icon: "play", Menu: "ledger", Enabled: some, Run: r.resume},
		{Name: "ledger.correct", Word: "records.action.correct", Icon: "pen", Menu: "ledger", Enabled: r.mends, Run: r.mend},
		{Name: "ledger.renew", Word: "records.action.renew", Icon: "refresh", Menu: "ledger", Enabled: some, Run: r.renew},
		{Name: "ledger.batches", Word: "records.action.batches", Icon: "undo", Menu: "ledger", Enabled: full, Run: r.batches},
		{Name: "ledger.log", Word: "records.action.log", Icon: "clock", Menu: "ledger", Run: r.goLog},
		{Name: "ledger.expiring", Word: "records.action.expiring", Icon: "clock", Menu: "ledger", Enabled: full, Run: r.expiring},
		{Name: "ledger.erase", Word: "records.action.erase", Icon: "trash", Menu: "ledger", Enabled: func() bool { return r.award != nil && r.award.Email != "" }, Run: r.erase},
		{Name: "ledger.table", Word: "records.action.table", Icon: "table", Menu: "ledger", Enabled: full, Run: r.saveTable},
		{Name: "ledger.everything", Word: "records.action.everything", Icon: "upload", Menu: "ledger", Enabled: full, Run: r.exportAll},
		{Name: "ledger.check", Word: "records.action.check", Icon: "verify", Menu: "ledger", Run: r.check},
	}
}

func (r *Room) goAward() { r.env.Go(kit.Route{Room: kit.RoomAward}) }

// goLog leads to the log: who did what, when, and out of which file.
func (r *Room) goLog() { r.env.Go(kit.Route{Room: kit.RoomSettings, What: "ledger"}) }

func (r *Room) focusSearch() { r.env.Window.Canvas().Focus(r.search) }

// selectAll selects all that was found; of a long list as soon as all are known.
func (r *Room) selectAll() {
	if r.all = r.partly; !r.all {
		r.table.SelectAll()
		r.selected()
	}
}

// find asks for the awards that answer the query, after it has been quiet for
// a while: for the first, then for all. What is shown stays until the answer is
// there.
func (r *Room) find(after time.Duration) {
	q := r.query
	r.found, r.partly, r.all = false, false, false
	r.counter.Cancel()
	r.told()
	work := func(ctx context.Context) (Beginning, error) { return r.engine.First(ctx, q) }
	done := func(b Beginning, err error) {
		r.found, r.findErr, r.partly = true, err, b.More
		if err == nil {
			r.take(b)
		}
		if b.More && err == nil {
			r.counter.Run(func(ctx context.Context) ([]int64, error) { return r.engine.Find(ctx, q) }, r.rest)
		}
		r.lay()
	}
	if after > 0 {
		r.finder.After(after, work, done)
		return
	}
	r.finder.Run(work, done)
}

// take shows another list. The selection stays when the list is the same.
func (r *Room) take(b Beginning) {
	numbers, held := b.Numbers, r.pages.numbers
	if b.More && len(held) > len(numbers) && slices.Equal(numbers, held[:len(numbers)]) {
		numbers = held // the same again, until rest tells otherwise
	}
	same := slices.Equal(numbers, held)
	r.pages.reset(numbers)
	if len(b.Rows) > 0 {
		r.pages.put(0, r.pages.turn, b.Rows[:min(len(b.Rows), pageRows)])
	}
	r.relist(same)
}

// rest shows the whole of what was found.
func (r *Room) rest(numbers []int64, err error) {
	r.partly, r.findErr = false, err
	if err == nil {
		same := slices.Equal(numbers, r.pages.numbers)
		kept := r.pages.grow(numbers)
		if !kept { // somebody else awards
			r.pages.reset(numbers)
		}
		r.relist(same || kept)
	}
	if r.all {
		r.selectAll()
	}
	r.lay()
}

// relist shows the rows there are now; same tells that those selected are still
// where they were.
func (r *Room) relist(same bool) {
	if !same {
		r.table.Clear()
	}
	r.table.SetCount(r.pages.count())
	r.want(r.table.InView())
	if !same || r.award != nil {
		r.selected()
	}
}

// want reads the pages that hold these rows.
func (r *Room) want(first, last int) {
	if r.pages.count() == 0 {
		return
	}
	last = max(last, first+visibleRows)
	for page := first / pageRows; page <= min(last, r.pages.count()-1)/pageRows; page++ {
		r.pages.row(page * pageRows)
	}
	r.told()
}

// visibleRows is how many rows are read ahead of the last one in view.
const visibleRows = 20

// readPage reads a page of the list, off the window's goroutine.
func (r *Room) readPage(page, turn int, numbers []int64) {
	kit.Run(r.env.Tasks, func(ctx context.Context) ([]Row, error) { return r.engine.Page(ctx, numbers) }, func(rows []Row, err error) {
		if turn != r.pages.turn {
			return
		}
		if err != nil {
			r.findErr = err
			r.lay()
			return
		}
		r.pages.put(page, turn, rows)
		r.table.Refresh()
		if r.award == nil && len(r.table.Selected()) > 0 {
			r.selected()
		}
	})
}

// retry reads again what could not be read.
func (r *Room) retry() {
	r.findErr = nil
	r.pages.retry()
	r.find(0)
}

// numbers are those of the selected rows.
func (r *Room) numbers() []int64 {
	rows := r.table.Selected()
	out := make([]int64, 0, len(rows))
	for _, row := range rows {
		if row < r.pages.count() {
			out = append(out, r.pages.numbers[row])
		}
	}
	return out
}
