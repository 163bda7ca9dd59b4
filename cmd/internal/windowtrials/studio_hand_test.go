package windowtrials

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/cmd/internal/stage"
)

// squares is a drawing of three squares, the third of which lies nearly as far
// from the second as that from the first, over a pair of discs in a group, and a
// plate over them.
const squares = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600">` +
	`<g id="pair"><circle cx="150" cy="150" r="100" fill="#0b6e6e"/><circle cx="450" cy="150" r="100" fill="#0b6e6e"/></g>` +
	`<rect id="plate" x="30" y="30" width="540" height="240" fill="#ffd166"/>` +
	`<rect id="a" x="100" y="430" width="60" height="60" fill="#7a1f5c"/>` +
	`<rect id="b" x="200" y="438" width="60" height="60" fill="#7a1f5c"/>` +
	`<rect id="c" x="420" y="443" width="60" height="60" fill="#c0392b"/></svg>`

// TestWorkOfADesigner: a layer snaps to a gap as wide as the one beside it, a
// plate is clipped to the group below it, both are copied into another design,
// which is kept as a template, used once more, and deleted.
func TestWorkOfADesigner(t *testing.T) {
	t.Parallel()
	if built.window == "" {
		t.Skip("There is no stage for a window here.")
	}
	home := t.TempDir()
	before := &scene{t: t, home: home}
	designs := filepath.Join(home, ".config", "badgekiln", "designs")
	if err := os.MkdirAll(designs, 0o750); err != nil {
		t.Fatal(err)
	}
	before.kiln("design", "import", write(t, filepath.Join(home, "Squares.svg"), squares), "-o", filepath.Join(designs, "squares.badge"))
	s := openIn(t, home, 1280, 800, nil)
	s.do(s.Settled())
	s.click("railItem:Designs")
	s.do(s.Settled())
	s.click("Item:Squares", "Edit this design")
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })

	// Three units short of where the gap is as wide; the middle of the second
	// square draws it down.
	x, y := b.at(450, 473)
	tx, ty := b.at(333, 469)
	s.do(s.Settled(), s.Drag(x, y, tx, ty))
	s.board("the square chosen", func(b board) bool { return len(b.Chosen) == 1 })
	s.shot("hand-1-gap")
	x, y = b.at(300, 150)
	s.do(s.Settled(), s.ClickAt(x, y))
	s.command("clip to the layer below")
	s.do(s.Settled())
	s.shot("hand-2-clip")

	// What was done goes into another design, and that among the templates.
	s.do(s.Keys("ctrl+c"), s.Settled())
	s.click("Back to all designs")
	s.do(s.Settled())
	s.click("Blank")
	s.board("an empty design", func(b board) bool { return b.Zoom > 0 && len(b.Chosen) == 0 })
	s.do(s.Settled(), s.Keys("ctrl+shift+v"))
	s.board("the plate in it", func(b board) bool { return len(b.Chosen) == 1 })
	s.command("save as a template")
	s.says("Kept among your templates")
	s.click("Close", "Back to all designs")
	s.do(s.Settled())
	s.click("Item:My templates")
	s.do(s.Settled())
	s.shot("hand-3-templates")
	s.click("Use this template")
	s.board("the template in use", func(b board) bool { return b.Zoom > 0 })
	s.click("Back to all designs")
	s.do(s.Settled())
	s.click("Item:My templates", "Delete…", "Delete template", "Close")
	s.do(s.Await("no template", func(v stage.View) bool { return !v.Has("Item:My templates") }), s.Settled(), s.Stop())

	drawn := art(t, filepath.Join(designs, "squares.badge"), s)
	look(t, "the gap", drawn, map[image.Point]color.NRGBA{{301, 468}: {192, 57, 43, 255}, {358, 468}: {192, 57, 43, 255}, {298, 468}: {}, {361, 468}: {}})
	clipped := map[image.Point]color.NRGBA{{150, 150}: {255, 209, 102, 255}, {450, 150}: {255, 209, 102, 255}, {300, 150}: {}, {45, 45}: {}}
	look(t, "the clip", drawn, clipped)
	copies := 0
	for _, file := range found(t, designs, ".badge") {
		if filepath.Base(file) != "squares.badge" && filepath.Base(filepath.Dir(file)) == "designs" {
			look(t, filepath.Base(file), art(t, file, s), clipped)
			copies++
		}
	}
	if copies != 2 {
		t.Errorf("%d designs hold the copy, want the one pasted into and the one made of the template", copies)
	}
}

// look compares colours of a picture.
func look(t *testing.T, what string, m image.Image, want map[image.Point]color.NRGBA) {
	t.Helper()
	for p, c := range want {
		if got := color.NRGBAModel.Convert(m.At(p.X, p.Y)); got != c {
			t.Errorf("%s: at %v is %v, want %v", what, p, got, c)
		}
	}
}
