package home

import (
	"context"
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

type engine struct {
	state  Overview
	people int
	err    error
	drawn  map[string]int
}

func (e *engine) People(context.Context) (int, error) { return e.people, e.err }

func (e *engine) Overview(context.Context) (Overview, error) { return e.state, e.err }
func (e *engine) Picture(_ context.Context, key string, pixels int) (image.Image, error) {
	if key == "" {
		return nil, errors.New("no key")
	}
	e.drawn[key] = pixels
	return image.NewRGBA(image.Rect(0, 0, pixels, pixels)), nil
}

func fresh() *engine {
	o := Overview{All: 81, Sampler: "s", Gallery: kit.Route{Room: kit.RoomDesigns}, Steps: map[Step]kit.Route{}}
	for _, s := range steps() {
		o.Steps[s] = kit.Route{Room: "to-" + string(s)}
	}
	for _, name := range []string{"Seal", "Medal", "Shield", "Rosette", "Hexagon"} {
		o.Templates = append(o.Templates, Tile{Key: name, Title: name, Note: "Note on it", Route: kit.Route{Room: kit.RoomDesigns, ID: name}})
	}
	return &engine{state: o, drawn: map[string]int{}}
}

func show(t *testing.T, say kittest.Words, e *engine) (*kittest.Bench, *Room) {
	t.Helper()
	b := kittest.New(t, say)
	r := New(b.Env, e)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	return b, r
}

func TestFirstStart(t *testing.T) {
	e := fresh()
	b, r := show(t, kittest.English, e)
	if len(e.drawn) != 6 {
		t.Errorf("drawn are %v", e.drawn)
	}
	for _, want := range []string{"All 81 templates", "Your first badge", "Open the sample workshop", "Drop a file anywhere"} {
		if !kittest.Says(b.Window.Content(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if kittest.Says(b.Window.Content(), "Continue") {
		t.Error("there is nothing to continue with, and it is offered")
	}
	b.Press(t, "Shield")
	b.Press(t, "Pick a template")
	if r.Actions()[0].On() {
		r.Actions()[0].Run()
	}
	if len(b.Routes) != 3 || b.Routes[0].ID != "Shield" || b.Routes[1].Room != "to-template" || b.Routes[2].Room != "to-template" {
		t.Errorf("went to %+v", b.Routes)
	}
	b.Shot(t, "home-first")
}

func TestStepsFollowWhatIsDone(t *testing.T) {
	t.Parallel()
	o := fresh().state
	for _, c := range []struct {
		do   func()
		next Step
	}{
		{func() {}, StepTemplate},
		{func() { o.Designs = 1 }, StepClass},
		{func() { o.Issuer, o.Classes = "Hafenwerk", 1 }, StepList},
		{func() { o.Listed = true }, StepAward},
		{func() { o.Awards = 12 }, ""},
	} {
		c.do()
		if got := o.next(); got != c.next {
			t.Errorf("after %+v the next step is %q, not %q", o.Designs, got, c.next)
		}
	}
}

func TestInTheMiddle(t *testing.T) {
	e := fresh()
	e.state.Begun, e.state.Issuer, e.state.Designs, e.state.Classes = true, "Hafenwerk Makerspace", 2, 1
	at := time.Date(2026, 11, 26, 11, 40, 0, 0, time.UTC)
	long := strings.Repeat("Sehr langer Name ", 12)
	e.state.Drafts = []Draft{
		{Key: "a", Title: "Laser", Kind: DraftDesign, Changed: at, Route: kit.Route{Room: kit.RoomDesigns, ID: "laser.badge"}},
		{Title: "Soldering", Kind: DraftRun, Left: 3, Route: kit.Route{Room: kit.RoomAward, ID: "b1"}},
		{Key: "c", Title: long, Kind: DraftClass},
		{Key: "d", Title: "محمد الأمين بن عبد الله", Kind: DraftDesign, Changed: at.AddDate(0, 0, -1)},
	}
	b, _ := show(t, kittest.English, e)
	for _, want := range []string{"4 drafts", "Award stopped, 3 people left", "Badge, not awarded yet", "today", "yesterday", "Hafenwerk Makerspace"} {
		if !kittest.Says(b.Window.Content(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	b.Press(t, "Soldering")
	b.Press(t, "Choose the list")
	if b.Routes[0].ID != "b1" || b.Routes[1].Room != "to-list" {
		t.Errorf("went to %+v", b.Routes)
	}
	b.Shot(t, "home-middle")
}

func TestInTheSample(t *testing.T) {
	e := fresh()
	e.state.Sample, e.state.Begun, e.state.Issuer, e.state.Classes = true, true, "Hafenwerk", 1
	b := kittest.New(t, kittest.English)
	own := 0
	b.Env.BeginLedger = func() { own++ }
	r := New(b.Env, e)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	if kittest.Find(b.Window.Content(), "Open the sample workshop") != nil {
		t.Error("the sample offers itself")
	}
	b.Press(t, "Start my own")
	if own != 1 {
		t.Error("nothing was begun")
	}
}

func TestAfterTheFirstAward(t *testing.T) {
	e := fresh()
	e.state.Begun, e.state.Designs, e.state.Classes, e.state.Awards, e.people = true, 1, 1, 1, 1
	b, r := show(t, kittest.English, e)
	if !kittest.Says(b.Window.Content(), "1 badge is held.") || kittest.Says(b.Window.Content(), "Your first badge") {
		t.Errorf("says %q", kittest.Visible(b.Window.Content()))
	}
	if r.Actions()[0].On() {
		t.Error("there is a next step after the last")
	}
	b.Press(t, "Award more")
	if b.Routes[0].Room != kit.RoomAward {
		t.Errorf("went to %+v", b.Routes)
	}
}

func TestUnreadableLedger(t *testing.T) {
	e := fresh()
	e.err = issuer.Fail(issuer.Input, "ledger-damaged", "file", "/x.db")
	b, r := show(t, kittest.English, e)
	if !kittest.Says(b.Window.Content(), "/x.db is damaged") || kittest.Find(b.Window.Content(), "Restore a backup…") == nil {
		t.Fatalf("says %q", kittest.Visible(b.Window.Content()))
	}
	e.err = nil
	b.Press(t, "Try again")
	if !kittest.Says(b.Window.Content(), "Start from a template") {
		t.Error("trying again does not help")
	}
	_ = r
}

func TestNoLiteral(t *testing.T) {
	e := fresh()
	e.state.Drafts = []Draft{{Title: "Laser", Kind: DraftDesign}, {Title: "Laser", Kind: DraftRun, Left: 1}, {Title: "Laser", Kind: DraftClass}}
	data := []string{"Laser", "Seal", "Medal", "Shield", "Rosette", "Hexagon", "Note on it"}
	for _, awards := range []int{0, 3} {
		e.state.Awards, e.people = awards, awards
		b, _ := show(t, kittest.Pseudo, e)
		if bad := kittest.Literals(b.Window.Content(), data...); len(bad) > 0 {
			t.Errorf("literals: %q", bad)
		}
	}
}

func TestEveryStepHasItsWords(t *testing.T) {
	b := kittest.New(t, kittest.English)
	for _, s := range steps() {
		for _, key := range []string{"home.step." + string(s), "home.step." + string(s) + ".text"} {
			if !b.Env.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
		if key := "home.do." + string(s); s != StepIssuer && !b.Env.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
}
