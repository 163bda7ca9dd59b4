package inspect_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"image"
	"image/png"
	"iter"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/site"
)

const (
	host = "badges.hafenwerk.org"
	base = "https://" + host + "/badges/"
)

// certificate makes one for the host, signed by itself, as files and as a pool
// that trusts it.
func certificate(t *testing.T, until time.Time) (cert, key string, trust *x509.CertPool) {
	t.Helper()
	return neighbour.Certificate(t, host, until)
}

// picture is a small PNG.
func picture(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tree is a small site. One award was revoked.
func tree(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"index.html": "<!doctype html><title>Badges</title>", ".htaccess": "# rules", "robots.txt": "User-agent: *", "i/forge/profile.json": `{"id":"profile"}`,
		"i/forge/revoked.json": `{"revoked":[]}`, "i/forge/image.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "b/fire/1/badge.json": `{"id":"badge"}`, "b/fire/1/image.png": picture(t),
		"b/fire/1/criteria.html": "<!doctype html><title>Fire</title>", "s/5f0a.json": `{"list":2}`, "a/01/0101.json": `{"id":"one"}`, "a/01/0101.html": "<!doctype html><title>One</title>",
		"a/01/0102.jwt": "ey.ey.x", "a/02/gone.json": `{"revoked":true}`, "a/02/gone.json.gone": "410 Gone\n",
	}
}

func files(tree map[string]string) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(tree)) {
			if !yield(site.File{Path: name, Bytes: []byte(tree[name]), Gone: strings.Contains(name, "gone")}, nil) {
				return
			}
		}
	}
}

// honest serves a tree as it should be.
func honest(tree map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/badges/")
		if name == "" {
			name = "index.html"
		}
		text, ok := tree[name]
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Server", "Apache/2.4")
		kind := map[string]string{".json": "application/ld+json", ".html": "text/html; charset=utf-8", ".png": "image/png", ".svg": "image/svg+xml", ".jwt": "text/plain"}[filepath.Ext(name)]
		w.Header().Set("Content-Type", kind)
		switch {
		case !ok:
			w.WriteHeader(http.StatusNotFound)
		case strings.Contains(name, "gone"):
			w.WriteHeader(http.StatusGone)
		case r.Method == http.MethodHead:
			w.WriteHeader(http.StatusOK)
		default:
			_, _ = w.Write([]byte(text))
		}
	}
}

func look(t *testing.T, tree map[string]string, address string, trust *x509.CertPool) inspect.Report {
	t.Helper()
	return lookAt(t, base, tree, address, trust)
}

func lookAt(t *testing.T, base string, tree map[string]string, address string, trust *x509.CertPool) inspect.Report {
	t.Helper()
	report, err := inspect.Run(t.Context(), base, files(tree), inspect.Options{
		Now: time.Now(), Roots: trust, Workers: 3,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// codes lists what was found, as code or code:path.
func codes(r inspect.Report) []string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.Code)
	}
	slices.Sort(list)
	return list
}

// TestALyingServer: each lie is named by its own code, and by no other.
func TestALyingServer(t *testing.T) {
	t.Parallel()
	change := func(name string, then func(http.ResponseWriter, *http.Request)) func(http.HandlerFunc) http.HandlerFunc {
		return func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, name) {
					then(w, r)
					return
				}
				next(w, r)
			}
		}
	}
	header := func(name, value string) func(http.HandlerFunc) http.HandlerFunc {
		return func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				next(lying{w, name, value}, r)
			}
		}
	}
	says := func(kind, text string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Access-Control-Allow-Origin", "*")
			_, _ = w.Write([]byte(text))
		}
	}
	moves := func(to string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusMovedPermanently) }
	}
	for want, lie := range map[string]func(http.HandlerFunc) http.HandlerFunc{
		"":                     func(next http.HandlerFunc) http.HandlerFunc { return next },
		"check-type":           header("Content-Type", "application/octet-stream"),
		"check-cors":           header("Access-Control-Allow-Origin", ""),
		"check-redirect-plain": change("badge.json", moves("http://"+host+"/badges/b/fire/1/badge.json")),
		"check-redirect": func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "badge.json") && r.URL.RawQuery == "" {
					w.Header().Set("Access-Control-Allow-Origin", "*")
					moves("https://"+host+"/badges/b/fire/1/badge.json?moved")(w, r)
					return
				}
				next(w, r)
			}
		},
		"check-cors check-redirect": func(next http.HandlerFunc) http.HandlerFunc { // browsers stop at what leads on, too
			return func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "badge.json") && r.URL.RawQuery == "" {
					moves("https://"+host+"/badges/b/fire/1/badge.json?moved")(w, r)
					return
				}
				next(w, r)
			}
		},
		"check-charset": change(".html", func(w http.ResponseWriter, r *http.Request) {
			honest(tree(t))(lying{w, "Content-Type", "text/html; charset=ISO-8859-1"}, r)
		}),
		"check-kept": header("Cache-Control", "public, max-age=31536000, immutable"),
		"check-cached": change("s/5f0a.json", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Age", "7200")
			says("application/json", `{"list":1}`)(w, r)
		}),
		"check-stale": change("s/5f0a.json", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Age", "old") // says nothing
			says("application/json", `{"list":1}`)(w, r)
		}),
		"check-error-page":    change("0101.json", says("text/html", "<!DOCTYPE html><h1>Not found</h1>")),
		"check-missing":       change("0101.json", http.NotFound),
		"check-status":        change("0101.json", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }),
		"check-old":           change("badge.json", says("application/json", `{"id":"older"}`)),
		"check-bytes":         change("badge.json", says("application/json", "{\n\"id\": \"badge\"}")),
		"check-stale-award":   change("gone.json", says("application/json", `{"id":"gone"}`)),
		"check-gone":          change("gone.json", says("application/json", `{"revoked":true}`)),
		"check-picture":       change("image.png", says("image/png", "\x89PNG\r\n")),
		"check-picture-other": change("image.svg", says("image/svg+xml", "<svg/>")),
		"check-head": func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodHead {
					w.WriteHeader(http.StatusMethodNotAllowed)
					return
				}
				next(w, r)
			}
		},
		"check-case": func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				r.URL.Path = strings.ToLower(r.URL.Path)
				next(w, r)
			}
		},
		"check-circles": change("badge.json", moves("https://"+host+"/badges/b/fire/1/badge.json")),
		"check-cut": change("badge.json", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"id":"ba`))
		}),
		"check-packed": func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Accept-Encoding") == "gzip" { // packs what is packed
					next(lying{lying{w, "Content-Encoding", "gzip"}, "Content-Length", ""}, r)
					return
				}
				next(w, r)
			}
		},
		"check-soft-404": change("00000000-0000-4000-8000-000000000000.json", says("text/html", "<!doctype html><p>Welcome")),
		"check-listing":  change("/badges/b/", says("text/html", `<a href="badge.json">badge.json</a> fire/ 1/`)),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
			tree := tree(t)
			server := serve(t, lie(honest(tree)), cert, key)
			report := look(t, tree, server, trust)
			if got := strings.Join(codes(report), " "); got != want {
				t.Errorf("found %q: %+v", got, report.Findings)
			}
			if report.Host != inspect.Apache || report.Looked != len(tree)-2 || report.Listable != (want == "check-listing") {
				t.Errorf("%+v", report)
			}
			if want == "" && report.Equal != report.Looked {
				t.Errorf("%d of %d equal", report.Equal, report.Looked)
			}
		})
	}
}

// TestPagesByShortAddresses: a host that leads from index.html to the folder and from
// page.html to page, and shows what 404.html says only where there is nothing, is as it
// should be; one that leads a page elsewhere is told of.
func TestPagesByShortAddresses(t *testing.T) {
	t.Parallel()
	cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
	tree := tree(t)
	tree["index.html"], tree["a/01/0101.html"], tree["404.html"] = "<!doctype html>home", "<!doctype html>award", "<!doctype html>nothing"
	shortly := func(elsewhere string) http.HandlerFunc {
		served := maps.Clone(tree)
		delete(served, "404.html")
		return func(w http.ResponseWriter, r *http.Request) {
			bare, page := strings.CutSuffix(r.URL.Path, ".html")
			switch name := strings.TrimPrefix(r.URL.Path, "/badges/"); {
			case page && r.URL.RawQuery == "":
				http.Redirect(w, r, "https://"+host+strings.TrimSuffix(bare, "index")+elsewhere, http.StatusPermanentRedirect)
				return
			case name == "":
				r.URL.Path += "index.html"
			case !page && served[name] == "" && served[name+".html"] != "":
				r.URL.Path += ".html"
			}
			honest(served)(w, r)
		}
	}
	if report := look(t, tree, serve(t, shortly(""), cert, key), trust); len(report.Findings) > 0 || report.Equal != report.Looked {
		t.Errorf("%d of %d, %+v", report.Equal, report.Looked, report.Findings)
	}
	if got := codes(look(t, tree, serve(t, shortly("?moved"), cert, key), trust)); !slices.Contains(got, "check-redirect") {
		t.Errorf("led elsewhere: %v", got)
	}
}

// TestFaultsDoNotHideOthers: what comes wrong in several ways is told of all of
// them, so that one visit to the server mends it.
func TestFaultsDoNotHideOthers(t *testing.T) {
	t.Parallel()
	cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
	tree := tree(t)
	served := maps.Clone(tree)
	served["s/5f0a.json"] = `{"list":1}`
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		honest(served)(lying{lying{w, "Content-Type", "text/plain"}, "Access-Control-Allow-Origin", ""}, r)
	}, cert, key)
	report := look(t, tree, server, trust)
	for _, code := range []string{"check-stale", "check-type", "check-cors"} {
		if _, ok := report.Find(code); !ok {
			t.Errorf("%s is not told: %+v", code, report.Findings)
		}
	}
	if f, _ := report.Find("check-cors"); f.Count != 9 {
		t.Errorf("CORS of %d files", f.Count)
	}
}

// lying changes one header of every answer.
type lying struct {
	http.ResponseWriter
	name, value string
}

func (l lying) WriteHeader(status int) {
	l.change()
	l.ResponseWriter.WriteHeader(status)
}

func (l lying) Write(data []byte) (int, error) {
	l.change()
	return l.ResponseWriter.Write(data)
}

func (l lying) change() {
	if l.value == "" {
		l.Header().Del(l.name)
		return
	}
	l.Header().Set(l.name, l.value)
}

func serve(t *testing.T, handler http.HandlerFunc, cert, key string) string {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// TestCertificates: one that is not trusted ends the look, one that ends soon
// is told.
func TestCertificates(t *testing.T) {
	t.Parallel()
	tree := tree(t)
	cert, key, _ := certificate(t, time.Now().Add(time.Hour))
	_, _, other := certificate(t, time.Now().Add(time.Hour))
	server := serve(t, honest(tree), cert, key)
	if got := codes(look(t, tree, server, other)); !slices.Equal(got, []string{"check-tls"}) {
		t.Errorf("not trusted: %v", got)
	}
	cert, key, trust := certificate(t, time.Now().Add(100*time.Hour))
	if got := codes(look(t, tree, serve(t, honest(tree), cert, key), trust)); !slices.Equal(got, []string{"check-tls-soon"}) {
		t.Errorf("soon over: %v", got)
	}
	cert, key, trust = certificate(t, time.Now().Add(-time.Hour))
	report := look(t, tree, serve(t, honest(tree), cert, key), trust)
	if over, ok := report.Find("check-tls-over"); !ok || len(report.Findings) != 1 || !strings.HasSuffix(over.Detail, time.Now().Add(-time.Hour).UTC().Format(time.DateOnly)) {
		t.Errorf("over: %+v", report)
	}
	cert, key, trust = neighbour.Certificate(t, "www."+host, time.Now().Add(time.Hour))
	report = look(t, tree, serve(t, honest(tree), cert, key), trust)
	if name, ok := report.Find("check-tls-name"); !ok || len(report.Findings) != 1 || name.Detail != "www."+host {
		t.Errorf("of another host: %+v", report)
	}
	if got := codes(look(t, tree, "127.0.0.1:1", trust)); !slices.Equal(got, []string{"check-unreachable"}) {
		t.Errorf("nobody there: %v", got)
	}
}

// TestShortCertificates: one that is made for a few days is renewed when a third of that
// is left, and nobody need be told before.
func TestShortCertificates(t *testing.T) {
	t.Parallel()
	tree, made := tree(t), time.Now()
	const life = 6 * 24 * time.Hour
	cert, key, trust := neighbour.CertificateFor(t, host, made, made.Add(life))
	server := serve(t, honest(tree), cert, key)
	for left, want := range map[time.Duration]string{4 * 24 * time.Hour: "", 24 * time.Hour: "check-tls-soon"} {
		report, err := inspect.Run(t.Context(), base, files(tree), inspect.Options{
			Now: made.Add(life - left), Roots: trust,
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, server)
			},
		})
		if got := strings.Join(codes(report), " "); err != nil || got != want {
			t.Errorf("%v before its end: %q, %v", left, got, err)
		}
	}
}

// TestDoubtfulAddresses: nothing is asked of what no verifier should believe.
func TestDoubtfulAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"https://club.example/": "base-url-example", "http://badges.hafenwerk.org/": "base-url-open", "https://10.0.0.1/": "base-url-private"} {
		if _, err := inspect.Run(t.Context(), address, files(tree(t)), inspect.Options{}); issuer.CodeOf(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}
