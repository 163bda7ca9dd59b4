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
		"307 at the same host": {elsewhere(http.StatusTemporaryRedirect), hour, ""},
		"308 at the same host": {elsewhere(http.StatusPermanentRedirect), hour, ""},
		"303":                  {elsewhere(http.StatusSeeOther), hour, "backpack-redirect"},
		"302":                  {elsewhere(http.StatusFound), hour, "backpack-redirect"},
		"seconds as text":      {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"3600"}`), hour, ""},
		"seconds below zero":   {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":-1}`), time.Time{}, ""},
		"words for seconds":    {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":"soon"}`), time.Time{}, ""},
		"too many seconds":     {says("", json, `{"access_token":"new","refresh_token":"next","expires_in":99999999999}`), now.Add(10 * 365 * 24 * time.Hour), ""},
		"members twice":        {says("", json, `{"access_token":"a","access_token":"new","expires_in":1,"expires_in":3600,"refresh_token":"next"}`), hour, ""},
		"a page with 200":      {says("", "text/html", "<!doctype html><title>Sign in</title>access_token=soon"), hour, "signin-answer"},
		"nothing with 204":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, hour, "signin-answer"},
		"gzip":                 {says("gzip", json, zipped), hour, ""},
		"gzip by another name": {says("x-gzip", json, zipped), hour, ""},
		"half of a gzip":       {says("gzip", json, zipped[:len(zipped)/2]), hour, "fetch-unreachable"},
		"deflate":              {says("deflate", json, packed(t, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })), hour, ""},
		"deflate without a head": {says("deflate", json, packed(t, func(w io.Writer) io.WriteCloser {
			f, err := flate.NewWriter(w, flate.BestSpeed)
			if err != nil {
				t.Fatal(err)
			}
			return f
		})), hour, ""},
		"br":            {says("br", json, "\x8b\x02\x80{}\x03"), hour, "signin-answer"},
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
