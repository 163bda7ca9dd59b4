package publish_test

import (
	"testing"

	"badgekiln/issuer/deliver/publish"
)

func TestDoubt(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://badges.hafenwerk.org/": "", "https://ada.github.io/badges/": "", "https://9.9.9.9/": "",
		"http://badges.hafenwerk.org/": "base-url-open", "https://localhost/": "base-url-private", "http://127.0.0.1:8098/": "base-url-private",
		"https://192.168.1.5/": "base-url-private", "https://[fe80::1]/": "base-url-private", "https://printer.local/": "base-url-private",
		"https://intranet/": "base-url-private", "https://badges.example.org/": "base-url-example", "https://club.example/": "base-url-example",
		"https://example.com./": "base-url-example", "": "base-url-private", "https://notexample.com/": "",
	} {
		if got := publish.Doubt(base); got != want {
			t.Errorf("%s: %q, want %q", base, got, want)
		}
	}
}
