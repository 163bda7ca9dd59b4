package awarding

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"weak"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
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

func (l heldRows) Len() int            { return len(l) }
func (l heldRows) At(i int) Row        { return l[i] }
func (l heldPlans) Len() int           { return len(l) }
func (l heldPlans) At(i int) Planned   { return l[i] }
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

// Whoever presses Continue twice has not seen the plan, and awards nobody.
func TestADoublePressDoesNotAward(t *testing.T) {
	f := troubled()
	b, r := opened(t, f, kittest.English)
	r.env.Now = func() time.Time { return b.Clock }
	r.choose(List{Path: "x.csv"})
	r.choices.SkipBad = true
	r.goOn()
	r.goOn()
	if r.step != atPlan {
		t.Fatalf("after a double press the step is %d, want the plan", r.step)
	}
	b.Clock = b.Clock.Add(secondPress)
	r.goOn()
	if r.step != atResult {
		t.Errorf("after reading the plan the step is %d, want the result", r.step)
	}
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

// A list that is dropped on the plan, or on what became of another, is read.
func TestAnotherListIsChosenLater(t *testing.T) {
	f := known()
	_, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	if r.step != atPlan || !r.Dropped([]string{"y.csv"}) || r.step != atColumns {
		t.Fatalf("from the plan to step %d", r.step)
	}
	r.goOn()
	r.goOn()
	if r.step != atResult || !r.Dropped([]string{"z.csv"}) || r.step != atColumns || r.list.Path != "z.csv" {
		t.Errorf("from the result to step %d and %q", r.step, r.list.Path)
	}
}

// Of a long list the rows are let go of while its plan is made, and read again
// when one goes back or gives up.
func TestALongListIsNotHeldTwice(t *testing.T) {
	f := known()
	f.plan.Counts = map[string]int{StateNew: longList + 1}
	f.rows = slices.Repeat(f.rows, longList/len(f.rows)+1)
	_, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	if !r.long() {
		t.Fatal("the list is not long")
	}
	r.planIt()
	if r.step != atPlan || r.reading.Rows != nil || r.reading.Columns == nil {
		t.Errorf("at step %d the list is held", r.step)
	}
	r.back()
	if r.step != atColumns || !r.listed() || r.plan != nil {
		t.Errorf("at step %d after going back", r.step)
	}
	f.planErr = errors.New("disk")
	r.planIt()
	if r.step != atList || r.listErr == nil {
		t.Errorf("at step %d without a plan", r.step)
	}
	r.choose(List{Path: "x.csv"})
	r.letGo()
	r.columns.edit(1, 1, "")
	r.columns.editNext(1, 1, 1)
	r.haltPlan()
	if !r.listed() {
		t.Error("the list is not read again after Cancel")
	}
}

// What the window has shown of a long plan keeps nothing of it in memory, though
// Fyne remembers widgets for a while after they were taken away.
func TestALongPlanIsForgotten(t *testing.T) {
	type rows struct{ heldPlans }
	f := known()
	f.rows = slices.Repeat(f.rows, longList/len(f.rows)+1)
	held := &rows{f.plan.Rows.(heldPlans)}
	gone := weak.Make(held)
	f.plan.Rows, f.plan.Counts = held, map[string]int{StateNew: longList + 1}
	_, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.planIt()
	r.show() // as after a change of the files' names
	r.planned.look.show(2)
	f.plan.Rows = nil
	r.back()
	runtime.GC()
	if gone.Value() != nil {
		t.Error("the rows of the plan are held although nothing shows them")
	}
	runtime.KeepAlive(r)
}

func TestTheSampleIsAwardedByThreePresses(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	says(t, b, "First Firing", "roster.csv", "Teilnehmer Brennkurs Herbst 2026.csv", "2 days ago")
	b.Shot(t, "awarding-list")
	b.Press(t, "Continue")
	says(t, b, "Vor- und Nachname", "UTF-8 (found)", "; semicolon (found)", "Row 1 (found)", "9 of 9 rows ready")
	b.Shot(t, "awarding-columns")
	b.Press(t, "Continue")
	says(t, b, "Already has it", "left alone", "3 are left out")
	b.Shot(t, "awarding-plan")
	b.Press(t, "Award 5")
	says(t, b, "5 people have their badge", "was opened again and verified", "Not yet seen by anyone else")
	b.Shot(t, "awarding-result")
	if r.step != atResult {
		t.Errorf("the step is %d", r.step)
	}
	last := f.orders[len(f.orders)-1]
	if last.Class != "first-firing" || last.List.Path != "/home/ada/sample/roster.csv" || last.Names != "{name}" || last.Formats != nil || last.Folder == "" {
		t.Errorf("awarded %+v", last)
	}
	b.Press(t, "Open the folder")
	if len(b.Opened) != 1 || b.Opened[0] != last.Folder {
		t.Errorf("opened %q", b.Opened)
	}
}

func TestNoWordIsWrittenInTheCode(t *testing.T) {
	own := append(people(), "First Firing", "Hafenwerk", "roster.csv", "Teilnehmer Brennkurs Herbst 2026.csv", "Vor- und Nachname", "Mailadresse", "Foto", "Essen",
		"@example.org", "pics.example", "vegan", "2026-", "/home/ada", "Documents/Badgekiln", "Row ", "looks like a slip", "Mailadresse:", "can mean", "lukasz", "irina@", "is not a mail", "Correct it",
		"Held it from", "gmail.com", "days.", "Holds it since", "has no address")
	check := func(b *kittest.Bench, what string) {
		b.Settle()
		if found := kittest.Literals(b.Top(), own...); len(found) > 0 {
			t.Errorf("%s: %q", what, found)
		}
	}
	f := troubled()
	f.begin.Unfinished = []Unfinished{{Batch: "b0", Class: "first-firing", Name: "First Firing", List: "roster.csv", Awarded: 2, Pending: 11}}
	b, r := opened(t, f, kittest.Pseudo)
	check(b, "list")
	r.choose(List{Path: "x.csv"})
	check(b, "columns")
	r.choices.SkipBad = true
	r.goOn()
	check(b, "plan")
	r.goOn()
	check(b, "result")
	f.runErr = context.Canceled
	r.planIt()
	r.goOn()
	check(b, "stopped")
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

// Whoever awards a picture that still names the template's workshop is told, and led
// to the design.
func TestWhatOnlyTheTemplateSaidIsTold(t *testing.T) {
	f := known()
	f.plan.Left = []string{"Hafenwerk Makerspace"}
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	says(t, b, "The picture still says 'Hafenwerk Makerspace'")
	b.Press(t, "Open the design")
	if to := b.Routes[len(b.Routes)-1]; to.Room != kit.RoomDesigns || to.What != "class" || to.ID != f.plan.Class.Slug {
		t.Errorf("went to %+v", to)
	}
}

func TestTilesFilterThePlan(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	b.Press(t, "Conflict")
	if r.planned.table.Count() != 1 || r.planned.table.Cell(0, 1).Text != people()[6] {
		t.Errorf("%d rows", r.planned.table.Count())
	}
	says(t, b, "1 of 9 rows")
	b.Press(t, "Conflict")
	b.Type(t, "Find a person", "NGUY")
	if r.planned.table.Count() != 1 {
		t.Errorf("%d rows are found", r.planned.table.Count())
	}
	b.Press(t, "Open Badges 2.0, hosted")
	if o := f.orders[len(f.orders)-1]; !slices.Equal(o.Formats, []string{"ob3"}) {
		t.Errorf("the formats are %q", o.Formats)
	}
	b.Press(t, "Open Badges 2.0, hosted")
	if o := f.orders[len(f.orders)-1]; o.Formats != nil {
		t.Errorf("the formats are %q; all that are possible are the engine's own choice", o.Formats)
	}
	b.Type(t, "Save the badges in", "/elsewhere")
	b.Press(t, "Award 5")
	if o := f.orders[len(f.orders)-1]; o.Folder != "/elsewhere" {
		t.Errorf("the folder is %q", o.Folder)
	}
}

func TestWithoutWebSpaceThereIsNo20(t *testing.T) {
	f := known()
	f.plan.Hosted, f.begin.Classes[0].Hosted = false, false
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	says(t, b, "needs a web address")
	if c, ok := kittest.Find(b.Top(), "Open Badges 2.0, hosted").(*kit.Check); !ok || !c.Disabled() || c.On() {
		t.Error("2.0 can be ticked")
	}
}

func TestARunShowsItsProgress(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	f.at = func(report Report) {
		report(StageSign, 0, 2000)
		b.Clock = b.Clock.Add(10 * time.Second)
		report(StageSign, 500, 2000)
		says(t, b, "Awarding 500 of 2,000", "30 seconds left, 50 badges a second", "Safe to stop at any time")
		b.Shot(t, "awarding-run")
		if r.Dropped([]string{"other.csv"}) {
			t.Error("a drop disturbs a run")
		}
		b.Clock = b.Clock.Add(time.Second)
		report(StageWrite, 1000, 2000)
		says(t, b, "Saving the files of 1,000 of 2,000", "All awards are filed")
	}
	b.Press(t, "Award 5")
	says(t, b, "5 people have their badge")
}

func TestACancelledRunSaysWhatItKeeps(t *testing.T) {
	f := known()
	f.result.Awarded, f.runErr = 500, context.Canceled
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	f.at = func(report Report) {
		report(StageSign, 500, 2000)
		b.Press(t, "Cancel")
		says(t, b, "Stopping")
	}
	b.Press(t, "Award 5")
	says(t, b, "Stopped: 500 people were awarded", "The rest waits as a plan")
	b.Shot(t, "awarding-stopped")
	f.runErr, f.at = nil, nil
	b.Press(t, "Finish it")
	says(t, b, "500 people have their badge")
}

func TestAFullDiskIsToldWithWhatIsKept(t *testing.T) {
	f := known()
	f.runErr = issuer.Fail(issuer.Broken, "disk-full", "file", "/elsewhere").At("/elsewhere")
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	b.Press(t, "Award 5")
	says(t, b, "5 people were awarded before that", "Finish it")
	b.Shot(t, "awarding-broken")
}

func TestAnUnfinishedRunIsOffered(t *testing.T) {
	f := known()
	f.begin.Unfinished = []Unfinished{{Batch: "b0", Class: "first-firing", Name: "First Firing", List: "roster.csv", Awarded: 2, Pending: 11, Begun: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)}}
	b, r := opened(t, f, kittest.English)
	says(t, b, "An award of First Firing was stopped", "2 people have it, 11 wait")
	b.Shot(t, "awarding-unfinished")
	b.Press(t, "Finish it")
	if f.ended != "b0" || r.step != atResult {
		t.Errorf("ended %q at step %d", f.ended, r.step)
	}
	r.anew()
	f.ended = ""
	r.Arrive(kit.Route{Room: kit.RoomAward, What: WhatFinish, ID: "b0"})
	if f.ended != "b0" {
		t.Errorf("Home ended %q", f.ended)
	}
}

func TestAListThatCannotBeRead(t *testing.T) {
	f := known()
	f.readErr = issuer.Fail(issuer.Input, "roster-is-xls", "file", "people.xls")
	b, r := opened(t, f, kittest.English)
	if r.Dropped([]string{"badge.PNG"}) || r.Dropped([]string{"seal.badge"}) {
		t.Error("a badge is taken for a list")
	}
	if !r.Dropped([]string{"people.xls"}) {
		t.Fatal("a drop is not taken")
	}
	says(t, b, "people.xls is an Office file of a kind that cannot be read", "save it as XLSX or ODS", "Newest lists")
	b.Shot(t, "awarding-list-error")
	// And one that disappears on the way.
	f.readErr = nil
	r.choose(List{Path: "people.csv"})
	f.planErr = issuer.Fail(issuer.Input, "roster-missing", "file", "people.csv")
	r.goOn()
	says(t, b, "There is no file people.csv")
	if r.step != atColumns {
		t.Errorf("the step is %d", r.step)
	}
}

func TestWithoutAClassThereIsNothingToAward(t *testing.T) {
	f := known()
	f.begin = Beginning{}
	b, _ := opened(t, f, kittest.English)
	says(t, b, "There is no badge to award yet")
	b.Shot(t, "awarding-empty")
	b.Press(t, "New badge")
	if len(b.Routes) != 1 || b.Routes[0].Room != kit.RoomBadges {
		t.Errorf("went to %+v", b.Routes)
	}
}

func TestAListIsPastedOrTyped(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	b.Copied = "ada@example.org\n"
	b.Press(t, "Paste a list…")
	b.Shot(t, "awarding-paste")
	b.Press(t, "Read it")
	if r.list.Text != "ada@example.org\n" || r.step != atColumns {
		t.Errorf("the list is %+v", r.list)
	}
	b.Press(t, "Back")
	b.Type(t, "Path of the file", `"~/my list.csv"`)
	b.Press(t, "Read it")
	if want := b.Env.Home + "/my list.csv"; r.list.Path != want {
		t.Errorf("the list is %q, want %q", r.list.Path, want)
	}
}

// A list that was read is kept under a name, awarded without its file, and
// forgotten; those who hold a badge are a list too.
func TestListsAreKept(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	says(t, b, "Lists that are kept", "without its file")
	r.choose(List{Path: "/home/ada/Autumn course.csv"})
	b.Press(t, "Keep this list…")
	b.Shot(t, "awarding-keep")
	b.Press(t, "Keep")
	says(t, b, "9 people are kept", "Autumn course")
	b.Press(t, b.Env.T("app.close"))
	r.anew()
	says(t, b, "Autumn course", "9 people")
	b.Shot(t, "awarding-kept")
	b.Press(t, "Autumn course")
	if r.list != (List{Kept: "Autumn course"}) || r.step != atColumns {
		t.Errorf("the list is %+v at step %d", r.list, r.step)
	}
	r.anew()
	b.Press(t, "Holders of a badge…")
	b.Press(t, "First Firing")
	if r.list.Kept != "All of first-firing" {
		t.Errorf("the list is %+v", r.list)
	}
	r.anew()
	b.Press(t, "Forget the list \u2068Autumn course\u2069")
	b.Press(t, "Forget it")
	if len(f.begin.Kept) != 0 {
		t.Errorf("kept are %+v", f.begin.Kept)
	}
}

func TestTheGateHoldsARun(t *testing.T) {
	t.Parallel()
	g := newGate()
	g.pass(context.Background()) // the way is free
	g.shut()
	ctx, cancel := context.WithCancel(context.Background())
	passed := make(chan error, 1)
	go func() {
		g.pass(ctx)
		passed <- ctx.Err()
	}()
	select {
	case <-passed:
		t.Fatal("a shut gate lets through")
	default:
	}
	g.free()
	if err := <-passed; err != nil {
		t.Error(err)
	}
	g.shut()
	cancel()
	g.pass(ctx) // who is cancelled need not wait
	if !errors.Is(ctx.Err(), context.Canceled) {
		t.Error("not cancelled")
	}
}

func TestFilesAreSavedAgainForThoseWhoHaveTheBadge(t *testing.T) {
	f := known()
	f.plan.Counts = map[string]int{StateSame: 9}
	f.result.Awarded = 0
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	b.Press(t, "Save the badges again")
	says(t, b, "Everybody had their badge already")
	f.plan.Counts = map[string]int{StateConflict: 9}
	r.anew()
	r.choose(List{Path: "x.csv"})
	r.goOn()
	if r.canGoOn() {
		t.Error("nobody is awarded, and it goes on")
	}
	b.Press(t, "Award revoked people anew")
	if o := f.orders[len(f.orders)-1]; !o.Again {
		t.Errorf("ordered %+v", o)
	}
}
