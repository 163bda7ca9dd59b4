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
	"net/url"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/verify"
)

// Options of HTTP. The zero value is the safe one for real use.
type Options struct {
	Plain    bool                      // http:// is allowed too
	Loopback bool                      // this machine itself may be asked, over http:// too; and nothing else inward
	Permit   func(netip.AddrPort) bool // which addresses may be dialled; nil: Public
	Proxy    *url.URL                  // a proxy the user named; it dials for us, so names are judged and not what they lead to
	Resolver Resolver                  // nil: the system's
	Dial     Dialer                    // nil: the system's
	Roots    *x509.CertPool            // nil: the system's
	Timeout  time.Duration             // of one document with its redirects; 0: 20 s
	Agent    string                    // User-Agent; "" leaves Go's
}

// Resolver finds the addresses of a host name. A *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Dialer connects to an address that was resolved and judged before.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

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

// HTTP makes a loader for the open web. A name is resolved here and each
// address judged before it is dialled, so neither a name that points inward
// nor a redirect gets past; at most 5 redirects are followed and MaxBytes
// read. Proxies of the environment are not used: they would dial for us.
func HTTP(o Options) *Web {
	if o.Permit == nil {
		o.Permit = Public
	}
	if o.Timeout == 0 {
		o.Timeout = usualTimeout
	}
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	w := &Web{opts: o}
	if o.Dial == nil {
		w.opts.Dial = (&net.Dialer{Timeout: o.Timeout, Control: w.control}).DialContext
	}
	transport := &http.Transport{
		DialContext:            w.dial,
		TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    o.Timeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        o.Timeout,
	}
	if o.Proxy != nil {
		transport.Proxy = http.ProxyURL(o.Proxy)
	}
	w.client = &http.Client{CheckRedirect: w.redirect, Transport: transport}
	return w
}

func (w *Web) redirect(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return issuer.Fail(issuer.Refused, "fetch-redirects", "url", before[0].URL.String(), "max", strconv.Itoa(maxRedirects))
	}
	_, err := w.parse(next.URL.String())
	if issuer.CodeOf(err) == "fetch-scheme" {
		return issuer.Fail(issuer.Refused, "fetch-led", "address", next.URL.Redacted())
	}
	return err
}

// Load fetches one document. What a badge names by http://, as those before
// 2.0 do, is asked for by https:// at the same place, or not at all.
func (w *Web) Load(ctx context.Context, address string) (verify.Document, error) {
	u, err := w.parse(address)
	if issuer.CodeOf(err) == "fetch-scheme" {
		if safe, is := secured(address); is {
			u, err = w.parse(safe)
		}
	}
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
