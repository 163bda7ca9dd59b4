package awarding

import (
	"runtime"
	"slices"
	"testing"
	"time"
	"weak"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

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
