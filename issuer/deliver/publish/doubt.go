package publish

import (
	"net"
	"net/url"
	"strings"
)

// Doubt says by a code why a base URL is no good in public: base-url-private,
// base-url-example, base-url-open; "" for a good one.
func Doubt(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" {
		return "base-url-private"
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	ip := net.ParseIP(host)
	switch {
	case host == "example.com", host == "example.org", host == "example.net", last == "example", last == "test", last == "invalid",
		strings.HasSuffix(host, ".example.com"), strings.HasSuffix(host, ".example.org"), strings.HasSuffix(host, ".example.net"):
		return "base-url-example"
	case ip != nil && !ip.IsGlobalUnicast(), ip != nil && ip.IsPrivate(), host == "localhost", last == "localhost", last == "local", last == "internal", ip == nil && !strings.Contains(host, "."):
		return "base-url-private"
	case u.Scheme != "https":
		return "base-url-open"
	}
	return ""
}
