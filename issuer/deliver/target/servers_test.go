package target_test

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	const modules = "/usr/lib/apache2/modules"
	if _, err := os.Stat(modules); err != nil {
		t.Skip("Apache is not installed")
	}
	lib := t.TempDir()
	neighbour.Open(t, lib, 0o777)
	neighbour.Open(t, dir, 0o777)
	sum := sha1.Sum([]byte("right"))
	users := neighbour.Write(t, filepath.Join(lib, "users"), "ada:{SHA}"+base64.StdEncoding.EncodeToString(sum[:])+"\n")
	var load strings.Builder
	for _, m := range []string{"mpm_event", "authz_core", "authn_core", "authn_file", "authz_user", "auth_basic", "dav", "dav_fs"} {
		_, _ = fmt.Fprintf(&load, "LoadModule %s_module %s/mod_%s.so\n", m, modules, m)
	}
	address := neighbour.Start(t, "apache2", func(address string) []string {
		return []string{"-X", "-d", lib, "-f", neighbour.Write(t, filepath.Join(lib, "conf"), load.String()+`ServerName localhost
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
	return server{place: place(t, "dav://ada@"+address+"/"), right: target.Access{Secret: "right"}, wrong: target.Access{Secret: "wrong"}, looksFirst: true}
}
