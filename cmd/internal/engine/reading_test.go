package engine

import (
	"context"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/verify"
)

// counted is a Loader that counts what it is asked.
type counted struct{ asked map[string]int }

func (c counted) Load(_ context.Context, url string) (verify.Document, error) {
	c.asked[url]++
	if strings.HasSuffix(url, "none") {
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-not-found", "url", url)
	}
	return verify.Document{URL: url, Bytes: []byte(url)}, nil
}

// TestNoAddressIsAskedTwice: not for what is there, and not for what is not.
func TestNoAddressIsAskedTwice(t *testing.T) {
	t.Parallel()
	web := counted{map[string]int{}}
	l := remember(web)
	if _, local := l.(verify.Local); local {
		t.Error("the web is local")
	}
	for range 3 {
		for _, url := range []string{"https://x.example/a", "https://x.example/none"} {
			doc, err := l.Load(t.Context(), url)
			if (err != nil) != strings.HasSuffix(url, "none") || err == nil && string(doc.Bytes) != url {
				t.Errorf("%s: %q, %v", url, doc.Bytes, err)
			}
		}
	}
	for url, n := range web.asked {
		if n != 1 {
			t.Errorf("%s was asked %d times", url, n)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Load(cancelled, "https://x.example/b"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Load(t.Context(), "https://x.example/b"); err != nil || web.asked["https://x.example/b"] != 2 {
		t.Errorf("what was asked in a cancelled run is kept: %v", err)
	}
}

// TestVerifyReport writes what was found out as a text and as JSON.
func TestVerifyReport(t *testing.T) {
	t.Parallel()
	say := func(key string, v map[string]string) string {
		var parts []string
		for _, name := range []string{"input", "verdict", "name", "issuer", "status", "detail", "date"} {
			if v[name] != "" {
				parts = append(parts, v[name])
			}
		}
		return key + " " + strings.Join(parts, " ")
	}
	r := VerifyReport{Made: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Results: []verify.Result{{
		Input: "a.png", Verdict: verify.Expired, Status: verify.StatusGood, Name: "Pots", IssuerName: "The Forge", Reasons: []string{"It ended."},
		Checks: []verify.Step{{Name: "dates", Detail: "It ended."}, {Name: "proof", OK: true, Detail: "It fits."}},
	}}}
	const want = `report.head 2026-11-22T12:00:00Z

report.verdict a.png cli.verdict.expired 
report.what Pots The Forge
report.status report.status.good 
- It ended.
report.check.no dates It ended.
report.check.ok proof It fits.
`
	if got := r.Text(say); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	data, err := r.JSON()
	if err != nil || !strings.Contains(string(data), `"verdict": "expired"`) || !strings.Contains(string(data), `"made": "2026-11-22T12:00:00Z"`) {
		t.Errorf("%s, %v", data, err)
	}
}
