package kittest

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit/look"
)

// Visible lists every text that can be read in an object, in reading order.
func Visible(o fyne.CanvasObject) []string {
	var out []string
	look.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) bool {
		switch v := o.(type) {
		case *canvas.Text:
			if strings.TrimSpace(v.Text) != "" {
				out = append(out, v.Text)
			}
		case *widget.Entry:
			if v.Text == "" && v.PlaceHolder != "" {
				out = append(out, v.PlaceHolder)
			}
		}
		return true
	})
	return out
}

// Literals are the texts of an object that did not come from the words: those
// outside ⟦…⟧ in a Pseudo bench that hold a letter and are not in allowed.
// Texts that were cut or wrapped count by their ends.
func Literals(o fyne.CanvasObject, allowed ...string) []string {
	var out []string
	open := false
	for _, text := range Visible(o) {
		inside := open || strings.Contains(text, "⟦")
		if strings.Contains(text, "⟦") {
			open = true
		}
		if strings.Contains(text, "⟧") || strings.Contains(text, "…") {
			open = false
			inside = true
		}
		if inside || !strings.ContainsFunc(text, unicode.IsLetter) {
			continue
		}
		known := false
		for _, a := range allowed {
			known = known || strings.Contains(text, a) || strings.Contains(a, text)
		}
		if !known {
			out = append(out, text)
		}
	}
	return out
}

// Says tells whether a text can be read in an object.
func Says(o fyne.CanvasObject, text string) bool {
	return strings.Contains(strings.Join(Visible(o), " "), text)
}

// Find gives the first visible thing one can operate that has this label.
func Find(o fyne.CanvasObject, label string) fyne.CanvasObject {
	var found fyne.CanvasObject
	look.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) bool {
		if l, ok := o.(interface{ Label() string }); ok && found == nil && l.Label() == label {
			found = o
		}
		return found == nil
	})
	return found
}

// Press presses what has this label in the window, or in the dialog above it.
func (b *Bench) Press(t *testing.T, label string) {
	t.Helper()
	o := Find(b.Top(), label)
	if o == nil {
		t.Fatalf("nothing to press is called %q; there is %q", label, Labels(b.Top()))
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		t.Fatalf("%q cannot be pressed now", label)
	}
	tap(t, o)
}

func tap(t *testing.T, o fyne.CanvasObject) {
	t.Helper()
	e := &fyne.PointEvent{Position: fyne.NewPos(2, 2)}
	switch v := o.(type) {
	case fyne.Tappable:
		v.Tapped(e)
	case desktop.Mouseable:
		m := &desktop.MouseEvent{PointEvent: *e, Button: desktop.MouseButtonPrimary}
		v.MouseDown(m)
		v.MouseUp(m)
	default:
		t.Fatalf("%T cannot be pressed", o)
	}
}

// Type types into the entry that has this label, in place of what it holds.
func (b *Bench) Type(t *testing.T, label, text string) {
	t.Helper()
	o := Find(b.Top(), label)
	e, ok := o.(interface{ SetText(string) })
	if !ok {
		t.Fatalf("nothing to type into is called %q; there is %q", label, Labels(b.Top()))
	}
	e.SetText(text)
}

// Top is what takes presses: the topmost dialog or the page.
func (b *Bench) Top() fyne.CanvasObject {
	if top := b.Window.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return b.Window.Content()
}

// Labels lists everything one can operate.
func Labels(o fyne.CanvasObject) []string {
	var out []string
	look.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) bool {
		if l, ok := o.(interface{ Label() string }); ok {
			out = append(out, l.Label())
		}
		return true
	})
	return out
}

// Shot draws the window as it looks, which must not ask for more room than the
// window has, and saves it as PNG under the name when KIT_SHOTS names a folder,
// to be looked at.
func (b *Bench) Shot(t *testing.T, name string) image.Image {
	t.Helper()
	b.Settle()
	if least, has := b.Window.Content().MinSize(), b.Window.Canvas().Size(); least.Width > has.Width || least.Height > has.Height {
		t.Errorf("%s asks for %v, and the window has %v", name, least, has)
	}
	img := b.Window.Canvas().Capture()
	if dir := os.Getenv("KIT_SHOTS"); dir != "" {
		f, err := os.Create(filepath.Join(dir, name+".png")) // #nosec G304 G703 -- the folder of whoever runs the test
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, img); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return img
}
