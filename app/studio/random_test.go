package studio

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer/geom"
)

// TestRandomHands presses, drags, types and runs actions at random through the
// widgets; nothing may break, and undoing everything gives the first bytes.
func TestRandomHands(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	r.visible = true
	first := bytes.Clone(f.files["design-1"])
	dice := rand.New(rand.NewPCG(7, 11))
	point := func() geom.Point { return geom.Pt(dice.Float64()*640-20, dice.Float64()*640-20) }
	mods := []fyne.KeyModifier{0, 0, 0, shift, ctrl}
	keys := []fyne.KeyName{fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyEscape, fyne.KeyHome, fyne.KeyBackspace, fyne.KeyReturn, fyne.KeyF2}
	skip := map[string]bool{ // what leads out of the canvas, or asks
		"design.list": true, "design.use": true, "design.export": true, "design.save-as": true, "design.picture": true, "design.tool.emblem": true,
		"designs.blank": true, "designs.open": true, "design.rename": true,
	}
	for range 160 {
		b.Clock = b.Clock.Add(time.Duration(dice.IntN(1500)) * time.Millisecond)
		mod := mods[dice.IntN(len(mods))]
		switch dice.IntN(9) {
		case 0, 1:
			at := s.spot(point())
			s.board.MouseDown(mouse(at, mod, desktop.MouseButtonPrimary))
			s.board.MouseUp(mouse(at, mod, desktop.MouseButtonPrimary))
		case 2, 3:
			press(b, s, point(), point(), mod)
			if dice.IntN(4) == 0 {
				s.board.MouseDown(mouse(s.spot(point()), mod, desktop.MouseButtonSecondary))
			}
			s.board.MouseUp(mouse(s.spot(point()), mod, desktop.MouseButtonPrimary))
			s.board.DragEnd()
		case 4:
			s.board.TypedKey(&fyne.KeyEvent{Name: keys[dice.IntN(len(keys))]})
		case 5:
			s.board.TypedRune(rune("abvxét{}"[dice.IntN(7)]))
		case 6:
			if len(s.layers.rows) > 0 {
				row := s.layers.rows[dice.IntN(len(s.layers.rows))]
				s.layers.MouseDown(mouse(rowAt(t, s.layers, row.layer.ID), mod, desktop.MouseButtonPrimary))
				s.layers.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, dice.Float32()*200)}})
				s.layers.DragEnd()
				if s.layers.naming != "" {
					s.layers.entry.finish(false)
				}
			}
		case 7:
			all := s.actions()
			if a := all[dice.IntN(len(all))]; !skip[a.Name] && a.On() {
				a.Run()
			}
		case 8:
			s.board.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: s.spot(point())}, Scrolled: fyne.NewDelta(0, dice.Float32()*60-30)})
		}
		for kit.EscapeTop(b.Window.Canvas()) {
			continue
		}
	}
	s.board.Escape()
	s.session.CommitText()
	for {
		if _, ok := s.session.CanUndo(); !ok {
			break
		}
		s.session.Undo()
	}
	s.saving.now()
	if !bytes.Equal(first, f.files["design-1"]) {
		t.Fatal("undoing everything is another file")
	}
	for _, err := range b.Errors {
		if m := b.Env.Say(err); m.Text == "" || m.Code == "" {
			t.Errorf("an error without words: %v", err)
		}
	}
}
