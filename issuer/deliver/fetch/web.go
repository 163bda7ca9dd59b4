package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/verify"
)

// Options of HTTP. The zero value is the safe one for real use.
type Options struct {
	Plain    bool                      // http:// is allowed too
	Permit   func(netip.AddrPort) bool // which addresses may be dialled; nil: Public
	Resolver *net.Resolver             // nil: the system's
	Roots    *x509.CertPool            // nil: the system's
	Timeout  time.Duration             // of one document with its redirects; 0: 20 s
	Agent    string                    // User-Agent; "" leaves Go's
}

// Web loads over HTTPS. See HTTP.
type Web struct {
	client *http.Client
	opts   Options
}

const (
	accept       = "application/ld+json, application/json;q=0.9, */*;q=0.1"
	maxRedirects = 5
	maxHeader    = 64 << 10
	usualTimeout = 20 * time.Second
)

// HTTP makes a loader for the open web. Addresses are judged when they are
// dialled, after the name was resolved, so neither a name that points inward
// nor a redirect gets past; at most 5 redirects are followed and MaxBytes
// read. Proxies of the environment are not used: they would dial for us.
func HTTP(o Options) *Web {
	if o.Permit == nil {
		o.Permit = Public
	}
	if o.Timeout == 0 {
		o.Timeout = usualTimeout
	}
	w := &Web{opts: o}
	dialer := &net.Dialer{Timeout: o.Timeout, Resolver: o.Resolver, Control: w.control}
	w.client = &http.Client{
		CheckRedirect: w.redirect,
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    o.Timeout,
			MaxResponseHeaderBytes: maxHeader,
			DisableCompression:     true,
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        o.Timeout,
		},
	}
	return w
}

// control is asked by the dialer with the resolved address, before it connects.
func (w *Web) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !w.opts.Permit(at) {
		return issuer.Fail(issuer.Refused, "fetch-address", "address", address)
	}
	return nil
}

func (w *Web) redirect(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return issuer.Fail(issuer.Refused, "fetch-redirects", "url", before[0].URL.String(), "max", strconv.Itoa(maxRedirects))
	}
	_, err := parse(next.URL.String(), w.opts.Plain)
	return err
}

// Load fetches one document.
func (w *Web) Load(ctx context.Context, address string) (verify.Document, error) {
	u, err := parse(address, w.opts.Plain)
	if err != nil {
		return verify.Document{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, w.opts.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return verify.Document{}, issuer.Fail(issuer.Input, "fetch-scheme", "url", address).Because(err)
	}
	request.Header.Set("Accept", accept)
	if w.opts.Agent != "" {
		request.Header.Set("User-Agent", w.opts.Agent)
	}
	answer, err := w.client.Do(request)
	if err != nil {
		return verify.Document{}, cause(address, err)
	}
	defer func() { _ = answer.Body.Close() }()
	return read(address, answer)
}

// cause finds our own refusal inside what the client wrapped around it.
func cause(address string, err error) error {
	var own *issuer.Error
	if errors.As(err, &own) {
		told := issuer.Fail(own.Kind, own.Code).Because(err)
		maps.Copy(told.Values, own.Values)
		told.Values["url"] = address
		return told
	}
	return issuer.Fail(issuer.Refused, "fetch-unreachable", "url", address).Because(err)
}

func read(address string, answer *http.Response) (verify.Document, error) {
	switch answer.StatusCode {
	case http.StatusOK, http.StatusGone:
	case http.StatusNotFound:
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-not-found", "url", address)
	default:
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-status",
			"url", address, "status", strconv.Itoa(answer.StatusCode))
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, MaxBytes+1))
	if err != nil {
		return verify.Document{}, cause(address, err)
	}
	if len(body) > MaxBytes {
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-too-big", "url", address)
	}
	return verify.Document{
		URL:   answer.Request.URL.String(),
		Bytes: body,
		Gone:  answer.StatusCode == http.StatusGone,
	}, nil
}
