package app

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// Dropped takes files that were dropped anywhere or opened by menu: the room in
// front has the first say, then each goes where its kind belongs.
func (s *Shell) Dropped(paths []string) { s.take(paths, kit.Room.Dropped) }

// droppedAt is Dropped at a place of the window, which means something to some
// rooms.
func (s *Shell) droppedAt(at fyne.Position, paths []string) {
	s.take(paths, func(r kit.Room, paths []string) bool {
		if aimed, ok := r.(kit.Aimed); ok {
			return aimed.DroppedAt(at, paths)
		}
		return r.Dropped(paths)
	})
}

func (s *Shell) take(paths []string, give func(kit.Room, []string) bool) {
	if len(paths) == 0 || s.ledger == nil || s.c.Window.Canvas().Overlays().Top() != nil {
		return
	}
	kit.Run(s.c.Tasks, func(ctx context.Context) (Kind, error) {
		return s.kind(ctx, paths), nil
	}, func(kind Kind, _ error) { s.route(kind, paths, give) })
}

// kind is what dropped files are: the first tells, but pictures among which one
// is a badge are meant as badges.
func (s *Shell) kind(ctx context.Context, paths []string) Kind {
	const looked = 20 // files; of more, nobody waits for all
	first := s.c.Opener.Kind(ctx, paths[0])
	for i := 1; i < min(len(paths), looked) && (first == KindPicture || first == KindOther); i++ {
		if s.c.Opener.Kind(ctx, paths[i]) == KindBadge {
			return KindBadge
		}
	}
	return first
}

func (s *Shell) route(kind Kind, paths []string, give func(kit.Room, []string) bool) {
	if s.lost == nil && s.current != nil && s.current.Name() != kit.RoomHome && kind != KindLedger && give(s.current, paths) {
		s.Changed()
		return
	}
	var to string
	switch kind {
	case KindLedger:
		s.OpenLedger(paths[0])
		return
	case KindList:
		to = kit.RoomAward
	case KindBadge:
		to = kit.RoomVerify
	case KindDesign:
		to = kit.RoomDesigns
	case KindPicture:
		s.askPicture(paths)
		return
	default:
		s.env.Tell(s.env.T("app.drop.unknown", "file", filepath.Base(paths[0])), kit.Body(s.env.T("app.drop.unknown.hint")))
		return
	}
	s.deliver(to, paths)
}

// deliver goes to a room and gives it the files. A ledger may have to be begun
// first, so the room is asked once it is in front.
func (s *Shell) deliver(room string, paths []string) {
	give := func() {
		if s.current != nil && s.current.Name() == room {
			s.current.Dropped(paths)
			s.Changed()
		}
	}
	if needsLedger(room) && s.ledger != nil && !s.ledger.Begun() {
		path := s.ledger.Path()
		s.opening(func(ctx context.Context) (Ledger, error) { return s.c.Opener.Begin(ctx, path, "") }, kit.Route{Room: room}, give)
		return
	}
	s.show(kit.Route{Room: room})
	give()
}

// askPicture asks what a picture without a badge in it is for.
func (s *Shell) askPicture(paths []string) {
	var d *kit.Dialog
	check := kit.NewButton(s.env.T("app.drop.picture.verify"), "", kit.Plain, func() {
		d.Close()
		s.deliver(kit.RoomVerify, paths)
	})
	use := kit.NewButton(s.env.T("app.drop.picture.design"), "", kit.Primary, func() {
		d.Close()
		s.deliver(kit.RoomDesigns, paths)
	})
	no := kit.NewButton(s.env.T("app.cancel"), "", kit.Quiet, func() { d.Close() })
	d = s.env.NewDialog(s.env.T("app.drop.picture", "file", filepath.Base(paths[0])), kit.Body(s.env.T("app.drop.picture.hint")).In(kit.ColorText2), no, check, use)
	d.Focus(use).Sized(480, 0)
	d.Show()
}
