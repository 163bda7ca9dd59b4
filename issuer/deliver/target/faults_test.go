package target_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/site"
)

// proxy stands before a server. It cuts connections at random bytes of what is
// sent, until it has cut so many; and it can be slow.
type proxy struct {
	to    string
	cuts  atomic.Int64 // still to come
	made  atomic.Int64
	most  int64         // bytes sent before a cut
	pause time.Duration // for each 16 kB
}

func (p *proxy) start(t *testing.T) string {
	t.Helper()
	at, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			in, err := at.Accept()
			if err != nil {
				return
			}
			wait.Go(func() { p.carry(in) })
		}
	})
	t.Cleanup(func() { _ = at.Close(); wait.Wait() })
	return at.Addr().String()
}

func (p *proxy) carry(in net.Conn) {
	defer func() { _ = in.Close() }()
	out, err := net.DialTimeout("tcp", p.to, 5*time.Second)
	if err != nil {
		return
	}
	defer func() { _ = out.Close() }()
	go func() {
		_, _ = io.Copy(in, out)
		_ = in.Close()
	}()
	from := io.Reader(in)
	cutting := p.cuts.Add(-1) >= 0
	if cutting {
		from = io.LimitReader(in, rand.Int64N(p.most))
	}
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			time.Sleep(p.pause)
			if _, err := out.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if cutting && errors.Is(err, io.EOF) {
				p.made.Add(1)
			}
			return
		}
	}
}

// through is a server reached by a proxy. Its key is known whatever its port.
func (p *proxy) through(t *testing.T, s server) server {
	t.Helper()
	u, err := url.Parse(s.place.URL)
	if err != nil {
		t.Fatal(err)
	}
	p.to = u.Host
	u.Host = p.start(t)
	s.place.URL = u.String()
	if known, err := os.ReadFile(s.right.KnownHosts); err == nil {
		_, key, _ := strings.Cut(string(known), " ")
		s.right.KnownHosts = filepath.Join(t.TempDir(), "known")
		if err := os.WriteFile(s.right.KnownHosts, []byte("["+u.Hostname()+"]:"+u.Port()+" "+key), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// end stands at the end of every file of a web, so that a cut one shows.
const end = "\nEND"

// web is a site whose files name what they refer to, one path a line.
type web map[string]string

func newWeb(version string, awards int) web {
	pad := strings.Repeat("x", 3000)
	file := func(refs ...string) string { return version + pad + "\n" + strings.Join(refs, "\n") + end }
	w := web{
		"i/forge/profile.json": file("i/forge/image.png"), "i/forge/image.png": file(), "b/fire/1/badge.json": file("i/forge/profile.json", "b/fire/1/image.png"), "b/fire/1/image.png": file(),
		"b/fire/1/criteria.html": file("b/fire/1/badge.json"), "s/5f0a.json": file(), "index.html": file("b/fire/1/criteria.html"),
	}
	for n := range awards {
		name := fmt.Sprintf("a/%02x/%d", n%16, n)
		w[name+".json"] = file("b/fire/1/badge.json", "s/5f0a.json", "i/forge/profile.json")
		w[name+".html"] = file(name+".json", "b/fire/1/image.png")
	}
	return w
}

func (w web) files() iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(w)) {
			if !yield(site.File{Path: name, Bytes: []byte(w[name])}, nil) {
				return
			}
		}
	}
}

// again reads what was cut once more, from a server that looks first.
func again(from reading) reading {
	return func(ctx context.Context, name string) (data []byte, err error) {
		for range 5 {
			if data, err = from(ctx, name); err != nil || strings.HasSuffix(string(data), end) {
				break
			}
		}
		return data, err
	}
}

// readerOf reads what a server shows at the moment.
func readerOf(ctx context.Context, t *testing.T, s server) (get reading, end func()) {
	t.Helper()
	if s.place.Kind == target.Git {
		return showing(t, s), func() {}
	}
	from, err := target.Open(ctx, s.place, s.right)
	if err != nil {
		t.Fatal(err)
	}
	get = from.Get
	if s.looksFirst {
		get = again(get)
	}
	return get, func() { _ = from.Close() }
}

// showing asks git itself what the branch holds, as what serves a site from a
// repository does.
func showing(t *testing.T, s server) reading {
	t.Helper()
	u, err := url.Parse(s.place.URL)
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, name string) ([]byte, error) {
		data, err := exec.CommandContext(ctx, "git", "-C", u.Path, "show", "pages:"+name).Output()
		var ended *exec.ExitError
		if errors.As(err, &ended) && (strings.Contains(string(ended.Stderr), "does not exist in") || strings.Contains(string(ended.Stderr), "invalid object name")) {
			return nil, fs.ErrNotExist
		}
		return data, err
	}
}

// reading gets a file; fs.ErrNotExist when there is none.
type reading func(ctx context.Context, name string) ([]byte, error)

// poll reads files and all they refer to until told to stop, and complains of
// what is cut or refers to nothing.
func (w web) poll(ctx context.Context, t *testing.T, from reading, updates bool) (reads int) {
	t.Helper()
	names := slices.Sorted(maps.Keys(w))
	seen := map[string]bool{}
	for ctx.Err() == nil {
		name := names[rand.IntN(len(names))]
		data, err := from(ctx, name)
		if ctx.Err() != nil {
			return reads
		}
		reads++
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if seen[name] && updates {
				t.Errorf("%s was there and is not", name)
			}
			continue
		case err != nil:
			t.Errorf("read %s: %v", name, err)
			return reads
		case !strings.HasSuffix(string(data), end):
			t.Errorf("%s is cut: %d bytes", name, len(data))
			return reads
		}
		seen[name] = true
		for _, ref := range strings.Split(strings.TrimSuffix(string(data), end), "\n")[1:] {
			if _, err := from(ctx, ref); ref != "" && ctx.Err() == nil && errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s refers to %s, which is not there", name, ref)
			}
		}
	}
	return reads
}

// memory is the book of a ledger.
type memory struct {
	mu   sync.Mutex
	sums map[string]publish.Lying
	seen string
}

func (m *memory) Any(context.Context) (bool, error) { return len(m.sums) > 0, nil }

func (m *memory) Known(_ context.Context, paths []string) (map[string]publish.Lying, error) {
	all := map[string]publish.Lying{}
	for _, path := range paths {
		if one, ok := m.sums[path]; ok {
			all[path] = one
		}
	}
	return all, nil
}

func (m *memory) Remade(ctx context.Context, files map[string]publish.Lying) error {
	return m.Note(ctx, files)
}

func (m *memory) Note(_ context.Context, files map[string]publish.Lying) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sums == nil {
		m.sums = map[string]publish.Lying{}
	}
	maps.Copy(m.sums, files)
	return nil
}
func (m *memory) Seen(context.Context) (string, error) { return m.seen, nil }

func (m *memory) SetSeen(_ context.Context, mark string) error {
	m.seen = mark
	return nil
}

// send publishes once, in earnest.
func send(t *testing.T, s server, w web, m *memory) error {
	t.Helper()
	to, err := target.Open(t.Context(), s.place, s.right)
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }()
	_, err = publish.Run(t.Context(), w.files(), to, m, publish.Options{
		Take: true, Workers: 4, NewMark: func() (string, error) { return fmt.Sprint(rand.Uint64()), nil },
	})
	return err
}

// TestCutConnections publishes through a proxy that cuts the first
// connections wherever it likes, then a second state of the same site, while
// somebody reads the server directly. In the end the target is the tree.
func TestCutConnections(t *testing.T) {
	t.Parallel()
	for kind, one := range map[string]struct {
		start   func(*testing.T) server
		reads   bool // what stands in for S3 shows files while they come in
		updates bool // a file that was there always is
	}{
		target.WebDAV + " by Apache": {apache, true, true}, target.WebDAV + " by rclone": {webdav, true, false}, target.SFTP: {sftp, true, true}, target.S3: {s3, false, false},
		target.S3 + " by MinIO": {objects, true, true}, "git by ssh": {shell, true, true},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			direct := one.start(t)
			p := &proxy{most: 60_000}
			s := p.through(t, direct)
			m := &memory{}
			var w web
			for _, version := range []string{"first", "second, longer"} {
				w = newWeb(version, 20)
				p.cuts.Store(cuts())
				ctx, stop := context.WithCancel(t.Context())
				var reader sync.WaitGroup
				if one.reads && (one.updates || version == "first") {
					get, end := readerOf(ctx, t, direct)
					reader.Go(func() {
						if n := w.poll(ctx, t, get, one.updates); n == 0 {
							t.Error("nothing was read")
						}
						end()
					})
				}
				tries := 0
				for ; tries < 200; tries++ {
					err := send(t, s, w, m)
					if err == nil {
						break
					}
					if code := issuer.CodeOf(err); code != "target-unreachable" {
						t.Errorf("cut: %v", err)
						break
					}
				}
				stop()
				reader.Wait()
				if cuts := p.made.Swap(0); cuts == 0 || tries == 200 {
					t.Errorf("%d cuts, %d tries", cuts, tries)
				}
			}
			holds(t, direct, w)
		})
	}
}

// cuts is how many connections are cut on the way to each state of the site.
func cuts() int64 {
	if os.Getenv("BADGEKILN_LONG") != "" {
		return 100
	}
	return 15
}

// shell is git by ssh, into a repository nobody checks by what a contract put.
func shell(t *testing.T) server {
	t.Helper()
	s := sftp(t)
	u, err := url.Parse(s.place.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.place = place(t, "git+ssh://root@"+u.Host+emptyRepository(t)+"?branch=pages")
	return s
}

func holds(t *testing.T, s server, w web) {
	t.Helper()
	to, err := target.Open(t.Context(), s.place, s.right)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = to.Close() }()
	for name, text := range w {
		if got, err := to.Get(t.Context(), name); err != nil || string(got) != text {
			t.Errorf("%s: %d bytes, %v; want %d", name, len(got), err, len(text))
		}
	}
}

// TestSlowLink publishes over a line of some 800 kB a second, and gives up soon
// when nobody wants it any more.
func TestSlowLink(t *testing.T) {
	t.Parallel()
	for kind, start := range map[string]func(*testing.T) server{target.WebDAV: webdav, target.SFTP: sftp} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p := &proxy{pause: 20 * time.Millisecond}
			s := p.through(t, start(t))
			w := newWeb("slow", 4)
			if err := send(t, s, w, &memory{}); err != nil {
				t.Fatal(err)
			}
			holds(t, s, w)
			to, err := target.Open(t.Context(), s.place, s.right)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = to.Close() }()
			ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer stop()
			began := time.Now()
			err = to.Put(ctx, "big.json", make([]byte, 4<<20))
			if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 2*time.Second {
				t.Errorf("given up after %v: %v", took, err)
			}
			if _, err := to.Get(t.Context(), "big.json"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a part is there: %v", err)
			}
		})
	}
}

// TestFilesAreSentOnce counts what goes to a WebDAV server that asks for a
// password.
func TestFilesAreSentOnce(t *testing.T) {
	t.Parallel()
	var open, closed atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, secret, _ := r.BasicAuth(); secret != "right" && r.Method != http.MethodOptions {
			open.Add(1)
			w.Header().Set("WWW-Authenticate", `Basic realm="site"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		closed.Add(1)
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(server.Close)
	to, err := target.Open(t.Context(), place(t, "dav://ada@"+server.Listener.Addr().String()+"/"), target.Access{Secret: "right"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = to.Close() }()
	for n := range 20 {
		if err := to.Put(t.Context(), fmt.Sprint(n, ".json"), []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if open.Load() > 1 || closed.Load() < 40 || closed.Load() > 45 { // each is put and moved
		t.Errorf("%d requests without a password, %d with it", open.Load(), closed.Load())
	}
}

// TestClockSkew: a store that does not believe our clock says so, and so do we.
func TestClockSkew(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message></Error>`)
	}))
	t.Cleanup(server.Close)
	to, err := target.Open(t.Context(), place(t, "s3+http://KEY@"+server.Listener.Addr().String()+"/site?path=yes&region=us-east-1"), target.Access{Secret: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Put(t.Context(), "index.html", []byte("x")); issuer.CodeOf(err) != "target-clock" {
		t.Errorf("%v", err)
	}
}

// A server that was reached is not said to be out of reach.
func TestWhatAnAnswerMeansIsTold(t *testing.T) {
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/login" {
			_, _ = io.WriteString(w, "<!doctype html>Who are you?")
			return
		}
		http.Redirect(w, r, "/login", http.StatusFound)
	}))
	defer login.Close()
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusMethodNotAllowed) }))
	defer plain.Close()
	host := strings.TrimPrefix(plain.URL, "http://")
	for _, c := range []struct {
		place target.Place
		code  string
	}{
		{target.Place{Kind: target.WebDAV, URL: "dav://anna@" + strings.TrimPrefix(login.URL, "http://") + "/badges"}, "target-moved"},
		{target.Place{Kind: target.WebDAV, URL: "dav://anna@" + host + "/badges"}, "target-no-webdav"},
		{target.Place{Kind: target.S3, URL: "s3+http://KEY@" + host + "/ab"}, "target-bucket-name"},
	} {
		to, err := target.Open(t.Context(), c.place, target.Access{Secret: "x"})
		if err == nil {
			err = errors.Join(to.Put(t.Context(), "index.html", []byte("x")), to.Close())
		}
		if issuer.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", c.place.URL, err, c.code)
		}
	}
}
