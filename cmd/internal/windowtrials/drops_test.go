package windowtrials

import (
	"math"
	"path/filepath"
	"strconv"
	"testing"

	"badgekiln/cmd/internal/stage"
)

// Files of a file manager mean something where they are let go: a drawing on the
// canvas lies there, a logo on the colours recolours the design, a list on the
// row of names shows its people. The text with the names is made by keys alone.
func TestFilesAreDroppedWhereTheyMeanSomething(t *testing.T) {
	t.Parallel()
	s := open(t)
	drawing := write(t, filepath.Join(s.home, "mark.svg"),
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="45" fill="#c33"/></svg>`)
	logo := filepath.Join(s.home, "logo.png")
	write(t, logo, string(stripes(t)))
	list := write(t, filepath.Join(s.home, "people.csv"),
		"name,email\nBo,bo@example.org\nMaximiliane von Hohenstauffen,max@example.org\nAda,ada@example.org\n")

	s.do(s.Settled())
	s.click(newcomerTemplate)
	s.board("the title being typed", func(b board) bool { return b.Typing })
	s.do(s.Keys("Escape", "Escape"))
	b := s.board("nothing chosen", func(b board) bool { return b.Zoom > 0 && len(b.Chosen) == 0 })
	x, y := b.at(180, 420)
	s.drop(x, y, drawing)
	s.board("the drawing chosen", func(b board) bool { return len(b.Chosen) == 1 })
	s.do(s.Await("its place", func(v stage.View) bool {
		left, _ := v.Find("From the left")
		top, _ := v.Find("From the top")
		return near(left.Text, 180) && near(top.Text, 420)
	}))

	v, err := s.See()
	s.do(err)
	base, _ := v.Find("Swatch:Base")
	s.drop(base.X+base.W/2, base.Y+base.H/2, logo)
	s.says("The colours of the logo")
	s.click("Not now")

	s.board("the canvas", func(board) bool { return true })
	s.do(s.Settled(), s.ClickAt(b.x+6, b.y+6), s.Keys("t", "Return"))
	s.board("a text being typed", func(b board) bool { return b.Typing })
	s.do(s.Keys("ctrl+a"), s.Type("{name}"), s.Keys("Escape"))
	s.do(s.Await("the row of names", func(v stage.View) bool { return v.Has("Try it with a list…") }))
	v, err = s.See()
	s.do(err)
	names, _ := v.Find("Try it with a list…")
	s.drop(names.X+names.W/2, names.Y+names.H/2, list)
	s.says("row 1 of 3")
	s.says("Maximiliane")

	// F6 and Shift+F6 go from pane to pane, whatever has the keys.
	focused := func(label string) error {
		return s.Await(label+" with the keys", func(v stage.View) bool { t, _ := v.Find(label); return t.Focused })
	}
	s.do(s.ClickAt(b.x+6, b.y+6), focused("canvas"),
		s.Keys("F6"), focused("The person before"),
		s.Keys("shift+F6"), focused("canvas"),
		s.Keys("shift+F6"), focused("Swatch:Base"),
		s.Keys("Tab", "Tab", "F6"), focused("canvas"), s.Stop())
}

// near tells whether a field holds a number that is about another one: places on
// the screen are whole pixels.
func near(text string, want float64) bool {
	v, err := strconv.ParseFloat(text, 64)
	return err == nil && math.Abs(v-want) < 2
}
