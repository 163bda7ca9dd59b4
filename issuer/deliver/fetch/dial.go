package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"badgekiln/issuer"
)

// parse reads an address and judges the host it names.
func (w *Web) parse(address string) (*url.URL, error) {
	u, err := parse(address, w.opts.Plain || w.opts.Loopback)
	if err != nil {
		return nil, err
	}
	host := strings.TrimSuffix(u.Hostname(), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		at := netip.AddrPortFrom(ip, 0)
		if w.opts.Proxy != nil && !w.opts.Permit(at) && !w.here(at) { // without one it is judged when it is dialled
			return nil, closed(host)
		}
	} else if inward(host) && (!w.opts.Loopback || !isLocalhost(host)) {
		return nil, closed(host)
	}
	if u.Scheme == "http" && !w.opts.Plain && !isLocalhost(host) && !isLoopback(host) {
		return nil, issuer.Fail(issuer.Input, "fetch-scheme", "url", address)
	}
	return u, nil
}

// secured is the https form of an http address without a port of its own.
func secured(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Port() != "" {
		return "", false
	}
	u.Scheme = "https"
	return u.String(), true
}

func closed(address string) error {
	return issuer.Fail(issuer.Refused, "fetch-address", "address", address)
}

// inward tells a host name that means something in one network only: a name
// without a dot, and the endings set aside for that (RFC 6761, 6762, 8375).
func inward(host string) bool {
	name := "." + strings.ToLower(host)
	for _, ending := range []string{".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa", ".onion"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return !strings.Contains(host, ".")
}

func isLocalhost(host string) bool {
	return strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost")
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// here tells whether an address is this machine itself and may be asked.
func (w *Web) here(at netip.AddrPort) bool {
	return w.opts.Loopback && at.Addr().IsLoopback() && !at.Addr().Is4In6()
}

// dial resolves a name, judges what it leads to, and connects to nothing but
// that: nobody asks the name again in between.
func (w *Web) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if w.opts.Proxy != nil && address == proxyAddress(w.opts.Proxy) {
		return (&net.Dialer{Timeout: w.opts.Timeout}).DialContext(ctx, network, address)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, closed(address)
	}
	addresses, err := w.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	var last error
	refused := ""
	for _, ip := range addresses {
		to := net.JoinHostPort(ip.String(), port)
		at, err := netip.ParseAddrPort(to)
		if err != nil || !w.opts.Permit(at) && !w.here(at) {
			refused = to
			continue
		}
		conn, err := w.opts.Dial(ctx, network, to)
		if err == nil {
			return conn, nil
		}
		last = err
	}
	switch {
	case last != nil:
		return nil, last
	case refused != "":
		return nil, closed(refused)
	}
	return nil, errors.New("the name has no address")
}

// DialPublic connects by name to addresses of the open internet only, as HTTP
// does: for those who have to see answers as they are.
func DialPublic(timeout time.Duration) Dialer {
	w := &Web{opts: Options{Permit: Public, Resolver: net.DefaultResolver, Timeout: timeout}}
	w.opts.Dial = (&net.Dialer{Timeout: timeout, Control: w.control}).DialContext
	return w.dial
}

func (w *Web) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	found, err := w.opts.Resolver.LookupNetIP(ctx, "ip", host)
	const most = 8
	for i := range found {
		found[i] = found[i].Unmap() // how resolvers write IPv4; a literal of that kind stays refused
	}
	return found[:min(len(found), most)], err
}

// control is asked by the system's dialer once more, before it connects.
func (w *Web) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !w.opts.Permit(at) && !w.here(at) {
		return closed(address)
	}
	return nil
}

func proxyAddress(proxy *url.URL) string {
	port := proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[proxy.Scheme]
	}
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(proxy.Hostname(), port)
}
