package windowtrials

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/cmd/internal/stage"
)

// Places are typed in that ask for a password, by WebDAV and by SFTP, and published
// to: a wrong password is told and changed, an unknown server is told, all files arrive at both, what
// waits for them is named, and the password stands in no file.
func TestPublishingByHand(t *testing.T) {
	t.Parallel()
	const password = "correct horse battery"
	// No resolver is asked for a name with a part that long, so that the look from
	// outside that follows goes to nobody.
	host := strings.Repeat("kiln", 16) + ".hafenwerk.org"
	s := &scene{t: t, home: t.TempDir()}
	if built.kiln == "" {
		open(t) // says why it is skipped
	}
	design := filepath.Join(s.home, "seal.badge")
	s.kiln("issuer", "set", "--name", "Salt Marsh Potters", "--email", "badges@marsh.example", "--base-url", "https://"+host+"/")
	s.kiln("design", "new", "--template", "seal-scalloped", "--title", "FIRST FIRING", "-o", design)
	s.kiln("class", "add", "--name", "First Firing", "--description", "Fired a first piece.", "--criteria", "Fire a piece.", "--design", design)
	var made struct{ Batch string }
	s.do(json.Unmarshal([]byte(s.kiln("award", "first-firing", write(t, filepath.Join(s.home, "people.csv"), potters), "--json")), &made))
	post := serve(t, "ada", password)
	s.kiln("mail", "profile", "set", "club", "--host", "localhost", "--port", post.Port, "--user", "ada", "--fingerprint", post.Fingerprint,
		"--sender", "badges@marsh.example", "--secret-file", write(t, filepath.Join(t.TempDir(), "secret"), password))
	s.kiln("mail", "--queue", "--yes", "--batch", made.Batch)
	s.kiln("outbox", "--send")
	dav, davFiles := rclone(t, "webdav", password)
	ssh, sshFiles := rclone(t, "sftp", password)

	w := openIn(t, s.home, 1280, 800, nil)
	w.do(w.Settled())
	w.click("railItem:Publish")
	cloud := []string{"Name of this place", "cloud", "Web address of the folder", "http://" + dav + "/", "User name", "ada", "Password"}
	w.place("WebDAV", append(cloud, "wrong")...)
	w.says("3 mails wait for these pages.")
	w.shot("publish-1-waits")
	w.publish()
	w.says("did not let us in")
	w.says("Check user name and password")
	w.shot("publish-2-wrong-password")
	w.click("Change password…")
	w.do(w.Settled(), w.Fill("Password", password))
	w.shot("publish-2-change-password")
	w.click("Change")
	w.says("Publish tries it")
	w.published()
	w.shot("publish-3-webdav")
	w.forget()
	w.place("SFTP", "Name of this place", "space", "Server", ssh, "User name", "ada", "Password", password)
	w.publish()
	w.says("could be anybody")
	w.says("and publish again")
	w.shot("publish-4-unknown")
	known(t, s.home, ssh)
	w.published()
	w.shot("publish-5-sftp")
	w.click("Move…")
	w.do(w.Settled(), w.Fill("New public address", "https://new.hafenwerk.org/"))
	w.click("Show what that means", "Lead readers on to the new web space")
	w.do(w.Settled())
	w.click("Kind of the old web server", "nginx (server block)")
	w.do(w.Settled(), w.Wheel(548, 400, func(v stage.View) bool { return v.Says("  return 301") }))
	w.shot("publish-6-rule")
	w.do(w.Stop())

	sent := found(t, davFiles, "")
	if len(sent) < 30 || len(sent) != len(found(t, sshFiles, "")) {
		t.Errorf("%d files by WebDAV, %d by SFTP", len(sent), len(found(t, sshFiles, "")))
	}
	for _, file := range sent {
		name := strings.TrimPrefix(file, davFiles)
		one, err := os.ReadFile(file) // #nosec G304 -- the trial's own
		s.do(err)
		other, err := os.ReadFile(filepath.Join(sshFiles, name)) // #nosec G304 -- the trial's own
		dated := strings.HasPrefix(name, "/badgekiln")           // says which publication it was
		if err != nil || !bytes.Equal(one, other) && !dated {
			t.Errorf("%s is not the same by SFTP: %v", name, err)
		}
	}
	for _, file := range found(t, s.home, "") {
		if data, err := os.ReadFile(file); err == nil && bytes.Contains(data, []byte(password)) { // #nosec G304 -- the trial's own
			t.Errorf("the password stands in %s", file)
		}
	}
}

// place adds a place of a kind, typed as label and text in turn.
func (s *scene) place(kind string, typed ...string) {
	s.t.Helper()
	s.click(kind)
	for ; len(typed) > 1; typed = typed[2:] {
		s.do(s.Settled(), s.Fill(typed[0], typed[1]))
	}
	s.shot("publish-form-" + kind)
	s.click("Add this place")
}

// publish presses the keys for it once the place that is shown was compared: before
// that there is nothing they could publish.
func (s *scene) publish() {
	s.t.Helper()
	s.do(s.Await("something to publish", func(v stage.View) bool { return v.Says("new") }), s.Settled(), s.Keys("ctrl+Return"))
}

// published publishes until nothing is left to send.
func (s *scene) published() {
	s.t.Helper()
	s.publish()
	s.says("Nothing to publish")
}

// forget takes the place that is shown out of the list.
func (s *scene) forget() {
	s.t.Helper()
	s.click("Forget this place")
	s.says("What lies there stays there.")
	s.click("Forget this place")
}

// rclone serves an empty folder for ada with a password, and gives where and what
// lies in it.
func rclone(t *testing.T, kind, password string) (address, dir string) {
	t.Helper()
	bin, err := exec.LookPath("rclone")
	if err != nil {
		t.Skip("rclone is not installed")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, dir = l.Addr().String(), t.TempDir()
	_ = l.Close()
	cmd := exec.CommandContext(t.Context(), bin, "serve", kind, dir, "--addr", address, "--user", "ada", "--pass", password) // #nosec G204 -- found on the path
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for deadline := time.Now().Add(20 * time.Second); ; {
		c, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			_ = c.Close()
			return address, dir
		}
		if time.Now().After(deadline) {
			t.Fatalf("rclone serve %s does not answer: %v", kind, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// known has a home know the server at an address by its key, as a first ssh does.
func known(t *testing.T, home, address string) {
	t.Helper()
	host, port, _ := strings.Cut(address, ":")
	out, err := exec.CommandContext(t.Context(), "ssh-keyscan", "-p", port, host).Output() // #nosec G204 -- the trial's own server
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".ssh", "known_hosts"), string(out))
}
