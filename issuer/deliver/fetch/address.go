package fetch

import (
	"net/netip"
)

// Public tells whether an address belongs to the open internet. Everything
// else, where a verifier could be made to knock at doors of its own house, is
// refused: loopback, private, link-local, carrier NAT, multicast, reserved,
// documentation, and the ranges that smuggle an IPv4 address inside an IPv6
// one (mapped, NAT64, 6to4, Teredo).
func Public(at netip.AddrPort) bool {
	a := at.Addr()
	if !a.IsValid() || a.Zone() != "" || a.Is4In6() || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	if a.Is6() && !inside(a, "2000::/3") {
		return false
	}
	for _, closed := range closedRanges() {
		if inside(a, closed) {
			return false
		}
	}
	return true
}

func inside(a netip.Addr, prefix string) bool {
	return netip.MustParsePrefix(prefix).Contains(a)
}

// closedRanges lists what IANA sets aside and netip has no word for.
func closedRanges() []string {
	return []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
	}
}
