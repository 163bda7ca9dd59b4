package drawing

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/designer"
)

// TestExportsCarryCredits writes a design that says who made it, and one that
// does not: the exports differ, and the pictures of badges do not.
func TestExportsCarryCredits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	plain, file := lettered(), lettered()
	file.Doc.About = designer.Credits{Author: "Zoë <Quill>", Licence: "CC-BY-4.0", Source: "icons: Ona"}
	for _, o := range []Export{{Kind: PNG, Width: 64}, {Kind: PNG, Width: 64, Few: true}, {Kind: SVG, Width: 64}} {
		out, err := ExportDesign(ctx, file, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Zoë", "CC-BY-4.0", "icons: Ona"} {
			if !bytes.Contains(out.Data, []byte(want)) {
				t.Errorf("%+v: %q is not in it", o, want)
			}
		}
		if o.Kind == PNG {
			credible(t, out.Data)
		}
		without, err := ExportDesign(ctx, plain, o)
		if err != nil || bytes.Contains(without.Data, []byte("iTXt")) || bytes.Contains(without.Data, []byte("metadata")) {
			t.Errorf("%+v: nothing is known, and said all the same; %v", o, err)
		}
	}
	drawn := func(about designer.Credits) (class, own []byte) {
		f := lettered()
		f.Doc.About = about
		p, err := ClassPicture(ctx, f, nil)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := PersonalPictures(ctx, f, ClassSide, nil)
		if err != nil {
			t.Fatal(err)
		}
		own, _, err = plan.Encode(ctx, nil, map[string]string{"name": "Ada"})
		if err != nil {
			t.Fatal(err)
		}
		return p.Bytes, own
	}
	class, own := drawn(file.Doc.About)
	wantClass, wantOwn := drawn(designer.Credits{})
	if !bytes.Equal(class, wantClass) || !bytes.Equal(own, wantOwn) {
		t.Error("the picture of a badge changes with what is said of its design")
	}
}

// credible has the picture read, by others too where they are there.
func credible(t *testing.T, data []byte) {
	t.Helper()
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		t.Error(err)
	}
	tool, err := exec.LookPath("pngcheck")
	if err != nil {
		return
	}
	path := filepath.Join(t.TempDir(), "a.png")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(tool, "-v", path).CombinedOutput()
	for _, want := range []string{"iTXt", "keyword: Author", "keyword: Copyright", "keyword: Source", "No errors"} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("no %q, %v: %s", want, err, said)
		}
	}
}
