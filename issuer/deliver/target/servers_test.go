package target_test

import (
	"crypto/md5"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/deliver/target"
)

// apache is mod_dav as Apache comes with it.
func apache(t *testing.T) server {
	t.Helper()
	return apacheIn(t, t.TempDir())
}

func apacheIn(t *testing.T, dir string) server {
	t.Helper()
	neighbour.Open(t, dir, 0o777)
	address := apacheServing(t, `DavLockDB LIB/locks
KeepAliveTimeout 1
DocumentRoot `+dir+`
<Directory `+dir+`>
  Dav On
  AllowOverride None
  AuthType Basic
  AuthName site
  AuthUserFile USERS
  Require valid-user
</Directory>
`, "mpm_event", "dav", "dav_fs")
	return server{place: place(t, "dav://ada@"+address+"/"), right: target.Access{Secret: "right"}, wrong: target.Access{Secret: "wrong"}, looksFirst: true}
}

// apacheByDigest is Apache that has no password sent, over a web space in a folder.
func apacheByDigest(t *testing.T) server {
	t.Helper()
	dir := t.TempDir()
	neighbour.Open(t, dir, 0o777)
	users := neighbour.Write(t, filepath.Join(t.TempDir(), "digest"), fmt.Sprintf("ada:our, site:%x\n", md5.Sum([]byte("ada:our, site:right"))))
	neighbour.Open(t, filepath.Dir(users), 0o755)
	address := apacheServing(t, `DavLockDB LIB/locks
KeepAliveTimeout 1
Alias /web/space `+dir+`
<Directory `+dir+`>
  Dav On
  AllowOverride None
  AuthType Digest
  AuthName "our, site"
  AuthDigestProvider file
  AuthDigestNonceLifetime 1
  AuthUserFile `+users+`
  Require valid-user
</Directory>
`, "mpm_event", "dav", "dav_fs", "auth_digest", "alias")
	return server{place: place(t, "dav://ada@"+address+"/web/space"), right: target.Access{Secret: "right"}, wrong: target.Access{Secret: "wrong"}, looksFirst: true}
}

// nginx is its own WebDAV, which takes files and tells nothing of itself.
func nginx(t *testing.T) server {
	t.Helper()
	if neighbour.Find("nginx") == "" {
		t.Skip("nginx is not installed")
	}
	dir, lib := t.TempDir(), t.TempDir()
	neighbour.Open(t, dir, 0o777)
	neighbour.Open(t, lib, 0o777)
	users := neighbour.Write(t, filepath.Join(lib, "users"), "ada:{PLAIN}right\n")
	user := ""
	if os.Getuid() == 0 {
		user = "user nobody nogroup;\n"
	}
	address := neighbour.Start(t, "nginx", func(address string) []string {
		config := neighbour.Write(t, filepath.Join(lib, "nginx.conf"), user+`daemon off; pid `+lib+`/pid; error_log `+lib+`/log;
events { }
http {
  access_log off;
  client_body_temp_path `+lib+`/1; proxy_temp_path `+lib+`/2; fastcgi_temp_path `+lib+`/3; uwsgi_temp_path `+lib+`/4; scgi_temp_path `+lib+`/5;
  server {
    listen `+address+`; server_name localhost; root `+dir+`;
    location / { dav_methods PUT MKCOL MOVE DELETE; auth_basic site; auth_basic_user_file `+users+`; }
  }
}
`)
		return []string{"-c", config, "-e", filepath.Join(lib, "log")}
	})
	return server{place: place(t, "dav://ada@"+address+"/"), right: target.Access{Secret: "right"}, wrong: target.Access{Secret: "wrong"}}
}

// apacheServing is Apache with some rules and modules. LIB is a folder it may
// write to, USERS the file in which ada has the password "right".
func apacheServing(t *testing.T, rules string, modules ...string) (address string) {
	t.Helper()
	const lies = "/usr/lib/apache2/modules"
	if _, err := os.Stat(lies); err != nil {
		t.Skip("Apache is not installed")
	}
	lib := t.TempDir()
	neighbour.Open(t, lib, 0o777)
	sum := sha1.Sum([]byte("right"))
	users := neighbour.Write(t, filepath.Join(lib, "users"), "ada:{SHA}"+base64.StdEncoding.EncodeToString(sum[:])+"\n")
	var load strings.Builder
	for _, m := range append(modules, "authz_core", "authn_core", "authn_file", "authz_user", "auth_basic") {
		_, _ = fmt.Fprintf(&load, "LoadModule %s_module %s/mod_%s.so\n", m, lies, m)
	}
	return neighbour.Start(t, "apache2", func(address string) []string {
		return []string{"-X", "-d", lib, "-f", neighbour.Write(t, filepath.Join(lib, "conf"), load.String()+`ServerName localhost
PidFile `+lib+`/pid
ErrorLog `+lib+`/log
Listen `+address+`
DefaultRuntimeDir `+lib+`
User nobody
Group nogroup
`+strings.NewReplacer("LIB", lib, "USERS", users).Replace(rules))}
	})
}

// bareByHTTPS is git's own program for the web behind Apache, with TLS and a
// password.
func bareByHTTPS(t *testing.T) server {
	t.Helper()
	dir := bareRepository(t)
	where, err := exec.CommandContext(t.Context(), "git", "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	backend := filepath.Join(strings.TrimSpace(string(where)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skip("git's program for the web is not installed")
	}
	for _, args := range [][]string{{"config", "http.receivepack", "true"}} {
		if out, err := exec.CommandContext(t.Context(), "git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git: %v\n%s", err, out)
		}
	}
	if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = os.Chmod(path, 0o777) // #nosec G302 -- Apache has a user of its own
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	neighbour.Open(t, dir, 0o777)
	cert, key, trust := neighbour.Certificate(t, "127.0.0.1", time.Now().AddDate(0, 1, 0))
	address := apacheServing(t, `SSLEngine on
SSLCertificateFile `+cert+`
SSLCertificateKeyFile `+key+`
SetEnv GIT_PROJECT_ROOT `+filepath.Dir(dir)+`
SetEnv GIT_HTTP_EXPORT_ALL 1
SetEnv GIT_CONFIG_COUNT 1
SetEnv GIT_CONFIG_KEY_0 safe.directory
SetEnv GIT_CONFIG_VALUE_0 *
ScriptAlias / `+backend+`/
<Location />
  AuthType Basic
  AuthName git
  AuthUserFile USERS
  Require valid-user
</Location>
KeepAlive Off
`, "mpm_prefork", "alias", "env", "cgi", "ssl", "socache_shmcb")
	right, wrong := target.Access{Secret: "right", Roots: trust}, target.Access{Secret: "wrong", Roots: trust}
	return server{place: place(t, "git+https://ada@"+address+"/"+filepath.Base(dir)+"?branch=pages&folder=docs"), right: right, wrong: wrong}
}
