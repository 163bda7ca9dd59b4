package app

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// Words are the words of one language.
type Words interface {
	T(key string, pairs ...string) string
	Fill(key string, values map[string]string) string
	Has(key string) bool
}

// Config is what the window needs of the world.
type Config struct {
	App       fyne.App
	Window    fyne.Window
	Opener    Opener
	Tasks     *kit.Tasks
	Now       func() time.Time
	Words     func(language string) (Words, error)
	Languages []string
	Language  string // of this computer, until another is chosen
	Prefs     kit.Prefs
	OpenPath  func(path string) error // shows a folder or file in its own program
	Home      string
	Theme     string // "light" or "dark" when something outside decides; "" otherwise
	Quit      func() // ends the program after the last work is done
	Drop      string // a file to open at the start; ""
	Version   string
	Screen    kit.Screen // what is being painted, or nil where it cannot be read
}

// Shell is the window.
type Shell struct {
	c      Config
	env    kit.Env
	words  Words
	ledger Ledger
	stamp  string
	lost   error // why the ledger cannot be worked with, or nil

	rooms   []kit.Room
	current kit.Room
	actions []kit.Action // of the window and of the room in front
	menu    *fyne.MainMenu
	shape   string // what the menu is made of, to see when it must be built anew

	rail    *kit.Rail
	page    *fyne.Container
	status  *status
	layout  *frame
	closing bool
	later   bool            // another language was chosen and is not spoken yet
	stale   map[string]bool // rooms drawn in a theme that is not in use any more
	saved   time.Time
}

// New makes the window's content. Start then opens the first ledger.
func New(c Config) (*Shell, error) {
	s := &Shell{c: c, page: container.NewStack()}
	if err := s.speak(); err != nil {
		return nil, err
	}
	s.restyle()
	s.build()
	c.Tasks.OnChange(func() { s.status.refresh() })
	c.Opener.Watch((&rising{s: s}).tell)
	c.Window.SetOnDropped(func(at fyne.Position, files []fyne.URI) {
		paths := make([]string, 0, len(files))
		for _, f := range files {
			paths = append(paths, f.Path())
		}
		s.droppedAt(at, paths)
	})
	c.Window.SetCloseIntercept(s.Close)
	c.Window.Canvas().SetOnTypedKey(s.typed)
	c.App.Lifecycle().SetOnEnteredForeground(s.Look)
	c.Tasks.Every(2*time.Second, s.Look)
	return s, nil
}

// speak loads the words of the language chosen.
func (s *Shell) speak() error {
	language := s.c.Prefs.String(kit.PrefLanguage, s.c.Language)
	if !slices.Contains(s.c.Languages, language) {
		language = "en"
	}
	words, err := s.c.Words(language)
	if err != nil {
		return err
	}
	s.words = words
	s.env = kit.Env{
		T: words.T, Fill: words.Fill, Has: words.Has,
		Tasks: s.c.Tasks, Now: s.c.Now, Prefs: s.c.Prefs, Window: s.c.Window,
		Go: s.Go, Changed: s.Changed, Saved: s.markSaved,
		Copy:       func(text string) { s.c.App.Clipboard().SetContent(text) },
		Paste:      func() string { return s.c.App.Clipboard().Content() },
		OpenFolder: s.openPath, OpenURL: s.openPath,
		Language: language, Languages: s.c.Languages,
		SetLanguage: s.setLanguage, Restyle: s.Restyle, OpenLedger: s.OpenLedger,
		Drop:       func(path string) { s.Dropped([]string{path}) },
		OpenSample: s.OpenSample, BeginLedger: func() { s.Begin("") }, Restore: s.Restore, Home: s.c.Home,
	}
	s.env.Fail = s.env.ShowError
	return nil
}

func (s *Shell) openPath(path string) {
	kit.Do(s.c.Tasks, func(context.Context) error { return s.c.OpenPath(path) }, func(err error) {
		if err != nil {
			s.env.Fail(err)
		}
	})
}

func (s *Shell) setLanguage(code string) {
	s.c.Prefs.SetString(kit.PrefLanguage, code)
	if _, busy := s.c.Tasks.Current(); busy != nil {
		s.later = true // the page of what runs stays until it has ended
		return
	}
	s.later = false
	if err := s.speak(); err != nil {
		s.env.Fail(err)
		return
	}
	s.rebuild()
}

// restyle sets the theme that the preferences ask for.
func (s *Shell) restyle() {
	choice := s.c.Prefs.String(kit.PrefTheme, "system")
	if s.c.Theme != "" {
		choice = s.c.Theme
	}
	s.c.App.Settings().SetTheme(kit.NewTheme(choice, s.c.Prefs.Float(kit.PrefSize, 1)))
}

// Restyle applies a changed theme or interface size. Rooms stay as they are,
// with what is typed in them; those out of sight are drawn anew when they come
// to the front.
func (s *Shell) Restyle() {
	s.restyle()
	s.stale = map[string]bool{}
	for _, r := range s.rooms {
		s.stale[r.Name()] = s.current != r
	}
	s.c.Window.Content().Refresh()
	s.Changed()
}

// build makes the frame in the words of today.
func (s *Shell) build() {
	s.rail = kit.NewRail(places(s.env), func(room string) { s.Go(kit.Route{Room: room}) })
	s.status = newStatus(s)
	s.layout = &frame{s: s}
	root := kit.NewRoot(container.New(s.layout, s.page, s.rail.Container, s.status))
	root.Reads(s.c.Screen)
	s.c.Window.SetContent(root)
	s.shape = ""
}

// rebuild makes everything anew and stays where one was.
func (s *Shell) rebuild() {
	at := kit.RoomHome
	if s.current != nil {
		at = s.current.Name()
		s.current.Hidden()
		s.current = nil
	}
	kept := map[string]any{}
	for _, r := range s.rooms {
		if k, ok := r.(kit.Keeper); ok {
			kept[r.Name()] = k.Keep()
		}
	}
	s.build()
	s.rooms = nil
	if s.ledger != nil {
		s.rooms = s.ledger.Rooms(s.env)
	}
	for _, r := range s.rooms {
		if k, ok := r.(kit.Keeper); ok && kept[r.Name()] != nil {
			k.Resume(kept[r.Name()])
		}
	}
	s.show(kit.Route{Room: at})
}

// Start opens the first ledger.
func (s *Shell) Start() {
	s.opening(func(ctx context.Context) (Ledger, error) { return s.c.Opener.First(ctx) }, kit.Route{Room: kit.RoomHome}, func() {
		if s.c.Drop != "" {
			s.Dropped([]string{s.c.Drop})
		}
	})
}

// opening changes the ledger: what open gives takes the place of the one there
// is, and the window goes to a room of it. When it fails before there is any,
// the window says so instead of a page.
func (s *Shell) opening(open func(context.Context) (Ledger, error), to kit.Route, then func()) {
	kit.Run(s.c.Tasks, open, func(l Ledger, err error) {
		if err != nil {
			if s.ledger == nil {
				s.trouble(err)
			} else {
				s.env.Fail(err)
			}
			return
		}
		s.use(l, to)
		if then != nil {
			then()
		}
	})
}

// use works with a ledger from now on.
func (s *Shell) use(l Ledger, to kit.Route) {
	old := s.ledger
	if s.current != nil {
		s.current.Hidden()
		s.current = nil
	}
	s.ledger, s.lost, s.saved, s.stamp = l, nil, time.Time{}, ""
	s.rooms = l.Rooms(s.env)
	s.show(to)
	s.Look()
	if old != nil && old != l {
		kit.Keep(s.c.Tasks, func(context.Context) error { return old.Close() }, nil)
	}
}

// Go changes to a room, and begins the usual ledger first when that room needs
// one and there is none.
func (s *Shell) Go(to kit.Route) {
	if s.ledger == nil {
		return
	}
	if needsLedger(to.Room) && !s.ledger.Begun() {
		path := s.ledger.Path()
		s.opening(func(ctx context.Context) (Ledger, error) { return s.c.Opener.Begin(ctx, path, "") }, to, nil)
		return
	}
	s.show(to)
}

// Room gives the room of a name, or nil.
func (s *Shell) Room(name string) kit.Room {
	for _, r := range s.rooms {
		if r.Name() == name {
			return r
		}
	}
	return nil
}

// Current is the room in front, or nil.
func (s *Shell) Current() kit.Room { return s.current }

// Env is what rooms are lent.
func (s *Shell) Env() kit.Env { return s.env }

func (s *Shell) show(to kit.Route) {
	room := s.Room(to.Room)
	if room == nil {
		return
	}
	if s.current != nil && s.current != room {
		s.current.Hidden()
	}
	changed := s.current != room
	s.current = room
	if r, ok := room.(kit.Routed); ok {
		r.Arrive(to)
	}
	if s.lost != nil {
		s.trouble(s.lost)
	} else {
		content := room.Content()
		if changed || len(s.page.Objects) != 1 || s.page.Objects[0] != content {
			kit.HideTips()
			s.c.Window.Canvas().Unfocus()
			s.page.Objects = []fyne.CanvasObject{content}
			s.page.Refresh()
		}
		if s.stale[to.Room] {
			s.stale[to.Room] = false
			content.Refresh()
		}
		room.Shown()
	}
	s.rail.SetOn(to.Room)
	s.Changed()
	s.title()
}

func (s *Shell) title() {
	s.c.Window.SetTitle(s.env.T("app.name"))
}

// Changed shows anew what the frame says about the room in front.
func (s *Shell) Changed() {
	s.menus()
	s.layout.again()
	s.status.refresh()
}

func (s *Shell) markSaved() {
	s.saved = s.c.Now()
	s.status.refresh()
}
