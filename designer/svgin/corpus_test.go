package svgin_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/render"
	"badgekiln/designer/svgin"
)

var update = flag.Bool("update", false, "write what the files of the corpus become")

// apart says why librsvg draws some files of the corpus in another way. All
// others have to look the same.
func apart() map[string]string {
	return map[string]string{
		"clip-in-clip":      "it does not cut a clipPath that has a clip-path of its own",
		"filter-functions":  "it works in linear light where the functions of CSS take sRGB",
		"filter-many":       "each effect that is drawn is a picture, and a design has room for some dozens",
		"filter-turbulence": "clouds are not drawn, which is noted",
		"gradient-loop":     "it paints nothing with gradients that refer to each other, even where there is a colour",
	}
}

// TestCorpus reads odd and hostile files, each with the layers it becomes and
// what is noted beside it, and compares with what rsvg-convert draws, letters
// aside.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.svg"))
	if err != nil || len(files) < 60 {
		t.Fatal(len(files), err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".svg")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in, err := svgin.Read(data, svgin.Options{Name: name})
			got := told(in, err)
			want := strings.TrimSuffix(path, ".svg") + ".txt"
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if said, err := os.ReadFile(want); err != nil || string(said) != got {
				t.Errorf("%v; it became\n%s", err, got)
			}
			if err == nil && !lettered(in.Doc.Layers) {
				likeLibrsvg(t, name, path, in)
			}
		})
	}
}

// told writes what an import is.
func told(in svgin.Result, err error) string {
	var out strings.Builder
	var fault *designer.Fault
	if errors.As(err, &fault) {
		return "refused " + fault.Code + "\n"
	}
	var walk func(layers []*designer.Layer, indent string)
	walk = func(layers []*designer.Layer, indent string) {
		if len(layers) > 12 {
			fmt.Fprintf(&out, "%s%d layers\n", indent, len(layers))
			layers = layers[:2]
		}
		for _, l := range layers {
			fmt.Fprintf(&out, "%s%s%s\n", indent, l.Name, kindOf(l))
			if l.Mask != nil {
				walk(l.Mask.Layers, indent+"  | ")
			}
			if l.Group != nil {
				walk(l.Group.Layers, indent+"  ")
			}
		}
	}
	fmt.Fprintf(&out, "%.0f × %.0f %s\n", in.Doc.Width, in.Doc.Height, in.Doc.Name)
	walk(in.Doc.Layers, "  ")
	for _, n := range in.Notes {
		fmt.Fprintf(&out, "note %s %v × %d\n", n.Code, n.Values, n.Times)
	}
	return out.String()
}

func kindOf(l *designer.Layer) string {
	out := ": "
	switch {
	case l.Shape != nil:
		out += l.Shape.Kind
	case l.Path != nil:
		out += "path"
	case l.Image != nil:
		out += "picture"
	case l.Group != nil:
		out += "group"
	case l.Text != nil:
		out += fmt.Sprintf("%q %s %s", l.Text.Content, l.Text.Font.Family, l.Text.Align)
		if a := l.Text.Arc; a != nil {
			out += fmt.Sprintf(" arc %.1f at %.1f° over %.1f°", a.Radius, a.Middle, a.Sweep)
			if a.Inside {
				out += " inside"
			}
		} else if turn := l.Place.Parts(); turn.Turn != 0 {
			out += fmt.Sprintf(" turned %.1f°", turn.Turn)
		}
	}
	for _, has := range []struct {
		what string
		does bool
	}{{"stroke", l.Stroke != nil}, {"shadow", l.Shadow != nil}, {"clip", l.Clip != nil}, {"mask", l.Mask != nil}, {"opacity", l.Opacity != 1}} {
		if has.does {
			out += ", " + has.what
		}
	}
	return out
}

// lettered tells whether letters are drawn, which look as the fonts of each
// machine do.
func lettered(layers []*designer.Layer) bool {
	return slices.ContainsFunc(layers, func(l *designer.Layer) bool {
		return l.Text != nil || l.Group != nil && lettered(l.Group.Layers) || l.Mask != nil && lettered(l.Mask.Layers)
	})
}

// likeLibrsvg compares: at 200 pixels, at most 0.7 % of them may be off by more
// than 32 of 255.
func likeLibrsvg(t *testing.T, name, path string, in svgin.Result) {
	t.Helper()
	if _, err := exec.LookPath("rsvg-convert"); err != nil {
		t.Skip("there is no rsvg-convert to compare with")
	}
	ours, _, err := render.Image(t.Context(), in.Doc, render.Options{Width: 200, Blob: func(hash string) ([]byte, error) { return in.Blobs[hash], nil }})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("rsvg-convert", "-w", "200", "-h", fmt.Sprint(ours.Rect.Dy()), path).Output()
	if err != nil {
		if apart()[name] == "" {
			t.Errorf("librsvg refuses it: %v", err)
		}
		return
	}
	theirs, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	off := 0
	for y := range ours.Rect.Dy() {
		for x := range 200 {
			if differs(ours.RGBAAt(x, y), color.RGBAModel.Convert(theirs.At(x, y)).(color.RGBA)) {
				off++
			}
		}
	}
	share := float64(off) * 100 / float64(200*ours.Rect.Dy())
	why := apart()[name]
	if share > 0.7 && why == "" {
		t.Errorf("%.2f %% of the pixels differ", share)
		save(t, name, ours, theirs)
	}
	if share <= 0.7 && why != "" {
		t.Errorf("only %.2f %% of the pixels differ, though %s", share, why)
	}
}

func differs(a, b color.RGBA) bool {
	for _, p := range [][2]uint8{{a.R, b.R}, {a.G, b.G}, {a.B, b.B}, {a.A, b.A}} {
		if int(p[0])-int(p[1]) > 32 || int(p[1])-int(p[0]) > 32 {
			return true
		}
	}
	return false
}

// save keeps both pictures where BADGEKILN_SHOW says, to be looked at.
func save(t *testing.T, name string, ours *image.RGBA, theirs image.Image) {
	t.Helper()
	dir := os.Getenv("BADGEKILN_SHOW")
	if dir == "" {
		return
	}
	for end, m := range map[string]image.Image{"-ours.png": ours, "-theirs.png": theirs} {
		var out bytes.Buffer
		if err := png.Encode(&out, m); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+end), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
