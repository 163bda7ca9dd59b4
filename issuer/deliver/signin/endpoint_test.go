package signin_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

const granting = `{"access_token":"new","token_type":"Bearer","expires_in":3600,"refresh_token":"next"}`

// brotli is granting as node:zlib packs it; nobody asked for it.
const brotli = "\x1b\x54\x00\xe0\x2c\x0e\x78\x13\x93\xd7\x38\x2d\x50\x62\x71\x0e\x2f\xac\xb6\x09\x4b\xdb\x93\x6e\x42\x72\xcd\x02\xa3\xd3\xa7\x45\xca\xbe\x66\xa6\x9c\xc8\x9d\x53\x0e\xd8\x93\xb6\xb2\x96\x59\x8e\xdf\x3b\x34\x7a\x78\x76\x2e\x3f\xe6\x8a\x86\xe9\x3d\xde\x52\x0a\x18\xee\x47\x43\x71\xd9\x78\x05\x20\x06"

// says is a server that answers so, and nothing else.
func says(encoding, kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if encoding != "" {
			w.Header().Set("Content-Encoding", encoding)
		}
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, text)
	}
}

func packed(t *testing.T, with func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := with(&b)
	if _, err := io.WriteString(w, granting); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Token endpoints that answer in ways of their own: the tokens are read where there are
// any, what is sent goes nowhere else, and what is no answer is told of.
func TestTokenEndpoints(t *testing.T) {
	t.Parallel()
	const json = "application/json"
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	hour := now.Add(time.Hour)
	zipped := packed(t, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	elsewhere := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/there" && r.PostFormValue("refresh_token") == "old" {
				says("", json, granting)(w, r)
				return
			}
			w.Header().Set("Location", "/there")
			w.WriteHeader(status)
		}
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		until  time.Time
		code   string // "" where there are tokens
	}{
		"in pieces": {func(w http.ResponseWriter, _ *http.Request) {
			for _, b := range []byte(granting) {
				_, _ = w.Write([]byte{b})
				w.(http.Flusher).Flush()
			}
		}, hour, ""},
		"307 at the same host":      {elsewhere(http.StatusTemporaryRedirect), hour, ""},
		"308 at the same host":      {elsewhere(http.StatusPermanentRedirect), hour, ""},
		"303":                       {elsewhere(http.StatusSeeOther), hour, "backpack-redirect"},
		"302":                       {elsewhere(http.StatusFound), hour, "backpack-redirect"},
		"seconds as text":           {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"3600"}`), hour, ""},
		"seconds below zero":        {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":-1}`), time.Time{}, ""},
		"words for seconds":         {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"soon"}`), time.Time{}, ""},
		"no seconds":                {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":0}`), time.Time{}, ""},
		"no seconds as text":        {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"0"}`), time.Time{}, ""},
		"seconds without end":       {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":1e300}`), time.Time{}, ""},
		"seconds beyond numbers":    {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":1e999}`), time.Time{}, ""},
		"seconds of a fraction":     {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":3600.0}`), hour, ""},
		"seconds as text with room": {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":" 3600 "}`), hour, ""},
		"seconds in a list":         {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":[3600]}`), time.Time{}, ""},
		"seconds that are nothing":  {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":null}`), time.Time{}, ""},
		"seconds that are none":     {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"NaN"}`), time.Time{}, ""},
		"all seconds there are":     {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"Infinity"}`), time.Time{}, ""},
		"seconds far below zero":    {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":-1e300}`), time.Time{}, ""},
		"too many seconds":          {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":99999999999}`), now.Add(10 * 365 * 24 * time.Hour), ""},
		"members twice":             {says("", json, `{"access_token":"a","access_token":"new","expires_in":1,"expires_in":3600,"refresh_token":"next"}`), hour, ""},
		"a page with 200":           {says("", "text/html", "<!doctype html><title>Sign in</title>access_token=soon"), hour, "signin-answer"},
		"nothing with 204":          {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, hour, "signin-answer"},
		"gzip":                      {says("gzip", json, zipped), hour, ""},
		"gzip by another name":      {says("x-gzip", json, zipped), hour, ""},
		"half of a gzip":            {says("gzip", json, zipped[:len(zipped)/2]), hour, "fetch-unreachable"},
		"deflate":                   {says("deflate", json, packed(t, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })), hour, ""},
		"deflate without a head": {says("deflate", json, packed(t, func(w io.Writer) io.WriteCloser {
			f, err := flate.NewWriter(w, flate.BestSpeed)
			if err != nil {
				t.Fatal(err)
			}
			return f
		})), hour, ""},
		"br":            {says("br", json, brotli), hour, "signin-answer"},
		"no packing":    {says("identity", json, granting), hour, ""},
		"a mark before": {says("", json, "\ufeff"+granting), hour, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web, at := endpoint(t, c.answer)
			got, err := signin.Renew(t.Context(), web, signin.Server{Token: at + "/token"}, signin.Client{ID: "c"}, signin.Tokens{Access: "a", Refresh: "old"}, now)
			if code := issuer.CodeOf(err); code != c.code {
				t.Fatalf("%q, not %q: %v", code, c.code, err)
			}
			if want := (signin.Tokens{Access: "new", Refresh: "next", Until: c.until}); err == nil && got != want {
				t.Errorf("%+v, not %+v", got, want)
			}
		})
	}
}

// A server that ends tokens may say so with no word at all, or with a page.
func TestRevocationAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		revoked bool
	}{
		"204":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, true},
		"a page":    {says("", "text/html", "<p>Bye.</p>"), true},
		"not known": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, false},
		"303": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/there")
			w.WriteHeader(http.StatusSeeOther)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web, at := endpoint(t, c.answer)
			revoked, err := signin.Revoke(t.Context(), web, signin.Server{Revoke: at + "/revoke"}, signin.Client{ID: "c"}, signin.Tokens{Access: "a", Refresh: "r"}, time.Now())
			if revoked != c.revoked || (err == nil) != c.revoked {
				t.Errorf("%v, %v", revoked, err)
			}
		})
	}
}

// endpoint is a server with one answer, and what reaches it.
func endpoint(t *testing.T, answer http.HandlerFunc) (*fetch.Web, string) {
	t.Helper()
	s := httptest.NewTLSServer(answer)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return fetch.HTTP(fetch.Options{Loopback: true, Roots: roots}), s.URL
}
