package target_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/deliver/target"
)

// server is a real one of its kind on this computer.
type server struct {
	place target.Place
	right target.Access
	wrong target.Access
	other target.Place // with a user nobody knows; empty: the same place
	// looksFirst is a server that tells how long the file is that it looked at,
	// and then sends that many bytes of the one it opens. Who reads while any
	// program replaces the file by another gets the new one cut to the old length.
	// Apache does, and nothing a publisher can do changes it.
	looksFirst bool
	hears      func(what, text string, begun time.Time, err error) // of what is put and looked at; nil for nobody
}

// TestContract holds every kind of target to the same promises.
func TestContract(t *testing.T) {
	t.Parallel()
	for kind, start := range map[string]func(*testing.T) server{
		target.Folder: folder, target.WebDAV: webdav, "webdav by Apache": apache, "webdav by Apache, by digest": apacheByDigest, "webdav by nginx": nginx, target.SFTP: sftp, target.S3: s3,
		"s3 by MinIO": objects, "s3 by MinIO, the bucket in the name": objectsByName, target.Zip: archive, target.Git: bare, "git by ssh": bareBySSH, "git by https": bareByHTTPS,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			to, err := target.Open(t.Context(), s.place, s.right)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = to.Close() }()
			readsBack(t, to)
			manyAtOnce(t, to)
			if grouped, ok := to.(target.Grouped); ok {
				manyTogether(t, s, grouped)
			}
			if batch, waits := to.(target.Batch); waits {
				atOnce(t, s, batch)
			}
			// The stand-ins for S3 and WebDAV show a file while it comes in, which
			// what they stand for does not.
			if kind == target.Folder || kind == target.SFTP || strings.HasPrefix(kind, "webdav by ") || strings.HasPrefix(kind, "s3 by MinIO") {
				neverAPart(t, s, to)
			}
			if s.right.Secret != s.wrong.Secret || s.right.KeyFile != s.wrong.KeyFile {
				refuses(t, s)
			}
		})
	}
}

func readsBack(t *testing.T, to target.Target) {
	t.Helper()
	ctx := t.Context()
	if _, err := to.Get(ctx, "a/00/nothing.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
	for _, name := range []string{"index.html", "a/0f/one.json", "b/first-fire/1/image.png", ".htaccess"} {
		for _, text := range []string{"first", "", "second, longer than the first"} {
			if err := to.Put(ctx, name, []byte(text)); err != nil {
				t.Fatalf("put %s: %v", name, err)
			}
			if got, err := to.Get(ctx, name); err != nil || string(got) != text {
				t.Fatalf("%s: %q, %v; want %q", name, got, err, text)
			}
		}
	}
}

// atOnce looks at a target that brings everything together: nothing is there
// before, all of it after, and whoever comes second is told and loses nothing.
func atOnce(t *testing.T, s server, to target.Batch) {
	t.Helper()
	ctx := t.Context()
	again := func() target.Batch {
		other, err := target.Open(ctx, s.place, s.right)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		return other.(target.Batch)
	}
	if _, err := again().Get(ctx, "index.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before it is settled: %v", err)
	}
	second := again()
	if err := to.Settle(ctx); err != nil {
		t.Fatalf("settle: %v", err)
	}
	third := again()
	for _, one := range []target.Batch{to, third} {
		for name, want := range map[string]string{"a/0f/one.json": "second, longer than the first", "a/07/7.json": "a/07/7.json"} {
			if got, err := one.Get(ctx, name); err != nil || string(got) != want {
				t.Errorf("settled: %s: %q, %v", name, got, err)
			}
		}
	}
	if err := to.Settle(ctx); err != nil {
		t.Errorf("nothing to settle: %v", err)
	}
	if err := third.Put(ctx, "b/late.json", []byte("late")); err != nil {
		t.Fatal(err)
	}
	if err := third.Settle(ctx); err != nil {
		t.Errorf("a little more: %v", err)
	}
	if got, err := again().Get(ctx, "a/07/7.json"); err != nil || string(got) != "a/07/7.json" {
		t.Errorf("what lay there before: %q, %v", got, err)
	}
	if s.place.Kind != target.Git {
		return
	}
	if err := second.Put(ctx, "index.html", []byte("of somebody who looked before")); err != nil {
		t.Fatal(err)
	}
	if err := second.Settle(ctx); issuer.CodeOf(err) != "publish-elsewhere" {
		t.Errorf("the second of two: %v", err)
	}
	if got, err := again().Get(ctx, "b/late.json"); err != nil || string(got) != "late" {
		t.Errorf("the first of two lost: %q, %v", got, err)
	}
}

func manyAtOnce(t *testing.T, to target.Target) {
	t.Helper()
	var wait sync.WaitGroup
	name := func(n int) string { return fmt.Sprintf("a/%02x/%d.json", n%16, n) }
	const workers, count = 8, 160
	for w := range workers {
		wait.Go(func() {
			for n := w; n < count; n += workers {
				if err := to.Put(t.Context(), name(n), []byte(name(n))); err != nil {
					t.Errorf("put %s: %v", name(n), err)
				}
			}
		})
	}
	wait.Wait()
	for n := 0; n < count; n += 7 {
		if got, err := to.Get(t.Context(), name(n)); err != nil || string(got) != name(n) {
			t.Errorf("%s: %q, %v", name(n), got, err)
		}
	}
}

// manyTogether puts files in one call, some of them over older ones, and wants
// nothing else to be left there.
func manyTogether(t *testing.T, s server, to target.Grouped) {
	t.Helper()
	for round := range 2 {
		files := make([]target.File, 0, target.Together+20)
		for n := range cap(files) {
			files = append(files, target.File{Name: fmt.Sprintf("g/%02x/%d.json", n%16, n), Data: fmt.Append(nil, round, n)})
		}
		if err := to.PutAll(t.Context(), files); err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if got, err := to.Get(t.Context(), f.Name); err != nil || !bytes.Equal(got, f.Data) {
				t.Errorf("%s: %q, %v", f.Name, got, err)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := to.PutAll(ctx, []target.File{{Name: "g/never.json"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped before: %v", err)
	}
	if err := to.PutAll(t.Context(), []target.File{{Name: "g/after.json"}, {Name: "../outside.json"}}); err == nil {
		t.Error("a file outside is written")
	}
	if err := to.PutAll(t.Context(), []target.File{{Name: "g/after.json"}}); err != nil {
		t.Errorf("after a failure: %v", err)
	}
	if s.place.Kind != target.Folder {
		return
	}
	if _, err := os.Stat(filepath.Join(s.place.URL, "g", "never.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stopped before, and there: %v", err)
	}
}

// neverAPart reads a file all the while it is written.
func neverAPart(t *testing.T, s server, to target.Target) {
	t.Helper()
	const least, versions = 200_000, 30
	version := func(n int) []byte { return bytes.Repeat([]byte{'a' + byte(n%26)}, least+n) }
	put := func(n int) {
		if err := to.Put(t.Context(), "s/list.json", version(n)); err != nil {
			t.Errorf("put: %v", err)
		}
	}
	put(0)
	reader, err := target.Open(t.Context(), s.place, s.right)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range versions {
			put(n)
		}
	}()
	defer func() { <-done; _ = reader.Close() }()
	for reads := 0; ; reads++ {
		data, err := reader.Get(t.Context(), "s/list.json")
		if err != nil {
			t.Errorf("read %d: %v", reads, err)
			return
		}
		n := len(data) - least
		whole := n >= 0 && n < versions && bytes.Equal(data, version(n))
		next := s.looksFirst && n >= 0 && n+1 < versions && bytes.Equal(data, version(n + 1)[:len(data)])
		if !whole && !next {
			t.Errorf("read %d: %d bytes that are no version", reads, len(data))
			return
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

func refuses(t *testing.T, s server) {
	t.Helper()
	at := s.place
	if s.other.URL != "" {
		at = s.other
	}
	to, err := target.Open(t.Context(), at, s.wrong)
	if err == nil {
		defer func() { _ = to.Close() }()
		err = to.Put(t.Context(), "index.html", []byte("stolen"))
	}
	if code := issuer.CodeOf(err); code != "target-refused" {
		t.Errorf("with the wrong secret: %v", err)
	}
}

func folder(t *testing.T) server {
	t.Helper()
	return server{place: target.Place{Kind: target.Folder, URL: filepath.Join(t.TempDir(), "web")}}
}

func archive(t *testing.T) server {
	t.Helper()
	return server{place: place(t, filepath.Join(t.TempDir(), "site.zip"))}
}

// bareRepository makes a repository without a working copy, as servers have it,
// and holds it to git's own check at the end.
func bareRepository(t *testing.T) string {
	t.Helper()
	dir := emptyRepository(t)
	t.Cleanup(func() {
		out, err := exec.CommandContext(context.WithoutCancel(t.Context()), "git", "-C", dir, "fsck", "--strict").CombinedOutput()
		if err != nil {
			t.Errorf("git fsck: %v\n%s", err, out)
		}
		out, err = exec.CommandContext(context.WithoutCancel(t.Context()), "git", "-C", dir, "show", "pages:docs/a/0f/one.json").CombinedOutput()
		if err != nil || string(out) != "second, longer than the first" {
			t.Errorf("git show: %v\n%s", err, out)
		}
	})
	return dir
}

func emptyRepository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := filepath.Join(t.TempDir(), "site.git")
	if out, err := exec.CommandContext(t.Context(), "git", "init", "--bare", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("git init: %v\n%s", err, out)
	}
	return dir
}

func bare(t *testing.T) server {
	t.Helper()
	return server{place: place(t, "git+file://"+bareRepository(t)+"?branch=pages&folder=docs")}
}

func bareBySSH(t *testing.T) server {
	t.Helper()
	s := sftp(t)
	u, err := url.Parse(s.place.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.place = place(t, "git+ssh://root@"+u.Host+bareRepository(t)+"?branch=pages&folder=docs")
	for _, one := range []struct{ known, code string }{{"", "target-host-unknown"}, {hostLine(t, s, "wrong.pub"), "target-host-changed"}} {
		stranger := s.right
		stranger.KnownHosts = filepath.Join(t.TempDir(), "known")
		if err := os.WriteFile(stranger.KnownHosts, []byte(one.known), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := target.Open(t.Context(), s.place, stranger); issuer.CodeOf(err) != one.code {
			t.Errorf("git: %v, want %s", err, one.code)
		}
	}
	return s
}

// hostLine is a line of known hosts that says a server has another key, which
// lies beside those of the test.
func hostLine(t *testing.T, s server, key string) string {
	t.Helper()
	known, err := os.ReadFile(s.right.KnownHosts)
	if err != nil {
		t.Fatal(err)
	}
	public, err := os.ReadFile(filepath.Join(filepath.Dir(s.right.KeyFile), key))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(known))[0] + " " + strings.Join(strings.Fields(string(public))[:2], " ") + "\n"
}

func webdav(t *testing.T) server {
	t.Helper()
	address := neighbour.Start(t, "rclone", func(address string) []string {
		return []string{"serve", "webdav", t.TempDir(), "--addr", address, "--user", "ada", "--pass", "right", "--config", filepath.Join(t.TempDir(), "none")}
	})
	return server{place: place(t, "dav://ada@"+address+"/"), right: target.Access{Secret: "right"}, wrong: target.Access{Secret: "wrong"}}
}

func s3(t *testing.T) server {
	t.Helper()
	script, err := filepath.Abs("../../../.ci/conformance/node_modules/s3rver/bin/s3rver.js")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(script); err != nil {
		t.Skip("s3rver is not installed: make conformance installs it")
	}
	dir := t.TempDir()
	address := neighbour.Start(t, "node", func(address string) []string {
		host, port, _ := net.SplitHostPort(address)
		return []string{script, "-d", dir, "-a", host, "-p", port, "--configure-bucket", "site", "--silent"}
	})
	at := func(key string) target.Place {
		return place(t, "s3+http://"+key+"@"+address+"/site/badges?path=yes&region=us-east-1")
	}
	return server{place: at("S3RVER"), right: target.Access{Secret: "S3RVER"}, wrong: target.Access{Secret: "wrong"}, other: at("NOBODY")}
}

func sftp(t *testing.T) server {
	t.Helper()
	return sftpIn(t, t.TempDir())
}

func sftpIn(t *testing.T, web string) server {
	t.Helper()
	return sftpServing(t, web, "internal-sftp")
}

// sftpServing is OpenSSH with a program of its own for files.
func sftpServing(t *testing.T, web, program string) server {
	t.Helper()
	daemon := neighbour.Find("sshd") // wants to be called by its whole path
	if daemon == "" {
		t.Skip("OpenSSH's server is not installed")
	}
	if os.Getuid() != 0 {
		t.Skip("OpenSSH's server lets in nobody else unless it is root")
	}
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Skip("OpenSSH's server has no place to run in")
	}
	dir := t.TempDir()
	for name, kind := range map[string]string{"host": "ed25519", "right": "ed25519", "wrong": "ed25519", "kind": "ecdsa"} {
		if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", kind, "-N", "", "-f", filepath.Join(dir, name)).CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v\n%s", err, out)
		}
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	keys := write("authorized", read("right.pub"))
	address := neighbour.Start(t, daemon, func(address string) []string {
		host, port, _ := net.SplitHostPort(address)
		config := write("config", "ListenAddress "+host+"\nPort "+port+"\nHostKey "+filepath.Join(dir, "host")+"\nAuthorizedKeysFile "+keys+
			"\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\nSubsystem sftp "+program+"\nLogLevel ERROR\n")
		return []string{"-D", "-e", "-f", config}
	})
	host, port, _ := net.SplitHostPort(address)
	known := write("known", "["+host+"]:"+port+" "+strings.Join(strings.Fields(read("host.pub"))[:2], " ")+"\n")
	s := server{
		place: place(t, "sftp://root@"+address+"/"+filepath.Join(web, "web")),
		right: target.Access{KeyFile: filepath.Join(dir, "right"), KnownHosts: known}, wrong: target.Access{KeyFile: filepath.Join(dir, "wrong"), KnownHosts: known},
	}
	stranger := s.right
	stranger.KnownHosts = write("nobody", "")
	if _, err := target.Open(t.Context(), s.place, stranger); issuer.CodeOf(err) != "target-host-unknown" {
		t.Errorf("a host that nobody knows: %v", err)
	}
	for _, other := range []string{"wrong.pub", "kind.pub"} {
		stranger.KnownHosts = write("other", "["+host+"]:"+port+" "+strings.Join(strings.Fields(read(other))[:2], " ")+"\n")
		if _, err := target.Open(t.Context(), s.place, stranger); issuer.CodeOf(err) != "target-host-changed" {
			t.Errorf("a host with another key: %s: %v", other, err)
		}
	}
	return s
}

func place(t *testing.T, text string) target.Place {
	t.Helper()
	p, err := target.At(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"/var/www/badges": target.Folder, "web": target.Folder, `C:\web`: target.Folder, "sftp://ada@host.example/www": target.SFTP,
		"davs://ada@host.example:8443/x": target.WebDAV, "s3://KEY@s3.example.org/bucket/badges?region=eu": target.S3, "dav://ada@127.0.0.1:99/": target.WebDAV,
	} {
		if p, err := target.At(text); err != nil || p.Kind != want {
			t.Errorf("%s: %v, %v", text, p, err)
		}
	}
	if p, err := target.At("git+https://host.example/ada/site.git?branch=gh-pages"); err != nil || p.URL != "git+https://git@host.example/ada/site.git?branch=gh-pages" {
		t.Errorf("an address as hosts show it: %v, %v", p, err)
	}
	for text, want := range map[string]string{
		"": "target-address", "ftp://ada@host.example/": "target-address", "sftp://host.example/www": "target-address", "davs://": "target-address",
		"sftp://ada:secret@host.example/": "target-password", "dav://ada@host.example/": "target-open", "s3+http://KEY@10.0.0.1/b": "target-open",
	} {
		if _, err := target.At(text); issuer.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
