package kit

import (
	"image"
	"image/color"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// glass is a Screen that remembers what was let through.
type glass struct {
	narrow bool
	parts  []image.Rectangle
	whole  int
	put    []image.Rectangle
	blind  bool // cannot be read
}

func (p *glass) Read(w, h int) []byte {
	if p.blind {
		return nil
	}
	return make([]byte, 4*w*h)
}
func (p *glass) Keeps() bool  { return true }
func (p *glass) Narrow() bool { return p.narrow }

func (p *glass) Only(part image.Rectangle) {
	p.narrow = true
	p.parts = append(p.parts, part)
}

func (p *glass) Whole() {
	if p.narrow {
		p.whole++
	}
	p.narrow = false
}

func (p *glass) Put(_ *image.RGBA, part image.Rectangle, _ image.Point) {
	p.put = append(p.put, part)
}

// standing is a window of 300 × 200 whose root stands still round a live part of
// 60 × 40 at (20, 30).
func standing(t *testing.T) (root *Root, s *glass, p *Patch, w fyne.Window) {
	t.Helper()
	test.NewTempApp(t)
	live := canvas.NewRectangle(color.Black)
	live.Move(fyne.NewPos(20, 30))
	live.Resize(fyne.NewSize(60, 40))
	root = NewRoot(container.NewWithoutLayout(live))
	s = &glass{}
	root.Reads(s)
	w = test.NewTempWindow(t, root)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 200))
	p = NewPatch(live)
	root.still.tasks = NewInlineTasks(time.Now)
	window, hole := image.Rect(0, 0, 300, 200), image.Rect(20, 30, 80, 70)
	root.still.live = []fyne.CanvasObject{live}
	root.still.gates.stand(window.Max.X, window, []image.Rectangle{hole})
	root.still.put(image.NewRGBA(window), around(window, hole), image.Point{}, 1)
	return root, s, p, w
}

// paint asks the gates as Fyne's painter does, and gives what was let through, in
// order.
func paint(r *Root, s *glass, p *Patch) []image.Rectangle {
	s.parts, s.put = nil, nil
	for _, o := range []fyne.CanvasObject{r.still.gates.first, r.still.gates.live, p.Begin, p.Pixels, p.Again, r.still.gates.aside, r.still.gates.last} {
		if g, ok := o.(*canvas.Shader); ok {
			g.Textures["gate"].At(0, 0)
		}
	}
	return s.parts
}

// A hold's first paint is whole; the others are of what changed and nothing else,
// counted from the window's foot. The picture is put there without Fyne as soon as a
// paint has found out that the screen keeps what is on it.
func TestAPaintIsOfWhatChanged(t *testing.T) {
	root, s, p, _ := standing(t)
	m := image.NewRGBA(image.Rect(0, 0, 60, 40))
	p.Puts(func() (*image.RGBA, fyne.Position) { return m, fyne.NewPos(0, 0) }, func() {})
	nothing := image.Rect(0, 200, 300, 200)
	before := p.Direct()
	if got := paint(root, s, p); !slices.Equal(got, []image.Rectangle{nothing}) || before || !p.Direct() {
		t.Errorf("the first paint is of %v; the picture is put there without Fyne: %v before it, %v after it", got, before, p.Direct())
	}
	p.Add(fyne.NewPos(10, 10), fyne.NewSize(5, 5))
	changed := image.Rect(28, 200-48, 38, 200-38) // with what is soft round it
	got := paint(root, s, p)
	if len(got) != 6 || got[2] != changed || got[3] != changed || got[5] != nothing {
		t.Errorf("the next one is of %v, not %v", got, changed)
	}
	if want := image.Rect(8, 8, 18, 18); !slices.Equal(s.put, []image.Rectangle{want}) || !p.Direct() {
		t.Errorf("%v is put there, not %v", s.put, want)
	}
	if got := paint(root, s, p); !got[2].Empty() || len(s.put) != 0 {
		t.Errorf("nothing changed, and %v is painted, %v put", got[2], s.put)
	}
	p.All()
	if got := paint(root, s, p); got[2] != image.Rect(20, 130, 80, 170) {
		t.Errorf("all changed, and %v is painted", got[2])
	}
}

// What stands before the window, and the end of the hold, have all painted.
func TestAllIsPaintedBehindWhatStandsBefore(t *testing.T) {
	for name, before := range map[string]func(*Root, fyne.Window){
		"the end": func(r *Root, _ fyne.Window) { r.Free() },
		"a tip":   func(r *Root, _ fyne.Window) { r.put(r, "tip") },
		"a dialog": func(_ *Root, w fyne.Window) {
			w.Canvas().Overlays().Add(canvas.NewRectangle(color.White))
		},
	} {
		root, s, p, w := standing(t)
		m, ended := image.NewRGBA(image.Rect(0, 0, 50, 30)), 0
		p.Puts(func() (*image.RGBA, fyne.Position) { return m, fyne.NewPos(20, 20) }, func() { ended++ })
		paint(root, s, p)
		paint(root, s, p)
		before(root, w)
		paint(root, s, p)
		if s.whole != 1 || s.narrow || root.Held() || ended != 0 {
			t.Errorf("%s: whole %d times, narrow %v, held %v, ended %d times", name, s.whole, s.narrow, root.Held(), ended)
		}
		if want := image.Rect(0, 0, 40, 20); !slices.Equal(s.put, []image.Rectangle{want}) {
			t.Errorf("%s: %v of the picture is put there, not %v, which is what is seen of it", name, s.put, want)
		}
	}
}

// Where the screen cannot be read nothing stands still, and Fyne shows the picture.
func TestAScreenThatCannotBeRead(t *testing.T) {
	root, s, p, _ := standing(t)
	ended := 0
	p.Puts(func() (*image.RGBA, fyne.Position) { return nil, fyne.Position{} }, func() { ended++ })
	paint(root, s, p)
	root.Free()
	s.blind = true
	root.still.state = stillAsked
	root.still.take()
	if p.Direct() || ended != 1 || root.Held() {
		t.Errorf("direct %v, ended %d times, held %v", p.Direct(), ended, root.Held())
	}
}
