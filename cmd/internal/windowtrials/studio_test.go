package windowtrials

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"path/filepath"
	"testing"

	"badgekiln/cmd/internal/stage"
)

// The program is killed in the middle of an edit. What was done is there when
// it is opened again, and can be undone down to the first file.
func TestEditOutlivesAKill(t *testing.T) {
	t.Parallel()
	s := open(t)
	b, file, first := s.ownDesign()
	x, y := b.at(300, 400)
	s.do(s.Drag(x, y, x+40, y-60))
	s.changed(file, first, "the first move")
	saved := read(t, file)
	s.do(s.Drag(x+40, y-60, x-30, y-80))
	s.do(s.Await("the second move", func(v stage.View) bool { return v.Has(undoLabel) }))
	s.do(s.Keys("ctrl+a"))
	s.board("everything chosen", func(b board) bool { return len(b.Chosen) > 2 })
	s.do(s.Kill())
	done := len(labels(t, s)) - 1 // the first is the state it was opened in

	s.start(nil)
	s.do(s.Settled())
	s.click("Item:First Firing")
	s.board("the design again", func(b board) bool { return b.Zoom > 0 })
	s.changed(file, saved, "the move that was not saved before the kill")
	steps := 0
	for s.can(undoLabel) {
		if steps++; steps > 10 {
			t.Fatal("there is no end to undoing")
		}
		s.do(s.Keys("ctrl+z"), s.Settled())
	}
	s.do(s.Keys("ctrl+s"), s.Settled(), s.Stop())
	// A press more than there are steps does nothing, and a busy machine may show
	// the button a moment longer.
	if steps < done || done < 2 {
		t.Errorf("of %d steps %d could be undone after the kill", done, steps)
	}
	if !bytes.Equal(read(t, file), first) {
		t.Error("undone, the file is not the first one")
	}
}

// A newcomer takes a template, types two texts, takes the colours of a logo and
// has a picture.
func TestNewcomerDrawsABadge(t *testing.T) {
	t.Parallel()
	s := open(t)
	write(t, filepath.Join(s.home, "logo.png"), string(stripes(t)))

	s.do(s.Settled())
	s.shot("newcomer-1-home")
	s.click(newcomerTemplate)
	s.board("the title being typed", func(b board) bool { return b.Typing })
	s.do(s.Type("GLAZE MASTER"), s.Keys("Tab"), s.Type("SALT MARSH"), s.Keys("Escape"), s.Settled())
	s.shot("newcomer-2-texts")
	s.click("Palette")
	s.shot("newcomer-3-palettes")
	s.click("Colours from a logo…")
	s.shot("newcomer-4-logo")
	s.click("Item:logo.png")
	s.says("The colours of the logo")
	s.shot("newcomer-5-colours")
	s.click("Use for all templates")
	s.do(s.Settled())
	s.shot("newcomer-6-coloured")
	s.click("Export…", "Choose a place…")
	s.do(s.Settled())
	s.click("Export")
	drawn := func() (pictures []string) {
		for _, path := range found(t, s.home, ".png") {
			if filepath.Base(path) != "logo.png" {
				pictures = append(pictures, path)
			}
		}
		return pictures
	}
	s.do(s.Await("the picture", func(stage.View) bool { return len(drawn()) > 0 }))
	s.shot("newcomer-7-picture")
	t.Logf("from start to a picture: %d clicks, %d typed texts", s.Clicks, s.Fields)
	if s.Clicks > 10 || s.Fields > 2 {
		t.Errorf("that is more than 10 clicks and 2 fields")
	}
	s.do(s.Stop())
	pictures := drawn()
	if len(pictures) != 1 {
		t.Fatalf("pictures: %v", pictures)
	}
	m := decode(t, pictures[0])
	if b := m.Bounds(); b.Dx() != 600 || b.Dy() != 600 {
		t.Errorf("the picture is %v", b)
	}
	s.only("scalloped-seal.badge")
}

// stripes is a logo of three colours, as PNG.
func stripes(t *testing.T) []byte {
	t.Helper()
	logo := image.NewNRGBA(image.Rect(0, 0, 240, 120))
	for i, c := range []color.NRGBA{{0x7a, 0x1f, 0x5c, 255}, {0x0b, 0x6e, 0x6e, 255}, {0xff, 0xd1, 0x66, 255}} {
		draw.Draw(logo, image.Rect(80*i, 0, 80*i+80, 120), image.NewUniform(c), image.Point{}, draw.Src)
	}
	var data bytes.Buffer
	if err := png.Encode(&data, logo); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

const newcomerTemplate = "Item:Scalloped seal"

// labels are the steps that are kept of the one design that was edited.
func labels(t *testing.T, s *scene) []string {
	t.Helper()
	var out []string
	for _, path := range found(t, filepath.Join(s.home, ".config", "badgekiln", "designs", ".history"), ".log") {
		for _, line := range bytes.Split(read(t, path), []byte("\n")) {
			var l struct{ Step *struct{ Label string } }
			if json.Unmarshal(line, &l) == nil && l.Step != nil {
				out = append(out, l.Step.Label)
			}
		}
	}
	return out
}
