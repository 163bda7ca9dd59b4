// Command badgekiln is the window: designing, awarding and checking Open Badges
// by hand.
//
// It knows the window system, arguments, signals and files of preferences, and
// joins rooms and engine. It must not know how a badge is made or what a screen
// shows. It is the only importer of Fyne's app package.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"fyne.io/fyne/v2"

	"badgekiln/app"
	"badgekiln/app/kit"
	"badgekiln/assets"
	"badgekiln/cmd/internal/desk"
	"badgekiln/cmd/internal/engine"
	"badgekiln/cmd/internal/release"
	"badgekiln/issuer"
)

// Exit statuses. patience is how long the last work may take when the window
// closes; after grace the program ends whatever the window system does.
const (
	statusUsage  = 2
	statusBroken = 3
	patience     = 2500 * time.Millisecond
	grace        = 400 * time.Millisecond
)

func main() {
	engine.Stays()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}

// run is the program: arguments in, exit status out.
func run(args []string, out, errs io.Writer, getenv func(string) string) int {
	words, err := assets.LoadWords(language(getenv))
	if err != nil {
		_, _ = fmt.Fprintln(errs, err)
		return statusBroken
	}
	a, bad := parse(args)
	switch {
	case bad != "":
		_, _ = fmt.Fprintln(errs, words.T("app.usage.unknown", "argument", bad)+"\n"+words.T("app.usage"))
		return statusUsage
	case a.version:
		_, _ = fmt.Fprintln(out, release.Name, release.Version)
		return 0
	case a.help:
		_, _ = fmt.Fprintln(out, words.T("app.usage"))
		return 0
	case !display(getenv):
		_, _ = fmt.Fprintln(errs, words.T("app.no-display"))
		return statusUsage
	}
	err = open(a, getenv)
	var told *issuer.Error
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errNoDisplay):
		_, _ = fmt.Fprintln(errs, words.T("app.no-display"))
		return statusUsage
	case errors.As(err, &told):
		_, _ = fmt.Fprintln(errs, words.Fill("error."+told.Code, told.Values))
	default:
		_, _ = fmt.Fprintln(errs, err)
	}
	return statusBroken
}

// errNoDisplay says that there is a display by name only.
var errNoDisplay = errors.New("the display cannot be opened")

// arguments are what the command line asks for.
type arguments struct {
	ledger, file  string
	version, help bool
}

// parse reads the arguments; bad is one that means nothing.
func parse(args []string) (a arguments, bad string) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		value, joined := strings.CutPrefix(arg, "--ledger=")
		switch {
		case joined:
			a.ledger = value
		case arg == "--ledger" && i+1 < len(args):
			i++
			a.ledger = args[i]
		case arg == "--version":
			a.version = true
		case arg == "--help" || arg == "-h":
			a.help = true
		case strings.HasPrefix(arg, "-") || a.file != "" || arg == "":
			return a, arg
		default:
			a.file = arg
		}
	}
	return a, ""
}

// language is that of this computer, where there are words in it.
func language(getenv func(string) string) string {
	for _, name := range []string{"KILN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		value := strings.ToLower(getenv(name))
		if value == "" {
			continue
		}
		code := value
		if end := strings.IndexAny(code, "_.@-"); end >= 0 {
			code = code[:end]
		}
		if slices.Contains(assets.Languages(), code) {
			return code
		}
		return "en"
	}
	return "en"
}

// open opens the window and comes back when the program is to end.
func open(args arguments, getenv func(string) string) error {
	clock, err := engine.Clock(getenv, time.Now)
	if err != nil {
		return err
	}
	config, err := engine.ConfigDir(getenv)
	if err != nil {
		return err
	}
	prefs := loadPrefs(filepath.Join(config, "window.json"))
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // files are then chosen by their whole path
	}
	a := fyneapp.NewWithID(release.ID)
	a.SetIcon(fyne.NewStaticResource("badgekiln.png", assets.AppIcon()))
	w := a.NewWindow(release.Name)
	w.SetPadded(false)
	tasks := kit.NewTasks(time.Now)
	opener := &desk.Opener{
		Env:  engine.Env{Now: clock, Rand: rand.Reader, Getenv: getenv, Who: engine.Who(getenv), AtWork: kit.OffUI},
		Home: home, Asked: args.ledger, Last: prefs.String("ledger", ""), Language: language(getenv),
		Remember: func(path string) { prefs.SetString("ledger", path) },
	}
	end := &ending{tasks: tasks, app: a, done: make(chan struct{})}
	shell, err := app.New(app.Config{
		App: a, Window: w, Opener: opener, Tasks: tasks, Now: clock,
		Words:     func(code string) (app.Words, error) { return assets.LoadWords(code) },
		Languages: assets.Languages(), Language: language(getenv), Prefs: prefs,
		OpenPath: openPath, Home: home, Theme: getenv("FYNE_THEME"), Quit: end.begin,
		Drop: absolute(args.file), Version: release.Version, Screen: screen(),
	})
	if err != nil {
		return err
	}
	end.ledger = shell.Ledger
	w.Resize(fyne.NewSize(1280, 800))
	w.CenterOnScreen()
	started := false
	a.Lifecycle().SetOnStarted(func() {
		started = true
		shell.Start()
		watch(shell, w)
	})
	end.onSignal(shell)
	if err := show(w, &started); err != nil {
		return err
	}
	end.over.Store(true)
	shell.Keep() // the window system ends by itself on a signal
	end.begin()
	<-end.done
	return nil
}

// show shows the window until it closes. Fyne panics where a display is named
// and cannot be opened; people are told one sentence after its remarks.
func show(w fyne.Window, started *bool) (err error) {
	defer func() {
		if *started {
			return // what happens in a window that is open is no matter of displays
		}
		if p := recover(); p != nil {
			err = errNoDisplay
		}
	}()
	shallow()
	w.ShowAndRun()
	return nil
}

func absolute(path string) string {
	if path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return abs
}

// openPath shows a folder, file or address in the program the system has for
// it.
func openPath(path string) error {
	return opened(context.Background(), path)
}

// onSignal ends the program as closing its window does.
func (e *ending) onSignal(shell *app.Shell) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-asked
		// Rooms keep what was changed before tasks are refused. A window that
		// does not answer is not waited for.
		kept := make(chan struct{})
		e.tasks.Back(func() {
			shell.Close()
			close(kept)
		})
		select {
		case <-kept:
		case <-time.After(grace):
		}
		e.begin()
	}()
}
