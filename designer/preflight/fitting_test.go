package preflight_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/preflight"
	"badgekiln/designer/typeset"

	"golang.org/x/image/font/gofont/gobold"
)

// narrow is a design that shows a name with much room and a course with little,
// which is not there for everybody.
func narrow() designer.Document {
	name := words("name", "{name}", 40, rgb(0xffffff))
	name.Text.Room, name.Text.MinSize = 500, 10
	course := words("course", "{course|upper}", 40, rgb(0xffffff))
	course.Text.Room, course.Text.MinSize = 100, 20
	return sound(name, course)
}

func worst(doc designer.Document, f *typeset.Fonts, most int, rows []map[string]string) (names []string) {
	fit := preflight.NewFitting(doc, f, most)
	for _, r := range rows {
		fit.Add(r)
	}
	for _, r := range fit.Worst() {
		names = append(names, r["name"])
	}
	return names
}

// Whose field fits worst comes first: a short name with a long course before a
// long name, a letter that nobody has before all, and what a design does not
// show counts for nothing.
func TestFittingPutsTheWorstFirst(t *testing.T) {
	t.Parallel()
	rows := []map[string]string{
		{"name": "Bo"},
		{"name": "Maximiliane Konstanze", "course": "Tea", "note": strings.Repeat("long ", 99)},
		{"name": "Al", "course": "Advanced glazing"},
		{"name": "Cy", "note": "漢"},
		{"name": "漢"},
	}
	if got, want := worst(narrow(), fonts(t), 10, rows), []string{"漢", "Al", "Maximiliane Konstanze", "Bo", "Cy"}; !slices.Equal(got, want) {
		t.Errorf("the order is %q", got)
	}
	doc := narrow()
	course := *doc.Layers[3]
	course.When = &designer.When{Field: "course", Test: designer.Equals, Value: "Tea"}
	doc.Layers[3] = &course
	if got := worst(doc, fonts(t), 1, rows[:3]); got[0] != "Maximiliane Konstanze" {
		t.Errorf("with a course that is not there %q is first", got)
	}
}

// Whatever is not measured, because its letters cannot be wide enough, would
// not have been among the worst.
func TestFittingKeepsTheWorstOfAll(t *testing.T) {
	t.Parallel()
	var rows []map[string]string
	for i := range 3000 {
		n := strings.Repeat(string(rune('a'+i%26)), 3+(i*7919)%40) + strconv.Itoa(i)
		rows = append(rows, map[string]string{"name": n, "course": strings.Repeat("ß", (i*104729)%9)})
	}
	all := worst(narrow(), fonts(t), len(rows), rows)
	if got := worst(narrow(), fonts(t), 50, rows); !slices.Equal(got, all[:50]) {
		t.Errorf("of many are kept\n%q\nand not\n%q", got, all[:50])
	}
	box := narrow()
	name := words("name", "{name}", 40, rgb(0xffffff))
	name.Text.Box, name.Text.MinSize = &designer.Box{W: 200, H: 100}, 10
	box.Layers[2] = name
	all = worst(box, fonts(t), 300, rows[:300])
	if got := worst(box, fonts(t), 20, rows[:300]); !slices.Equal(got, all[:20]) {
		t.Errorf("in a box are kept\n%q\nand not\n%q", got, all[:20])
	}
}

// BenchmarkFitting looks at a hundred thousand people.
func BenchmarkFitting(b *testing.B) {
	f, err := typeset.NewFonts([]typeset.Source{{Family: "sans", Weight: 700, Data: gobold.TTF}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		fit := preflight.NewFitting(narrow(), f, 300)
		begun := time.Now()
		for i := range 100_000 {
			fit.Add(map[string]string{"name": fmt.Sprintf("Name%x of %s", i*7919, "Hohenstauffen-Ebers"[:i*31%19]), "course": "Glaze"})
		}
		b.ReportMetric(float64(time.Since(begun).Microseconds())/100_000, "µs/row")
	}
}
