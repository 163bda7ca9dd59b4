package house

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/release"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
)

var update = flag.Bool("update", false, "draw the icon again")

type packaging struct {
	Website string
	Details struct {
		Icon    string
		Name    string
		ID      string
		Version string
		Build   int
	}
	// The Makefile says the same to the compiler, by the tag migrated_fynedo.
	Migrations struct{ FyneDo bool }
}

func TestFyneAppSaysWhatTheCodeSays(t *testing.T) {
	t.Parallel()
	var got packaging
	meta, err := toml.DecodeFile(filepath.Join(root(t), "FyneApp.toml"), &got)
	if err != nil {
		t.Fatal(err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		t.Errorf("keys nobody compares: %v", unknown)
	}
	want := got
	want.Website = release.Website
	want.Details.Name = release.Name
	want.Details.ID = release.ID
	want.Details.Version = release.Version
	want.Details.Build = release.Build
	want.Migrations.FyneDo = true
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("FyneApp.toml differs from package release (-code +file):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(root(t), got.Details.Icon)); err != nil {
		t.Errorf("the icon: %v", err)
	}
}

// What is handed out is no build of tests, whose tags make exports: those lack
// the fonts that were fetched.
func TestPackageIsNoTestBuild(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(filepath.Join(root(t), ".ci", "package.sh"))
	if err != nil {
		t.Fatal(err)
	}
	builds := regexp.MustCompile(`(?m)^go build .*`).FindAllString(string(script), -1)
	if len(builds) == 0 {
		t.Error("nothing is built")
	}
	for _, line := range builds {
		if !strings.HasPrefix(line, "go build -tags= ") {
			t.Errorf("built with the tags of tests: %s", line)
		}
	}
}

// The icon is the sample's seal without words and ribbon, its emblem in the
// middle. Another machine may round an edge differently, so a few steps of
// colour are allowed.
func TestIconIsOurSeal(t *testing.T) {
	t.Parallel()
	catalogue, err := drawing.Templates()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := catalogue.Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	doc.Layers = slices.DeleteFunc(slices.Clone(doc.Layers), func(l *designer.Layer) bool { return l.Text != nil || l.ID == "ribbon" })
	for i, l := range doc.Layers {
		if l.ID == "emblem" {
			moved := *l
			moved.Place = l.Place.Then(geom.Scale(1.25, 1.25).About(geom.Pt(300, 258))).Then(geom.Move(0, 40))
			doc.Layers[i] = &moved
		}
	}
	art, err := drawing.DrawDesign(t.Context(), store.File{Doc: doc}, 512, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := render.Straight(art)
	file := filepath.Join(root(t), "assets", "icon.png")
	if *update {
		writePNG(t, file, want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	got, ok := decoded.(*image.NRGBA)
	if !ok || got.Bounds() != want.Bounds() {
		t.Fatalf("the icon is %T %v, want NRGBA %v", decoded, decoded.Bounds(), want.Bounds())
	}
	for i := range want.Pix {
		if d := int(want.Pix[i]) - int(got.Pix[i]); d < -4 || d > 4 {
			t.Fatalf("the icon differs from the seal at pixel %d; draw it again with -update", i/4)
		}
	}
}

func writePNG(t *testing.T, file string, picture image.Image) {
	t.Helper()
	var data bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&data, picture); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
