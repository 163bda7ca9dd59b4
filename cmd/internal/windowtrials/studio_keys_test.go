package windowtrials

import (
	"path/filepath"
	"testing"

	"badgekiln/cmd/internal/stage"
)

// focused waits until a thing has the keys; Tab is pressed until then where tabs
// says so.
func (s *scene) focused(label string, tabs int) {
	s.t.Helper()
	has := func(v stage.View) bool { t, _ := v.Find(label); return t.Focused }
	for range tabs {
		s.do(s.Settled())
		if v, err := s.See(); err == nil && has(v) {
			return
		}
		s.do(s.Keys("Tab"))
	}
	s.do(s.Await(label+" having the keys", has))
}

// command runs a command by the list of all commands.
func (s *scene) command(words string) {
	s.t.Helper()
	s.do(s.Settled(), s.Keys("ctrl+k"), s.Settled(), s.Type(words), s.Settled(), s.Keys("Return"))
}

// TestABadgeByKeysAlone: from the start to a picture without a press of the
// pointer.
func TestABadgeByKeysAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.do(s.Point(1275, 795), s.Settled(), s.Keys("ctrl+2"), s.Settled(), s.Keys("ctrl+f"))
	s.focused("Search shapes, emblems, words", 0)
	s.do(s.Type("speaker seal"), s.Await("the template", func(v stage.View) bool { return v.Has("Item:Speaker seal") }), s.Keys("Return"))
	s.focused("Item:Speaker seal", 0)
	s.do(s.Keys("Return"))
	s.board("the title being typed", func(b board) bool { return b.Typing })
	s.do(s.Keys("ctrl+a"), s.Type("KEEPER"), s.Keys("Escape"))
	s.board("the title typed", func(b board) bool { return !b.Typing && len(b.Chosen) == 1 })
	s.do(s.Keys("Right", "shift+Down", "alt+Up"))
	s.shot("keys-1-typed")
	s.command("export")
	s.focused("Choose a place…", 6)
	s.do(s.Keys("Return"))
	s.focused("Export", 8)
	s.shot("keys-2-place")
	s.do(s.Keys("Return"))
	picture := filepath.Join(s.home, "Speaker seal.png")
	s.do(s.Await("the picture", func(stage.View) bool { return len(found(t, s.home, filepath.Base(picture))) > 0 }), s.Settled())
	s.shot("keys-3-picture")
	if s.Clicks > 0 {
		t.Errorf("the pointer was pressed %d times", s.Clicks)
	}
	t.Logf("from start to a picture: %d keys, %d typed texts", s.Pressed, s.Fields)
	s.do(s.Stop())
	if off := far(decode(t, picture), art(t, s.only("speaker-seal.badge"), s)); off > 0 {
		t.Errorf("the picture differs from the stored design in %d pixels", off)
	}
}
