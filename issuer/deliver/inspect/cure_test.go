package inspect_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/site"
)

// TestAdviceCures sets up real servers as badly as they come, follows what is
// advised for each fault to the letter, and looks again.
func TestAdviceCures(t *testing.T) {
	t.Parallel()
	for kind, server := range map[inspect.Host]struct {
		start func(t *testing.T, dir, cert, key, more string) string
		bad   []string
	}{
		inspect.Apache: {apache, []string{"check-case", "check-charset", "check-cors", "check-gone", "check-kept", "check-listing", "check-packed", "check-type"}},
		inspect.Nginx:  {nginx, []string{"check-charset", "check-cors", "check-gone", "check-kept", "check-listing", "check-soft-404", "check-type"}},
	} {
		for _, root := range []string{"/", "/badges/", "/some/deep.er+path/"} {
			t.Run(string(kind)+" "+root, func(t *testing.T) {
				t.Parallel()
				cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
				tree, dir := tree(t), t.TempDir()
				lay(t, tree, filepath.Join(dir, filepath.FromSlash(root)))
				neighbour.Write(t, filepath.Join(dir, "welcome.html"), "<!doctype html><p>Welcome")
				report := lookAt(t, "https://"+host+root, tree, server.start(t, dir, cert, key, ""), trust)
				if got := codes(report); !slices.Equal(got, server.bad) || report.Host != kind {
					t.Fatalf("as it comes: %s, %v, want %v\n%+v", report.Host, got, server.bad, report.Findings)
				}
				more := advised(report, root)
				report = lookAt(t, "https://"+host+root, tree, server.start(t, dir, cert, key, more), trust)
				if got := codes(report); len(got) > 0 {
					t.Errorf("as advised: %+v\n%s", report.Findings, more)
				}
			})
		}
	}
}

// advised is what is advised for all that was found, each only once.
func advised(r inspect.Report, root string) string {
	advice := map[string]bool{}
	for _, f := range r.Findings {
		advice[inspect.Remedy(r.Host, f.Code, root)] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(advice)), "")
}

func lay(t *testing.T, tree map[string]string, dir string) {
	t.Helper()
	for name, text := range tree {
		neighbour.Write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
}

// TestPagesOfAnApplicationGiveWay: a server that shows the page of an application
// wherever it has no file hides that one of ours is missing.
func TestPagesOfAnApplicationGiveWay(t *testing.T) {
	t.Parallel()
	cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
	tree, dir := tree(t), t.TempDir()
	tree[".htaccess"] = published(t)
	lay(t, tree, filepath.Join(dir, "badges"))
	neighbour.Write(t, filepath.Join(dir, "welcome.html"), "<!doctype html><p>Welcome")
	tree["a/01/0103.json"] = `{"id":"three"}` // not there
	start := func(more string) string {
		return apacheWith(t, dir, cert, key, more, "    AllowOverride FileInfo\n    FallbackResource /welcome.html\n", "headers", "rewrite")
	}
	report := look(t, tree, start(""), trust)
	if got, want := codes(report), []string{"check-error-page", "check-soft-404"}; !slices.Equal(got, want) {
		t.Fatalf("as it comes: %v, want %v\n%+v", got, want, report.Findings)
	}
	report = look(t, tree, start(advised(report, "/badges/")), trust)
	if got, want := codes(report), []string{"check-missing"}; !slices.Equal(got, want) {
		t.Errorf("as advised: %v, want %v\n%+v", got, want, report.Findings)
	}
}

// TestPublishedRulesHold: where Apache reads .htaccess, what is published with a
// site is all it needs.
func TestPublishedRulesHold(t *testing.T) {
	t.Parallel()
	cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
	tree := tree(t)
	tree[".htaccess"] = published(t)
	dir := filepath.Join(t.TempDir(), "badges")
	lay(t, tree, dir)
	address := apacheWith(t, filepath.Dir(dir), cert, key, "", "    AllowOverride FileInfo\n    Options +Indexes\n"+longAndOld, "headers", "rewrite", "expires")
	if report := look(t, tree, address, trust); len(report.Findings) > 0 {
		t.Errorf("with the rules of the site: %+v", report.Findings)
	}
}

// TestWordsCure: where advice is words and no lines, what they say cures on real
// servers: a rule that is removed, files that are sent again, a cache that is emptied.
func TestWordsCure(t *testing.T) {
	t.Parallel()
	const profile = "i/forge/profile.json"
	for kind, server := range map[inspect.Host]struct {
		start         func(t *testing.T, dir, cert, key, more string) string
		noHead, plain string
	}{
		inspect.Apache: {
			apacheWithRules, "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} =HEAD\nRewriteRule ^ - [R=405]\n",
			"RewriteEngine On\nRewriteRule ^(/badges/" + profile + ")$ http://" + host + "$1 [R=302,L]\n",
		},
		inspect.Nginx: {
			nginxLeading, "if ($request_method = HEAD) { return 405; }\n",
			"location = /badges/" + profile + " { return 302 http://" + host + "$request_uri; }\n",
		},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
			right, dir := tree(t), t.TempDir()
			site := filepath.Join(dir, "badges")
			look := func(say, want, more string) {
				t.Helper()
				report := look(t, right, server.start(t, dir, cert, key, more), trust)
				if got := strings.Join(codes(report), " "); got != want || report.Host != kind {
					t.Errorf("%s: %s: %q, want %q\n%+v", say, report.Host, got, want, report.Findings)
				}
			}
			lay(t, right, site)
			look("HEAD is refused", "check-head", server.noHead)
			look("one is led to http", "check-redirect-plain", server.plain)
			look("both rules are removed", "", "")
			neighbour.Write(t, filepath.Join(site, "s", "5f0a.json"), `{"list":1}`)
			look("the list is of before", "check-stale", "")
			neighbour.Write(t, filepath.Join(site, "s", "5f0a.json"), right["s/5f0a.json"])
			neighbour.Write(t, filepath.Join(site, filepath.FromSlash(profile)), right[profile][:9])
			neighbour.Write(t, filepath.Join(site, "b", "fire", "1", "image.png"), right["b/fire/1/image.png"][:40])
			look("an upload was cut", "check-bytes check-picture", "")
			lay(t, right, site)
			look("all was sent again", "", "")
		})
	}
}

// apacheWithRules is set up as it should be, but for more.
func apacheWithRules(t *testing.T, dir, cert, key, more string) string {
	t.Helper()
	neighbour.Write(t, filepath.Join(dir, "badges", ".htaccess"), published(t))
	return apacheWith(t, dir, cert, key, more, "    AllowOverride FileInfo\n", "headers", "rewrite")
}

// TestACacheIsEmptied: a cache before the web space goes on giving a list of before
// after it was published, until it is emptied and told to keep files shortly.
func TestACacheIsEmptied(t *testing.T) {
	t.Parallel()
	cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
	tree, dir, kept := tree(t), t.TempDir(), t.TempDir()
	behind := httptest.NewServer(honest(tree))
	t.Cleanup(behind.Close)
	start := func(keeps string) string {
		return nginxCaching(t, dir, cert, key, kept, "location / { proxy_pass "+behind.URL+"; proxy_cache c; proxy_cache_valid 200 404 410 "+keeps+"; }\n")
	}
	neighbour.Open(t, kept, 0o777)
	address := start("1d")
	if report := look(t, tree, address, trust); len(report.Findings) > 0 {
		t.Fatalf("as first published: %+v", report.Findings)
	}
	tree["s/5f0a.json"] = `{"list":3}`
	if report := look(t, tree, address, trust); !slices.Equal(codes(report), []string{"check-stale"}) {
		t.Fatalf("published again: %+v", report.Findings)
	}
	kept = t.TempDir() // emptied
	neighbour.Open(t, kept, 0o777)
	if report := look(t, tree, start("5m"), trust); len(report.Findings) > 0 {
		t.Errorf("as advised: %+v", report.Findings)
	}
}

// published is the .htaccess of every site.
func published(t *testing.T) string {
	t.Helper()
	say := func(string) site.Words { return func(key string, _ ...string) string { return key } }
	for f, err := range site.Files(t.Context(), nothing{}, base, say) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Path == ".htaccess" {
			return string(f.Bytes)
		}
	}
	t.Fatal("the site has no .htaccess")
	return ""
}

// nothing is a ledger where nobody issued anything.
type nothing struct{}

func (nothing) Issuers(context.Context, string) ([]site.Issuer, error)       { return nil, nil }
func (nothing) Classes(context.Context, string) ([]issuer.BadgeClass, error) { return nil, nil }
func (nothing) Blob(context.Context, string) ([]byte, error)                 { return nil, nil }
func (nothing) Gone(context.Context, string) (map[string][]ob2.Gone, error)  { return nil, nil }
func (nothing) Lists(context.Context, string) ([]site.List, error)           { return nil, nil }
func (nothing) Endorsements(context.Context, string) ([]site.File, error)    { return nil, nil }
func (nothing) Faces(context.Context, string) iter.Seq2[site.Face, error] {
	return func(func(site.Face, error) bool) {}
}

func apache(t *testing.T, dir, cert, key, more string) string {
	t.Helper()
	return apacheWith(t, dir, cert, key, more, "    Options +Indexes\n    AllowOverride None\n    CheckSpelling On\n    CheckCaseOnly On\n    SetOutputFilter DEFLATE\n    SetEnv force-gzip 1\n"+longAndOld, "speling", "deflate", "filter", "env", "expires")
}

// longAndOld has copies kept for a year, and pages written as they were long ago.
const longAndOld = "    ExpiresActive On\n    ExpiresDefault \"access plus 1 year\"\n    AddType text/html .html\n    AddDefaultCharset ISO-8859-1\n"

func apacheWith(t *testing.T, dir, cert, key, more, folder string, modulesToo ...string) string {
	t.Helper()
	const modules = "/usr/lib/apache2/modules"
	if _, err := os.Stat(modules); err != nil {
		t.Skip("Apache is not installed")
	}
	lib := t.TempDir()
	if err := os.Symlink(modules, filepath.Join(lib, "modules")); err != nil {
		t.Fatal(err)
	}
	neighbour.Open(t, dir, 0o755)
	return neighbour.Start(t, "apache2", func(address string) []string {
		var load strings.Builder
		for _, m := range append([]string{"mpm_event", "authz_core", "mime", "dir", "autoindex", "ssl", "socache_shmcb"}, modulesToo...) {
			_, _ = fmt.Fprintf(&load, "LoadModule %s_module modules/mod_%s.so\n", m, m)
		}
		config := filepath.Join(lib, "apache.conf")
		outside, inside := modulesOf(more)
		neighbour.Write(t, config, "ServerRoot "+lib+"\n"+load.String()+outside+`ServerName `+host+`
PidFile `+lib+`/pid
ErrorLog `+lib+`/log
Listen `+address+`
DefaultRuntimeDir `+lib+`
User nobody
Group nogroup
TypesConfig /dev/null
<VirtualHost *>
  DocumentRoot `+dir+`
  SSLEngine on
  SSLCertificateFile `+cert+`
  SSLCertificateKeyFile `+key+`
  <Directory `+dir+`>
    Require all granted
`+folder+`
  </Directory>
`+inside+`</VirtualHost>
`)
		return []string{"-X", "-d", lib, "-f", config}
	})
}

// modulesOf takes apart what goes before the <VirtualHost> and into it: Apache
// loads modules for all hosts only.
func modulesOf(more string) (outside, inside string) {
	for line := range strings.Lines(more) {
		if strings.HasPrefix(line, "LoadModule") {
			outside += line
			continue
		}
		inside += line
	}
	return outside, inside
}

func nginx(t *testing.T, dir, cert, key, more string) string {
	t.Helper()
	return nginxWith(t, dir, cert, key, "", "charset iso-8859-1; expires 1y;\nlocation / { try_files $uri $uri/ /welcome.html; }\n"+more)
}

// nginxCaching is nginx that keeps what it was given in a folder.
func nginxCaching(t *testing.T, dir, cert, key, kept, more string) string {
	t.Helper()
	return nginxWith(t, dir, cert, key, "proxy_cache_path "+kept+" keys_zone=c:1m;", more)
}

func nginxWith(t *testing.T, dir, cert, key, outside, more string) string {
	t.Helper()
	lib := t.TempDir()
	neighbour.Open(t, dir, 0o755)
	return neighbour.Start(t, "nginx", func(address string) []string {
		config := filepath.Join(lib, "nginx.conf")
		user := ""
		if os.Getuid() == 0 {
			user = "user nobody nogroup;\n"
		}
		neighbour.Write(t, config, user+`daemon off; pid `+lib+`/pid; error_log `+lib+`/log;
events { }
http {
  access_log off; default_type application/octet-stream;
  client_body_temp_path `+lib+`/1; proxy_temp_path `+lib+`/2; fastcgi_temp_path `+lib+`/3; uwsgi_temp_path `+lib+`/4; scgi_temp_path `+lib+`/5;
  `+outside+`
  server {
    listen `+address+` ssl http2; server_name `+host+`; root `+dir+`;
    ssl_certificate `+cert+`; ssl_certificate_key `+key+`;
    autoindex on;
`+more+`
  }
}
`)
		return []string{"-c", config, "-e", filepath.Join(lib, "log")}
	})
}
