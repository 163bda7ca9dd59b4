package windowtrials

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// crowd is a drawing of forty layers, the lowest of which fills nearly all.
func crowd() string {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><defs>` +
		`<linearGradient id="g"><stop offset="0" stop-color="#7a1f5c"/><stop offset="1" stop-color="#0b6e6e"/></linearGradient>` +
		`<radialGradient id="r"><stop offset="0" stop-color="#fff7e6"/><stop offset="1" stop-color="#ffd166"/></radialGradient></defs>` +
		`<rect id="whole" width="600" height="600" rx="90" fill="url(#g)"/><circle id="field" cx="300" cy="300" r="240" fill="url(#r)" stroke="#222" stroke-width="6"/>` +
		`<path id="star" d="M300 150l35 105h110l-88 64 34 106-91-65-91 65 34-106-88-64h110z" fill="#7a1f5c"/>` +
		`<text id="title" x="300" y="480" font-family="sans-serif" font-weight="bold" font-size="44" text-anchor="middle">Forty layers</text>`)
	for i := range 36 {
		fmt.Fprintf(&b, `<circle id="dot%d" cx="%d" cy="%d" r="11" fill="url(#g)" stroke="#fff" stroke-width="2"/>`, i, 60+60*(i%9), []int{48, 110, 500, 550}[i/9])
	}
	return b.String() + `</svg>`
}

// stepsEach is how many steps of each gesture are measured, one in pace.
const (
	stepsEach = 80
	pace      = 50 * time.Millisecond
)

// TestStepsOfGestures tells what a step of each gesture costs in the real window:
// the processor's time of the whole process while the probe rests, step by step,
// how often the window is painted in it, and once more with the probe, how long
// an input waits for the window's goroutine: in the size the program opens with
// on a usual screen, and in one in which the picture is 1000 pixels wide. It
// asserts nothing about time; figures are read by people.
func TestStepsOfGestures(t *testing.T) {
	if os.Getenv("BADGEKILN_LONG") == "" {
		t.Skip("This measures, and takes its time: BADGEKILN_LONG=1 asks for it.")
	}
	for _, size := range [][2]int{{1280, 800}, {1620, 1420}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) { stepsIn(t, size[0], size[1]) })
	}
}

// stepsIn measures in a window of a size.
func stepsIn(t *testing.T, w, h int) {
	t.Helper()
	home := t.TempDir()
	g := gestures{waits: filepath.Join(home, "waits")}
	env := []string{"BADGEKILN_WAITS=" + g.waits}
	s := openIn(t, home, w, h, env)
	g.scene = s
	s.do(s.Settled())
	drawing := write(t, filepath.Join(home, "Crowd.svg"), crowd())
	s.do(s.Stop())
	designs := filepath.Join(home, ".config", "badgekiln", "designs")
	s.do(os.MkdirAll(designs, 0o750))
	s.kiln("design", "import", drawing, "-o", filepath.Join(designs, "crowd.badge"))
	s.kiln("design", "new", "--template", "seal-scalloped", "-o", filepath.Join(designs, "seal.badge"))
	s.start(env)
	s.do(s.Settled(), s.Resize(w, h), s.Settled())
	s.click("railItem:Designs")
	s.do(s.Settled())
	s.click("Item:Crowd", "Edit this design")
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })
	s.do(s.Settled())
	t.Logf("the picture is %.0f pixels wide; steps are %v apart", 600*b.Zoom, pace)
	s.shot("steps-1-open")
	g.still()

	from := func(x, y float64) func(i int) (float64, float64) {
		return func(i int) (float64, float64) { return x + float64(i%70), y + float64(i%41) }
	}
	x, y := b.at(20, 300)
	g.drag("drag what fills the canvas", from(x, y))
	// What is chosen would be dragged before what lies over it.
	alone := func(what string, x, y float64) {
		s.do(s.Keys("Escape"), s.Settled())
		g.drag(what, from(b.at(x, y)))
	}
	alone("drag the star", 300, 250)
	alone("drag a dot", 60, 110)
	alone("drag the title", 300, 466)
	g.choose(b)
	s.do(s.Keys("ctrl+a"))
	s.board("all chosen", func(b board) bool { return len(b.Chosen) == 40 })
	x, y = b.at(300, 250)
	g.drag("drag all forty", from(x, y))
	for _, kind := range []string{"rotate", "se"} {
		g.pull(b, kind)
	}
	g.wheel(b)
	g.typing(b)
	g.inAGroup(b)
	g.colour()
	s.do(s.Stop())
}

// gestures measures in a scene.
type gestures struct {
	*scene
	waits string
}

// measure takes the steps twice: without the probe, each by itself, and with it.
func (g gestures) measure(what string, begin func() error, step func(i int) error, end func() error) {
	g.t.Helper()
	if !strings.Contains(what, os.Getenv("BADGEKILN_STEPS")) {
		return // others are asked for
	}
	g.do(begin(), g.Rest(true))
	time.Sleep(400 * time.Millisecond) // what beginning costs is not a step's
	each := make(stage.Waits, 0, stepsEach)
	painted := g.paints()
	for i := range stepsEach {
		next := time.Now().Add(pace)
		before, err := g.CPU()
		g.do(err, step(i))
		time.Sleep(time.Until(next))
		after, err := g.CPU()
		g.do(err)
		each = append(each, after-before)
	}
	painted = g.paints() - painted
	g.do(end(), g.Rest(false), g.Settled(), g.Keys("ctrl+z"), g.Settled())
	slices.Sort(each)
	before, err := g.CPU()
	g.do(err)
	all, busy, err := g.WaitingAndBusy(g.waits, func() error {
		errs := []error{begin()}
		for i := range stepsEach {
			next := time.Now().Add(pace)
			errs = append(errs, step(i))
			time.Sleep(time.Until(next))
		}
		return errors.Join(append(errs, end())...)
	})
	g.do(err)
	after, err := g.CPU()
	g.do(err, g.Keys("ctrl+z"), g.Settled())
	g.t.Logf("%-28s a step: mean %5.1f, half %5.1f, 95 of 100 %5.1f, most %5.1f ms CPU; %.2f paints of it, %5.1f ms CPU each; with the probe mean %5.1f; inputs wait: 95 of 100 %5.1f, most %6.1f ms; window's goroutine at once: 95 of 100 %5.1f, most %5.1f ms CPU",
		what, ms(each.Mean()), ms(each.At(.5)), ms(each.At(.95)), ms(each.At(1)),
		float64(painted)/stepsEach, ms(each.Mean())*stepsEach/float64(max(painted, 1)), ms(after-before)/stepsEach,
		ms(all.At(.95)), ms(all.At(1)), ms(busy.At(.95)), ms(busy.At(1)))
}

// paints is how often the window was painted so far.
func (g gestures) paints() int {
	data, err := os.ReadFile(g.waits + ".paints")
	if os.IsNotExist(err) {
		return 0
	}
	g.do(err)
	n, err := strconv.Atoi(strings.TrimSpace(string(data)))
	g.do(err)
	return n
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// still tells what the window costs when nothing is done.
func (g gestures) still() {
	g.t.Helper()
	g.do(g.Rest(true))
	time.Sleep(time.Second)
	before, err := g.CPU()
	g.do(err)
	time.Sleep(2 * time.Second)
	after, err := g.CPU()
	g.do(err, g.Rest(false), g.Settled())
	g.t.Logf("nothing is done: %.1f ms CPU in %v", ms(after-before)/(2000/ms(pace)), pace)
}

// drag holds the button where a path begins and follows it.
func (g gestures) drag(what string, path func(i int) (x, y float64)) {
	g.t.Helper()
	move := func(i int) error { return g.Point(path(i)) }
	g.measure(what, func() error {
		return errors.Join(move(0), g.Button(true), move(1), move(2), move(3))
	}, func(i int) error { return move(i + 4) }, func() error { return g.Button(false) })
}

// choose presses on two layers by turns, which changes the panels round the canvas.
func (g gestures) choose(b board) {
	g.t.Helper()
	places := [2][2]float64{{300, 250}, {60, 110}}
	g.measure("choose a layer", func() error { return g.Keys("Escape") }, func(i int) error {
		x, y := b.at(places[i%2][0], places[i%2][1])
		return g.ClickAt(x, y)
	}, func() error { return g.Keys("Escape") })
}

// pull drags a handle of what fills the canvas.
func (g gestures) pull(b board, kind string) {
	g.t.Helper()
	var x, y float64
	move := func(i int) error { return g.Point(x-float64(i%90), y-float64(i%31)) }
	g.measure(kind+" what fills the canvas", func() error {
		g.do(g.Keys("Escape"), g.Settled(), g.ClickAt(b.at(20, 300)), g.Settled())
		b = g.board("the handle "+kind, func(b board) bool { _, _, ok := b.handle(kind); return ok && len(b.Chosen) == 1 })
		x, y, _ = b.handle(kind)
		return errors.Join(move(0), g.Button(true), move(1), move(2), move(3))
	}, func(i int) error { return move(i + 4) }, func() error {
		g.do(g.Button(false), g.Rest(false))
		g.board("what "+kind+" did", func(now board) bool {
			x1, y1, ok := now.handle("nw")
			x0, y0, _ := b.handle("nw")
			return ok && (x1 != x0 || y1 != y0 || kind == "se" && !slices.Equal(now.Handles, b.Handles))
		})
		return nil
	})
}

// wheel moves the view up and down.
func (g gestures) wheel(b board) {
	g.t.Helper()
	x, y := b.at(300, 300)
	g.measure("pan by the wheel", func() error { return g.Point(x, y) },
		func(i int) error { return g.Turn(x, y, []string{"4", "5"}[i/4%2], "1") }, func() error { return nil })
}

// typing writes into the title on the canvas, a letter a step.
func (g gestures) typing(b board) {
	g.t.Helper()
	x, y := b.at(300, 466)
	g.do(g.Keys("Escape"))
	g.measure("type on the canvas", func() error {
		g.edit(x, y)
		return nil
	}, func(i int) error {
		if i%8 == 7 {
			return g.Keys("BackSpace")
		}
		return g.Keys(string(rune('a' + i%26)))
	}, func() error { return g.Keys("Escape") })
	g.do(g.Keys("Escape"))
}

// inAGroup drags the star in a group of all.
func (g gestures) inAGroup(b board) {
	g.t.Helper()
	g.do(g.Keys("ctrl+a"))
	g.board("all chosen", func(b board) bool { return len(b.Chosen) == 40 })
	g.do(g.Keys("ctrl+g"))
	g.board("a group", func(b board) bool { return len(b.Chosen) == 1 })
	x, y := b.at(300, 250)
	g.do(g.DoubleClickAt(x, y), g.Settled())
	g.drag("drag the star in a group", func(i int) (float64, float64) { return x + float64(i%70), y + float64(i%41) })
}

// colour turns a colour of a template, which the whole badge follows.
func (g gestures) colour() {
	g.t.Helper()
	g.click("Button:Back to all designs")
	g.do(g.Settled())
	g.click("Item:Scalloped seal", "Edit this design")
	g.board("the seal", func(b board) bool { return b.Zoom > 0 })
	g.do(g.Settled(), g.Keys("Escape"))
	g.click("Swatch:Base")
	var track stage.Thing
	g.do(g.Await("the hue", func(v stage.View) (ok bool) { track, ok = v.Find("Slider:Hue"); return ok }))
	path := func(i int) (float64, float64) {
		return track.X + 20 + float64(3*i%200), track.Y + track.H/2
	}
	g.drag("turn a colour", path)
	g.do(g.Keys("Escape"))
}
