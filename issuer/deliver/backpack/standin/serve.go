package standin

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// Serve serves a host on a free port of this computer, until stop is called.
func (h *Host) Serve(ctx context.Context) (address string, stop func() error, err error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	const quick = 10 * time.Second
	server := &http.Server{Handler: h, ReadHeaderTimeout: quick}
	go func() { _ = server.Serve(l) }()
	return "http://" + l.Addr().String(), server.Close, nil
}

// Browse goes to an address and where that leads, as a browser does.
func Browse(ctx context.Context, address string) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, a.Body)
	if a.StatusCode != http.StatusOK {
		err = errors.Join(err, errors.New("the browser ended at "+a.Request.URL.Path+", "+a.Status))
	}
	return errors.Join(err, a.Body.Close())
}
