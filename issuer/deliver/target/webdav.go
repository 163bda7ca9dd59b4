package target

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/studio-b12/gowebdav"

	"badgekiln/issuer"
)

// patience is how long the other side may take for one file.
const patience = 2 * time.Minute

// webdav is a web space of RFC 4918. A file is put under another name and then
// moved, because many servers show a PUT while it comes in. Apache does not, and
// would take the old file away for a moment when another is moved over it: there
// a file is put straight to its place.
type webdav struct {
	client *gowebdav.Client
	at     string
	parts  atomic.Int64
	mu     sync.Mutex
	made   map[string]bool // folders that are there
	link   *http.Transport
	under  errands
	whole  *atomic.Bool // the server shows files only once they are whole
	home   home
}

func openWebDAV(at string, a Access) (Target, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, bad(at)
	}
	user := u.User.Username()
	u.User, u.Scheme = nil, map[string]string{"dav": "http", "davs": "https"}[u.Scheme]
	w := &webdav{at: at, made: map[string]bool{}, whole: &atomic.Bool{}, link: transportFor(a)}
	hears := listener{RoundTripper: &digest{RoundTripper: w.link, user: user, secret: a.Secret}, at: at, host: u.Host, basic: &atomic.Bool{}, whole: w.whole}
	if strings.HasPrefix(u.Host, "[") {
		u.Host = bracketed
	}
	w.home = home{at: u, auth: gowebdav.NewPreemptiveAuth(basic{user, a.Secret}), by: hears}
	where := u.Scheme + "://" + u.Host + u.Path // the library escapes it
	w.use(gowebdav.NewClient(where, user, a.Secret), hears)
	if err := w.client.Connect(); err != nil && !unable(err) {
		w.link.CloseIdleConnections()
		if gowebdav.IsErrCode(err, http.StatusForbidden) { // some say so to who is nobody they know
			return nil, refused(at, err)
		}
		return nil, w.fault("", err)
	}
	// Some ask who comes only of those who want something.
	if _, err := w.client.Stat("/"); gowebdav.IsErrCode(err, http.StatusUnauthorized) {
		w.link.CloseIdleConnections()
		return nil, w.fault("", err)
	}
	if hears.basic.Load() {
		w.use(gowebdav.NewAuthClient(where, gowebdav.NewPreemptiveAuth(basic{user, a.Secret})), hears)
	}
	return w, nil
}

// unable tells that a server does not know what it was asked. nginx's own WebDAV tells
// nothing of itself, and takes files all the same; who takes none says so to the first.
func unable(err error) bool {
	return gowebdav.IsErrCode(err, http.StatusMethodNotAllowed) || gowebdav.IsErrCode(err, http.StatusNotImplemented)
}

func (w *webdav) use(client *gowebdav.Client, by http.RoundTripper) {
	w.client = client
	client.SetTransport(by)
	client.SetTimeout(patience)
}

// transportFor asks no proxy that somebody's environment names.
func transportFor(a Access) *http.Transport {
	t := &http.Transport{TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: patience, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute}
	t.DialContext = a.Dial
	if a.Roots != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: a.Roots, MinVersion: tls.VersionTLS12}
	}
	if a.Dial == nil {
		t.DialContext = (&net.Dialer{Timeout: 15 * time.Second}).DialContext
	}
	return t
}

func (w *webdav) Put(ctx context.Context, name string, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := w.put(ctx, name, data)
	if (nowhere(err) || lost(err)) && w.home.make() == nil {
		err = w.put(ctx, name, data)
	}
	if nowhere(err) {
		return issuer.Fail(issuer.Refused, "target-no-folder", "address", w.at).Because(err)
	}
	return w.fault(name, err)
}

func (w *webdav) put(ctx context.Context, name string, data []byte) error {
	if err := w.folder(ctx, path.Dir(name)); err != nil {
		return err
	}
	if w.whole.Load() {
		return w.under.do(ctx, func() error { return unlocked(ctx, func() error { return w.client.Write(name, data, 0o644) }) })
	}
	return w.under.do(ctx, func() error { return w.move(ctx, name, data) })
}

// move puts a file under another name and moves it to its own.
func (w *webdav) move(ctx context.Context, name string, data []byte) error {
	part := partOf(name, data, w.parts.Add(1))
	if err := w.client.Write(part, data, 0o644); err != nil {
		_ = w.client.Remove(part)
		return err
	}
	err := ctx.Err() // nobody waits any more: the old file stays
	if err == nil {
		err = unlocked(ctx, func() error { return w.client.Rename(part, name, true) })
	}
	if err != nil {
		_ = w.client.Remove(part)
	}
	return err
}

// unlocked tries again for some seconds what somebody else holds: many servers lock a
// file while it is written, and some programs while it is open.
func unlocked(ctx context.Context, do func() error) error {
	const longest = 2 * time.Second
	for wait := 50 * time.Millisecond; ; wait *= 2 {
		err := do()
		if !gowebdav.IsErrCode(err, http.StatusLocked) || wait > longest {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// listener hears what server answers, and how it wants to know who comes. It follows
// nobody who leads elsewhere: what is put would arrive there as a question, and the
// page that answers, such as a form to sign in by, would pass for a file that lies there.
type listener struct {
	http.RoundTripper
	at    string
	host  string
	basic *atomic.Bool // by a password as it is
	whole *atomic.Bool
}

// bracketed is what the library knows a server by whose address is a number of IPv6: it
// escapes the brackets around it as if they were part of a file's name.
const bracketed = "badgekiln.invalid"

func (l listener) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == bracketed {
		r = r.Clone(r.Context())
		r.URL.Host, r.Host = l.host, l.host
		if to := r.Header.Get("Destination"); to != "" {
			r.Header.Set("Destination", strings.Replace(to, "//"+bracketed, "//"+l.host, 1))
		}
	}
	answer, err := l.RoundTripper.RoundTrip(r)
	if err != nil {
		return answer, err
	}
	if to := answer.Header.Get("Location"); answer.StatusCode/100 == 3 && to != "" {
		_ = answer.Body.Close() // nobody reads it
		return nil, issuer.Fail(issuer.Refused, "target-moved", "address", l.at, "to", to)
	}
	if strings.HasPrefix(answer.Header.Get("Server"), "Apache") {
		l.whole.Store(true)
	}
	if answer.StatusCode == http.StatusUnauthorized && strings.HasPrefix(strings.ToLower(answer.Header.Get("WWW-Authenticate")), "basic") {
		l.basic.Store(true)
	}
	return answer, nil
}

// basic tells a server with each request who comes. The library's own way asks
// every time whether that is wanted, and sends every file twice.
type basic struct{ user, secret string }

// Authorize is gowebdav's.
func (b basic) Authorize(_ *http.Client, r *http.Request, _ string) error {
	r.SetBasicAuth(b.user, b.secret)
	return nil
}

// Verify is gowebdav's.
func (basic) Verify(_ *http.Client, answer *http.Response, path string) (redo bool, err error) {
	if answer.StatusCode == http.StatusUnauthorized {
		err = gowebdav.NewPathError("Authorize", path, answer.StatusCode)
	}
	return false, err
}

// Close is gowebdav's.
func (basic) Close() error { return nil }

// Clone is gowebdav's.
func (b basic) Clone() gowebdav.Authenticator { return b }

// folder makes the folders above a file, each once.
func (w *webdav) folder(ctx context.Context, dir string) error {
	if dir == "." || dir == "/" {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.made[dir] {
		return nil
	}
	if err := unlocked(ctx, func() error { return w.client.MkdirAll(dir, 0o755) }); err != nil {
		return err
	}
	w.made[dir] = true
	return nil
}

// Get asks again for a file that ends early: some servers say how long it is, and are
// at its end sooner when another is put in its place meanwhile.
func (w *webdav) Get(ctx context.Context, name string) ([]byte, error) {
	const asks = 3
	for ask := 1; ; ask++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := w.get(name)
		if !errors.Is(err, io.ErrUnexpectedEOF) || ask == asks {
			return data, w.fault(name, err)
		}
	}
}

func (w *webdav) get(name string) ([]byte, error) {
	in, err := w.client.ReadStream(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(in)
	return data, errors.Join(err, in.Close())
}

// fault reads the status of an answer out of the library's failure.
func (w *webdav) fault(name string, err error) error {
	var status gowebdav.StatusError
	if !errors.As(err, &status) {
		return failed(w.at, err)
	}
	switch status.Status {
	case http.StatusNotFound:
		return fs.ErrNotExist
	case http.StatusUnauthorized:
		return refused(w.at, err)
	case http.StatusForbidden:
		return denied(w.at, name, err)
	case http.StatusMethodNotAllowed, http.StatusNotImplemented: // a plain web server: it was reached well
		return issuer.Fail(issuer.Refused, "target-no-webdav", "address", w.at, "status", strconv.Itoa(status.Status)).Because(err)
	case http.StatusRequestEntityTooLarge:
		return issuer.Fail(issuer.Refused, "target-size", "address", w.at, "detail", strings.TrimSpace(err.Error())).Because(err)
	case http.StatusInternalServerError:
		return issuer.Fail(issuer.Refused, "target-failed", "address", w.at, "detail", strings.TrimSpace(err.Error())).Because(err)
	case http.StatusLocked:
		return issuer.Fail(issuer.Refused, "target-locked", "address", w.at, "detail", strings.TrimSpace(err.Error())).Because(err)
	case http.StatusInsufficientStorage:
		return issuer.Fail(issuer.Refused, "target-full", "address", w.at).Because(err)
	}
	return unreachable(w.at, errors.New(strings.TrimSpace(err.Error())))
}

func (w *webdav) Listable(context.Context) bool { return false }

func (w *webdav) Close() error {
	w.under.end()
	w.link.CloseIdleConnections()
	return nil
}
