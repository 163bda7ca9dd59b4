// Package fetch gives the verifier the documents badges point to: from a
// folder that stands in for the web, or over HTTPS.
//
// Every address it is asked for was written by a stranger. So it knows which
// places must not be reached, and when enough was read. It must not know what
// a badge is, whom anybody trusts, or the ledger. Failures are codes:
// fetch-scheme, fetch-address, fetch-led, fetch-not-found, fetch-status,
// fetch-unreachable, fetch-too-big, fetch-redirects.
package fetch

import (
	"net/url"
	"strings"

	"badgekiln/issuer"
)

// MaxBytes is the most that is read of one document.
const MaxBytes = 5 << 20

// parse reads an absolute web address. A fragment is cut off; a name before
// the host, used to make one host look like another, is refused.
func parse(address string, plain bool) (*url.URL, error) {
	const longest = 8 << 10
	if len(address) > longest {
		return nil, issuer.Fail(issuer.Input, "fetch-scheme", "url", address[:80]+"…")
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "" || u.User != nil {
		return nil, issuer.Fail(issuer.Input, "fetch-scheme", "url", address).Because(err)
	}
	if u.Scheme != "https" && (!plain || u.Scheme != "http") {
		return nil, issuer.Fail(issuer.Input, "fetch-scheme", "url", address)
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	return u, nil
}
