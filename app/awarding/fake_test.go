package awarding

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit/kittest"
)

// fake is an engine that knows one list by heart.
type fake struct {
	begin   Beginning
	reading Reading
	rows    heldRows // of the reading
	readErr error
	plan    Plan
	planErr error
	result  Result
	runErr  error
	at      func(Report) // while a run is on
	orders  []Order
	choices []Choices
	saved   string
	ended   string
	undone  string
}

func (f *fake) Begin(context.Context) (Beginning, error) { return f.begin, nil }

func (f *fake) Alphabets(context.Context, List, Choices) ([]Alphabet, error) {
	return []Alphabet{{"windows-1252", []string{"Zoë"}}, {"windows-1250", []string{"Zoż"}}}, nil
}

// heldRows and heldPlans are rows that are held.
type (
	heldRows  []Row
	heldPlans []Planned
)

func (l heldRows) Len() int { return len(l) }

func (l heldRows) At(i int) Row { return l[i] }

func (l heldPlans) Len() int { return len(l) }

func (l heldPlans) At(i int) Planned { return l[i] }

func (l heldPlans) State(i int) string { return l[i].State }

func (f *fake) Read(_ context.Context, _ string, _ List, c Choices, _ Report) (Reading, error) {
	f.choices = append(f.choices, c)
	r := f.reading
	rows := slices.Clone(f.rows)
	for i := range rows {
		for _, fix := range c.Fixes {
			if rows[i].Row == fix.Row {
				rows[i].Cells = slices.Clone(rows[i].Cells)
				rows[i].Cells[fix.Column], rows[i].Marks = fix.Text, nil
			}
		}
	}
	r.Rows = rows
	r.Columns = slices.Clone(r.Columns)
	for i, field := range c.Fields {
		r.Columns[i].Field = field
	}
	return r, f.readErr
}

func (f *fake) Plan(_ context.Context, o Order, _ Report) (Plan, error) {
	f.orders = append(f.orders, o)
	return f.plan, f.planErr
}

func (f *fake) Award(_ context.Context, o Order, report Report) (Result, error) {
	f.orders = append(f.orders, o)
	if f.at != nil {
		f.at(report)
	}
	return f.result, f.runErr
}

func (f *fake) Finish(_ context.Context, batch, _, _ string, _ Report) (Result, error) {
	f.ended = batch
	return f.result, nil
}

func (f *fake) Undo(_ context.Context, batch, _, _ string) (Undone, error) {
	f.undone = batch
	return Undone{Awards: 5, Removed: 15, Left: 1}, nil
}

func (f *fake) Keep(_ context.Context, name string, _ List, _ Choices) (int, error) {
	f.begin.Kept = append(f.begin.Kept, Kept{Name: name, People: 9})
	return 9, nil
}

func (f *fake) KeepHolders(_ context.Context, class string) (string, error) {
	return "All of " + class, nil
}

func (f *fake) Forget(_ context.Context, name string) error {
	f.begin.Kept = slices.DeleteFunc(f.begin.Kept, func(k Kept) bool { return k.Name == name })
	return nil
}

func (f *fake) SaveBad(_ context.Context, _ List, _ Choices, path string) (int, error) {
	f.saved = path
	return 1, nil
}

func disc() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			if (x-32)*(x-32)+(y-32)*(y-32) < 900 {
				m.SetNRGBA(x, y, color.NRGBA{0xAD, 0x4A, 0x1A, 0xFF})
			}
		}
	}
	return m
}

// people are names that are hard to show.
func people() []string {
	return []string{
		"Zoë O’Neil (she/her)", "Nguyễn Thị Phương Thảo", "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Hubert Blaine", "محمد الأمين بن عبد الله",
		"山田 太郎", "Łukasz Żółciński", "Ana María de la Concepción Fernández-Quiroga", "Ирина Соколова", "Siobhán Ní Dhomhnaill",
	}
}

func known() *fake {
	class := Class{Slug: "first-firing", Name: "First Firing", Issuer: "Hafenwerk Makerspace", Version: 1, Hosted: true, Picture: disc(), Folder: "/home/ada/Documents/Badgekiln/First Firing"}
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	f := &fake{begin: Beginning{
		Classes: []Class{class}, Sample: true,
		Files: []File{
			{Path: "/home/ada/sample/roster.csv", Place: PlaceSample, Size: 1204, Changed: now},
			{Path: "/home/ada/Downloads/Teilnehmer Brennkurs Herbst 2026.csv", Place: PlaceDownloads, Size: 88_000, Changed: now.Add(-50 * time.Hour)},
		},
	}}
	f.reading = Reading{
		Name: "Teilnehmer Brennkurs Herbst 2026.csv", Encoding: "utf-8", Delimiter: ";", Heading: 1,
		Encodings: []string{"utf-8", "windows-1250"}, Delimiters: []string{",", ";"},
		Columns: []Column{{"Vor- und Nachname", "name", false}, {"Mailadresse", "email", false}, {"Foto", "evidence", true}, {"Essen", FieldNone, false}},
		Names:   []string{"Zoë", "Nguyễn", "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh", "محمد"}, Doubles: 1,
	}
	f.plan = Plan{Class: class, Hosted: true, Counts: map[string]int{}}
	var planned heldPlans
	for i, name := range people() {
		row := Row{Row: i + 2, Cells: []string{name, fmt.Sprintf("person%d@example.org", i), "https://pics.example/" + strings.Repeat("x", 40), "vegan"}}
		f.rows = append(f.rows, row)
		state := []string{StateNew, StateNew, StateNew, StateSame, StateNew, StateChanged, StateConflict, StateNew, StateBad}[i]
		f.plan.Counts[state]++
		why := map[string]string{StateSame: "Has held it since 2026-05-02", StateChanged: "Holds it since 2026-05-02 as Lukasz; this row says something else", StateConflict: "Held it from 2026-05-02 until it was revoked: left the course", StateBad: "Row 10 has no address."}[state]
		planned = append(planned, Planned{Row: i + 2, Name: name, Email: row.Cells[1], State: state, Why: why})
	}
	f.reading.Ready, f.plan.Rows = 9, planned
	f.result = Result{Awarded: 5, Plan: f.plan, Batch: "b1", Folder: class.Folder, Written: 16, Report: class.Folder + "/report.csv", Proof: Proof{Name: people()[0], File: "x.png", Holds: true}, Took: 2 * time.Second}
	for _, name := range people()[:6] {
		f.result.Badges = append(f.result.Badges, Badge{Name: name, Picture: disc()})
	}
	return f
}

// troubled is a list with everything that can be found in one.
func troubled() *fake {
	f := known()
	f.rows[5].Cells[1] = "lukasz@example,pl"
	f.rows[5].Bad, f.rows[5].Marks = true, map[int]Severity{1: Stops}
	f.rows[7].Cells[1] = "irina@gmial.com"
	f.rows[7].Marks = map[int]Severity{1: Warns}
	f.reading.Bad, f.reading.Ready = 1, 8
	f.reading.Findings = []Finding{
		{Row: 9, Column: 1, Code: "typo", Text: "Row 9: “gmial.com” looks like a slip for “gmail.com”.", Severity: Warns, Suggestion: "irina@gmail.com"},
		{Row: 7, Column: 1, Code: "bad-email", Text: "Row 7, column Mailadresse: “lukasz@example,pl” is not a mail address. Correct it.", Severity: Stops, Cell: "lukasz@example,pl"},
		{Row: 4, Column: -1, Code: "ambiguous-date", Text: "Row 4: “03/04/2026” can mean two days.", Severity: Warns},
	}
	return f
}

func opened(t *testing.T, f *fake, say kittest.Words) (*kittest.Bench, *Room) {
	t.Helper()
	b := kittest.New(t, say)
	b.Env.Now = func() time.Time { // a person who reads before pressing
		b.Clock = b.Clock.Add(time.Second)
		return b.Clock
	}
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	return b, r
}

func says(t *testing.T, b *kittest.Bench, texts ...string) {
	t.Helper()
	b.Settle()
	for _, text := range texts {
		if !kittest.Says(b.Top(), text) {
			t.Errorf("%q cannot be read in %q", text, kittest.Visible(b.Top()))
		}
	}
}

// press presses a key where the focus is.
func press(t *testing.T, b *kittest.Bench, key fyne.KeyName) {
	t.Helper()
	f := b.Window.Canvas().Focused()
	if f == nil {
		t.Fatal("nothing has the focus")
	}
	f.TypedKey(&fyne.KeyEvent{Name: key})
}
