// Package preview shows the files of a site on this computer, at the paths they
// will have, before they are published.
//
// It knows how a good web server answers. It must not know what the files are,
// and nobody on another computer reaches it.
package preview

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// Server shows one site until it is closed.
type Server struct {
	URL  string // where a browser finds the front page
	http *http.Server
	done chan error
}

// Open shows the files of a folder at the path of a base URL.
func Open(ctx context.Context, files fs.FS, base string) (*Server, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, issuer.Fail(issuer.Usage, "url-unusable", "url", base).Because(err)
	}
	at, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, issuer.Fail(issuer.Refused, "preview-no-port").Because(err)
	}
	root := "/" + strings.TrimPrefix(u.Path, "/")
	if !strings.HasSuffix(root, "/") {
		root += "/"
	}
	show := http.StripPrefix(strings.TrimSuffix(root, "/"), http.FileServerFS(files))
	s := &Server{URL: "http://" + at.Addr().String() + root, done: make(chan error, 1)}
	s.http = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A page from elsewhere that calls itself by a name of its own must not
		// read what is not public yet.
		if r.Host != at.Addr().String() || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		if !strings.HasSuffix(r.URL.Path, "/") {
			w.Header().Set("Content-Type", target.MediaType(r.URL.Path))
		}
		w.Header().Set("Cache-Control", "no-store")
		show.ServeHTTP(w, r)
	})}
	go func() { s.done <- s.http.Serve(at) }()
	return s, nil
}

// Close ends the server.
func (s *Server) Close() error {
	err := s.http.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
