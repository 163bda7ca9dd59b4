package publish

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// Room is the screen Publish.
type Room struct {
	env    kit.Env
	engine Engine
	root   *fyne.Container
	read   *kit.Latest[seen]
	match  *kit.Latest[Files]
	state  State
	known  bool
	at     string // the place chosen
	files  Files
	ready  bool // files are those of the place chosen
	failed error
	open   map[string]bool
	rows   []row
	table  *kit.Table
	form   *form
	move   *moving
	adding bool   // the kinds of places are offered although there are some
	of     string // whose files will lie at the place that is added: an earlier address, "" for that of today

	stop    func() // what runs
	name    string
	bar     *kit.BusyBar
	note    fyne.CanvasObject // what became of the last thing done
	looking bool              // the look from outside runs
}

// seen is what one reading gives.
type seen struct {
	state State
	at    string
}

var (
	_ kit.Room     = (*Room)(nil)
	_ kit.Rereader = (*Room)(nil)
	_ kit.Closer   = (*Room)(nil)
	_ kit.Escaper  = (*Room)(nil)
)

// New makes the room, and looks from outside at what nobody looked at for a
// week.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, engine: engine, root: container.NewStack(), read: kit.NewLatest[seen](env.Tasks), match: kit.NewLatest[Files](env.Tasks), open: map[string]bool{}}
	r.put(container.NewStack())
	return r
}

// Begin looks at what is due; it is called once for each ledger that is opened.
func (r *Room) Begin() {
	kit.Run(r.env.Tasks, r.engine.Due, func(due []string, err error) {
		if err == nil && len(due) > 0 && r.move == nil {
			r.look(due[0])
		}
	})
}

// Name is the room's.
func (*Room) Name() string { return kit.RoomPublish }

// Content is what it shows.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Hidden leaves what runs running.
func (r *Room) Hidden() {
	r.read.Cancel()
	r.match.Cancel()
}

// Closing stops what runs: what arrived stays.
func (r *Room) Closing() {
	if r.stop != nil {
		r.stop()
	}
}

// Dropped leaves files to the rooms they belong to.
func (*Room) Dropped([]string) bool { return false }

// Reread reads again; what is typed stays, and where.
func (r *Room) Reread() { r.Shown() }

// Shown reads how things stand, and then what differs from what was sent: that
// may take a moment where there are very many awards.
func (r *Room) Shown() {
	at := r.at
	r.read.Run(func(ctx context.Context) (s seen, err error) {
		if s.state, err = r.engine.State(ctx); err != nil {
			return s, err
		}
		s.at = among(s.state.Places, at)
		return s, nil
	}, func(s seen, err error) {
		if err != nil {
			r.put(kit.Centered(r.env.ErrorPage(err, kit.NewButton(r.env.T("app.trouble.again"), "refresh", kit.Primary, r.Shown))))
			return
		}
		if r.at != s.at {
			r.ready = false
		}
		r.state, r.at, r.known = s.state, s.at, true
		r.news()
		r.compare()
	})
}

// compare finds what differs. What was found before stands there meanwhile.
func (r *Room) compare() {
	at := r.at
	if at == "" {
		return
	}
	r.match.Run(func(ctx context.Context) (Files, error) { return r.engine.Files(ctx, at) }, func(f Files, err error) {
		if at != r.at {
			return
		}
		r.files, r.ready, r.failed = f, err == nil, err
		r.news()
	})
}

// news shows what was found meanwhile. A form stands as it is: one built anew would
// not have the keys of who is typing.
func (r *Room) news() {
	if r.form == nil && r.move == nil {
		r.show()
	}
}

// among is the place asked for if it is still there, or the first.
func among(all []Place, name string) string {
	for _, p := range all {
		if p.Name == name {
			return name
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[0].Name
}

func (r *Room) place() (Place, bool) {
	for _, p := range r.state.Places {
		if p.Name == r.at {
			return p, true
		}
	}
	return Place{}, false
}

// server is whom publishing there talks to, "" for nobody.
func (p Place) server() string {
	if p.Kind == "folder" || p.Kind == "zip" {
		return ""
	}
	return kit.ServerOf(p.URL)
}

// Escape goes back from what is being added.
func (r *Room) Escape() bool {
	if r.form == nil && r.move == nil && !r.adding {
		return false
	}
	if r.move != nil && r.stop != nil {
		return true // what runs ends first
	}
	r.form, r.move, r.adding, r.of = nil, nil, false, ""
	r.Shown()
	return true
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	return []kit.Action{
		{Name: "publish.send", Word: "publish.action.send", Icon: "upload", Keys: "ctrl+return", Primary: true, Enabled: r.canSend, Run: func() { r.send(false) }},
		{Name: "publish.check", Word: "publish.check.again", Icon: "refresh", Enabled: r.canLook, Run: func() { r.lookHere() }},
		{Name: "publish.preview", Word: "publish.preview", Icon: "eye", Enabled: func() bool { return r.known && r.state.Base != "" }, Run: r.preview},
		{Name: "publish.export", Word: "publish.export", Icon: "folder", Enabled: func() bool { return r.known && r.state.Base != "" }, Run: r.export},
		{Name: "publish.entrance", Word: "publish.entrance", Icon: "key", Enabled: r.canEnter, Run: r.enter},
		{Name: "publish.move", Word: "publish.move", Icon: "globe", Enabled: r.canMove, Run: r.beginMove},
	}
}

func (r *Room) canEnter() bool {
	p, ok := r.place()
	return ok && p.Closed && r.stop == nil && r.form == nil && r.move == nil && !r.adding
}

func (r *Room) canMove() bool { return r.known && r.stop == nil && r.move == nil && r.state.Base != "" }

func (r *Room) canSend() bool {
	return r.ready && r.stop == nil && r.form == nil && r.move == nil && !r.adding && !r.state.Sample && r.state.Doubt == "" && r.files.New+r.files.Changed > 0
}

func (r *Room) canLook() bool {
	p, ok := r.place()
	return ok && r.stop == nil && r.move == nil && !r.state.Sample && r.state.Doubt == "" && !p.Published.IsZero()
}

// send publishes what differs.
func (r *Room) send(take bool) {
	at := r.at
	p, _ := r.place()
	online(r, p.server(), "publish.busy", func(ctx context.Context, report func(int, int)) (int, error) {
		return r.engine.Publish(ctx, at, take, report)
	}, func(sent int, err error) {
		switch {
		case another(issuer.CodeOf(err)) && !take:
			r.note = r.env.ErrorBanner(err, kit.NewButton(r.env.T("publish.take"), "", kit.Danger, func() { r.send(true) }))
		case err != nil:
			r.note = r.env.ErrorBanner(err, r.mends(err)...)
		default:
			r.note = kit.Banner(kit.OK, r.count("publish.sent", sent), r.env.T("publish.sent.next"))
		}
		r.Shown()
		if p, ok := r.place(); ok && err == nil {
			r.look(p.Base)
		}
	})
}

// another tells that what lies there may be somebody else's, so that only a comparison
// of every file helps.
func another(code string) bool {
	return code == "publish-elsewhere" || code == "publish-contested" || code == "publish-mark"
}

func (r *Room) lookHere() {
	if p, ok := r.place(); ok {
		r.look(p.Base)
	}
}

// look looks at the public pages.
func (r *Room) look(base string) {
	if r.stop != nil {
		return
	}
	r.looking = true
	online(r, kit.ServerOf(base), "publish.check.busy", func(ctx context.Context, report func(int, int)) (Check, error) {
		return r.engine.Check(ctx, base, report)
	}, func(_ Check, err error) {
		r.looking = false
		if err != nil {
			r.note = r.env.ErrorBanner(err)
		}
		r.Shown()
	})
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
	stop := kit.RunOnline(r.env.Tasks, server, r.name, kit.Route{Room: kit.RoomPublish}, func() *kit.BusyBar { return r.bar }, work, func(out T, err error) {
		r.stop, r.bar = nil, nil
		done(out, err)
		r.env.Changed()
	})
	if stop != nil {
		r.stop = stop
		r.show()
	}
}

func (r *Room) preview() {
	run(r, "publish.preview.busy", func(ctx context.Context, _ func(int, int)) (string, error) { return r.engine.Preview(ctx) }, func(url string, err error) {
		if err != nil {
			r.env.Fail(err)
		} else {
			r.note = kit.Banner(kit.Info, "", r.env.T("publish.preview.at", "url", url))
			r.env.OpenURL(url)
		}
		r.show()
	})
}

func (r *Room) export() {
	p, _ := r.place()
	r.env.ChooseFile(kit.Choose{Title: r.env.T("publish.export.title"), Folder: true}, func(folder string) {
		run(r, "publish.export.busy", func(ctx context.Context, _ func(int, int)) (int, error) { return r.engine.Export(ctx, p.Base, folder) }, func(n int, err error) {
			if err != nil {
				r.note = r.env.ErrorBanner(err)
			} else {
				r.note = kit.Banner(kit.OK, r.count("publish.exported", n, "folder", folder), "",
					kit.NewButton(r.env.T("publish.export.show"), "folder", kit.Plain, func() { r.env.OpenFolder(folder) }))
			}
			r.show()
		})
	})
}

// count says something of a number.
func (r *Room) count(key string, n int, pairs ...string) string {
	return r.env.Counted(key, n, pairs...)
}

// format writes a number of a unit with at most one decimal, by the sign of the
// language.
func (r *Room) format(v float64, unit string) string {
	text := strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
	return strings.Replace(text, ".", r.env.Decimal(), 1) + " " + unit
}
