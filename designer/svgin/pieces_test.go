package svgin_test

import (
	"strings"
	"testing"
	"time"

	"badgekiln/designer/svgin"
)

// TestTextInManyPieces: comments take a text apart, and putting it together again
// must not take the square of how many there are.
func TestTextInManyPieces(t *testing.T) {
	t.Parallel()
	const pieces = 400_000
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><desc>` + strings.Repeat("a<!---->", pieces) + `</desc><path d="M0 0h9v9z"/></svg>`
	begun := time.Now()
	in, err := svgin.Read([]byte(svg), svgin.Options{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(in.Doc.About.Alt, "aaaa") {
		t.Errorf("it says %.20q", in.Doc.About.Alt)
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}
