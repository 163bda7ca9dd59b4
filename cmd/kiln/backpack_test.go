package main

import (
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

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
// address into a variable: backpackhost NAME EMAIL [deny].
func backpackHost(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("use: backpackhost NAME EMAIL [deny]")
	}
	h := &standin.Host{Email: args[1], Deny: len(args) > 2}
	s := httptest.NewServer(h)
	ts.Defer(s.Close)
	ts.Setenv(args[0], s.URL)
	hosts.add(s.URL, h)
}

// started are the hosts of all scripts, by address.
type started struct{ all chan map[string]*standin.Host }

func newStarted() *started {
	s := &started{all: make(chan map[string]*standin.Host, 1)}
	s.all <- map[string]*standin.Host{}
	return s
}

func (s *started) add(url string, h *standin.Host) {
	all := <-s.all
	all[url] = h
	s.all <- all
}

func (s *started) at(url string) *standin.Host {
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

// hostSecrets looks for every secret of a host in the files below a folder, in
// what was written last, and in plain, base64 and hex: hostsecrets URL DIR. With
// "planted" it plants one and wants to find it.
func hostSecrets(ts *testscript.TestScript, _ bool, args []string) {
	secrets := hosts.at(args[0]).Secrets()
	if len(secrets) == 0 {
		ts.Fatalf("the host gave out no secrets: this tests nothing")
	}
	texts := ts.ReadFile("stdout") + ts.ReadFile("stderr")
	found := leaks(ts, ts.MkAbs(args[1]), texts, secrets)
	if found != "" {
		ts.Fatalf("a secret stands in %s", found)
	}
	planted := ts.MkAbs(args[1]) + "/planted.log"
	ts.Check(os.WriteFile(planted, []byte("x"+secrets[0]+"x"), 0o600))
	if leaks(ts, ts.MkAbs(args[1]), "", secrets) == "" {
		ts.Fatalf("a planted secret is not found")
	}
	ts.Check(os.Remove(planted))
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
		if holds(string(data)) {
			where = path
		}
		return err
	}))
	return where
}
