package deliver

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// The tabs.
const (
	tabPeople = "people"
	tabOutbox = "outbox"
	tabMail   = "mail"
	tabPaper  = "paper"
	tabRemind = "remind"

	tabBackpacks = "backpacks"
)

// Room is the screen Deliver.
type Room struct {
	env     kit.Env
	engine  Engine
	root    *fyne.Container
	read    *kit.Latest[seen]
	state   State
	known   bool
	at      string // the batch chosen
	batch   Batch
	missed  bool // something changed that was not read yet
	reading int  // counts what was read: what is planned of it is planned once
	tab     string

	stop func() // what runs
	name string
	bar  *kit.BusyBar
	note fyne.CanvasObject // what became of the last thing done

	chosen string     // award chosen in a table
	only   string     // way or state that a table shows
	typed  *kit.Entry // kept from page to page: a scanner does not wait
	back   []Returned // mails that came back, while they are told of
	mail   mailSide
	paper  paperSide
	remind remindSide
	packs  backpackSide
}

// seen is what one reading gives.
type seen struct {
	state State
	at    string
	batch Batch
}

var (
	_ kit.Room     = (*Room)(nil)
	_ kit.Rereader = (*Room)(nil)
	_ kit.Closer   = (*Room)(nil)
)

var _ kit.Routed = (*Room)(nil)

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, engine: engine, root: container.NewStack(), read: kit.NewLatest[seen](env.Tasks), tab: tabPeople}
	r.mail.begin(r)
	r.paper.begin(r)
	r.remind.begin(r)
	r.packs.begin(r)
	r.put(container.NewStack())
	return r
}

// Name is the room's.
func (*Room) Name() string { return kit.RoomDeliver }

// HelpWord is the text about the tab in front.
func (r *Room) HelpWord() string { return "deliver.help." + r.tab }

// Content is what it shows.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Hidden leaves what runs running.
func (r *Room) Hidden() { r.read.Cancel() }

// Closing stops what runs: what was sent is noted.
func (r *Room) Closing() {
	for _, stop := range []func(){r.stop, r.packs.leave} {
		if stop != nil {
			stop()
		}
	}
}

// Dropped takes mails that came back, and leaves other files to the rooms they
// belong to.
func (r *Room) Dropped(paths []string) bool {
	if r.at == "" || r.stop != nil || !slices.ContainsFunc(paths, r.isMail) {
		return false
	}
	r.readBack(paths)
	return true
}

// Reread reads again, but not while a form is written in: leaving it does.
func (r *Room) Reread() {
	if r.tab == tabMail && (r.mail.form != nil || r.mail.words != nil) {
		r.missed = true
		return
	}
	r.Shown()
}

// Arrive goes to a batch (ID), or to a tab (What).
func (r *Room) Arrive(to kit.Route) {
	if to.What == tabBackpacks {
		r.tab = tabBackpacks
	}
	if to.ID != "" {
		r.at, r.tab = to.ID, tabPeople
		r.Shown()
	}
}

// Shown reads how things stand.
func (r *Room) Shown() {
	at := r.at
	r.missed = false
	r.read.Run(func(ctx context.Context) (s seen, err error) {
		if s.state, err = r.engine.State(ctx); err != nil {
			return s, err
		}
		s.at = among(s.state.Batches, at)
		if s.at != "" {
			s.batch, err = r.engine.Batch(ctx, s.at)
		}
		return s, err
	}, func(s seen, err error) {
		if err != nil {
			r.put(kit.Centered(r.env.ErrorPage(err, kit.NewButton(r.env.T("app.trouble.again"), "refresh", kit.Primary, r.Shown))))
			return
		}
		r.state, r.at, r.batch, r.known = s.state, s.at, s.batch, true
		r.reading++
		r.show()
	})
}

// among is the batch asked for if it is there, or the newest.
func among(all []BatchHead, id string) string {
	for _, b := range all {
		if b.ID == id {
			return id
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[0].ID
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	idle := func() bool { return r.known && r.stop == nil }
	return append([]kit.Action{
		{Name: "deliver.retry", Word: "deliver.action.retry", Icon: "refresh", Enabled: func() bool { return idle() && r.failed() > 0 }, Run: r.retry},
		{Name: "deliver.pause", Word: "deliver.pause", Icon: "pause", Enabled: func() bool { return r.known && !r.state.Paused }, Run: r.pause},
		{Name: "deliver.resume", Word: "deliver.resume", Icon: "play", Enabled: func() bool { return r.known && r.state.Paused }, Run: r.pause},
		{Name: "deliver.print", Word: "deliver.action.print", Icon: "print", Enabled: func() bool { return idle() && r.at != "" }, Run: func() { r.turn(tabPaper) }},
		{Name: "deliver.text", Word: "deliver.action.text", Icon: "pen", Enabled: func() bool { return idle() && r.at != "" }, Run: func() { r.mail.write(ForAward) }},
		{Name: "deliver.returned", Word: "deliver.action.returned", Icon: "mail", Enabled: func() bool { return idle() && r.at != "" }, Run: r.chooseBack},
		{Name: "deliver.remind", Word: "deliver.action.remind", Icon: "clock", Enabled: func() bool { return idle() && r.at != "" }, Run: func() { r.turn(tabRemind) }},
	}, r.packs.actions()...)
}

// byFiles is the way of mails that were saved as files: somebody's mail program sends
// them, and this one cannot do so again.
const byFiles = "eml"

// failed counts what can be tried again.
func (r *Room) failed() (n int) {
	kind := r.kind()
	for _, p := range r.batch.Posts {
		if p.failed() && p.Kind != byFiles && (kind == "" || p.Kind == kind) {
			n++
		}
	}
	return n
}

func (p Post) failed() bool { return p.State == "failed" || p.State == "bounced" }

// kind is the way that the outbox shows, "" for all.
func (r *Room) kind() string {
	if r.tab == tabOutbox {
		return r.only
	}
	return ""
}

func (r *Room) turn(tab string) {
	r.tab, r.note, r.only, r.chosen, r.back, r.packs.told = tab, nil, "", "", nil, nil
	r.show()
	if r.missed {
		r.Shown()
	}
}

// run does something the status bar and the page show.
func run[T any](r *Room, word string, work func(context.Context, func(int, int)) (T, error), done func(T, error)) {
	online(r, "", word, work, done)
}

// online is run for what talks to a server, which the status bar names; "" for none.
func online[T any](r *Room, server, word string, work func(context.Context, func(int, int)) (T, error), done func(T, error)) {
	if r.stop != nil {
		return
	}
	r.name, r.note = r.env.T(word), nil
	stop := kit.RunOnline(r.env.Tasks, server, r.name, kit.Route{Room: kit.RoomDeliver}, func() *kit.BusyBar { return r.bar }, work, func(out T, err error) {
		r.stop, r.bar = nil, nil
		if err != nil {
			r.note = r.env.ErrorBanner(err)
		}
		done(out, err)
		r.Shown()
		r.env.Changed()
	})
	if stop != nil {
		r.stop = stop
		r.show()
	}
}

func (r *Room) retry() {
	at, kind := r.at, r.kind()
	online(r, r.mail.host(), "deliver.busy.send", func(ctx context.Context, report func(int, int)) (Sent, error) {
		return r.engine.Retry(ctx, at, kind, report)
	}, r.sent)
}

// sent tells what came of sending.
func (r *Room) sent(s Sent, err error) {
	if err != nil {
		return
	}
	t := r.env.T
	tone := kit.OK
	if s.Failed > 0 {
		tone = kit.Err
	} else if s.Held+s.Left > 0 {
		tone = kit.Warn
	}
	text := t("deliver.sent.rest", "failed", r.env.Count(s.Failed), "held", r.env.Count(s.Held), "left", r.env.Count(s.Left))
	if s.Left > 0 && s.Next.After(r.env.Now()) {
		text += " " + t("deliver.sent.next", "time", s.Next.Local().Format("2006-01-02 15:04"))
	}
	r.note = kit.Banner(tone, r.count("deliver.sent", s.Delivered), text)
}

func (r *Room) pause() {
	do := r.engine.Pause
	if r.state.Paused {
		do = r.engine.Resume
	}
	kit.Do(r.env.Tasks, do, func(err error) {
		if err != nil {
			r.env.Fail(err)
		}
		r.Shown()
	})
}

// count says something of a number.
func (r *Room) count(key string, n int, pairs ...string) string {
	return r.env.Counted(key, n, pairs...)
}
