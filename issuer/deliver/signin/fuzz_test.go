package signin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/fetch"
)

// Wherever a server redirects to, a token and a code stay at their host; whatever it
// answers to a question for tokens is read without harm.
func FuzzServers(f *testing.F) {
	for _, seed := range []string{
		"", "//other.example", "https://host.example/y", "http://host.example/", "/x/", "\\\\other.example", "https://host.example@other.example/", "javascript:1",
		`{"access_token":7,"scope":["a","b"],"expires_in":"3600.5"}`, "access_token=a&expires=5", `{"error":{"a":1},"access_token":null}`, "[]", "\ufeff{}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, q := range []fetch.Question{
			{URL: "https://host.example/x", Header: http.Header{"Authorization": {"Bearer x"}}}, {Method: http.MethodPost, URL: "https://host.example/x"},
		} {
			for _, status := range []int{301, 302, 303, 307, 308} {
				next, err := onward(q, fetch.Answer{Status: status, Header: http.Header{"Location": {text}}})
				if err != nil {
					continue
				}
				if u, err := url.Parse(next); err != nil || u.Host != "host.example" || u.Scheme != "https" {
					t.Errorf("a secret would go to %s", next)
				}
			}
		}
		for _, status := range []int{200, 400, 401, 429} {
			got, err := tokens(fetch.Answer{URL: "https://host.example/x", Status: status, Header: http.Header{}, Body: []byte(text)}, "a", time.Unix(1, 0), "signin-code")
			if err == nil && got.Access == "" || err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("%v %q", got, err)
			}
		}
	})
}
