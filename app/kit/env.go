package kit

import (
	"time"

	"fyne.io/fyne/v2"
)

// Env is what the window lends to every room.
type Env struct {
	// T gives the sentence of a key; pairs are alternating names and values.
	T func(key string, pairs ...string) string
	// Fill is T with the values in a map.
	Fill func(key string, values map[string]string) string
	// Has tells whether there is a sentence for a key.
	Has func(key string) bool

	Tasks *Tasks
	Now   func() time.Time
	Prefs Prefs

	// Window is where dialogs open. A room never changes its content.
	Window fyne.Window

	// Go changes to a room; what is unsaved there stays as it is.
	Go func(Route)
	// Fail shows an error in a dialog: sentence, hint, and the technical text
	// one press away. For an error that belongs to a place on a page, show
	// env.Say(err) there instead. A cancelled context is not shown.
	Fail func(error)
	// Changed tells the window that something its frame shows may have changed:
	// what actions can do now, what is saved, what a room is called.
	Changed func()
	// Saved puts the time of the last thing stored into the status bar.
	Saved func()

	Copy       func(text string)
	Paste      func() string
	OpenFolder func(path string)
	OpenURL    func(address string)

	// Language is the code of the language shown, Languages those there are;
	// SetLanguage and Restyle rebuild the window.
	Language    string
	Languages   []string
	SetLanguage func(code string)
	// Restyle applies the preferences of the theme (PrefTheme, PrefSize).
	Restyle func()

	// OpenLedger opens another ledger in place of this one; "" asks for a file.
	OpenLedger func(path string)
	// Drop does with a file what dropping it does: it goes to the room where its
	// kind belongs.
	Drop func(path string)
	// OpenSample opens the sample workshop, BeginLedger an empty ledger in the
	// usual place, which takes the designs of this one along.
	OpenSample func()
	// Restore asks for a backup and a new place for what is in it.
	Restore     func()
	BeginLedger func()
	// Home is the user's folder, for choosing files; "" when unknown.
	Home string
}

// Route says where to go: a room, and what in it.
type Route struct {
	Room string            // RoomHome and so on
	What string            // what to do or show there: a word of that room, "" for as it was left
	ID   string            // which one
	Args map[string]string // anything more
}

// The rooms.
const (
	RoomHome     = "home"
	RoomDesigns  = "designs"
	RoomBadges   = "badges"
	RoomAward    = "award"
	RoomLedger   = "ledger"
	RoomPublish  = "publish"
	RoomDeliver  = "deliver"
	RoomVerify   = "verify"
	RoomSettings = "settings"
)

// Room is one screen.
type Room interface {
	Name() string // RoomHome and so on
	Content() fyne.CanvasObject
	Shown()  // it came to the front, or what lies behind it may have changed: read again
	Hidden() // another came to the front
	Actions() []Action
	Dropped(paths []string) bool // false: not for this room
}

// Helped is a room that has something to tell about what is in front: HelpWord is
// the key of its text; further paragraphs have ".2", ".3" and so on after it.
type Helped interface{ HelpWord() string }

// Aimed is a room to which it matters where in the window files were dropped.
type Aimed interface {
	DroppedAt(at fyne.Position, paths []string) bool
}

// Routed is a room that can be sent to something in it; Arrive comes before
// Shown.
type Routed interface{ Arrive(Route) }

// Escaper is a room with something to cancel or close; false lets others try.
type Escaper interface{ Escape() bool }

// Paned is a room whose panes F6 walks through, in reading order.
type Paned interface{ Panes() []fyne.Focusable }

// Keeper is a room whose unsaved work and place live on when the window is
// rebuilt in another language or size: what Keep gives is handed to Resume of
// the room that takes its place, before it is shown.
type Keeper interface {
	Keep() any
	Resume(kept any)
}

// Slim is a room that wants the rail folded while it is in front.
type Slim interface{ WantsSlim() bool }

// Rereader is a room that reads again when another program changed the ledger,
// without losing what is being typed.
type Rereader interface{ Reread() }

// Closer is a room with work that must end when the window closes: it asks a
// run to stop at a group's edge, and gives what is unsaved to Keep. The window
// then waits for the tasks.
type Closer interface{ Closing() }

// Prefs are small choices of this user on this computer.
type Prefs interface {
	String(key, fallback string) string
	SetString(key, value string)
	Bool(key string, fallback bool) bool
	SetBool(key string, value bool)
	Float(key string, fallback float64) float64
	SetFloat(key string, value float64)
}

// The preferences that several rooms touch.
const (
	PrefTheme    = "theme"     // "system", "light" or "dark"
	PrefSize     = "size"      // interface size: 0.9 to 1.5
	PrefLanguage = "language"  // code
	PrefWideRail = "rail.wide" // the rail stays wide
)
