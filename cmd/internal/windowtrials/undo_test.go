package windowtrials

import (
	"bytes"
	"os"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// undoLabel is the button's name with its keys, as it stands in its tooltip.
const undoLabel = "Undo  Ctrl+Z"

// Text is bent and edited in place, a group is turned, a colour changed; then
// everything is undone and saved, and the file is the first one byte for byte.
func TestEverythingUndoneIsTheFirstFile(t *testing.T) {
	t.Parallel()
	s := open(t)
	b, file, first := s.ownDesign()
	s.shot("undo-1-first")

	// Bend: the diamond in the middle of the arc is pulled down, the round
	// handle at its end inwards.
	x, y := b.at(190, 145) // well away from the diamond: a second press there would be a double one
	s.do(s.ClickAt(x, y))
	s.pull("arc-middle", 0, 26)
	s.shot("undo-2-bent")
	s.pull("arc-end", -24, -30)
	s.changed(file, first, "the bent text")

	b = s.board("the bent text", func(b board) bool { return len(b.Handles) > 0 })
	mx, my, ok := b.handle("arc-middle")
	if !ok {
		t.Fatal("the text on the arc has no handle in its middle")
	}
	s.edit(mx+24, my-12)
	s.do(s.Keys("End"), s.Type(" 2"), s.Settled())
	s.shot("undo-3-typing")
	s.do(s.Keys("Escape"))
	s.board("typed", func(b board) bool { return !b.Typing })

	x, y = b.at(300, 400)
	s.do(s.Keys("Escape"))
	s.board("nothing chosen", func(b board) bool { return len(b.Chosen) == 0 })
	s.do(s.ClickAt(x, y))
	s.board("the ribbon chosen", func(b board) bool { return len(b.Chosen) == 1 })
	s.pull("rotate", 90, 40)
	s.shot("undo-4-turned")

	s.click("Swatch:Base")
	s.do(s.Fill("Colour as figures", "#2F6B4F"))
	s.click("Use this colour")
	s.do(s.Settled())
	s.shot("undo-5-coloured")
	s.changed(file, first, "all changes")

	steps := 0
	for s.can(undoLabel) {
		if steps++; steps > 40 {
			t.Fatal("there is no end to undoing")
		}
		s.do(s.Keys("ctrl+z"), s.Settled())
	}
	s.shot("undo-6-undone")
	s.do(s.Keys("ctrl+s"), s.Settled(), s.Stop())
	t.Logf("%d steps undone", steps)
	if steps < 5 {
		t.Errorf("only %d steps were undone", steps)
	}
	if !bytes.Equal(read(t, file), first) {
		t.Error("the saved file is not the first one")
	}
}

// ownDesign opens the sample's design in a ledger of one's own, and gives its
// canvas, its file and what is in that.
func (s *scene) ownDesign() (b board, file string, first []byte) {
	s.t.Helper()
	s.do(s.Settled())
	s.click("Open the sample workshop", "Start my own")
	s.says("ledger.db")
	s.click("Item:First Firing")
	b = s.board("the design", func(b board) bool { return b.Zoom > 0 })
	s.do(s.Settled())
	file = s.only("badge.badge")
	return b, file, read(s.t, file)
}

// pull drags a handle of the selection by so many pixels.
func (s *scene) pull(kind string, dx, dy float64) {
	s.t.Helper()
	b := s.board("the handle "+kind, func(b board) bool { _, _, ok := b.handle(kind); return ok })
	x, y, _ := b.handle(kind)
	s.do(s.Drag(x, y, x+dx, y+dy))
	s.do(s.Await("the change", func(v stage.View) bool { return v.Has(undoLabel) }))
}

// changed waits until a file is another one than it was.
func (s *scene) changed(file string, from []byte, what string) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		data, err := os.ReadFile(file) // #nosec G304 -- a file of the trial
		if err == nil && !bytes.Equal(data, from) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s never reached the file", what)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
