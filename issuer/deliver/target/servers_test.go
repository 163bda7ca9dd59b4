package target_test

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer/deliver/target"
)

// apache is mod_dav as Apache comes with it.
func apache(t *testing.T) server {
	t.Helper()
	return apacheIn(t, t.TempDir())
}

func apacheIn(t *testing.T, dir string) server {
	t.Helper()
	const modules = "/usr/lib/apache2/modules"
	if _, err := os.Stat(modules); err != nil {
		t.Skip("Apache is not installed")
	}
	lib := t.TempDir()
	for _, one := range []string{lib, dir} {
		for ; strings.HasPrefix(one, os.TempDir()+"/"); one = filepath.Dir(one) {
			if err := os.Chmod(one, 0o777); err != nil { // #nosec G302 -- Apache has a user of its own
				t.Fatal(err)
			}
		}
	}
	write := func(name, text string) string {
		file := filepath.Join(lib, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	sum := sha1.Sum([]byte("right"))
	users := write("users", "ada:{SHA}"+base64.StdEncoding.EncodeToString(sum[:])+"\n")
	var load strings.Builder
	for _, m := range []string{"mpm_event", "authz_core", "authn_core", "authn_file", "authz_user", "auth_basic", "dav", "dav_fs"} {
		_, _ = fmt.Fprintf(&load, "LoadModule %s_module %s/mod_%s.so\n", m, modules, m)
	}
	program := "apache2"
	if _, err := os.Stat("/usr/sbin/apache2"); err == nil {
		program = "/usr/sbin/apache2"
	}
	address := serve(t, program, func(address string) []string {
		return []string{"-X", "-d", lib, "-f", write("conf", load.String()+`ServerName localhost
PidFile `+lib+`/pid
ErrorLog `+lib+`/log
Listen `+address+`
DefaultRuntimeDir `+lib+`
User nobody
Group nogroup
DavLockDB `+lib+`/locks
KeepAliveTimeout 1
DocumentRoot `+dir+`
<Directory `+dir+`>
  Dav On
  AllowOverride None
  AuthType Basic
  AuthName site
  AuthUserFile `+users+`
  Require valid-user
</Directory>
`)}
	})
	return server{place: place(t, "dav://ada@"+address+"/"), right: target.Access{Secret: "right"}, wrong: target.Access{Secret: "wrong"}}
}
