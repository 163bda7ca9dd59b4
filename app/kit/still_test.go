package kit

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// What lives on is left out of the picture, or stands on its ground; all other
// pixels are the screen's.
func TestAWindowStandsStillRoundWhatLivesOn(t *testing.T) {
	t.Parallel()
	screen := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range screen.Pix {
		screen.Pix[i] = uint8(i * 7 % 251) // #nosec G115 -- below 251
		if i%4 == 3 {
			screen.Pix[i] = 255
		}
	}
	was := image.NewRGBA(screen.Rect)
	copy(was.Pix, screen.Pix)
	at, hole, field := image.Rect(0, 4, 40, 30), image.Rect(10, 8, 28, 20), image.Rect(32, 10, 37, 14)
	clean(screen, []image.Rectangle{field})
	upright := func(m *image.RGBA, p image.Point) color.Color { return m.At(p.X, 30-1-p.Y) }
	covered := 0
	for _, part := range around(at, hole) {
		for y := part.Min.Y; y < part.Max.Y; y++ {
			for x := part.Min.X; x < part.Max.X; x++ {
				covered++
				p := image.Pt(x, y)
				want := upright(was, p)
				switch {
				case p.In(hole) || !p.In(at):
					t.Fatalf("%v is in the picture", p)
				case p.In(field.Inset(-edge)):
					want = upright(was, image.Pt(30-1, 8))
				}
				if got := upright(screen, p); got != want {
					t.Fatalf("%v is %v, want %v", p, got, want)
				}
			}
		}
	}
	if want := at.Dx()*at.Dy() - hole.Dx()*hole.Dy(); covered != want {
		t.Errorf("the picture has %d pixels, want %d", covered, want)
	}
}

// What lives on stays where it is and can be found there; another size, another
// look and Free bring the rest back.
func TestWhatLivesOnStaysInItsPlace(t *testing.T) {
	test.NewTempApp(t)
	live, other := canvas.NewRectangle(color.Black), canvas.NewRectangle(color.White)
	root := NewRoot(container.NewBorder(other, nil, nil, nil, container.NewPadded(container.NewPadded(live))))
	other.SetMinSize(fyne.NewSize(50, 20))
	w := test.NewTempWindow(t, root)
	w.Resize(fyne.NewSize(300, 200))
	before := PlaceOf(live)
	stand := func() {
		s := root.still
		s.live, s.state = []fyne.CanvasObject{live}, stillTaking
		screen := image.NewRGBA(image.Rect(0, 0, 300, 200))
		s.put(screen, around(screen.Rect, pixels(before, live.Size(), 1)), image.Point{}, 1)
		if !root.Held() {
			t.Fatal("it does not stand still")
		}
	}
	stand()
	if at := PlaceOf(live); at != before || before.IsZero() {
		t.Errorf("it was at %v and is at %v", before, at)
	}
	if len(root.Whole()) != 2 {
		t.Error("the window cannot be walked through")
	}
	for name, end := range map[string]func(){
		"another size": func() { w.Resize(fyne.NewSize(320, 240)) }, "another look": root.Refresh, "its end": root.Free,
	} {
		stand()
		if end(); root.Held() {
			t.Errorf("%s does not end it", name)
		}
	}
}
