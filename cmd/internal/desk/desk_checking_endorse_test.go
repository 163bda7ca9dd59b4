package desk

import (
	"context"
	"os"
	"testing"

	"badgekiln/app/checking"
	"badgekiln/issuer"
)

// TestEndorsingFromTheVerifyScreen speaks for somebody's badge class, and puts
// the files where they can be sent from.
func TestEndorsingFromTheVerifyScreen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	files, web := written(t, emptyDesk(t))
	guild := emptyDesk(t)
	saved(t, guild, issuer.ClassMore{}) // it becomes an issuer by that
	c := checkingDesk{Desk: guild, web: web}
	who, err := c.Endorsers(ctx)
	if err != nil || len(who) != 1 {
		t.Fatalf("%v, %v", who, err)
	}
	folder := t.TempDir()
	e := checking.Endorsing{Question: checking.Question{Input: files[issuer.OB3]}, By: who[0].ID, As: "class", Comment: "Good.", Folder: folder}
	about, err := c.Endorse(ctx, e)
	if err != nil || about != "https://badges.toepferhof.example/b/first-firing/1/achievement.json" {
		t.Fatalf("%s, %v", about, err)
	}
	if made, err := os.ReadDir(folder); err != nil || len(made) != 1 { // without web space 3.0 only
		t.Errorf("%v, %v", made, err)
	}
	e.As = "issuer"
	if about, err = c.Endorse(ctx, e); err != nil || about != "https://badges.toepferhof.example/i/topferhof/profile.json" {
		t.Errorf("%s, %v", about, err)
	}
	e.Input = "nothing.png"
	if _, err := c.Endorse(ctx, e); err == nil {
		t.Error("something was said for nothing")
	}
}
