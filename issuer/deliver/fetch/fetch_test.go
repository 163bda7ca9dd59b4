package fetch_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/verify"
)

var (
	_ verify.Loader = (*fetch.Dir)(nil)
	_ verify.Local  = (*fetch.Dir)(nil)
	_ verify.Loader = (*fetch.Web)(nil)
)

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	above := t.TempDir()
	dir := filepath.Join(above, "web")
	put(t, filepath.Join(above, "secret"), "secret")
	put(t, filepath.Join(dir, "ex.org", "a", "1.json"), "one")
	put(t, filepath.Join(dir, "ex.org", "a b.json"), "blank")
	put(t, filepath.Join(dir, "ex.org%3A8080", "x"), "port")
	put(t, filepath.Join(dir, "ex.org", "big"), strings.Repeat("x", fetch.MaxBytes+1))
	if runtime.GOOS != "windows" {
		for name, to := range map[string]string{"out": "../../secret", "in": "a/1.json", "up": "../.."} {
			if err := os.Symlink(to, filepath.Join(dir, "ex.org", name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	pipe(t, filepath.Join(dir, "ex.org", "pipe"))
	loader, err := fetch.Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://ex.org/a/1.json":                     "one",
		"HTTPS://EX.org/a/1.json#k":                   "one",
		"http://ex.org/a/1.json":                      "one",
		"https://ex.org/a%20b.json":                   "blank",
		"https://ex.org:8080/x":                       "port",
		"https://ex.org/in":                           "one",
		"https://ex.org/a":                            "!fetch-not-found",
		"https://ex.org/a/":                           "!fetch-not-found",
		"https://ex.org/":                             "!fetch-not-found",
		"https://ex.org":                              "!fetch-not-found",
		"https://ex.org/a/1.json?x":                   "!fetch-not-found",
		"https://ex.org/a/1.json?":                    "!fetch-not-found",
		"https://ex.org/a//1.json":                    "!fetch-not-found",
		"https://ex.org/../../secret":                 "!fetch-not-found",
		"https://ex.org/%2e%2e/%2e%2e/secret":         "!fetch-not-found",
		"https://ex.org/..%2f..%2fsecret":             "!fetch-not-found",
		"https://ex.org/a%5c1.json":                   "!fetch-not-found",
		"https://ex.org/a/1.json%00":                  "!fetch-not-found",
		"https://../secret":                           "!fetch-not-found",
		"https://./ex.org/a/1.json":                   "!fetch-not-found",
		"https://ex.org/out":                          "!fetch-not-found",
		"https://ex.org/up/secret":                    "!fetch-not-found",
		"https://ex.org/pipe":                         "!fetch-not-found",
		"https://ex.org/big":                          "!fetch-too-big",
		"https://me@ex.org/a/1.json":                  "!fetch-scheme",
		"file:///etc/passwd":                          "!fetch-scheme",
		"/a/1.json":                                   "!fetch-scheme",
		"https:///a":                                  "!fetch-scheme",
		"urn:uuid:1":                                  "!fetch-scheme",
		"":                                            "!fetch-scheme",
		"https://ex.org/" + strings.Repeat("x", 9000): "!fetch-scheme",
	} {
		doc, err := loader.Load(t.Context(), address)
		got := string(doc.Bytes)
		if err != nil {
			got = "!" + issuer.CodeOf(err)
		}
		if got != want {
			t.Errorf("%.60s: %.40q (%v), want %q", address, got, err, want)
		}
	}
	if _, err := fetch.Folder(filepath.Join(dir, "none")); issuer.CodeOf(err) != "map-folder" {
		t.Errorf("a missing folder: %v", err)
	}
}

// site is a server on loopback and a loader that may reach it and nothing else.
func site(t *testing.T, handler http.HandlerFunc, secure bool) (base string, loader *fetch.Web) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = nil
	roots := x509.NewCertPool()
	if secure {
		server.StartTLS()
		roots.AddCert(server.Certificate())
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	only := netip.MustParseAddrPort(u.Host)
	return server.URL, fetch.HTTP(fetch.Options{
		Plain: !secure, Roots: roots, Timeout: 5 * time.Second, Agent: "test",
		Permit: func(at netip.AddrPort) bool { return at == only },
	})
}

func TestWeb(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "inner secret")
	}))
	t.Cleanup(other.Close)
	base, loader := site(t, func(w http.ResponseWriter, r *http.Request) {
		step, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/hop/"))
		switch {
		case r.URL.Path == "/doc":
			_, _ = io.WriteString(w, r.Header.Get("Accept")+"|"+r.Header.Get("User-Agent"))
		case r.URL.Path == "/gone":
			w.WriteHeader(http.StatusGone)
			_, _ = io.WriteString(w, "was here")
		case r.URL.Path == "/fail":
			w.WriteHeader(http.StatusTeapot)
		case r.URL.Path == "/big":
			_, _ = io.Copy(w, io.LimitReader(zeros{}, fetch.MaxBytes+100))
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/doc", http.StatusFound)
		case r.URL.Path == "/inward":
			http.Redirect(w, r, other.URL, http.StatusFound)
		case r.URL.Path == "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case r.URL.Path == "/named":
			http.Redirect(w, r, "http://user@"+r.Host+"/doc", http.StatusFound)
		case strings.HasPrefix(r.URL.Path, "/hop/") && step > 0:
			http.Redirect(w, r, "/hop/"+strconv.Itoa(step-1), http.StatusFound)
		case r.URL.Path == "/hop/0":
			_, _ = io.WriteString(w, "arrived")
		default:
			http.NotFound(w, r)
		}
	}, false)
	for path, want := range map[string]string{
		"/doc":    "application/ld+json, application/json;q=0.9, */*;q=0.1|test",
		"/doc#k":  "application/ld+json, application/json;q=0.9, */*;q=0.1|test",
		"/moved":  "application/ld+json, application/json;q=0.9, */*;q=0.1|test",
		"/gone":   "gone: was here",
		"/hop/5":  "arrived",
		"/hop/6":  "!fetch-redirects",
		"/none":   "!fetch-not-found",
		"/fail":   "!fetch-status 418",
		"/big":    "!fetch-too-big",
		"/inward": "!fetch-address",
		"/file":   "!fetch-led",
		"/named":  "!fetch-led",
	} {
		doc, err := loader.Load(t.Context(), base+path)
		got := string(doc.Bytes)
		if doc.Gone {
			got = "gone: " + got
		}
		var e *issuer.Error
		if errors.As(err, &e) {
			got = strings.TrimSpace("!" + e.Code + " " + e.Values["status"])
			if e.Values["url"] == "" {
				t.Errorf("%s: the failure names no address", path)
			}
			if led := e.Code == "fetch-led" || e.Code == "fetch-address"; led && (e.Values["address"] == "" || strings.Contains(e.Values["url"], e.Values["address"])) {
				t.Errorf("%s: the failure names %v, not where it was led", path, e.Values)
			}
		}
		if got != want {
			t.Errorf("%s: %.60q (%v), want %q", path, got, err, want)
		}
		if path == "/moved" && doc.URL != base+"/doc" {
			t.Errorf("moved to %q", doc.URL)
		}
	}
}

func TestWebIsClosedByDefault(t *testing.T) {
	t.Parallel()
	reached := make(chan string, 9)
	base, _ := site(t, func(_ http.ResponseWriter, r *http.Request) { reached <- r.URL.Path }, true)
	port := base[strings.LastIndex(base, ":"):]
	loader := fetch.HTTP(fetch.Options{Timeout: 5 * time.Second, Resolver: inward(t)})
	for _, host := range []string{"127.0.0.1", "friendly.example", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"} {
		_, err := loader.Load(t.Context(), "https://"+host+port+"/x")
		if code := issuer.CodeOf(err); code != "fetch-address" {
			t.Errorf("%s: %v", host, err)
		}
	}
	for address, want := range map[string]string{
		"http://example.org:80/": "fetch-scheme", "ftp://example.org/": "fetch-scheme",
		"http://example.org/": "fetch-address", // asked for by https, and it leads inward
	} {
		if _, err := loader.Load(t.Context(), address); issuer.CodeOf(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	if len(reached) > 0 {
		t.Error("the inner server was reached")
	}
}

// inward is a name server on loopback that says 127.0.0.1 whatever it is
// asked: how a badge's innocent host name leads into somebody's network.
func inward(t *testing.T) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	go func() {
		query := make([]byte, 512)
		for {
			n, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			_, _ = server.WriteTo(answer(query[:n]), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

// answer answers a question of RFC 1035 §4.1: A records with 127.0.0.1, no
// others.
func answer(query []byte) []byte {
	end := 12 // of the name, after the header
	for end < len(query) && query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5 // its last label, type and class
	if end > len(query) {
		return nil
	}
	reply := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, query[12:end]...)
	if query[end-3] == 1 { // type A
		reply[7] = 1
		reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
	}
	return reply
}

func TestWebSpeaksTLS(t *testing.T) {
	t.Parallel()
	base, loader := site(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "safe") }, true)
	if doc, err := loader.Load(t.Context(), base); err != nil || string(doc.Bytes) != "safe" {
		t.Errorf("%q, %v", doc.Bytes, err)
	}
	strange := fetch.HTTP(fetch.Options{
		Roots: x509.NewCertPool(), Timeout: 5 * time.Second, Permit: func(netip.AddrPort) bool { return true },
	})
	if _, err := strange.Load(t.Context(), base); issuer.CodeOf(err) != "fetch-unreachable" {
		t.Errorf("an unknown certificate: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := loader.Load(ctx, base); issuer.CodeOf(err) != "fetch-unreachable" {
		t.Errorf("cancelled: %v", err)
	}
}

// TestWebEndsInTime: a host that never answers does not hold us.
func TestWebEndsInTime(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	loader := fetch.HTTP(fetch.Options{
		Plain: true, Timeout: 50 * time.Millisecond, Permit: func(netip.AddrPort) bool { return true },
	})
	if _, err := loader.Load(t.Context(), "http://"+listener.Addr().String()); issuer.CodeOf(err) != "fetch-unreachable" {
		t.Errorf("silence: %v", err)
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"93.184.215.14": true, "1.1.1.1": true, "2606:4700::1111": true, "2a00:1450::1": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.127.255.255": false,
		"0.0.0.0": false, "0.1.2.3": false, "224.0.0.1": false, "239.1.1.1": false, "255.255.255.255": false,
		"240.0.0.1": false, "192.0.2.1": false, "198.18.0.1": false, "198.51.100.7": false, "203.0.113.7": false,
		"192.0.0.8": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fd12::1": false,
		"ff02::1": false, "::ffff:8.8.8.8": false, "::ffff:10.0.0.1": false, "64:ff9b::a00:1": false,
		"64:ff9b:1::1": false, "2002:a00:1::": false, "2001::1": false, "2001:db8::1": false, "::10.0.0.1": false,
		"fec0::1": false, "100::1": false, "2606:4700::1111%eth0": false, "5f00::1": false,
	} {
		if got := fetch.Public(netip.AddrPortFrom(netip.MustParseAddr(address), 443)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if fetch.Public(netip.AddrPort{}) {
		t.Error("no address at all passes")
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
