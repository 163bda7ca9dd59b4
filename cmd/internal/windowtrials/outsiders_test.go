package windowtrials

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// Somebody signs in from the window at a host of other people's parts, in Chromium:
// consents, is renewed unseen, has their permission taken back and is told so, is met
// with somebody else's answer, declines, and comes too late. Each badge is there once,
// and no secret of the host is left.
func TestOutsidersLetSignIn(t *testing.T) {
	t.Parallel()
	o := outsiders(t)
	classes(&scene{t: t, home: o.home}, "ob3", "One", "Two", "Three")
	s := openIn(t, o.home, 1280, 800, []string{"PATH=" + o.bin + ":" + os.Getenv("PATH")})
	s.do(s.Settled())
	s.click("railItem:Deliver", "tab:Backpacks")
	s.addHost(o.at, o.name)

	o.does("consent")
	s.signsIn()
	s.says("This will push 1 badge.")
	s.shot("outsiders-1-consent")
	s.pushes(o, 1)

	before := o.count("refresh made")
	o.tell("kill", "what=access")
	s.batch("Two")
	s.pushes(o, 2)
	if n := o.count("refresh made"); n != before+1 {
		t.Errorf("%d refresh tokens were made while one was used", n-before)
	}

	o.tell("kill", "what=grants")
	s.batch("One")
	s.click("Push 1")
	s.reads("The person has to sign in again.")
	s.says("sign-in ended: 1")
	s.never("Push 1")
	s.shot("outsiders-2-taken-back")
	s.turnTo("Sign somebody in")
	s.reads("The sign-in has ended on this computer: sign in again")
	s.never("renewed by itself")

	o.does("wrong-state")
	s.signsIn()
	s.pushes(o, 3)

	o.does("deny")
	s.clickBeside("Sign somebody in")
	s.reads("The sign-in was declined in the browser.")
	s.shot("outsiders-3-denied")
	o.does("consent")
	o.tell("set", "codes=1&hold=2.5")
	s.clickBeside("Sign somebody in")
	s.reads("The host does not take the sign-in any more")
	s.shot("outsiders-4-too-late")
	o.tell("set", "codes=60&hold=0")

	s.clickBeside("Sign out")
	s.says("ada@example.org is signed out.")
	o.holds(3)
	s.secretless(o.log().Secrets)
	for _, want := range []string{"wrong state: 400", "deny: ", "consent: "} {
		if o.count(want) == 0 {
			t.Errorf("the browser never told %q", want)
		}
	}
	s.do(s.Stop())
	s.reached()
}

// A host that only lets sign-ins come back to web space: the window says that the page
// is missing there, and once it is exported Chromium comes back by it, at the kiosk too.
func TestOutsidersComeBackByThePage(t *testing.T) {
	t.Parallel()
	o := outsiders(t)
	o.tell("set", "web=1")
	o.does("consent")
	var asked atomic.Int32
	folder := filepath.Join(o.home, "web")
	web := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "Chrome") && r.URL.Path == "/signin/back.html" {
			asked.Add(1)
		}
		http.FileServer(http.Dir(folder)).ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	roots := write(t, filepath.Join(o.home, "roots.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})))
	k := &scene{t: t, home: o.home}
	k.kiln("issuer", "set", "--name", "Hafenwerk", "--email", "badges@hafenwerk.example", "--base-url", web.URL+"/")
	classes(k, "ob3", "One")
	s := openIn(t, o.home, 1280, 800, []string{"PATH=" + o.bin + ":" + os.Getenv("PATH"), "SSL_CERT_FILE=" + roots})
	s.do(s.Settled())
	s.click("railItem:Deliver", "tab:Backpacks")
	s.addHost(o.at, o.name)
	s.clickBeside("Sign somebody in")
	s.reads("The page that this host comes back to is not on your web space yet")
	s.shot("outsiders-5-no-page")
	s.kiln("site", "export", folder)
	s.signsIn()
	if asked.Load() != 1 {
		t.Errorf("Chromium came by the page %d times", asked.Load())
	}
	if o.count("page: "+web.URL+"/signin/back.html") != 1 {
		t.Errorf("what stood in the address bar there: %q", o.log().Seen)
	}
	s.shot("outsiders-6-by-the-page")
	s.click("Push 1") // an export is not looked at, so nothing with its addresses goes
	s.reads("An address in it is not published yet.")
	s.clickBeside("Sign out")
	s.says("ada@example.org is signed out.")
	o.holds(0)

	// At the kiosk too, by keys. The badge stays where it is, as before.
	s.clickBeside("Kiosk")
	s.click("Begin")
	s.says("Take your badges with you")
	s.do(s.Settled(), s.Keys("Return"))
	s.says("It cannot go into your backpack yet")
	s.reads("An address in it is not published yet.")
	s.shot("outsiders-7-kiosk-by-the-page")
	if asked.Load() != 2 {
		t.Errorf("Chromium came by the page %d times, the kiosk's with them", asked.Load())
	}
	s.do(s.Keys("Return"))
	s.says("Take your badges with you")
	s.never("ada@example.org")
	s.do(s.Keys("Tab", "Return"))
	s.says("with everybody's names in it")
	s.do(s.Keys("Tab", "Return"))
	s.says("not signed in: 2")
	o.holds(0)
	s.secretless(o.log().Secrets)
	s.do(s.Stop())
	s.reached()
}

// classes awards one badge of each name to Ada and to Bob.
func classes(k *scene, format string, names ...string) {
	k.t.Helper()
	if built.kiln == "" {
		open(k.t) // says why it is skipped
	}
	seal := filepath.Join(k.home, "seal.badge")
	list := write(k.t, filepath.Join(k.home, "people.csv"), "email,name\nada@example.org,Ada Quill\nbob@example.org,Bob\n")
	k.kiln("issuer", "set", "--name", "Hafenwerk", "--email", "badges@hafenwerk.example")
	k.kiln("design", "new", "--template", "seal-scalloped", "-o", seal)
	for _, name := range names {
		k.kiln("class", "add", "--id", strings.ToLower(name), "--name", name, "--description", "D", "--criteria", "C", "--design", seal)
		k.kiln("award", strings.ToLower(name), list, "--format", format, "-o", filepath.Join(k.home, "out"))
	}
}

// signsIn lets somebody sign in by what the browser was told to do.
func (s *scene) signsIn() {
	s.t.Helper()
	s.clickBeside("Sign somebody in")
	s.says("ada@example.org is signed in.")
}

// clickBeside presses what may lie further down beside the table.
func (s *scene) clickBeside(label string) {
	s.t.Helper()
	s.turnTo(label)
	s.click(label)
}

// turnTo scrolls to what may lie further down beside the table.
func (s *scene) turnTo(label string) {
	s.t.Helper()
	s.do(s.Settled(), s.Wheel(1096, 600, func(v stage.View) bool {
		thing, ok := v.Find(label)
		return ok && thing.H > 20 && thing.Y+thing.H < 755
	}), s.Settled())
}

// reads waits until a text stands on the screen, on one line or on several.
func (s *scene) reads(text string) {
	s.t.Helper()
	s.do(s.Await("the lines “"+text+"”", func(v stage.View) bool {
		return strings.Contains(strings.Join(strings.Fields(strings.Join(v.Texts, " ")), " "), text)
	}))
}

// pushes sends one badge, after which the host has so many.
func (s *scene) pushes(o *outside, want int) {
	s.t.Helper()
	s.click("Push 1")
	s.do(s.Await("the host has the badge", func(stage.View) bool { return len(o.log().Pushes) == want }))
	s.says("1 sent.")
}

// batch turns to the awards of a class.
func (s *scene) batch(class string) {
	s.t.Helper()
	s.click("Select:Awarded")
	s.do(s.Settled())
	v, err := s.See()
	s.do(err)
	for _, one := range v.Items {
		if strings.HasPrefix(one.Label, class+", ") {
			s.click(one.Label)
			s.says("This will push 1 badge.")
			return
		}
	}
	s.t.Fatalf("there is no batch of %s", class)
}

// outside is a backpack host of other people's parts, with a Chromium in which a
// person signs in: .ci/conformance/backpack/host.mjs.
type outside struct {
	t         *testing.T
	home      string // of the program
	at, name  string
	bin, mode string // what opens addresses, and the file of what is done there
}

// outsiders starts one.
func outsiders(t *testing.T) *outside {
	t.Helper()
	if os.Getenv("BADGEKILN_LONG") == "" {
		t.Skip("Programs of other people take their time: BADGEKILN_LONG=1 asks for them.")
	}
	ci, err := filepath.Abs("../../../.ci/conformance/backpack")
	if err != nil {
		t.Fatal(err)
	}
	standards := os.Getenv("BADGEKILN_STANDARDS")
	if standards == "" {
		standards = filepath.Join(ci, "../../../../shared/standards/data")
	}
	for _, need := range []string{standards, filepath.Join(ci, "node_modules"), filepath.Join(ci, "../node_modules")} {
		if _, err := os.Stat(need); err != nil {
			t.Skipf("%s is missing: the standards pack, or what .ci/conformance/install.sh and backpack/install.sh beside it fetch.", need)
		}
	}
	o := &outside{t: t, home: t.TempDir(), name: "OpenAPI schema for Open Badges"}
	run := exec.CommandContext(t.Context(), "node", filepath.Join(ci, "host.mjs"), standards, "ada@example.org") // #nosec G204 -- of this repository
	run.Env = append(os.Environ(), "NODE_NO_WARNINGS=1")
	run.Stderr = os.Stderr
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) } // it ends what it started
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Skipf("There is no node: %v", err)
	}
	t.Cleanup(func() { _ = run.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the host did not begin: %v", err)
	}
	o.at = strings.TrimSpace(line)
	dir := t.TempDir()
	o.bin, o.mode = filepath.Join(dir, "bin"), filepath.Join(dir, "mode")
	opener := write(t, filepath.Join(o.bin, "xdg-open"), "#!/bin/sh\nexec curl --noproxy '*' -s -o /dev/null --data-urlencode \"url=$1\" --data \"mode=$(cat '"+o.mode+"')\" "+o.at+"/control/browse\n")
	if err := os.Chmod(opener, 0o700); err != nil { // #nosec G302 -- a program
		t.Fatal(err)
	}
	return o
}

// does says what the person does in the browser from now on.
func (o *outside) does(mode string) {
	o.t.Helper()
	write(o.t, o.mode, mode)
}

// tell asks something of the host's controls.
func (o *outside) tell(what, form string) []byte {
	o.t.Helper()
	values, err := url.ParseQuery(form)
	if err != nil {
		o.t.Fatal(err)
	}
	client := http.Client{Timeout: time.Minute}
	answer, err := client.PostForm(o.at+"/control/"+what, values)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return body
}

// outsideLog is what the host tells of what happened.
type outsideLog struct {
	Pushes                 map[string]int
	Seen, Secrets, Refused []string
}

func (o *outside) log() (l outsideLog) {
	o.t.Helper()
	if err := json.Unmarshal(o.tell("log", ""), &l); err != nil {
		o.t.Fatal(err)
	}
	return l
}

// count is how often the host or its browser saw something.
func (o *outside) count(what string) (n int) {
	o.t.Helper()
	for _, line := range o.log().Seen {
		if strings.HasPrefix(line, what) {
			n++
		}
	}
	return n
}

// holds looks that so many badges were pushed, each once.
func (o *outside) holds(want int) {
	o.t.Helper()
	l := o.log()
	for id, n := range l.Pushes {
		if n != 1 {
			o.t.Errorf("%s was pushed %d times", id, n)
		}
	}
	if len(l.Pushes) != want {
		o.t.Errorf("%d badges were pushed, not %d; the host refused %q", len(l.Pushes), want, l.Refused)
	}
}
