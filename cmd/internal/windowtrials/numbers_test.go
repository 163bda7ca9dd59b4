package windowtrials

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// numbers is a design whose numbers are known: over a plate a disc filled from
// its middle outwards, three boxes, and a text on an arc.
const numbers = `{"format":"badgekiln-design","version":1,"name":"Numbers","about":{},"width":600,"height":600,
"slots":[{"name":"base","color":"#B4471D"},{"name":"accent","color":"#1F6373"},{"name":"pop","color":"#F8BD45"}],
"layers":[
{"id":"plate","locked":true,"shape":{"kind":"rect","w":600,"h":600},"fill":{"kind":"solid","tone":{"slot":"pop"}}},
{"id":"disc","place":[1,0,0,1,220,180],"shape":{"kind":"ellipse","w":160,"h":160},
 "fill":{"kind":"radial","from":[80,80],"to":[160,80],"focus":[80,80],"stops":[{"at":0,"tone":{"slot":"pop"}},{"at":1,"tone":{"slot":"accent"}}]}},
{"id":"a","place":[1,0,0,1,100,430],"shape":{"kind":"rect","w":60,"h":60},"fill":{"kind":"solid","tone":{"slot":"base"}}},
{"id":"b","place":[1,0,0,1,207,447],"shape":{"kind":"rect","w":40,"h":50},"fill":{"kind":"solid","tone":{"slot":"accent"}}},
{"id":"c","place":[1,0,0,1,421,473],"shape":{"kind":"rect","w":80,"h":40},"fill":{"kind":"solid","tone":{"color":"#123456"}}},
{"id":"words","place":[1,0,0,1,300,300],"fill":{"kind":"solid","tone":{"slot":"base"}},
 "text":{"content":"RIVER KEEPERS","family":"sans-bold","size":48,"align":"middle","arc":{"radius":220,"middle":-90,"sweep":150}}}]}`

// layer is what a trial reads of one in a stored design.
type layer struct {
	ID    string
	Place []float64
	Fill  struct {
		Tone            struct{ Slot string }
		From, To, Focus []float64
	}
	Text struct {
		Content string
		Arc     struct{ Radius, Middle, Sweep float64 }
	}
}

// stored is what a trial reads of a stored design.
type stored struct {
	Slots  []struct{ Name, Color string }
	Layers []layer
}

// of gives a layer.
func (d stored) of(id string) layer {
	i := slices.IndexFunc(d.Layers, func(l layer) bool { return l.ID == id })
	if i < 0 {
		return layer{}
	}
	return d.Layers[i]
}

// places are where layers lie, x and y of one after the other.
func (d stored) places(ids ...string) (out []float64) {
	for _, id := range ids {
		if p := d.of(id).Place; len(p) == 6 {
			out = append(out, p[4:]...)
		}
	}
	return out
}

// desk is the design of known numbers, open in the window.
type desk struct {
	*scene
	b    board
	file string
}

func openNumbers(t *testing.T) desk {
	t.Helper()
	home := t.TempDir()
	var data bytes.Buffer
	z := zip.NewWriter(&data)
	w, err := z.Create("design.json")
	if err == nil {
		_, err = w.Write([]byte(numbers))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, filepath.Join(home, ".config", "badgekiln", "designs", "numbers.badge"), data.String())
	s := openIn(t, home, 1280, 800, nil)
	s.do(s.Settled())
	s.click("railItem:Designs", "Item:Numbers", "Edit this design")
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })
	s.do(s.Settled())
	return desk{s, b, file}
}

// becomes saves until numbers of the file are those wanted.
func (d desk) becomes(what string, read func(stored) []float64, want ...float64) stored {
	d.t.Helper()
	var now stored
	for deadline := time.Now().Add(6 * time.Second); time.Now().Before(deadline); time.Sleep(60 * time.Millisecond) {
		d.do(d.Keys("ctrl+s"))
		now = d.stored()
		if slices.EqualFunc(read(now), want, func(a, b float64) bool { return math.Abs(a-b) < 1e-6 }) {
			return now
		}
	}
	d.do(fmt.Errorf("%s: the file says %v, want %v", what, read(now), want))
	return now
}

func (d desk) stored() (out stored) {
	d.t.Helper()
	data := read(d.t, d.file)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	d.do(err)
	f, err := z.Open("design.json")
	d.do(err, json.NewDecoder(f).Decode(&out), f.Close())
	return out
}

// undone takes the last step back, and no more: numbers are again those given,
// and handles where they were.
func (d desk) undone(what string, read func(stored) []float64, want ...float64) {
	d.t.Helper()
	d.do(d.Keys("ctrl+z"))
	d.becomes(what+" undone at once", read, want...)
	d.do(d.Settled())
}

// choose selects the layer at a place alone.
func (d desk) choose(id string, x, y float64) {
	d.t.Helper()
	x, y = d.b.at(x, y)
	d.do(d.Keys("Escape"))
	d.board("nothing chosen", func(b board) bool { return len(b.Chosen) == 0 })
	d.do(d.ClickAt(x, y))
	d.board(id+" chosen", func(b board) bool { return slices.Equal(b.Chosen, []string{id}) })
}

// way is by how much a drag on the screen moves in the design.
func (d desk) way(dx, dy float64) (x, y float64) { return dx / d.b.Zoom, dy / d.b.Zoom }

// TestNumbersOfTheStudio works handles, buttons and keys, and reads what came of
// them in the stored design: each number is that which the gesture says.
func TestNumbersOfTheStudio(t *testing.T) {
	t.Parallel()
	d := openNumbers(t)
	d.arc()
	d.radial()
	d.aligned()
	d.nudged()
	d.dropped()
	d.do(d.Stop())
}

func (d desk) arc() {
	d.t.Helper()
	arc := func(s stored) []float64 {
		l := s.of("words")
		if l.Text.Content != "RIVER KEEPERS" {
			return nil
		}
		return []float64{l.Text.Arc.Radius, l.Text.Arc.Middle, l.Text.Arc.Sweep}
	}
	d.choose("words", 240, 90)
	// Each end goes to a whole degree, and the other one evenly with it.
	for kind, by := range map[string][2]float64{"arc-start": {-20, 20}, "arc-end": {-30, -20}} {
		side := 1.0
		if kind == "arc-start" {
			side = -1
		}
		x, y := d.way(by[0], by[1])
		at := (-90 + side*75) * math.Pi / 180
		end := math.Atan2(220*math.Sin(at)+y, 220*math.Cos(at)+x) * 180 / math.Pi
		half := math.Round(math.Mod(side*(end+90)+720, 360))
		d.pull(kind, by[0], by[1])
		d.becomes(kind, arc, 220, -90, 2*half)
		d.undone(kind, arc, 220, -90, 150)
	}
	_, down := d.way(0, 26)
	d.pull("arc-middle", 0, 26)
	d.becomes("the radius", arc, math.Round((220-down)*10)/10, -90, 150)
	d.undone("the radius", arc, 220, -90, 150)

	b := d.board("the arc", func(b board) bool { _, _, ok := b.handle("arc-middle"); return ok })
	x, y, _ := b.handle("arc-middle")
	d.do(d.Point(x, y), d.Button(true), d.Point(x, y+12), d.Point(x, y+30))
	d.board("the arc under the pointer", func(b board) bool { _, now, _ := b.handle("arc-middle"); return now > y+20 })
	d.do(d.Keys("Escape"))
	d.board("the arc where it was", func(b board) bool { _, now, _ := b.handle("arc-middle"); return math.Abs(now-y) < 1 })
	d.do(d.Button(false))
	d.becomes("what was cancelled", arc, 220, -90, 150)
}

func (d desk) radial() {
	d.t.Helper()
	ends := func(s stored) []float64 {
		f := s.of("disc").Fill
		return slices.Concat(f.From, f.To)
	}
	d.choose("disc", 330, 290)
	// The handles stand inside the ends, so that the end goes further.
	x, y := d.way(-20, 20)
	d.pull("gradient-to", -20, 20)
	d.becomes("the end", ends, 80, 80, 160+x/0.85, 80+y/0.85)
	d.undone("the end", ends, 80, 80, 160, 80)
	x, y = d.way(15, 25)
	d.pull("gradient-from", 15, 25)
	d.becomes("the middle, and all with it", ends, 80+x, 80+y, 160+x, 80+y)
	d.undone("the middle", ends, 80, 80, 160, 80)
}

func (d desk) aligned() {
	d.t.Helper()
	boxes := func(s stored) []float64 { return s.places("a", "b", "c") }
	d.choose("a", 130, 460)
	d.do(d.Hold("shift", true))
	for _, p := range [][2]float64{{227, 472}, {461, 493}} {
		x, y := d.b.at(p[0], p[1])
		d.do(d.ClickAt(x, y))
	}
	d.do(d.Hold("shift", false))
	d.board("three chosen", func(b board) bool { return slices.Equal(b.Chosen, []string{"a", "b", "c"}) })
	// The next is right only when the one before was undone.
	check := func(button string, want ...float64) {
		d.t.Helper()
		d.click(button)
		d.becomes(button, boxes, want...)
		d.do(d.Keys("ctrl+z"))
	}
	check("Align left edges", 100, 430, 100, 447, 100, 473)
	check("Align centres across", 270.5, 430, 280.5, 447, 260.5, 473)
	check("Align right edges", 441, 430, 461, 447, 421, 473)
	check("Align top edges", 100, 430, 207, 430, 421, 430)
	check("Align middles", 100, 441.5, 207, 446.5, 421, 451.5)
	check("Align bottom edges", 100, 453, 207, 463, 421, 473)
	check("Distribute across", 100, 430, 270.5, 447, 421, 473)
	check("Distribute down", 100, 430, 207, 456.5, 421, 473)
	d.click("Align to", "Align to the layer clicked last")
	check("Align left edges", 421, 430, 421, 447, 421, 473)
	d.click("Align to", "Align to the badge")
	check("Align bottom edges", 100, 540, 207, 550, 421, 560)
	d.becomes("all undone", boxes, 100, 430, 207, 447, 421, 473)
}

func (d desk) nudged() {
	d.t.Helper()
	d.choose("a", 130, 460)
	box := func(s stored) []float64 { return s.places("a") }
	for _, n := range []struct {
		keys string
		x, y float64
	}{{"Right", 101, 430}, {"shift+Right", 111, 430}, {"alt+Right", 111.1, 430}, {"shift+Down", 111.1, 440}, {"alt+Up", 111.1, 439.9}, {"Left", 110.1, 439.9}} {
		d.do(d.Keys(n.keys))
		d.becomes(n.keys, box, n.x, n.y)
	}
}

// dropped takes colours by the eyedropper: one of the design's goes on being
// that, another becomes one.
func (d desk) dropped() {
	d.t.Helper()
	slot := func(s stored) []float64 {
		name := s.of("a").Fill.Tone.Slot
		for _, c := range s.Slots {
			if v, err := strconv.ParseUint(c.Color[1:], 16, 32); err == nil && c.Name == name {
				return []float64{float64(v), float64(len(s.Slots))}
			}
		}
		return nil
	}
	drop := func(x, y float64) {
		x, y = d.b.at(x, y)
		d.do(d.Keys("k"), d.ClickAt(x, y))
	}
	drop(227, 472)
	d.becomes("a colour of the design", slot, 0x1F6373, 3)
	drop(461, 493)
	d.becomes("another colour", slot, 0x123456, 4)

	// What was used last is offered again, and the contrast is that of WCAG.
	d.choose("words", 240, 90)
	d.click("Swatch:Base")
	d.do(d.Fill("Colour as figures", "#7A5A1F"))
	d.click("Use this colour")
	// The dialog offers the colours of the design, too.
	d.do(d.Await("the dialog gone", func(v stage.View) bool { return !v.Has("Button:Use this colour") }), d.Settled())
	d.click("Swatch:Base")
	d.do(d.Await("the colour used last", func(v stage.View) bool { return v.Has("Swatch:#7A5A1F") }))
	d.click("Cancel")
	said := fmt.Sprintf("Contrast with what lies below: %.1f : 1", wcag(0x7A5A1F, 0xF8BD45))
	d.do(d.Wheel(1050, 400, func(v stage.View) bool { return v.Says(said) }))
}

// wcag is the contrast of two colours as WCAG 2 defines it.
func wcag(a, b uint32) float64 {
	light := func(c uint32) (sum float64) {
		for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
			v := float64(c>>(8*i)&255) / 255
			if v <= 0.03928 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	p, q := light(a)+0.05, light(b)+0.05
	return max(p, q) / min(p, q)
}
