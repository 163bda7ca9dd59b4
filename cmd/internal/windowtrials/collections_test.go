package windowtrials

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer/deliver/backpack/standin"
)

// Collections of a Badgr backpack, from the window: none; one that is made while none
// of the badges is in the backpack; one that gets those of two lists. What is not in
// the backpack is told, and nothing stands in it twice.
func TestCollectionsByHand(t *testing.T) {
	t.Parallel()
	h := &standin.Host{Email: "ada@example.org", Kind: "badgr"}
	host := httptest.NewServer(h)
	t.Cleanup(host.Close)
	k := &scene{t: t, home: t.TempDir()}
	if built.kiln == "" {
		open(t) // says why it is skipped
	}
	k.kiln("issuer", "set", "--name", "Hafenwerk", "--email", "badges@hafenwerk.example", "--base-url", "https://badges.hafenwerk.example/")
	classes(k, "ob2", "One", "Two")
	s := openIn(t, k.home, 1280, 800, []string{"PATH=" + fakeBrowser(t, k.home) + ":" + os.Getenv("PATH")})
	s.do(s.Settled())
	s.click("railItem:Deliver", "tab:Backpacks", "Add a backpack host")
	s.do(s.Fill("Address", host.URL))
	s.click("More", "It runs on this computer, for trials: http is allowed", "Select:What it is", "Badgr", "Ask this host", "Add this host")
	s.clickBeside("Sign somebody in")
	s.do(s.Fill("Address", "ada@example.org"), s.Fill("Password or token", "correct horse"))
	s.click("Sign in")
	s.says("ada@example.org is signed in.")

	s.batch("One")
	s.clickBeside("Collections")
	s.says("There are no collections in this backpack yet.")
	s.shot("collections-1-none")
	s.do(s.Fill("Collection", "Workshop"))
	s.click("Put the badges of this list there")
	s.reads("Nothing of this list is in the backpack: push first. 0 put in, 0 were there, 2 not in this backpack.")
	s.shot("collections-2-nothing")
	for _, one := range k.theirs("ada@example.org") {
		h.Holds(one)
	}
	for _, step := range []struct{ list, counts string }{
		{"One", "1 put in, 0 were there, 1 not in this backpack."},
		{"Two", "1 put in, 0 were there, 1 not in this backpack."},
		{"Two", "0 put in, 1 were there, 1 not in this backpack."},
	} {
		s.batch(step.list)
		s.clickBeside("Collections")
		s.says("Workshop")
		s.do(s.Settled(), s.Fill("Collection", "Workshop"), s.Keys("Return"))
		s.reads("The collection Workshop has them. " + step.counts)
	}
	s.clickBeside("Collections")
	s.says("Workshop")
	s.shot("collections-3-both")
	s.click("Close")
	s.secretless(h.Secrets())
	s.do(s.Stop())

	var hosts []struct {
		Accounts []struct{ ID string }
	}
	s.do(json.Unmarshal([]byte(s.kiln("backpack", "list", "--json")), &hosts))
	if len(hosts) != 1 || len(hosts[0].Accounts) != 1 {
		t.Fatalf("%+v", hosts)
	}
	var all []struct {
		Name   string
		Badges int
	}
	s.do(json.Unmarshal([]byte(s.kiln("backpack", "collections", hosts[0].Accounts[0].ID, "--json")), &all))
	if len(all) != 1 || all[0].Name != "Workshop" || all[0].Badges != 2 {
		t.Errorf("the host has %+v", all)
	}
}

// theirs are the addresses of somebody's hosted badges.
func (s *scene) theirs(email string) (urls []string) {
	s.t.Helper()
	var awards []struct{ ID, Email string }
	s.do(json.Unmarshal([]byte(s.kiln("awards", "--json")), &awards))
	for _, a := range awards {
		if a.Email != email {
			continue
		}
		data, err := os.ReadFile(filepath.Join(s.home, "out", a.ID+".ob2.json")) // #nosec G304 -- just written
		s.do(err)
		var one struct{ ID string }
		s.do(json.Unmarshal(data, &one))
		urls = append(urls, one.ID)
	}
	return urls
}
