package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app"
	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/assets"
	"badgekiln/issuer"
)

// room is a room that remembers what happened to it.
type room struct {
	name    string
	env     kit.Env
	entry   *kit.Entry
	shown   int
	hidden  int
	dropped []string
	takes   bool
	arrived kit.Route
	acts    []kit.Action
	slim    bool
	closing bool
	escaped int
	content fyne.CanvasObject
}

func (r *room) Name() string               { return r.name }
func (r *room) Content() fyne.CanvasObject { return r.content }
func (r *room) Shown()                     { r.shown++ }
func (r *room) Hidden()                    { r.hidden++ }
func (r *room) Actions() []kit.Action      { return r.acts }
func (r *room) Arrive(to kit.Route)        { r.arrived = to }
func (r *room) WantsSlim() bool            { return r.slim }
func (r *room) Closing()                   { r.closing = true }
func (r *room) Escape() bool               { r.escaped++; return true }
func (r *room) Dropped(paths []string) bool {
	r.dropped = append(r.dropped, paths...)
	return r.takes
}

// ledger is a ledger of such rooms.
type ledger struct {
	path   string
	begun  bool
	sample bool
	gone   error
	stamp  string
	closed bool
	rooms  map[string]*room
}

func (l *ledger) Path() string                          { return l.path }
func (l *ledger) Begun() bool                           { return l.begun }
func (l *ledger) Sample() bool                          { return l.sample }
func (l *ledger) Stamp(context.Context) (string, error) { return l.stamp, l.gone }
func (l *ledger) Close() error                          { l.closed = true; return nil }
func (l *ledger) Rooms(env kit.Env) []kit.Room {
	l.rooms = map[string]*room{}
	var out []kit.Room
	for _, name := range []string{kit.RoomHome, kit.RoomDesigns, kit.RoomBadges, kit.RoomAward, kit.RoomLedger, kit.RoomVerify, kit.RoomSettings} {
		r := &room{name: name, env: env, entry: kit.NewEntry("Note")}
		r.content = kit.VBox(8, kit.Title("Room "+name), r.entry)
		l.rooms[name] = r
		out = append(out, r)
	}
	return out
}

// opener opens such ledgers.
type opener struct {
	first app.Ledger
	err   error
	began []string
	kinds map[string]app.Kind
	rise  func(app.Rise)
	rises func() // while the first is opened; nil: it does not
	stage *stage
}

func (o *opener) First(context.Context) (app.Ledger, error) {
	if o.rises != nil {
		o.rises()
	}
	return o.first, o.err
}

func (o *opener) Open(_ context.Context, path string) (app.Ledger, error) {
	if o.err != nil {
		return nil, o.err
	}
	return &ledger{path: path, begun: true}, nil
}

func (o *opener) Begin(_ context.Context, path, from string) (app.Ledger, error) {
	o.began = append(o.began, path+"<"+from)
	return &ledger{path: path, begun: true}, o.err
}

func (o *opener) Restore(_ context.Context, _, path, passphrase string) (app.Ledger, error) {
	if passphrase != "open sesame" {
		return nil, issuer.Fail(issuer.Input, "key-wrong-secret", "id", "k1")
	}
	return &ledger{path: path, begun: true}, nil
}

func (o *opener) Sample(context.Context) (app.Ledger, error) {
	return &ledger{path: "/sample/workshop.db", begun: true, sample: true}, nil
}
func (o *opener) Watch(tell func(app.Rise))                    { o.rise = tell }
func (o *opener) Kind(_ context.Context, path string) app.Kind { return o.kinds[path] }

type stage struct {
	*kittest.Bench
	shell *app.Shell
	open  *opener
	quit  int
}

func begin(t *testing.T, o *opener) *stage {
	t.Helper()
	s := &stage{Bench: kittest.New(t, kittest.English), open: o}
	o.stage = s
	shell, err := app.New(app.Config{
		App: s.App, Window: s.Window, Opener: o, Tasks: kit.NewInlineTasks(s.Env.Now), Now: s.Env.Now,
		Words:     func(code string) (app.Words, error) { return assets.LoadWords(code) },
		Languages: assets.Languages(), Language: "en", Prefs: s.Env.Prefs, Home: s.Env.Home,
		OpenPath: func(string) error { return nil }, Quit: func() { s.quit++ }, Version: "0.0.1", Theme: "light",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.shell = shell
	shell.Start()
	s.Settle()
	return s
}

func usual() *ledger { return &ledger{path: "/home/me/ledger.db", begun: true, stamp: "1"} }

func (s *stage) room(t *testing.T, name string) *room {
	t.Helper()
	r, ok := s.shell.Room(name).(*room)
	if !ok {
		t.Fatalf("no room %q", name)
	}
	return r
}

// menu presses a line of the menu bar by its words.
func (s *stage) menu(t *testing.T, label string) {
	t.Helper()
	for _, m := range s.Window.MainMenu().Items {
		for _, it := range m.Items {
			if it.Label == label {
				it.Action()
				return
			}
		}
	}
	t.Fatalf("the menu bar has no %q", label)
}

// shortcut presses keys as the driver does: the menu bar first.
func (s *stage) shortcut(keys string) bool {
	want := kit.Shortcut(keys)
	for _, m := range s.Window.MainMenu().Items {
		for _, it := range m.Items {
			if it.Shortcut != nil && it.Shortcut.ShortcutName() == want.ShortcutName() {
				it.Action()
				return true
			}
		}
	}
	return false
}

func TestGoingRound(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	if s.shell.Current().Name() != kit.RoomHome || s.room(t, kit.RoomHome).shown != 1 {
		t.Fatal("the window does not begin at Home")
	}
	s.Press(t, "Badges")
	if !kittest.Says(s.Window.Content(), "Room badges") || s.room(t, kit.RoomHome).hidden != 1 {
		t.Error("the rail does not lead to Badges")
	}
	if !s.shortcut("ctrl+8") || s.shell.Current().Name() != kit.RoomVerify {
		t.Error("Ctrl+8 does not lead to Verify")
	}
	if !s.shortcut("ctrl+,") || s.shell.Current().Name() != kit.RoomSettings {
		t.Error("Ctrl+, does not lead to Settings")
	}
	s.shell.Go(kit.Route{Room: kit.RoomBadges, What: "edit", ID: "b1"})
	if r := s.room(t, kit.RoomBadges); r.arrived.ID != "b1" {
		t.Errorf("the room was sent %+v", r.arrived)
	}
}

func TestMenusKeysAndListAreOneTable(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	ran := 0
	r := s.room(t, kit.RoomDesigns)
	on := false
	r.acts = []kit.Action{
		{Name: "design.group", Word: "app.action.award", Keys: "ctrl+g", Menu: "design", Enabled: func() bool { return on }, Run: func() { ran++ }},
		{Name: "edit.undo", Word: "app.action.undo", Keys: "ctrl+z", Menu: "edit", Run: func() { ran += 10 }},
		{Name: "design.tool", Word: "app.room.verify", Keys: "f8", Menu: "design", Run: func() { ran += 100 }},
	}
	s.shell.Go(kit.Route{Room: kit.RoomDesigns})
	s.shortcut("ctrl+g")
	if ran != 0 {
		t.Error("an action that cannot be done now was done")
	}
	on = true
	s.shell.Changed()
	s.shortcut("ctrl+g")
	s.shortcut("ctrl+z")
	s.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF8})
	if ran != 111 {
		t.Errorf("ran %d", ran)
	}
	undo := 0
	for _, it := range s.Window.MainMenu().Items[1].Items {
		if it.Shortcut != nil && it.Shortcut.ShortcutName() == "Undo" {
			undo++
		}
	}
	if undo != 1 {
		t.Errorf("Undo stands in the menu %d times", undo)
	}
	// A focused text undoes itself first.
	s.Window.Canvas().Focus(r.entry)
	r.entry.TypedRune('x')
	s.shortcut("ctrl+z")
	if ran != 111 || r.entry.Text != "" {
		t.Errorf("Ctrl+Z in a text: ran %d, the text is %q", ran, r.entry.Text)
	}
	s.Window.Canvas().Unfocus()
	// The list of commands finds it, and Enter runs it.
	s.shell.Commands()
	s.Type(t, "Find a command", "award")
	entry := s.Window.Canvas().Focused().(*kit.Entry)
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if ran != 112 {
		t.Errorf("after the list %d", ran)
	}
	s.shell.Help()
	if !kittest.Says(s.Top(), "Ctrl+G") || !kittest.Says(s.Top(), "F8") {
		t.Error("the help does not list the room's keys")
	}
}

func TestDialogTakesTheKeys(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	ran, yes := 0, 0
	s.room(t, kit.RoomHome).acts = []kit.Action{{Name: "home.next", Word: "home.action.next", Keys: "ctrl+return", Menu: "file", Primary: true, Run: func() { ran++ }}}
	s.shell.Changed()
	s.shell.Env().Ask("Sure?", "", "Do it", false, func() { yes++ })
	s.shortcut("ctrl+3")
	if s.shell.Current().Name() != kit.RoomHome {
		t.Error("the page changes behind a dialog")
	}
	s.shortcut("ctrl+return")
	if yes != 1 || ran != 0 {
		t.Errorf("Ctrl+Enter: dialog %d, page %d", yes, ran)
	}
	s.shortcut("ctrl+return")
	if ran != 1 {
		t.Error("Ctrl+Enter does not press the page's primary button")
	}
	s.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.room(t, kit.RoomHome).escaped != 1 {
		t.Error("Escape does not reach the room")
	}
}

func TestPrimaryWithoutMenuHasItsKeys(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	ran := 0
	s.room(t, kit.RoomHome).acts = []kit.Action{{Name: "home.next", Word: "home.action.next", Keys: "ctrl+return", Primary: true, Run: func() { ran++ }}}
	s.shell.Changed()
	if !s.shortcut("ctrl+return") || ran != 1 {
		t.Error("an action outside the menus cannot be reached by its keys")
	}
}

func TestNothingIsBegunForLooking(t *testing.T) {
	o := &opener{first: &ledger{path: "/home/me/ledger.db"}}
	s := begin(t, o)
	s.shell.Go(kit.Route{Room: kit.RoomVerify})
	s.shell.Go(kit.Route{Room: kit.RoomHome})
	if len(o.began) != 0 {
		t.Fatal("a ledger was begun for looking")
	}
	if !kittest.Says(s.Window.Content(), "Nothing stored yet") {
		t.Error("the status bar does not say that nothing is stored")
	}
	s.shell.Go(kit.Route{Room: kit.RoomBadges, What: "new"})
	if len(o.began) != 1 || o.began[0] != "/home/me/ledger.db<" || s.shell.Current().Name() != kit.RoomBadges {
		t.Errorf("began %v", o.began)
	}
	if s.room(t, kit.RoomBadges).arrived.What != "new" {
		t.Error("the way there was lost")
	}
}

func TestDropsGoWhereTheyBelong(t *testing.T) {
	kinds := map[string]app.Kind{
		"/a.csv": app.KindList, "/b.png": app.KindBadge, "/c.badge": app.KindDesign, "/d.db": app.KindLedger, "/e.png": app.KindPicture, "/f.bin": app.KindOther,
	}
	for path, want := range map[string]string{"/a.csv": kit.RoomAward, "/b.png": kit.RoomVerify, "/c.badge": kit.RoomDesigns} {
		s := begin(t, &opener{first: usual(), kinds: kinds})
		s.shell.Dropped([]string{path})
		if got := s.shell.Current().Name(); got != want || len(s.room(t, want).dropped) != 1 {
			t.Errorf("%s goes to %s", path, got)
		}
	}
	several := begin(t, &opener{first: usual(), kinds: kinds})
	several.shell.Dropped([]string{"/e.png", "/f.bin", "/b.png"})
	if several.shell.Current().Name() != kit.RoomVerify || len(several.room(t, kit.RoomVerify).dropped) != 3 {
		t.Error("several pictures, one of them a badge, do not go to Verify")
	}
	s := begin(t, &opener{first: usual(), kinds: kinds})
	s.shell.Dropped([]string{"/d.db"})
	if s.shell.Ledger().Path() != "/d.db" {
		t.Error("a ledger is not opened")
	}
	s.shell.Dropped([]string{"/e.png"})
	s.Press(t, "Put it into a design")
	if s.shell.Current().Name() != kit.RoomDesigns || len(s.room(t, kit.RoomDesigns).dropped) != 1 {
		t.Error("a picture does not go into a design")
	}
	s.shell.Go(kit.Route{Room: kit.RoomHome})
	s.shell.Dropped([]string{"/f.bin"})
	if !kittest.Says(s.Top(), "f.bin") {
		t.Error("nothing is said about a file of no use")
	}
	s.Press(t, "Close")
	// The room in front comes first.
	s.shell.Go(kit.Route{Room: kit.RoomSettings})
	s.room(t, kit.RoomSettings).takes = true
	s.shell.Dropped([]string{"/b.png"})
	if s.shell.Current().Name() != kit.RoomSettings {
		t.Error("the room in front was not asked first")
	}
}

func TestRailFolds(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	if !kittest.Says(s.Window.Content(), "Designs") {
		t.Fatal("a wide window has no wide rail")
	}
	s.room(t, kit.RoomAward).slim = true
	s.shell.Go(kit.Route{Room: kit.RoomAward})
	if kittest.Says(s.Window.Content(), "Designs") {
		t.Error("the rail does not fold in the wizard")
	}
	s.menu(t, "Wide rail")
	if !kittest.Says(s.Window.Content(), "Designs") {
		t.Error("a pinned rail folds")
	}
	s.menu(t, "Wide rail")
	s.shell.Go(kit.Route{Room: kit.RoomHome})
	s.Window.Resize(fyne.NewSize(1050, 700))
	if kittest.Says(s.Window.Content(), "Designs") {
		t.Error("the rail does not fold in a narrow window")
	}
}

func TestLedgerThatCannotBeOpened(t *testing.T) {
	o := &opener{err: issuer.Fail(issuer.Input, "ledger-damaged", "file", "/x.db")}
	s := begin(t, o)
	if !kittest.Says(s.Window.Content(), "/x.db is damaged") {
		t.Fatalf("says %q", kittest.Visible(s.Window.Content()))
	}
	for _, label := range []string{"Choose another…", "Restore a backup…", "New ledger…", "Details"} {
		if kittest.Find(s.Window.Content(), label) == nil {
			t.Errorf("there is no %q", label)
		}
	}
	o.err, o.first = nil, usual()
	s.Press(t, "Try again")
	if !kittest.Says(s.Window.Content(), "Room home") {
		t.Error("trying again does not help")
	}
}

func TestRestoringWithoutALedger(t *testing.T) {
	s := begin(t, &opener{err: issuer.Fail(issuer.Input, "ledger-missing", "file", "/x.db")})
	s.Press(t, "Restore a backup…")
	s.Press(t, "Restore the backup")
	if !kittest.Says(s.Top(), "Choose the backup first.") {
		t.Error("no backup is no error")
	}
	s.Type(t, "Backup file", "/b.kiln")
	s.Press(t, "Restore the backup")
	if !kittest.Says(s.Top(), "cannot be opened") {
		t.Error("a wrong passphrase is not said in the dialog")
	}
	s.Type(t, "Passphrase of the backup", "open sesame")
	s.Press(t, "Restore the backup")
	if s.shell.Ledger() == nil || !kittest.Says(s.Window.Content(), "Room home") {
		t.Error("what was restored is not open")
	}
}

func TestLostFolderComesBack(t *testing.T) {
	l := usual()
	s := begin(t, &opener{first: l})
	s.shell.Look()
	l.gone = issuer.Fail(issuer.Input, "ledger-missing", "file", l.path)
	s.shell.Look()
	if !kittest.Says(s.Window.Content(), "There is no ledger at /home/me/ledger.db") {
		t.Fatal("a lost folder is not told")
	}
	s.shell.Go(kit.Route{Room: kit.RoomLedger})
	if kittest.Says(s.Window.Content(), "Room ledger") {
		t.Error("a room is shown although nothing can be read")
	}
	l.gone = nil
	s.shell.Look()
	if !kittest.Says(s.Window.Content(), "Room ") || kittest.Says(s.Window.Content(), "There is no ledger") {
		t.Error("a folder that came back is not used")
	}
}

func TestAnotherProgramsChangesAreRead(t *testing.T) {
	l := usual()
	s := begin(t, &opener{first: l})
	s.shell.Look()
	before := s.room(t, kit.RoomHome).shown
	s.shell.Look()
	if s.room(t, kit.RoomHome).shown != before {
		t.Error("read again without a change")
	}
	l.stamp = "2"
	s.shell.Look()
	if s.room(t, kit.RoomHome).shown != before+1 {
		t.Error("a change was not read")
	}
}

func TestLanguageAndThemeRebuild(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	s.shell.Go(kit.Route{Room: kit.RoomVerify})
	env := s.shell.Env()
	env.Prefs.SetString(kit.PrefTheme, "dark")
	env.Restyle()
	if s.shell.Current() == nil || s.shell.Current().Name() != kit.RoomVerify {
		t.Error("a change of theme leads elsewhere")
	}
	for _, code := range assets.Languages() {
		env.SetLanguage(code)
		if s.shell.Env().Language != code {
			t.Errorf("the window does not speak %q", code)
		}
		if got := s.Window.MainMenu().Items[0].Label; got != s.shell.Env().T("app.menu.file") {
			t.Errorf("%s: the menu says %q", code, got)
		}
	}
}

func TestLanguageWaitsForWhatRuns(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	env := s.shell.Env()
	busy := env.Tasks.Begin("Awarding", kit.Route{}, nil, nil)
	room := s.room(t, kit.RoomAward)
	env.SetLanguage("de")
	s.shell.Look()
	if s.shell.Env().Language != "en" || s.room(t, kit.RoomAward) != room {
		t.Error("the rooms were rebuilt under a run")
	}
	busy.End()
	s.shell.Look()
	if s.shell.Env().Language != "de" {
		t.Error("the language chosen is not spoken after the run")
	}
}

func TestStatusBar(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	s.Clock = time.Date(2026, 11, 26, 14, 2, 0, 0, time.Local)
	s.shell.Env().Saved()
	env := s.shell.Env()
	stopped := false
	busy := env.Tasks.Begin("Awarding First Firing", kit.Route{Room: kit.RoomAward}, func() { stopped = true }, nil)
	busy.Report("sign", 1184, 2000)
	s.Clock = s.Clock.Add(time.Second)
	busy.Report("sign", 1185, 2000)
	for _, want := range []string{"Saved 14:02", "ledger.db", "1,185 of 2,000", "No data leaves this computer"} {
		if !kittest.Says(s.Window.Content(), want) {
			t.Errorf("the status bar does not say %q", want)
		}
	}
	leave, later := env.Tasks.Meet(kit.ServerOf("https://badges.example:8443/x")), env.Tasks.Meet("smtp.example")
	if !kittest.Says(s.Window.Content(), "Connected to badges.example, smtp.example only.") || kittest.Says(s.Window.Content(), "Working offline") {
		t.Error("the status bar does not say whom work talks to")
	}
	leave()
	later()
	if !kittest.Says(s.Window.Content(), "Working offline") {
		t.Error("the status bar does not say that no server is talked to any more")
	}
	s.Press(t, "Go to what is running")
	if s.shell.Current().Name() != kit.RoomAward {
		t.Error("a press does not lead to what runs")
	}
	s.Press(t, "Cancel")
	if !stopped {
		t.Error("it cannot be stopped from the status bar")
	}
	busy.End()
	if kittest.Says(s.Window.Content(), "of 2,000") {
		t.Error("what ended still runs in the status bar")
	}
}

func TestClosing(t *testing.T) {
	l := usual()
	s := begin(t, &opener{first: l})
	s.shell.Close()
	s.shell.Close()
	if s.quit != 1 || !l.rooms[kit.RoomAward].closing {
		t.Errorf("quit %d times, rooms told: %v", s.quit, l.rooms[kit.RoomAward].closing)
	}
}

func TestOpeningAnotherLedgerClosesTheFirst(t *testing.T) {
	l := usual()
	s := begin(t, &opener{first: l})
	s.shell.Begin("")
	if !l.closed || s.open.began[0] != "</home/me/ledger.db" {
		t.Errorf("closed %v, began %v", l.closed, s.open.began)
	}
	s.open.err = errors.New("no")
	s.shell.OpenLedger("/other.db")
	if s.shell.Ledger().Path() == "/other.db" || s.Window.Canvas().Overlays().Top() == nil {
		t.Error("a ledger that does not open takes the place of one that is open, or nothing is said")
	}
}

// Every literal in the frame would show in a language that is not one.
func TestEveryWordIsFromTheTable(t *testing.T) {
	s := begin(t, &opener{first: usual()})
	_ = s
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	b := kittest.New(t, kittest.English)
	shell, err := app.New(app.Config{
		App: b.App, Window: b.Window, Opener: &opener{first: usual()}, Tasks: kit.NewInlineTasks(b.Env.Now), Now: b.Env.Now,
		Words:     func(string) (app.Words, error) { return pseudo{words}, nil },
		Languages: []string{"en"}, Language: "en", Prefs: b.Env.Prefs, Home: b.Env.Home,
		OpenPath: func(string) error { return nil }, Quit: func() {}, Version: "0.0.1",
	})
	if err != nil {
		t.Fatal(err)
	}
	shell.Start()
	b.Settle()
	if bad := kittest.Literals(b.Window.Content(), "Room ", "ledger.db"); len(bad) > 0 {
		t.Errorf("literals in the frame: %q", bad)
	}
	for _, m := range b.Window.MainMenu().Items {
		for _, it := range append(m.Items, &fyne.MenuItem{Label: m.Label}) {
			if !it.IsSeparator && !strings.HasPrefix(it.Label, "⟦") {
				t.Errorf("a literal in the menus: %q", it.Label)
			}
		}
	}
	for _, open := range []func(){shell.Help, shell.Commands, shell.Restore} {
		open()
		b.Settle()
		if bad := kittest.Literals(b.Top(), "Ctrl+", "F1", "F6", "Shift", "restored.db", "Enter"); len(bad) > 0 {
			t.Errorf("literals in a dialog: %q", bad)
		}
		kit.EscapeTop(b.Window.Canvas())
	}
}

type pseudo struct{ w *assets.Words }

func (p pseudo) T(key string, pairs ...string) string { return "⟦" + p.w.T(key, pairs...) + "⟧" }

func (p pseudo) Fill(key string, values map[string]string) string {
	return "⟦" + p.w.Fill(key, values) + "⟧"
}
func (p pseudo) Has(key string) bool { return p.w.Has(key) }
