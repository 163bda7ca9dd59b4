package kit

import (
	"context"
	"image"
	"image/draw"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// still shows a window as a picture of itself while a gesture changes only a
// small part of it. Fyne paints every object of a window whenever one of them
// changed; where no graphics processor does that, the panels round a canvas cost
// several times what is dragged on it. So once a gesture is on its way the window
// is taken off the screen as it stands there, and shown as four pictures round
// the part that lives on. Nothing is hidden, moved or told: whoever walks through
// the window's objects by Root.Whole finds all of them.
//
// The picture is what Fyne painted up to the witness: a pixel that shows nothing
// and is asked for in the first paint after the wish, after all of the content and
// before tips and dialogs.
//
// It belongs to Fyne's goroutine.
type still struct {
	root    *Root
	screen  Screen
	tasks   *Tasks
	turn    int // counts holds, so that what comes late is known
	state   stillState
	stepped time.Time
	live    []fyne.CanvasObject
	witness *canvas.Raster
	shown   []fyne.CanvasObject // in place of the content
}

// Screen gives what is painted so far of a window of w × h pixels, from its lower
// left corner, four bytes a pixel; nil if that cannot be read. It is called in the
// middle of a paint.
type Screen func(w, h int) []byte

type stillState int

const (
	stillOff    stillState = iota
	stillAsked             // for a paint
	stillTaking            // the picture is being made
	stillOn
)

// rests is how long no step comes until the window is itself again, so that a
// hand that pauses sees everything.
const rests = 600 * time.Millisecond

func newStill(r *Root) *still {
	s := &still{root: r}
	s.witness = canvas.NewRaster(func(int, int) image.Image {
		if s.state == stillAsked {
			s.take()
		}
		return image.Transparent
	})
	s.witness.Hide()
	return s
}

// Reads lends a root the screen. Without it the window never stands still.
func (r *Root) Reads(screen Screen) { r.still.screen = screen }

// Hold is to be told of each step of a gesture: all of the window but what
// lives on is shown as a picture from soon after the first one until Free, or until
// steps fail to come. The first of what lives on is the part the gesture is in;
// the others stand on one colour or have a ground of their own. It is asked for at
// the first step.
func (r *Root) Hold(t *Tasks, live func() []fyne.CanvasObject) {
	s := r.still
	if s.screen == nil || t.inline {
		return
	}
	s.stepped = t.now()
	if s.state != stillOff {
		return
	}
	s.tasks, s.live, s.state = t, live(), stillAsked
	s.turn++
	s.watch(s.turn)
	s.witness.Show()
	s.witness.Refresh()
}

// Free shows the window itself again.
func (r *Root) Free() {
	s := r.still
	was := s.state
	s.state, s.shown, s.live = stillOff, nil, nil
	s.witness.Hide()
	if was == stillOn {
		canvas.Refresh(r)
	}
}

// Held tells whether a picture is shown, for trials.
func (r *Root) Held() bool { return r.still.state == stillOn }

// Whole is what the window shows, also while it shows a picture of that.
func (r *Root) Whole() []fyne.CanvasObject { return []fyne.CanvasObject{r.content, r.layer} }

// watch ends a hold when no step has come for a while.
func (s *still) watch(turn int) {
	s.tasks.After(rests, func() {
		switch {
		case turn != s.turn || s.state == stillOff:
		case s.tasks.now().Sub(s.stepped) >= rests:
			s.root.Free()
		default:
			s.watch(turn)
		}
	})
}

// take reads the screen, in the middle of a paint.
func (s *still) take() {
	c := canvasOf(s.root)
	if c == nil {
		return
	}
	s.state = stillTaking
	w, h := c.PixelCoordinateForPosition(fyne.NewPos(c.Size().Width, c.Size().Height))
	read := s.screen(w, h)
	if read == nil {
		s.screen = nil
		return
	}
	const far = 1000
	n, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, far))
	scale, turn := float64(n)/far, s.turn
	at := pixels(PlaceOf(s.root), s.root.Size(), scale)
	var lives []image.Rectangle
	for _, o := range s.live {
		lives = append(lives, pixels(PlaceOf(o), o.Size(), scale))
	}
	Run(s.tasks, func(context.Context) ([]*image.RGBA, error) { return around(upright(read, w, h), at, lives), nil }, func(parts []*image.RGBA, _ error) {
		if turn == s.turn && s.state == stillTaking {
			s.put(parts, at.Min, scale)
		}
	})
}

// upright makes a picture of what was read. A window cannot be seen through.
func upright(read []byte, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		copy(m.Pix[y*m.Stride:][:4*w], read[4*w*(h-1-y):])
	}
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 255
	}
	return m
}

// pixels is where an object stands on the screen.
func pixels(at fyne.Position, size fyne.Size, scale float64) image.Rectangle {
	px := func(v float32) int { return int(math.Round(float64(v) * scale)) }
	return image.Rect(px(at.X), px(at.Y), px(at.X+size.Width), px(at.Y+size.Height))
}

// What is no higher than small has no ground of its own, and its edges reach a
// little beyond it.
const (
	small = 80
	edge  = 2
)

// around cuts the part of a screen that does not live on: above, below, at the
// left and at the right of the first that does. Where the others are, their ground
// goes on: they are painted on it, and edges painted twice would be darker.
func around(screen *image.RGBA, at image.Rectangle, lives []image.Rectangle) []*image.RGBA {
	at = at.Intersect(screen.Bounds())
	hole := lives[0].Intersect(at)
	var parts []*image.RGBA
	for _, r := range []image.Rectangle{
		image.Rect(at.Min.X, at.Min.Y, at.Max.X, hole.Min.Y),
		image.Rect(at.Min.X, hole.Max.Y, at.Max.X, at.Max.Y),
		image.Rect(at.Min.X, hole.Min.Y, hole.Min.X, hole.Max.Y),
		image.Rect(hole.Max.X, hole.Min.Y, at.Max.X, hole.Max.Y),
	} {
		if r.Empty() {
			continue
		}
		part := image.NewRGBA(r)
		draw.Draw(part, r, screen, r.Min, draw.Src)
		for _, o := range lives[1:] {
			if o.Dy() <= small {
				o = o.Inset(-edge)
				ground := image.NewUniform(screen.At(max(o.Min.X-1, 0), o.Min.Y))
				draw.Draw(part, o.Intersect(r), ground, image.Point{}, draw.Src)
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// put shows the parts, and what lives on where it stood.
func (s *still) put(parts []*image.RGBA, origin image.Point, scale float64) {
	unit := func(p image.Point) fyne.Position {
		return fyne.NewPos(float32(float64(p.X)/scale), float32(float64(p.Y)/scale))
	}
	s.shown = nil
	for _, part := range parts {
		at, size := unit(part.Rect.Min.Sub(origin)), unit(part.Rect.Size())
		part.Rect = part.Rect.Sub(part.Rect.Min)
		pic := &canvas.Image{Image: part, FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}
		pic.Move(at)
		pic.Resize(fyne.NewSize(size.X, size.Y))
		s.shown = append(s.shown, pic)
	}
	for _, o := range s.live {
		place := container.NewWithoutLayout(o)
		place.Move(positionIn(o, s.root).Subtract(o.Position()))
		place.Resize(o.Size())
		s.shown = append(s.shown, place)
	}
	s.witness.Hide()
	s.state = stillOn
	canvas.Refresh(s.root)
}

// rootLook draws a root, or the picture of it.
type rootLook struct{ r *Root }

// Objects are Fyne's.
func (l *rootLook) Objects() []fyne.CanvasObject {
	if l.r.still.state == stillOn {
		return append(l.r.still.shown[:len(l.r.still.shown):len(l.r.still.shown)], l.r.layer)
	}
	return []fyne.CanvasObject{l.r.content, l.r.still.witness, l.r.layer}
}

// Layout is Fyne's. Another size is another picture.
func (l *rootLook) Layout(s fyne.Size) {
	if l.r.content.Size() != s {
		l.r.Free()
	}
	l.r.content.Resize(s)
	l.r.layer.Resize(s)
	l.r.still.witness.Resize(fyne.NewSquareSize(1))
}

// MinSize is Fyne's.
func (l *rootLook) MinSize() fyne.Size { return l.r.content.MinSize() }

// Destroy is Fyne's.
func (l *rootLook) Destroy() {}

// Refresh is Fyne's. What changes everything, as a theme does, ends a hold.
func (l *rootLook) Refresh() {
	l.r.Free()
	l.r.content.Refresh()
	canvas.Refresh(l.r)
}
