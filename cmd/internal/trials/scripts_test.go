package trials

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guide writes the scripts of docs/scripts.md into the folder to work in, as
// they stand there.
func (w *world) guide(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile("../../../docs/scripts.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```sh (\\S+)\n(.*?)```").FindAllSubmatch(text, -1)
	if len(found) != 3 {
		t.Fatalf("%d scripts in the guide", len(found))
	}
	for _, script := range found {
		path := w.at(string(script[1]))
		write(t, path, script[2])
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// shell runs a command line where kiln is found, and gives what it says.
func (w *world) shell(t *testing.T, status int, line string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", line)
	cmd.Dir = w.work
	cmd.Env = append([]string{
		"HOME=" + w.home, "TMPDIR=" + w.tmp, "PATH=" + filepath.Dir(kiln) + ":" + os.Getenv("PATH"), "KILN_LEDGER=" + w.ledger,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE=2026-03-14T12:00:00Z", "GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.net",
	}, w.env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != status {
		t.Fatalf("%s: status %d, want %d\n%s", line, got, status, out.String())
	}
	return out.String()
}

// TestTheGuidesGitHook pushes to a repository whose hook awards the authors.
func TestTheGuidesGitHook(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	w := founded(t, "--many")
	w.guide(t)
	w.mustRun(t, "class", "add", "--id", "first-commit", "--name", "First commit", "--description", "Commits.", "--criteria", "Commit once.",
		"--image", w.at("knots.png"), "--many")
	commit := func(author string) string { return "git commit -q --allow-empty -m x --author='" + author + "'" }
	w.shell(t, 0, "git init -q --bare -b main server.git && cp post-receive server.git/hooks/ && git init -q -b main mine && cd mine && "+
		commit("Ann Reed <ann@example.net>")+" && "+commit("Bo Moss <bo@example.net>")+" && "+commit("Ann Reed <ann@example.net>")+
		" && git push -q ../server.git main")
	if n := w.holders(t); n != 2 {
		t.Fatalf("%d were awarded, want Ann and Bo", n)
	}
	w.shell(t, 0, "cd mine && "+commit("Ann Reed <ann@example.net>")+" && "+commit("Cy Oak <cy@example.net>")+
		" && git push -q ../server.git main && git push -q ../server.git main:refs/heads/other && git push -q ../server.git :other")
	if n := w.holders(t); n != 3 {
		t.Errorf("%d were awarded, want Cy too", n)
	}
	w.checked(t)
}

// TestTheGuidesForm awards from an export that grows and has a bad row.
func TestTheGuidesForm(t *testing.T) {
	t.Parallel()
	w := founded(t)
	w.guide(t)
	rows := "Timestamp,Your name,Your e-mail\n2026/03/14,Ann Reed,ann@example.net\n2026/03/14,Bo Moss,bo@\n"
	write(t, w.at("form.csv"), []byte(rows))
	if said := w.shell(t, 1, "./award-form.sh knots form.csv"); !strings.Contains(said, "Look at form.csv.bad.csv") {
		t.Errorf("the script says %q", said)
	}
	bad, err := os.ReadFile(w.at("form.csv.bad.csv"))
	if err != nil || !bytes.Contains(bad, []byte("Bo Moss")) || bytes.Contains(bad, []byte("Ann Reed")) {
		t.Errorf("%v %s", err, bad)
	}
	write(t, w.at("form.csv"), []byte(strings.Replace(rows, "bo@", "bo@example.net", 1)+"2026/03/15,Cy Oak,cy@example.net\n"))
	for range 2 {
		w.shell(t, 0, "./award-form.sh knots form.csv")
	}
	said := w.shell(t, 0, `printf '{"name":"Di","email":"di@example.net"}\n{"name":"Ann Reed","email":"ann@example.net"}\n' | ./award-answer.sh knots march`)
	if !strings.Contains(said, `"state":"new"`) || !strings.Contains(said, `"state":"same"`) {
		t.Errorf("answers: %s", said)
	}
	if n := w.holders(t); n != 4 {
		t.Errorf("%d hold the badge, want 4", n)
	}
	w.checked(t)
}
