package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	"badgekiln/issuer/deliver/backpack/standin"

	"github.com/rogpeppe/go-internal/testscript"
)

// browser is a program of scripts: it opens an address as a browser would, and
// goes where that leads.
func browser() {
	answer, err := http.Get(os.Args[1]) // #nosec G107 -- of the script
	if err != nil {
		os.Exit(1)
	}
	_ = answer.Body.Close()
}

// backpackHost starts a host whose every backpack is somebody's, and puts its
// address into a variable: backpackhost NAME EMAIL [deny] [connect|badgr|mozilla].
// While it answers it looks for its secrets in the list of processes.
func backpackHost(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("use: backpackhost NAME EMAIL [deny] [connect|badgr|mozilla]")
	}
	h := &watched{Host: &standin.Host{Email: args[1]}}
	for _, word := range args[2:] {
		if word == "deny" {
			h.Deny = true
		} else {
			h.Kind = word
		}
	}
	s := httptest.NewServer(h)
	ts.Defer(s.Close)
	ts.Setenv(args[0], s.URL)
	hosts.add(s.URL, h)
}

// hostSite lets a host fetch what is published from a folder, by a server of its
// own: hostsite URL DIR.
func hostSite(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("use: hostsite URL DIR")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[1]))))
	ts.Defer(s.Close)
	hosts.at(args[0]).Fetches(s.URL)
}

// watched is a host that looks whether what it gave out stands in the list of
// processes.
type watched struct {
	*standin.Host
	seen atomic.Pointer[string]
}

func (h *watched) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if where := running(h.Secrets()); where != "" {
		h.seen.Store(&where)
	}
	h.Host.ServeHTTP(w, r)
}

// running names a process whose arguments hold one of some secrets.
func running(secrets []string) string {
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline") // where there is none nothing is seen
	for _, file := range all {
		data, _ := os.ReadFile(file) // it may have ended
		for _, s := range secrets {
			if strings.Contains(string(data), s) {
				return file
			}
		}
	}
	return ""
}

// started are the hosts of all scripts, by address.
type started struct{ all chan map[string]*watched }

func newStarted() *started {
	s := &started{all: make(chan map[string]*watched, 1)}
	s.all <- map[string]*watched{}
	return s
}

func (s *started) add(url string, h *watched) {
	all := <-s.all
	all[url] = h
	s.all <- all
}

func (s *started) at(url string) *watched {
	all := <-s.all
	defer func() { s.all <- all }()
	return all[url]
}

var hosts = newStarted()

// hostHolds wants so many credentials at a host, each sent once, and so many
// tokens that work: hostholds URL CREDENTIALS TOKENS.
func hostHolds(ts *testscript.TestScript, _ bool, args []string) {
	h := hosts.at(args[0])
	pushes, tokens := h.Pushes(), h.Tokens()
	if got := strconv.Itoa(len(pushes)); got != args[1] {
		ts.Fatalf("the host holds %s credentials", got)
	}
	if got := strconv.Itoa(tokens); got != args[2] {
		ts.Fatalf("%s tokens work", got)
	}
}

// hostSecrets looks for every secret of a host, and for further texts, in the files
// below a folder, in what lies in archives there, in what was written last, and in
// what the list of processes showed while the host was asked; in plain, base64 and
// hex: hostsecrets URL DIR [TEXT...]. Then it plants one in each of these places,
// and wants to find it.
func hostSecrets(ts *testscript.TestScript, _ bool, args []string) {
	h, dir := hosts.at(args[0]), ts.MkAbs(args[1])
	secrets := append(h.Secrets(), args[2:]...)
	if len(secrets) == 0 {
		ts.Fatalf("the host gave out no secrets: this tests nothing")
	}
	if where := leaks(ts, dir, ts.ReadFile("stdout")+ts.ReadFile("stderr"), secrets); where != "" {
		ts.Fatalf("a secret stands in %s", where)
	}
	if where := h.seen.Load(); where != nil {
		ts.Fatalf("a secret stood in the list of processes: %s", *where)
	}
	for _, secret := range []string{secrets[0], secrets[len(secrets)-1]} {
		planted(ts, dir, secret, secrets)
	}
}

// planted wants a secret to be found in a file, in an archive, and in a process.
func planted(ts *testscript.TestScript, dir, secret string, secrets []string) {
	found := func(name string, data []byte) {
		ts.Check(os.WriteFile(filepath.Join(dir, name), data, 0o600))
		if leaks(ts, dir, "", secrets) == "" {
			ts.Fatalf("a secret planted in %s is not found", name)
		}
		ts.Check(os.Remove(filepath.Join(dir, name)))
	}
	found("planted.log", []byte("x"+secret+"x"))
	found("planted.db", []byte(hex.EncodeToString([]byte("x"+secret))))
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("inside.json")
	ts.Check(err)
	_, err = w.Write([]byte(strings.Repeat(secret, 20)))
	ts.Check(errors.Join(err, z.Close()))
	found("planted.zip", archive.Bytes())
	if all, _ := filepath.Glob("/proc/[0-9]*/cmdline"); len(all) == 0 {
		return
	}
	// It waits for what it is given, so it is there until it is asked to end.
	c := exec.Command("sh", "-c", "cat; :", secret) // #nosec G204 -- of the test
	end, err := c.StdinPipe()
	ts.Check(err)
	ts.Check(c.Start())
	where := running([]string{secret})
	_ = end.Close()
	ts.Check(c.Wait())
	if where == "" {
		ts.Fatalf("a secret planted in a process is not found")
	}
}

func leaks(ts *testscript.TestScript, dir, texts string, secrets []string) (where string) {
	forms := func(s string) []string {
		return []string{s, base64.StdEncoding.EncodeToString([]byte(s))[:len(s)], hex.EncodeToString([]byte(s)), url.QueryEscape(s)}
	}
	holds := func(text string) bool {
		for _, s := range secrets {
			for _, form := range forms(s) {
				if strings.Contains(text, form) {
					return true
				}
			}
		}
		return false
	}
	if holds(texts) {
		return "the output"
	}
	ts.Check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if holds(string(data)) || holds(unpacked(data)) {
			where = path
		}
		return err
	}))
	return where
}

// unpacked is what lies in a zip archive, if it is one.
func unpacked(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	var all strings.Builder
	for _, f := range z.File {
		if r, err := f.Open(); err == nil {
			_, _ = io.Copy(&all, r) // #nosec G110 -- of the test
			_ = r.Close()
		}
	}
	return all.String()
}
