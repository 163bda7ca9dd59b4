package awarding

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// last is how the list was read the last time.
func (f *fake) last() Choices { return f.choices[len(f.choices)-1] }

func TestTwoColumnsAreJoined(t *testing.T) {
	f := known()
	f.reading.Columns = []Column{{"Vorname", "name", false}, {"Mail", "email", false}, {"Nachname", FieldNone, false}, {"Essen", FieldNone, false}}
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	s, ok := kittest.Find(b.Top(), "What Nachname is").(*kit.Select)
	if !ok {
		t.Fatal("nothing says what the column is")
	}
	s.Choose("+name")
	if got := f.last().Fields; got[0] != "name" || got[2] != "name" {
		t.Errorf("the fields are %v", got)
	}
	s, _ = kittest.Find(b.Top(), "What Nachname is").(*kit.Select)
	if s.Value() != "+name" {
		t.Errorf("the joined column shows %q", s.Value())
	}
	says(t, b, "Name + Vorname", "Columns as you said")
	b.Press(t, "Take back: Columns as you said")
	if got := f.last().Fields; len(got) != 0 || got == nil {
		t.Errorf("taken back, the fields are %v", got)
	}
}

func TestRowsAreLeftOutAndTakenBack(t *testing.T) {
	f := troubled()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	b.Press(t, "Skip row")
	if got := f.last().Skips; !slices.Equal(got, []int{7}) {
		t.Fatalf("left out %v", got)
	}
	says(t, b, "Left out: row 7")
	b.Shot(t, "awarding-decided")
	b.Press(t, "Take back: Left out: row 7")
	if got := f.last().Skips; len(got) != 0 {
		t.Errorf("left out %v", got)
	}
}

func TestAFieldIsTheSameForEverybody(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	b.Press(t, "The same for everybody…")
	b.Shot(t, "awarding-constant")
	s, ok := kittest.Find(b.Top(), "What is it?").(*kit.Select)
	if !ok || s.Value() != "narrative" { // evidence has a column
		t.Fatalf("the field is %v", s)
	}
	b.Type(t, "What it says", "Fired a first piece")
	b.Press(t, "Use for everybody")
	if got := f.last().Constants; len(got) != 1 || got["narrative"] != "Fired a first piece" {
		t.Errorf("for everybody: %v", got)
	}
	says(t, b, "Reason for everybody: \u2068Fired a first piece\u2069")
}

func TestGuessedLettersAreAskedAbout(t *testing.T) {
	f := known()
	f.reading.Encoding, f.reading.Doubtful = "windows-1250", true
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	says(t, b, "Are these names right?", "Central European (1250)")
	b.Shot(t, "awarding-letters")
	b.Press(t, "Other letters…")
	says(t, b, "Western (Windows-1252)")
	b.Shot(t, "awarding-letters-choose")
	b.Press(t, "Western (Windows-1252)")
	if f.last().Letters != "windows-1252" {
		t.Errorf("read as %q", f.last().Letters)
	}
	r.choices.Letters = ""
	r.show()
	b.Press(t, "They are right")
	if kittest.Says(b.Top(), "Are these names right?") {
		t.Error("asked again")
	}
	if f.last().Letters != "windows-1252" {
		t.Error("that the letters are right made another order of it")
	}
}

// gallery draws badges that differ by the row.
type gallery struct{ asked []int }

func (g *gallery) Look(_ context.Context, row int) (Look, error) {
	g.asked = append(g.asked, row)
	l := Look{Picture: disc(), Personal: true, Awarded: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
	switch row {
	case 2:
		l.Crowded = true
	case 4:
		l.Missing = "山"
	case 8:
		return Look{}, nil
	}
	return l, nil
}

func (g *gallery) Worst(context.Context) (int, error) { return 2, nil }

func TestTheBadgeOfAnyRowIsShown(t *testing.T) {
	f, g := known(), &gallery{}
	f.plan.Looks = g
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	says(t, b, "Row 4:", "hardest name to draw", "A text is longer than its room")
	b.Shot(t, "awarding-plan-look")
	r.planned.table.Select(4)
	says(t, b, "Row 6:", "No font has these letters: \u2068山\u2069", "Awarded on 2026-11-26.")
	b.Press(t, "The badge of the next row")
	says(t, b, "Row 7:")
	r.planned.table.Select(8)
	says(t, b, "This row gets no badge.")
	b.Press(t, "Hardest name")
	says(t, b, "Row 4:")
	if !slices.Equal(g.asked, []int{2, 4, 5, 8, 2}) {
		t.Errorf("drawn were %v", g.asked)
	}
}

func TestTheChangedAreCorrectedAndTheBatchIsTakenBack(t *testing.T) {
	f := known()
	f.result.Corrected = 1
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	s, ok := kittest.Find(b.Top(), "Save the badges").(*kit.Select)
	if !ok || s.Value() != intoFolder {
		t.Fatalf("they are saved into %v", s)
	}
	s.Choose(intoNothing)
	if o := r.order(); o.Folder != "" {
		t.Errorf("on demand they are saved in %q", o.Folder)
	}
	s, _ = kittest.Find(b.Top(), "Save the badges").(*kit.Select)
	s.Choose(intoZip)
	if o := r.order(); !strings.HasSuffix(o.Folder, "First Firing.zip") {
		t.Errorf("the archive is %q", o.Folder)
	}
	b.Press(t, "Correct the changed one")
	says(t, b, "Award 5, correct 1", "is corrected", "2 are left out")
	b.Shot(t, "awarding-plan-correct")
	b.Press(t, "Award 5, correct 1")
	if o := f.orders[len(f.orders)-1]; !o.Correct {
		t.Errorf("ordered %+v", o)
	}
	says(t, b, "1 badge was corrected")
	b.Press(t, "Take it back…")
	says(t, b, "Take back the 5 badges?")
	b.Press(t, "Take them back")
	says(t, b, "5 badges were taken back", "15 files were removed.", "1 file was changed by somebody and stays.")
	b.Shot(t, "awarding-undone")
	if f.undone != "b1" {
		t.Errorf("undone is %q", f.undone)
	}
}
