package inspect_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/inspect"
)

// TestAdviceCures sets up real servers as badly as they come, follows what is
// advised for each fault to the letter, and looks again.
func TestAdviceCures(t *testing.T) {
	t.Parallel()
	for kind, server := range map[inspect.Host]struct {
		start func(t *testing.T, dir, cert, key, more string) string
		bad   []string
	}{
		inspect.Apache: {apache, []string{"check-case", "check-cors", "check-gone", "check-listing", "check-type"}},
		inspect.Nginx:  {nginx, []string{"check-cors", "check-gone", "check-listing", "check-soft-404", "check-type"}},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			cert, key, trust := certificate(t, time.Now().Add(90*24*time.Hour))
			tree := tree(t)
			dir := filepath.Join(t.TempDir(), "badges")
			for name, text := range tree {
				write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
			}
			report := look(t, tree, server.start(t, filepath.Dir(dir), cert, key, ""), trust)
			if got := codes(report); !slices.Equal(got, server.bad) || report.Host != kind {
				t.Fatalf("as it comes: %s, %v, want %v\n%+v", report.Host, got, server.bad, report.Findings)
			}
			advice := map[string]bool{}
			for _, f := range report.Findings {
				advice[inspect.Remedy(report.Host, f.Code, "/badges/")] = true
			}
			report = look(t, tree, server.start(t, filepath.Dir(dir), cert, key, strings.Join(slices.Sorted(maps.Keys(advice)), "")), trust)
			// That a tombstone says 200 is no fault, and is cured by rules that are
			// written anew with each revocation: see the site's own .htaccess.
			if got := codes(report); !slices.Equal(got, []string{"check-gone"}) {
				t.Errorf("as advised: %+v", report.Findings)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func apache(t *testing.T, dir, cert, key, more string) string {
	t.Helper()
	const modules = "/usr/lib/apache2/modules"
	if _, err := os.Stat(modules); err != nil {
		t.Skip("Apache is not installed")
	}
	lib := t.TempDir()
	if err := os.Symlink(modules, filepath.Join(lib, "modules")); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	return start(t, "apache2", func(address string) []string {
		var load strings.Builder
		for _, m := range []string{"mpm_event", "authz_core", "mime", "dir", "autoindex", "speling", "ssl", "socache_shmcb"} {
			_, _ = fmt.Fprintf(&load, "LoadModule %s_module modules/mod_%s.so\n", m, m)
		}
		config := filepath.Join(lib, "apache.conf")
		outside, inside := modulesOf(more)
		write(t, config, "ServerRoot "+lib+"\n"+load.String()+outside+`ServerName `+host+`
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
    Options +Indexes
    AllowOverride None
    Require all granted
    CheckSpelling On
    CheckCaseOnly On
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
	open(t, dir)
	return start(t, "nginx", func(address string) []string {
		config := filepath.Join(lib, "nginx.conf")
		user := ""
		if os.Getuid() == 0 {
			user = "user nobody nogroup;\n"
		}
		write(t, config, user+`daemon off; pid `+lib+`/pid; error_log `+lib+`/log;
events { }
http {
  access_log off; default_type application/octet-stream;
  client_body_temp_path `+lib+`/1; proxy_temp_path `+lib+`/2; fastcgi_temp_path `+lib+`/3; uwsgi_temp_path `+lib+`/4; scgi_temp_path `+lib+`/5;
  server {
    listen `+address+` ssl; server_name `+host+`; root `+dir+`;
    ssl_certificate `+cert+`; ssl_certificate_key `+key+`;
    autoindex on;
    location / { try_files $uri $uri/ /badges/index.html; }
`+more+`
  }
}
`)
		return []string{"-c", config, "-e", filepath.Join(lib, "log")}
	})
}

// open lets the servers' own user read what a test made.
func open(t *testing.T, dir string) {
	t.Helper()
	for ; strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// start runs a server on a free port and waits until it answers.
func start(t *testing.T, program string, args func(address string) []string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/" + program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	address := freeAddress(t)
	run := exec.CommandContext(context.WithoutCancel(t.Context()), path, args(address)...)
	var said bytes.Buffer
	run.Stdout, run.Stderr = &said, &said
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = run.Wait(); close(ended) }()
	t.Cleanup(func() { _ = run.Process.Signal(os.Interrupt); <-ended })
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", address); err == nil {
			_ = conn.Close()
			return address
		}
		select {
		case <-ended:
			t.Fatalf("%s ended:\n%s", program, said.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatalf("%s does not answer", program)
	return ""
}

// freeAddress is a port that nobody listens at. The system gives none of these to
// those who ask for any, so it stays free until the server takes it.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", 20_000+rand.IntN(12_000)))
		if err == nil {
			_ = free.Close()
			return free.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}
