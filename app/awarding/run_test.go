package awarding

import (
	"context"
	"errors"
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

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
