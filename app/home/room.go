package home

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// Room is the screen Home.
type Room struct {
	env    kit.Env
	engine Engine
	root   *fyne.Container
	read   *kit.Latest[Overview]
	count  *kit.Latest[int]
	people *kit.Text // how many there are, once it is known
	state  Overview
	known  bool
	drawn  map[string]image.Image
}

var _ kit.Room = (*Room)(nil)

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, engine: engine, root: container.NewStack(), read: kit.NewLatest[Overview](env.Tasks), count: kit.NewLatest[int](env.Tasks), people: kit.Body(""), drawn: map[string]image.Image{}}
	r.put(container.NewStack())
	return r
}

// Name is the room's.
func (r *Room) Name() string { return kit.RoomHome }

// Content is what it shows.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Hidden does nothing: there is nothing to keep.
func (r *Room) Hidden() { r.read.Cancel(); r.count.Cancel() }

// Dropped leaves files to the rooms they belong to.
func (r *Room) Dropped([]string) bool { return false }

// Shown reads how things stand.
func (r *Room) Shown() {
	r.read.Run(r.engine.Overview, func(o Overview, err error) {
		if err != nil {
			r.trouble(err)
			return
		}
		r.state, r.known = o, true
		r.show()
		r.count.Run(r.engine.People, func(n int, err error) {
			if err == nil { // Overview says what is wrong with a ledger
				r.sayPeople(n)
			}
		})
	})
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	return []kit.Action{
		{Name: "home.next", Word: "home.action.next", Keys: "ctrl+return", Primary: true, Enabled: func() bool { return r.known && r.state.next() != "" }, Run: r.takeNext},
		{Name: "home.badge", Word: "home.new-badge", Icon: "badge", Keys: "ctrl+shift+n", Menu: "file", Run: func() { r.env.Go(kit.Route{Room: kit.RoomBadges, What: "new"}) }},
	}
}

func (r *Room) takeNext() {
	if s := r.state.next(); s != "" {
		r.env.Go(r.state.Steps[s])
	}
}

func (r *Room) head() *kit.Head {
	state := r.env.T("home.state")
	if r.known && r.state.Issuer != "" && !r.state.Sample {
		state = r.state.Issuer
	}
	if r.known && r.state.Sample {
		state = r.env.T("home.state.sample")
	}
	open := kit.NewButton(r.env.T("home.open-ledger"), "folder", kit.Plain, func() { r.env.OpenLedger("") })
	badge := kit.NewButton(r.env.T("home.new-badge"), "plus", kit.Plain, func() { r.env.Go(kit.Route{Room: kit.RoomBadges, What: "new"}) })
	return kit.NewHead(r.env.T("home.title"), state, open, badge)
}

func (r *Room) put(body fyne.CanvasObject) {
	r.root.Objects = []fyne.CanvasObject{kit.Page(r.head(), body, nil)}
	r.root.Refresh()
}

// trouble says why nothing can be read.
func (r *Room) trouble(err error) {
	again := kit.NewButton(r.env.T("app.trouble.again"), "refresh", kit.Primary, r.Shown)
	other := kit.NewButton(r.env.T("app.trouble.other"), "folder", kit.Plain, func() { r.env.OpenLedger("") })
	restore := kit.NewButton(r.env.T("home.restore"), "backup", kit.Plain, r.env.Restore)
	r.put(kit.Centered(r.env.ErrorPage(err, again, other, restore)))
}

// picture is a well that is filled as its picture is drawn.
func (r *Room) picture(key string, side float32) *kit.PictureWell {
	well := kit.NewPictureWell(side, side, kit.NoGround)
	if img := r.drawn[key]; img != nil {
		well.SetImage(img)
	}
	well.OnPixels(func(pixels int) {
		if img := r.drawn[key]; key == "" || img != nil && img.Bounds().Dx() >= pixels {
			return
		}
		kit.Run(r.env.Tasks, func(ctx context.Context) (image.Image, error) { return r.engine.Picture(ctx, key, pixels) },
			func(img image.Image, err error) {
				if err != nil || img == nil {
					return // a tile without a picture still says what it is
				}
				r.drawn[key] = img
				well.SetImage(img)
			})
	})
	return well
}
