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
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// names is a resolver out of a table.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	var out []netip.Addr
	for _, text := range n[host] {
		out = append(out, netip.MustParseAddr(text))
	}
	if out == nil {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return out, nil
}

// wire notes what is dialled and connects all of it to one server.
type wire struct {
	mu     sync.Mutex
	server string
	asked  []string
}

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	w.asked = append(w.asked, address)
	w.mu.Unlock()
	if strings.HasPrefix(address, "203.0.114.9") {
		return nil, errors.New("nobody there")
	}
	var d net.Dialer
	return d.DialContext(ctx, network, w.server)
}

// TestNamesAreJudged: what a name leads to is judged before it is dialled,
// after each redirect too, and only that is dialled.
func TestNamesAreJudged(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "reached "+r.Host)
	}))
	t.Cleanup(server.Close)
	table := names{
		"good.example": {"93.184.215.14"}, "bad.example": {"10.0.0.1"}, "loop.example": {"127.0.0.1"}, "v6.example": {"fd00::1"},
		"cgnat.example": {"100.64.1.1"}, "link.example": {"169.254.169.254"}, "mapped.example": {"::ffff:10.0.0.1"},
		"mixed.example": {"192.168.1.1", "93.184.215.14"}, "second.example": {"203.0.114.9", "93.184.215.14"},
		"printer.local": {"93.184.215.14"}, "a.internal": {"93.184.215.14"}, "intranet": {"93.184.215.14"},
		"localhost": {"127.0.0.1"}, "x.localhost": {"127.0.0.1"}, "box.lan": {"93.184.215.14"}, "r.home.arpa": {"93.184.215.14"},
	}
	for address, want := range map[string]string{
		"http://good.example/":                                   "reached good.example",
		"http://good.example./":                                  "!fetch-unreachable",
		"http://mixed.example/":                                  "reached mixed.example",
		"http://second.example/":                                 "reached second.example",
		"http://good.example/?to=http://mixed.example/":          "reached mixed.example",
		"http://unknown.example/":                                "!fetch-unreachable",
		"http://bad.example/":                                    "!fetch-address",
		"http://loop.example/":                                   "!fetch-address",
		"http://v6.example/":                                     "!fetch-address",
		"http://cgnat.example/":                                  "!fetch-address",
		"http://link.example/":                                   "!fetch-address",
		"http://mapped.example/":                                 "!fetch-address",
		"http://printer.local/":                                  "!fetch-address",
		"http://PRINTER.Local./":                                 "!fetch-address",
		"http://a.internal/":                                     "!fetch-address",
		"http://intranet/":                                       "!fetch-address",
		"http://box.lan/":                                        "!fetch-address",
		"http://r.home.arpa/":                                    "!fetch-address",
		"http://localhost/":                                      "!fetch-address",
		"http://x.localhost/":                                    "!fetch-address",
		"http://127.0.0.1/":                                      "!fetch-address",
		"http://[::ffff:93.184.215.14]/":                         "!fetch-address",
		"http://2130706433/":                                     "!fetch-address", // 127.0.0.1 as one number
		"http://0x7f.1/":                                         "!fetch-unreachable",
		"http://good.example/?to=http://bad.example/":            "!fetch-address",
		"http://good.example/?to=http://printer.local/":          "!fetch-address",
		"http://good.example/?to=http://127.0.0.1:1/":            "!fetch-address",
		"http://good.example/?to=http://[fe80::1]/":              "!fetch-address",
		"http://good.example/?to=ftp://good.example/":            "!fetch-led",
		"http://good.example/?to=http://user:p@good.example/doc": "!fetch-led",
	} {
		w := &wire{server: server.Listener.Addr().String()}
		loader := fetch.HTTP(fetch.Options{Plain: true, Resolver: table, Dial: w.dial, Timeout: 5 * time.Second})
		doc, err := loader.Load(t.Context(), address)
		got := string(doc.Bytes)
		if err != nil {
			got = "!" + issuer.CodeOf(err)
		}
		if got != want {
			t.Errorf("%s: %q (%v), want %q", address, got, err, want)
		}
		for _, at := range w.asked {
			if !fetch.Public(netip.MustParseAddrPort(at)) {
				t.Errorf("%s: %s was dialled", address, at)
			}
		}
	}
}

// TestLoopbackByItsSwitch: this machine is asked when the user says so, over
// plain http as well, and nothing else inward is.
func TestLoopbackByItsSwitch(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "reached")
	}))
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	loader := fetch.HTTP(fetch.Options{Loopback: true, Timeout: 5 * time.Second, Resolver: names{"localhost": {"127.0.0.1"}, "bad.example": {"10.0.0.1"}}})
	for address, want := range map[string]string{
		server.URL:                                       "reached",
		"http://localhost:" + u.Port():                   "reached",
		"http://good.example/":                           "!fetch-unreachable", // by https, and nobody has that name here
		"http://good.example:80/":                        "!fetch-scheme",
		"https://bad.example/":                           "!fetch-address",
		"http://192.168.1.1/":                            "!fetch-address",
		"https://192.168.1.1/":                           "!fetch-address",
		server.URL + "/?to=https://10.0.0.1/":            "!fetch-address",
		server.URL + "/?to=http://good.example/":         "!fetch-led",
		"http://[::ffff:127.0.0.1]:" + u.Port():          "!fetch-address",
		server.URL + "/?to=http://localhost:" + u.Port(): "reached",
	} {
		doc, err := loader.Load(t.Context(), address)
		got := string(doc.Bytes)
		if err != nil {
			got = "!" + issuer.CodeOf(err)
		}
		if got != want {
			t.Errorf("%s: %q (%v), want %q", address, got, err, want)
		}
	}
}

// TestPlainIsAskedSecurely: an http address is asked by https and nothing is
// ever sent in the clear.
func TestPlainIsAskedSecurely(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(w, r, "http://example.com/doc", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "by TLS: "+r.URL.Path)
	}))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate()) // for example.com
	w := &wire{server: server.Listener.Addr().String()}
	loader := fetch.HTTP(fetch.Options{Roots: roots, Resolver: names{"example.com": {"93.184.215.14"}}, Dial: w.dial, Timeout: 5 * time.Second})
	for address, want := range map[string]string{
		"http://example.com/doc": "by TLS: /doc", "https://example.com/doc": "by TLS: /doc",
		"https://example.com/down": "!fetch-led", "http://example.com:8080/doc": "!fetch-scheme",
	} {
		doc, err := loader.Load(t.Context(), address)
		got := string(doc.Bytes)
		if err != nil {
			got = "!" + issuer.CodeOf(err)
		}
		if got != want {
			t.Errorf("%s: %q (%v), want %q", address, got, err, want)
		}
	}
	for _, at := range w.asked {
		if at != "93.184.215.14:443" {
			t.Errorf("%s was dialled", at)
		}
	}
}

// TestProxies: those of the environment are not used; one the user named is,
// and still asks for nothing inward.
func TestProxies(t *testing.T) {
	var asked []string
	var mu sync.Mutex
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.String())
		mu.Unlock()
		_, _ = io.WriteString(w, "by proxy")
	}))
	t.Cleanup(proxy.Close)
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	w := &wire{server: "127.0.0.1:1"}
	plain := fetch.HTTP(fetch.Options{Plain: true, Resolver: names{"good.example": {"93.184.215.14"}}, Dial: w.dial, Timeout: 5 * time.Second})
	if _, err := plain.Load(t.Context(), "http://good.example/"); issuer.CodeOf(err) != "fetch-unreachable" || len(asked) > 0 || len(w.asked) != 1 {
		t.Errorf("%v; the proxy was asked for %v", err, asked)
	}
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	named := fetch.HTTP(fetch.Options{Plain: true, Proxy: at, Timeout: 5 * time.Second})
	doc, err := named.Load(t.Context(), "http://good.example/x")
	if err != nil || string(doc.Bytes) != "by proxy" || len(asked) != 1 || asked[0] != "GET http://good.example/x" {
		t.Errorf("%q, %v; the proxy was asked for %v", doc.Bytes, err, asked)
	}
	for _, inside := range []string{"http://10.0.0.1/", "http://printer.local/", "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/"} {
		if _, err := named.Load(t.Context(), inside); issuer.CodeOf(err) != "fetch-address" {
			t.Errorf("%s by proxy: %v", inside, err)
		}
	}
	if len(asked) != 1 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}

// FuzzAddress: whatever an address is, nothing inward is dialled.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{
		"https://good.example/", "https://127.0.0.1", "https://[::1]:443/x", "https://0177.0.0.1/", "https://good.example@10.0.0.1/", "https://①②⑦.0.0.1/", "did:web:x", "https://a b/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		w := &wire{server: "127.0.0.1:1"}
		loader := fetch.HTTP(fetch.Options{Plain: true, Resolver: names{"good.example": {"93.184.215.14", "10.0.0.1"}}, Dial: w.dial, Timeout: time.Second})
		_, err := loader.Load(t.Context(), address)
		if issuer.CodeOf(err) == "" {
			t.Errorf("%q: %v", address, err)
		}
		for _, at := range w.asked {
			if !fetch.Public(netip.MustParseAddrPort(at)) {
				t.Errorf("%q: %s was dialled", address, at)
			}
		}
	})
}
