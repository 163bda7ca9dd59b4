package svgin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"badgekiln/designer"
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

// TestElementsOfManyClasses: every rule asks every element for a class.
func TestElementsOfManyClasses(t *testing.T) {
	t.Parallel()
	var rules, classes strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&rules, [...]string{"g path.d%d{fill:red}", "path[class~=d%d]{fill:red}"}[i%2], i)
		fmt.Fprintf(&classes, " c%d", i)
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>` + rules.String() + `</style>` +
		strings.Repeat(`<g class="`+classes.String()+`"><path class="`+classes.String()+` d4999" d="M0 0h9v9z"/></g>`, 80) + `</svg>`
	begun := time.Now()
	in, err := svgin.Read([]byte(svg), svgin.Options{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if l := in.Doc.Layers[0]; l.Fill.Tone.Color != (designer.Color{R: 255, A: 255}) {
		t.Errorf("it is filled with %+v", l.Fill)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}
