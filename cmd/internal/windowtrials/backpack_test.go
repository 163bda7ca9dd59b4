package windowtrials

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/backpack/standin"
)

// A backpack host is added in the window, its owner signs in by the browser, what
// is theirs is pushed and nothing else, and at the kiosk one person comes after the
// other by keys alone: nothing of them is left on the screen, no token in any file.
func TestBackpacksAreFilled(t *testing.T) {
	t.Parallel()
	h := &standin.Host{Email: "ada@example.org"}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	home := t.TempDir()
	s := &scene{t: t, home: home}
	if built.kiln != "" {
		s.workshop()
	}
	s = openIn(t, home, 1280, 800, []string{"PATH=" + fakeBrowser(t, home) + ":" + os.Getenv("PATH")})
	s.do(s.Settled())
	s.click("railItem:Deliver", "tab:Backpacks")
	s.says("No backpack host yet")
	s.shot("backpacks-1-empty")
	s.do(s.Keys("F1"))
	s.says("A backpack is a web site where people keep their badges.")
	s.shot("backpacks-0-help")
	s.do(s.Keys("Escape"))
	s.addHost(web.URL, "Stand-in")

	// Of three people nobody is signed in: nothing is offered.
	s.says("not signed in: 3")
	s.never("Push")
	s.shot("backpacks-3-nobody")
	s.click("Sign somebody in")
	s.says("Waiting for the browser")
	s.snap("backpacks-4-waiting")
	s.browse(1)
	s.says("ada@example.org is signed in.")
	s.says("This will push 1 badge.")
	s.shot("backpacks-5-ready")
	s.click("Push 1")
	s.says("1 sent.")
	s.says("201")
	s.says("Backpack 1")
	s.shot("backpacks-6-pushed")
	if n := len(h.Pushes()); n != 1 {
		t.Fatalf("the host holds %d badges", n)
	}

	// The kiosk, by keys alone.
	h.Turn("bob@example.org", false)
	s.click("Kiosk")
	s.says("Nothing of a person stays for the next")
	s.click("Begin")
	s.says("Take your badges with you")
	s.never("ada@example.org")
	s.shot("backpacks-7-kiosk")
	s.do(s.Keys("Return"))
	s.browse(2)
	s.says("Your badge is in your backpack")
	s.shot("backpacks-8-kiosk-done")
	s.do(s.Keys("Return"))
	s.says("Take your badges with you")
	s.never("Your badge is in your backpack", "First", "bob@example.org")
	h.Turn("zoe@example.org", true)
	s.do(s.Keys("Return"))
	s.browse(3)
	s.says("declined in the browser")
	h.Turn("zoe@example.org", false)
	s.do(s.Keys("Return"))
	s.browse(4)
	s.says("There is no badge for you here")
	s.do(s.Keys("Escape"))
	s.says("Take your badges with you")
	s.never("zoe@example.org", "declined")
	s.do(s.Keys("Tab", "Return"))
	s.says("with everybody's names in it")
	s.do(s.Keys("Tab", "Return"))
	s.says("Backpack 2")
	if n := len(h.Pushes()); n != 2 {
		t.Errorf("the host holds %d badges", n)
	}

	// Ada signs out, which the host is told.
	if n := h.Tokens(); n != 2 {
		t.Errorf("%d tokens work after the kiosk", n)
	}
	s.click("Sign out")
	s.says("ada@example.org is signed out.")
	if n := h.Tokens(); n != 0 {
		t.Errorf("%d tokens work after signing out", n)
	}
	s.secretless(h.Secrets())
	s.do(s.Stop())
	s.reached()
}

// Whoever signs in may take ten minutes: other work goes on meanwhile, waiting can
// be ended, and closing the window ends it.
func TestSigningInLetsOthersWork(t *testing.T) {
	t.Parallel()
	h := &standin.Host{Email: "ada@example.org"}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	home := t.TempDir()
	s := &scene{t: t, home: home}
	if built.kiln != "" {
		s.workshop()
	}
	s = openIn(t, home, 1280, 800, []string{"PATH=" + fakeBrowser(t, home) + ":" + os.Getenv("PATH")})
	s.do(s.Settled())
	s.click("railItem:Deliver", "tab:Backpacks")
	s.addHost(web.URL, "Stand-in")
	s.click("Sign somebody in")
	s.says("Waiting for the browser")
	s.shot("backpacks-9-waiting")

	// A badge is handed over meanwhile.
	s.click("tab:People")
	s.do(s.Fill("Code or name", "Bob"))
	s.click("Handed over")
	s.says("Handed over to Bob.")
	s.click("tab:Backpacks")
	s.says("Waiting for the browser")
	s.browse(1)
	s.says("ada@example.org is signed in.")

	// The buttons go down as the one signed in takes a place above them.
	s.do(s.Settled())
	s.click("Sign somebody in")
	s.says("Waiting for the browser")
	s.click("Cancel")
	s.says("Nobody was signed in.")
	if n := h.Tokens(); n != 2 {
		t.Errorf("%d tokens", n)
	}
	s.click("Sign somebody in")
	s.says("Waiting for the browser")
	s.secretless(h.Secrets())
	s.do(s.Stop())
}

// workshop is a ledger of three people with a badge, as kiln makes it.
func (s *scene) workshop() {
	s.t.Helper()
	seal := filepath.Join(s.home, "seal.badge")
	list := write(s.t, filepath.Join(s.home, "people.csv"), "email,name\nada@example.org,Ada Quill\nbob@example.org,Bob\n"+
		"hubert.blaine.the.elder@long.subdomain.example.org,Wolfeschlegelsteinhausenbergerdorff Hubert Blaine the Elder of Hohenlohe-Schillingsfürst\n")
	s.kiln("issuer", "set", "--name", "Hafenwerk", "--email", "badges@hafenwerk.example")
	s.kiln("design", "new", "--template", "seal-scalloped", "-o", seal)
	s.kiln("class", "add", "--id", "one", "--name", "First Firing", "--description", "D", "--criteria", "C", "--design", seal)
	s.kiln("award", "one", list, "--format", "ob3", "-o", filepath.Join(s.home, "out"))
}

// addHost makes a host on this computer known.
func (s *scene) addHost(address, name string) {
	s.t.Helper()
	s.askHost(address)
	s.click("Add this host")
	s.says(name + " is known now.")
}

// askHost asks a host on this computer what it is.
func (s *scene) askHost(address string) {
	s.t.Helper()
	s.click("Add a backpack host")
	s.do(s.Fill("Address", address))
	s.click("More", "It runs on this computer, for trials: http is allowed", "Ask this host")
	s.says("Open Badges 3.0 API")
	s.shot("backpacks-2-asked")
}

// fakeBrowser is a folder with what the system opens addresses by: it notes them.
func fakeBrowser(t *testing.T, home string) string {
	t.Helper()
	dir := filepath.Join(home, "bin")
	script := "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '" + filepath.Join(home, "opened") + "'\n"
	write(t, filepath.Join(dir, "xdg-open"), script)
	if err := os.Chmod(filepath.Join(dir, "xdg-open"), 0o700); err != nil { // #nosec G302 -- a program
		t.Fatal(err)
	}
	return dir
}

// browse goes where the program opened its nth address, as a browser does, and
// forgets the address: it is not the program's to hide.
func (s *scene) browse(n int) {
	s.t.Helper()
	var lines []string
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		data, _ := os.ReadFile(filepath.Join(s.home, "opened"))
		if lines = strings.Fields(string(data)); len(lines) >= n {
			break
		}
		if time.Now().After(end) {
			s.t.Fatalf("%d addresses were opened, not %d", len(lines), n)
		}
	}
	ctx, stop := context.WithTimeout(s.t.Context(), time.Minute)
	defer stop()
	s.do(standin.Browse(ctx, lines[n-1]))
}

// never looks that none of the texts stands on the screen.
func (s *scene) never(texts ...string) {
	s.t.Helper()
	s.do(s.Settled())
	v, err := s.See()
	s.do(err)
	for _, text := range texts {
		for _, said := range v.Texts {
			if strings.Contains(said, text) {
				s.t.Errorf("%q stands on the screen", said)
			}
		}
	}
}

// secretless looks for secrets in every file, in what the program said, and in what
// the system shows of it.
func (s *scene) secretless(secrets []string) {
	s.t.Helper()
	if len(secrets) == 0 {
		s.t.Fatal("no secrets: this tests nothing")
	}
	places := map[string]string{"what it said": s.Said()}
	for _, name := range []string{"cmdline", "environ"} {
		data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.PID()), name))
		s.do(err)
		places["/proc/"+name] = string(data)
	}
	for _, file := range found(s.t, s.home, "") {
		data, err := os.ReadFile(file)
		s.do(err)
		places[file] = string(data)
	}
	for place, text := range places {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				s.t.Errorf("a secret stands in %s", place)
			}
		}
	}
}

// reached holds the ledger, as kiln reads it, against what was done.
func (s *scene) reached() {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), built.kiln, "backpack", "list", "--json") // #nosec G204 -- the program just built
	cmd.Env = []string{"HOME=" + s.home, "PATH=" + os.Getenv("PATH")}
	out, err := cmd.Output()
	s.do(err)
	var hosts []struct{ Accounts []any }
	if err := json.Unmarshal(out, &hosts); err != nil || len(hosts) != 1 || len(hosts[0].Accounts) != 0 {
		s.t.Errorf("kiln knows %s: %v", out, err)
	}
	s.kiln("ledger", "check")
}
