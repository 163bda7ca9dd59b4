package drawing

import (
	"bytes"
	"testing"

	"badgekiln/assets"
)

// TestFontsOfThisBuild are on record without their files, which every build has.
func TestFontsOfThisBuild(t *testing.T) {
	t.Parallel()
	if len(assets.Fonts()) > len(assets.BaseFonts()) {
		t.Skip("This build has fetched fonts, which others lack: test with -tags test.")
	}
	design, fonts, err := ThisBuild().Record(lettered())
	if err != nil || len(fonts) != 0 {
		t.Fatalf("%d fonts, %v", len(fonts), err)
	}
	file, err := ParseDesign(design, "")
	if err != nil || len(file.Doc.Drawn) != len(Sources()) {
		t.Errorf("%d on record, %v", len(file.Doc.Drawn), err)
	}
	still := lettered()
	still.Doc.Layers = still.Doc.Layers[:1]
	design, _, err = ThisBuild().Record(still)
	if as, fault := DesignBytes(still); err != nil || fault != nil || !bytes.Equal(design, as) {
		t.Errorf("a design that is the same for all: %v", err)
	}
}
