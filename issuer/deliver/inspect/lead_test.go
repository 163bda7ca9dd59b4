package inspect_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/internal/neighbour"
)

// TestReadersAreLedOn moves a site on real servers, follows the rule to the letter
// and asks for every file by its old address: all of them come, to the byte, from
// where they lie now, and the new site answers for itself.
func TestReadersAreLedOn(t *testing.T) {
	t.Parallel()
	for say, move := range map[string]struct{ from, to string }{
		"to the top of the host":         {"https://" + host + "/badges/", "https://" + host + "/"},
		"to a folder of the old site":    {"https://" + host + "/badges/", "https://" + host + "/badges/new+more/"},
		"from the top of the host":       {"https://" + host + "/", "https://" + host + "/new/"},
		"to a name that begins the same": {"https://" + host + "/b/", "https://" + host + "/badges/"},
	} {
		for kind, start := range map[inspect.Host]func(t *testing.T, dir, cert, key, rule string) string{inspect.Apache: apacheLeading, inspect.Nginx: nginxLeading} {
			t.Run(string(kind)+" "+say, func(t *testing.T) {
				t.Parallel()
				cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
				tree := tree(t)
				dir := t.TempDir()
				under := func(address string) string {
					return filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(address, "https://"+host)))
				}
				lay(t, tree, under(inspect.Before(move.from, move.to)))
				lay(t, tree, under(move.to))
				neighbour.Write(t, filepath.Join(under(move.from), "index.html"), "what is left of the old site")
				address := start(t, dir, cert, key, inspect.Lead(kind, move.from, move.to))
				for base, want := range map[string]string{move.from: "check-redirect", move.to: ""} {
					report := lookAt(t, base, tree, address, trust)
					if got := strings.Join(codes(report), " "); got != want || report.Looked != report.Equal {
						t.Errorf("%s: %q, want %q; %d of %d to the byte\n%+v", base, got, want, report.Equal, report.Looked, report.Findings)
					}
				}
			})
		}
	}
}

// apacheLeading is Apache where rules stand in .htaccess, below that of the site.
func apacheLeading(t *testing.T, dir, cert, key, rule string) string {
	t.Helper()
	neighbour.Write(t, filepath.Join(dir, ".htaccess"), published(t)+rule)
	return apacheWith(t, dir, cert, key, "", "    AllowOverride FileInfo\n", "headers", "alias", "rewrite")
}

func nginxLeading(t *testing.T, dir, cert, key, rule string) string {
	t.Helper()
	return nginx(t, dir, cert, key, rule+inspect.Remedy(inspect.Nginx, "check-type", "/")+inspect.Remedy(inspect.Nginx, "check-listing", "/"))
}

// TestNetlifyIsLedOn: the same in the words of Netlify; its own program judges
// them in .ci/conformance.
func TestNetlifyIsLedOn(t *testing.T) {
	t.Parallel()
	for want, to := range map[string]string{
		"/badges/* https://new.hafenwerk.org/was/badges.hafenwerk.org/badges/:splat 301!\n":                                                     "https://new.hafenwerk.org/",
		"/badges/new/* /badges/new/:splat 200\n/badges/* https://badges.hafenwerk.org/badges/new/was/badges.hafenwerk.org/badges/:splat 301!\n": "https://" + host + "/badges/new/",
	} {
		if got := inspect.Lead(inspect.Netlify, base, to); got != want {
			t.Errorf("%s:\n%s", to, got)
		}
	}
}
