package windowtrials

import (
	"fmt"
	"os"
	"path/filepath"
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

// TestStepsOfGestures tells what a step of each gesture costs in the real window:
// the processor's time, and how long an input waits for the window's goroutine.
// It asserts nothing about time; figures are read by people.
func TestStepsOfGestures(t *testing.T) {
	if os.Getenv("BADGEKILN_LONG") == "" {
		t.Skip("This measures, and takes its time: BADGEKILN_LONG=1 asks for it.")
	}
	home := t.TempDir()
	waits := filepath.Join(home, "waits")
	s := openIn(t, home, 1620, 1420, []string{"BADGEKILN_WAITS=" + waits})
	s.do(s.Settled())
	drawing := write(t, filepath.Join(home, "Crowd.svg"), crowd())
	s.do(s.Stop())
	designs := filepath.Join(home, ".config", "badgekiln", "designs")
	s.do(os.MkdirAll(designs, 0o750))
	s.kiln("design", "import", drawing, "-o", filepath.Join(designs, "crowd.badge"))
	s.start([]string{"BADGEKILN_WAITS=" + waits})
	s.do(s.Settled(), s.Resize(1620, 1420), s.Settled())
	s.click("railItem:Designs")
	s.do(s.Settled())
	s.click("Item:Crowd", "Edit this design")
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })
	s.do(s.Settled())
	t.Logf("the picture is %.0f pixels wide", 600*b.Zoom)
	s.shot("steps-1-open")

	const steps = 150
	measure := func(what string, do func(path func(i int) (x, y float64)) error, path func(i int) (x, y float64)) {
		t.Helper()
		before, err := s.CPU()
		s.do(err)
		begun := time.Now()
		all, busy, err := s.WaitingAndBusy(waits, func() error { return do(path) })
		s.do(err)
		took := time.Since(begun)
		after, err := s.CPU()
		s.do(err)
		each := float64((after - before).Microseconds()) / 1000 / steps
		t.Logf("%-34s %6.1f ms CPU a step; inputs wait: median %5.1f, 95 of 100 %5.1f, most %5.1f ms; window's goroutine at once: 95 of 100 %5.1f, most %5.1f ms CPU (%v in all)", what, each,
			float64(all.At(.5).Microseconds())/1000, float64(all.At(.95).Microseconds())/1000, float64(all.At(1).Microseconds())/1000,
			float64(busy.At(.95).Microseconds())/1000, float64(busy.At(1).Microseconds())/1000, took.Round(time.Second))
		s.do(s.Keys("ctrl+z"), s.Settled())
	}
	drag := func(path func(i int) (x, y float64)) error { return s.DragAlong(steps, path) }
	from := func(x, y float64) func(i int) (float64, float64) {
		return func(i int) (float64, float64) { return x + float64(i%70), y + float64(i%41) }
	}
	x, y := b.at(20, 300)
	measure("drag what fills the canvas", drag, from(x, y))
	x, y = b.at(300, 250)
	measure("drag the star", drag, from(x, y))
	x, y = b.at(60, 110)
	measure("drag a dot", drag, from(x, y))
	x, y = b.at(300, 466)
	measure("drag the title", drag, from(x, y))
	s.do(s.Keys("ctrl+a"))
	s.board("all chosen", func(b board) bool { return len(b.Chosen) == 40 })
	x, y = b.at(300, 250)
	measure("drag all forty", drag, from(x, y))
	s.do(s.Keys("Escape"))
	x, y = b.at(20, 300)
	s.do(s.ClickAt(x, y))
	for _, kind := range []string{"rotate", "se"} {
		b = s.board("the handle "+kind, func(b board) bool { _, _, ok := b.handle(kind); return ok })
		x, y, _ := b.handle(kind)
		measure(kind+" what fills the canvas", drag, func(i int) (float64, float64) { return x - float64(i%90), y - float64(i%31) })
	}
	s.do(s.Stop())
}

var _ stage.Waits
