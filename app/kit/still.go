package kit

import (
	"image"
	"image/draw"
	"math"
	"slices"
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
	screen  Screen // nil where the window never stands still
	gates   *gates
	tasks   *Tasks
	turn    int // counts holds, so that what comes late is known
	state   stillState
	stepped time.Time
	live    []fyne.CanvasObject
	witness *canvas.Raster
	shown   []fyne.CanvasObject // in place of the content
}

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
	s.gates = newGates(s)
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
	if was != stillOn {
		return
	}
	canvas.Refresh(r)
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
	read := s.screen.Read(w, h)
	if read == nil {
		s.screen = nil
		if p := s.gates.patch; p != nil && p.ended != nil {
			s.tasks.After(0, p.ended)
		}
		return
	}
	scale, turn := s.gates.scale, s.turn // this paint began with measuring
	var lives []image.Rectangle
	for _, o := range s.live {
		lives = append(lives, pixels(PlaceOf(o), o.Size(), scale))
	}
	picture := &image.RGBA{Pix: read, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
	clean(picture, lives[1:])
	at := pixels(PlaceOf(s.root), s.root.Size(), scale)
	s.gates.stand(picture.Rect.Max.X, at, lives)
	s.tasks.After(0, func() { // the paint goes on
		if turn == s.turn && s.state == stillTaking {
			s.put(picture, around(at.Intersect(picture.Rect), lives[0]), at.Min, scale)
		}
	})
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

// clean takes off a screen, which is read from its foot, what lives on upon a
// ground that does not: it is painted there anew, and edges painted twice would
// be darker.
func clean(screen *image.RGBA, lives []image.Rectangle) {
	foot := screen.Rect.Max.Y
	for _, o := range lives {
		if o.Dy() > small {
			continue
		}
		o = o.Inset(-edge)
		ground := image.NewUniform(screen.At(max(o.Min.X-1, 0), foot-1-o.Min.Y))
		o.Min.Y, o.Max.Y = foot-o.Max.Y, foot-o.Min.Y
		draw.Draw(screen, o.Intersect(screen.Rect), ground, image.Point{}, draw.Src)
	}
}

// around is what of a part of the screen is above, below, at the left and at the
// right of a hole in it.
func around(at, hole image.Rectangle) []image.Rectangle {
	hole = hole.Intersect(at)
	return slices.DeleteFunc([]image.Rectangle{
		image.Rect(at.Min.X, at.Min.Y, at.Max.X, hole.Min.Y),
		image.Rect(at.Min.X, hole.Max.Y, at.Max.X, at.Max.Y),
		image.Rect(at.Min.X, hole.Min.Y, hole.Min.X, hole.Max.Y),
		image.Rect(hole.Max.X, hole.Min.Y, at.Max.X, hole.Max.Y),
	}, image.Rectangle.Empty)
}

// asItWas shows each pixel of a screen, read from its foot, where it was. Fyne's
// own pictures cost more: theirs may be round, faint and seen
// through. The window cannot, whatever its fourth byte says.
const asItWas = `#version 110
uniform sampler2D screen;
uniform vec2 frame;
void main() { gl_FragColor = vec4(texture2D(screen, gl_FragCoord.xy / frame).rgb, 1.0); }
`

// put shows parts of the picture, and what lives on where it stood.
func (s *still) put(picture *image.RGBA, parts []image.Rectangle, origin image.Point, scale float64) {
	unit := func(p image.Point) fyne.Position {
		return fyne.NewPos(float32(float64(p.X)/scale), float32(float64(p.Y)/scale))
	}
	s.shown = nil
	for _, part := range parts {
		size := unit(part.Size())
		pic := canvas.NewShader("still", []byte(asItWas), nil) // without desktop GL there is no Screen
		pic.Textures = map[string]image.Image{"screen": picture}
		pic.Move(unit(part.Min.Sub(origin)))
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

// objects are the picture, what lives on, and the gates between.
func (s *still) objects() []fyne.CanvasObject {
	pictures := len(s.shown) - len(s.live)
	all := append([]fyne.CanvasObject{s.gates.first}, s.shown[:pictures]...)
	all = append(all, s.gates.live, s.shown[pictures], s.gates.aside)
	all = append(all, s.shown[pictures+1:]...)
	return append(all, s.root.layer, s.gates.last)
}

// rootLook draws a root, or the picture of it.
type rootLook struct{ r *Root }

// Objects are Fyne's.
func (l *rootLook) Objects() []fyne.CanvasObject {
	s := l.r.still
	switch {
	case s.state == stillOn:
		return s.objects()
	case s.screen == nil:
		return []fyne.CanvasObject{l.r.content, l.r.layer}
	}
	return []fyne.CanvasObject{s.gates.first, l.r.content, s.witness, l.r.layer}
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
