package awarding

import (
	"context"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

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
