package app

import (
	"context"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// trouble stands in place of the page when the ledger cannot be worked with.
func (s *Shell) trouble(err error) {
	s.lost = err
	again := kit.NewButton(s.env.T("app.trouble.again"), "refresh", kit.Primary, s.tryAgain)
	other := kit.NewButton(s.env.T("app.trouble.other"), "folder", kit.Plain, func() { s.OpenLedger("") })
	begin := kit.NewButton(s.env.T("app.trouble.begin"), "plus", kit.Plain, s.beginLedger)
	restore := kit.NewButton(s.env.T("app.trouble.restore"), "backup", kit.Plain, s.Restore)
	head := kit.NewHead(s.env.T("app.trouble.title"), "")
	body := kit.VBox(24, s.env.ErrorPage(err), kit.Centered(kit.HBox(8, again, other, restore, begin)))
	s.page.Objects = []fyne.CanvasObject{kit.Page(head, kit.Centered(body), nil)}
	s.page.Refresh()
	s.Changed()
}

func (s *Shell) tryAgain() {
	if s.ledger == nil {
		s.lost = nil
		s.Start()
		return
	}
	path := s.ledger.Path()
	s.opening(func(ctx context.Context) (Ledger, error) { return s.c.Opener.Open(ctx, path) }, kit.Route{Room: kit.RoomHome}, nil)
}

// Look sees whether the ledger changed or went away since the last time: by
// another window, by kiln, or because a folder was taken out.
func (s *Shell) Look() {
	if s.later && !s.closing {
		s.setLanguage(s.c.Prefs.String(kit.PrefLanguage, s.c.Language))
	}
	if s.ledger == nil || s.closing || !s.ledger.Begun() {
		return
	}
	l := s.ledger
	kit.Run(s.c.Tasks, l.Stamp, func(stamp string, err error) {
		if l != s.ledger {
			return
		}
		_, busy := s.c.Tasks.Current()
		switch {
		case err != nil && s.lost == nil && busy == nil:
			s.trouble(err)
		case err == nil && s.lost != nil:
			s.tryAgain()
		case err == nil && stamp != s.stamp:
			first := s.stamp == ""
			s.stamp = stamp
			if !first && busy == nil {
				s.reread()
			}
		}
	})
}

// reread lets the room in front read again. Rooms where one may be typing
// decide by kit.Rereader what that means.
func (s *Shell) reread() {
	if s.current == nil || s.c.Window.Canvas().Overlays().Top() != nil {
		return
	}
	if r, ok := s.current.(kit.Rereader); ok {
		r.Reread()
	} else if name := s.current.Name(); name == kit.RoomHome || name == kit.RoomLedger {
		s.current.Shown()
	}
	s.Changed()
}

// Close ends the program: rooms stop their runs at a group's edge and keep what
// was changed, then the ledger is closed.
func (s *Shell) Close() {
	if s.closing {
		return
	}
	s.Keep()
	s.c.Window.Hide()
	s.c.Quit()
}

// Keep lets the rooms keep what was changed, once, before tasks are refused.
// The program calls it when the window system ended without Close.
func (s *Shell) Keep() {
	if s.closing {
		return
	}
	s.closing = true
	for _, r := range s.rooms {
		if c, ok := r.(kit.Closer); ok {
			c.Closing()
		}
	}
}

// Ledger is the ledger open now, or nil.
func (s *Shell) Ledger() Ledger { return s.ledger }
