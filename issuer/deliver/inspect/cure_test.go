package inspect_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
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
		inspect.Apache: {apache, []string{"check-case", "check-cors", "check-gone", "check-listing", "check-packed", "check-type"}},
		inspect.Nginx:  {nginx, []string{"check-cors", "check-gone", "check-listing", "check-soft-404", "check-type"}},
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
	address := apacheWith(t, filepath.Dir(dir), cert, key, "", "    AllowOverride FileInfo\n    Options +Indexes\n", "headers", "rewrite")
	if report := look(t, tree, address, trust); len(report.Findings) > 0 {
		t.Errorf("with the rules of the site: %+v", report.Findings)
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
	return apacheWith(t, dir, cert, key, more, "    Options +Indexes\n    AllowOverride None\n    CheckSpelling On\n    CheckCaseOnly On\n    SetOutputFilter DEFLATE\n    SetEnv force-gzip 1\n", "speling", "deflate", "filter", "env")
}

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
  server {
    listen `+address+` ssl; server_name `+host+`; root `+dir+`;
    ssl_certificate `+cert+`; ssl_certificate_key `+key+`;
    autoindex on;
    location / { try_files $uri $uri/ /welcome.html; }
`+more+`
  }
}
`)
		return []string{"-c", config, "-e", filepath.Join(lib, "log")}
	})
}
