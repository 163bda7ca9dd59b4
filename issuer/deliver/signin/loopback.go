package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"html"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"badgekiln/issuer"
)

// Texts are what a browser shows when it comes back. All are plain text.
type Texts struct {
	Language           string // BCP 47
	Title, Done, Wrong string // Wrong: this address is not for you
	Forward, Button    string // of the page on the organiser's site
	Stale, Broken      string
}

// Return is a port of this machine that waits for a browser to come back.
type Return struct {
	listener net.Listener
	server   *http.Server
	texts    Texts

	mu     sync.Mutex
	states map[string]chan url.Values
	owed   chan struct{} // closed when the browser has seen the page it was sent on to; nil while it was not sent
	paid   sync.Once
}

// path is where the browser comes back to.
const path = "/signed-in"

// Listen opens a port of 127.0.0.1: the one asked for if it is free, else any
// (RFC 8252 §7.3). Nobody else in the network reaches it. Code "signin-port".
func Listen(ctx context.Context, port uint16, texts Texts) (*Return, error) {
	var config net.ListenConfig
	at := func(port uint16) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))) }
	listener, err := config.Listen(ctx, "tcp4", at(port))
	if err != nil && port != 0 {
		listener, err = config.Listen(ctx, "tcp4", at(0))
	}
	if err != nil {
		return nil, issuer.Fail(issuer.Broken, "signin-port").Because(err)
	}
	r := &Return{listener: listener, texts: texts, states: map[string]chan url.Values{}}
	const quick = 10 * time.Second
	r.server = &http.Server{Handler: r, ReadTimeout: quick, WriteTimeout: quick, IdleTimeout: quick, MaxHeaderBytes: 32 << 10}
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

// Port is the port that was opened.
func (r *Return) Port() uint16 {
	at, _ := r.listener.Addr().(*net.TCPAddr)
	return uint16(at.Port) // #nosec G115 -- a port
}

// URL is the redirect address of this port.
func (r *Return) URL() string { return "http://127.0.0.1:" + strconv.Itoa(int(r.Port())) + path }

// Close closes the port, when a browser that came back has seen that it may be
// closed too, or after three seconds.
func (r *Return) Close() error {
	r.mu.Lock()
	owed := r.owed
	r.mu.Unlock()
	const patience = 3 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if owed != nil {
		select {
		case <-owed:
		case <-ctx.Done():
		}
	}
	if r.server.Shutdown(ctx) == nil { // what is being answered is finished
		return nil
	}
	return r.server.Close()
}

// Expect makes the port take the browser of an attempt; from then on, since it
// may come before anybody waits.
func (r *Return) Expect(a *Attempt) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states[a.State] = make(chan url.Values, 1)
}

// Await waits until the browser of an expected attempt has come back. Code
// "signin-late" when nobody came.
func (r *Return) Await(ctx context.Context, a *Attempt) (url.Values, error) {
	r.mu.Lock()
	came := r.states[a.State]
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, Lifetime)
	defer cancel()
	select {
	case values := <-came:
		return values, nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, issuer.Fail(issuer.Refused, "signin-late")
		}
		return nil, ctx.Err()
	}
}

// ServeHTTP takes a browser that comes back. Whoever has no state of ours is
// told nothing and changes nothing.
func (r *Return) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", "default-src 'none'; style-src "+StylePolicy()+"; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	// A name that was made to lead here is not this port's (DNS rebinding).
	if q.Host != r.listener.Addr().String() {
		r.page(w, http.StatusMisdirectedRequest, r.texts.Wrong)
		return
	}
	switch {
	case q.Method != http.MethodGet:
		r.page(w, http.StatusMethodNotAllowed, r.texts.Wrong)
	case q.URL.Path == path+"/done":
		r.page(w, http.StatusOK, r.texts.Done)
		r.pay()
	case q.URL.Path == path && r.take(q.URL.Query()):
		// The code goes out of the address bar and the history's newest entry.
		http.Redirect(w, q, path+"/done", http.StatusSeeOther)
	default:
		r.page(w, http.StatusBadRequest, r.texts.Wrong)
	}
}

func (r *Return) take(values url.Values) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	given := []byte(values.Get("state"))
	for state, came := range r.states {
		if subtle.ConstantTimeCompare(given, []byte(state)) == 1 {
			select {
			case came <- values:
				if r.owed == nil {
					r.owed = make(chan struct{})
				}
				return true
			default: // it came before
				return false
			}
		}
	}
	return false
}

// pay notes that a browser saw the last page.
func (r *Return) pay() {
	r.mu.Lock()
	owed := r.owed
	r.mu.Unlock()
	if owed != nil {
		r.paid.Do(func() { close(owed) })
	}
}

func (r *Return) page(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	t := r.texts
	title := html.EscapeString(t.Title)
	_, _ = w.Write([]byte("<!doctype html>\n<html lang=\"" + html.EscapeString(t.Language) + "\"><head><meta charset=\"utf-8\">" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + title + "</title><style>" + pageStyle + "</style></head>" +
		"<body><main><h1>" + title + "</h1><p>" + html.EscapeString(text) + "</p></main></body></html>\n"))
}
