package main

import (
	"os"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app"
	"badgekiln/app/kit"
)

// ending closes the program in order: work stops where nothing is half done,
// the ledger is closed, then the window system. That last one may hang, so the
// program ends without it after a moment.
type ending struct {
	tasks  *kit.Tasks
	app    fyne.App
	ledger func() app.Ledger
	once   sync.Once
	done   chan struct{}
	over   atomic.Bool // the window system has ended by itself
}

// begin begins to end, once.
func (e *ending) begin() {
	e.once.Do(func() {
		e.tasks.Finish(patience, func() {
			if l := e.ledger(); l != nil {
				_ = l.Close() // everything in it is committed already
			}
			close(e.done)
			e.quitWindow()
			time.Sleep(grace)
			os.Exit(0)
		})
	})
}

// quitWindow ends the window system, unless it has ended by itself. It may do
// so in this very moment, and panics then; all is stored by now.
func (e *ending) quitWindow() {
	defer func() { _ = recover() }()
	if !e.over.Load() {
		e.tasks.Back(e.app.Quit)
	}
}
