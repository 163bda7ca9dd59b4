package studio

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"badgekiln/designer/geom"
)

// The stripes of a sheet are the picture, one below the other without a gap, and
// after a change in some of them all are of the new picture.
func TestASheetIsThePicture(t *testing.T) {
	s := newSheet(func() bool { return false })
	for turn, m := range []*image.RGBA{image.NewRGBA(image.Rect(0, 0, 50, 150)), image.NewRGBA(image.Rect(0, 0, 50, 150))} {
		m.Pix[0] = uint8(turn + 1)
		s.place(geom.R(10, 20, 60, 170))
		s.show(m, image.Rect(0, 70, 50, 80), true)
		y := float32(0)
		for i, o := range s.group.Objects {
			pic, ok := o.(*canvas.Image)
			if !ok || pic.Position().Y != y || pic.Size().Width != 50 {
				t.Fatalf("stripe %d is at %v, %v", i, o.Position(), o.Size())
			}
			part, ok := pic.Image.(*image.RGBA)
			if !ok || float32(part.Rect.Dy()) != pic.Size().Height || &part.Pix[0] != &m.Pix[m.PixOffset(0, int(y))] {
				t.Fatalf("stripe %d shows something else", i)
			}
			y += pic.Size().Height
		}
		if y != 150 || len(s.group.Objects) != 3 {
			t.Fatalf("%d stripes are %v high", len(s.group.Objects), y)
		}
	}
	s.show(image.NewRGBA(image.Rect(0, 0, 25, 75)), image.Rectangle{}, false)
	if len(s.group.Objects) != 1 {
		t.Fatal("what is stretched shows its seams")
	}
}

// What is laid on the ground is what two pictures, one over the other, show.
func TestLaidOnTheGround(t *testing.T) {
	g := ground{side: 4, light: [4]byte{255, 255, 255, 255}, dark: [4]byte{200, 200, 200, 255}}
	whole := image.Rect(0, 0, 9, 9)
	drawn, out := image.NewRGBA(whole), image.NewRGBA(whole)
	for i := range 81 {
		c := color.RGBAModel.Convert(color.NRGBA{uint8(i * 3), 120, 40, uint8(i * 255 / 80)})
		drawn.Set(i%9, i/9, c)
	}
	g.lay(out, drawn, whole)
	for i := range 81 {
		x, y := i%9, i/9
		square := g.light
		if (x/4+y/4)%2 != 0 {
			square = g.dark
		}
		c, got := drawn.RGBAAt(x, y), out.RGBAAt(x, y)
		want := [3]byte{square[0], square[1], square[2]}
		if c.A > clearest {
			for k, v := range []byte{c.R, c.G, c.B} {
				want[k] = byte(min((int(v)*255+int(square[k])*(255-int(c.A))+127)/255, 255))
			}
		}
		if got.A != 255 || [3]byte{got.R, got.G, got.B} != want {
			t.Fatalf("(%d, %d): %v on %v is %v, not %v", x, y, c, square, got, want)
		}
	}
	ground{}.lay(out, drawn, image.Rect(2, 2, 5, 5))
	if out.RGBAAt(3, 3) != drawn.RGBAAt(3, 3) || out.RGBAAt(6, 6).A != 255 {
		t.Fatal("without a ground a part is not copied as it is")
	}
}
