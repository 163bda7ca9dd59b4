package engine

import (
	"testing"

	"badgekiln/issuer"
)

// TestBaseURL: however an address is typed, badges name it in one way, and in one that
// every program finds.
func TestBaseURL(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"":                                   "",
		"HTTPS://Badges.Hafenwerk.ORG/Club":  "https://badges.hafenwerk.org/Club/",
		" https://hafenwerk.org// ":          "https://hafenwerk.org/",
		"https://bücher.hafenwerk.org":       "https://xn--bcher-kva.hafenwerk.org/",
		"https://BÜCHER.hafenwerk。org/b/":    "https://xn--bcher-kva.hafenwerk.org/b/",
		"https://hafenwerk.org:443/b":        "https://hafenwerk.org/b/",
		"https://hafenwerk.org:/b":           "https://hafenwerk.org/b/",
		"https://hafenwerk.org:08443/b":      "https://hafenwerk.org:8443/b/",
		"https://hafenwerk.org./":            "https://hafenwerk.org/",
		"https://hafenwerk.org/b/index.html": "https://hafenwerk.org/b/",
		"https://hafenwerk.org/index.html":   "https://hafenwerk.org/",
		"https://hafenwerk.org/bücher/":      "https://hafenwerk.org/b%C3%BCcher/",
		"https://[2606:4700::AB]:443/b/":     "https://[2606:4700::ab]/b/",
		"http://localhost:8098":              "http://localhost:8098/",
		"http://127.0.0.1:80/x":              "http://127.0.0.1/x/",
	} {
		got, err := BaseURL(typed)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
		if again, err := BaseURL(got); err != nil || again != got {
			t.Errorf("%q is not kept: %q, %v", got, again, err)
		}
	}
	for _, typed := range []string{
		"hafenwerk.org", "https:///x", "https://./", "https://:443/", "https://hafenwerk.org:0/", "https://hafenwerk.org:99999/", "https://hafenwerk.org/?",
		"https://hafenwerk.org/#f", "https://ada:pw@hafenwerk.org/", "https://hafenwerk.org/a b/", "https://hafenwerk.org/a/../b/", "https://xn--bücher.org/", "https://-ü-.org/",
	} {
		if got, err := BaseURL(typed); issuer.CodeOf(err) != "base-url-unusable" && issuer.CodeOf(err) != "base-url-not-https" {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}
