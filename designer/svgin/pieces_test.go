package svgin_test

import (
	"errors"
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

// TestLongPathUsedOften: a quarter of a megabyte that is used again is as much to
// draw as a file of gigabytes.
func TestLongPathUsedOften(t *testing.T) {
	t.Parallel()
	for _, long := range []string{
		`<path id="p" d="M0 0` + strings.Repeat("h1v1", 50_000) + `z"/>`,
		`<text id="p"><tspan>` + strings.Repeat("a ", 100_000) + `</tspan></text>`,
	} {
		svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs>` + long + `</defs>` + strings.Repeat(`<use href="#p"/>`, 2000) + `</svg>`
		var fault *designer.Fault
		if _, err := svgin.Read([]byte(svg), svgin.Options{Name: "x"}); !errors.As(err, &fault) || fault.Code != "svg-many" {
			t.Errorf("%.20s: %v", long, err)
		}
	}
}
