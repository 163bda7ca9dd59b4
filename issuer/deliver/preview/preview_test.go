package preview_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"badgekiln/issuer/deliver/preview"
)

func TestPreview(t *testing.T) {
	t.Parallel()
	s, err := preview.Open(t.Context(), fstest.MapFS{
		"index.html": {Data: []byte("<h1>Badges</h1>")}, "a/01/one.json": {Data: []byte("{}")}, "a/01/one.jwt": {Data: []byte("ey")}, "i/forge/keys/k.jwk.json": {Data: []byte("{}")},
	}, "https://club.example/badges/")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.URL, "http://127.0.0.1:") || !strings.HasSuffix(s.URL, "/badges/") {
		t.Errorf("shown at %s", s.URL)
	}
	get := func(address, host string) (int, string, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			r.Host = host
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(got.Body)
		_ = got.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		return got.StatusCode, got.Header.Get("Content-Type"), string(body)
	}
	for name, want := range map[string]string{
		"": "text/html; charset=utf-8", "a/01/one.json": "application/ld+json", "a/01/one.jwt": "text/plain; charset=utf-8", "i/forge/keys/k.jwk.json": "application/jwk+json",
	} {
		if status, kind, _ := get(s.URL+name, ""); status != http.StatusOK || kind != want {
			t.Errorf("%s: %d, %s", name, status, kind)
		}
	}
	if status, _, _ := get(s.URL+"a/01/two.json", ""); status != http.StatusNotFound {
		t.Errorf("what is not there: %d", status)
	}
	if status, _, body := get(s.URL, "evil.example"); status != http.StatusForbidden || strings.Contains(body, "Badges") {
		t.Errorf("under a foreign name: %d %s", status, body)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	r, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := http.DefaultClient.Do(r); err == nil {
		_ = got.Body.Close()
		t.Error("answers after it was closed")
	}
}
