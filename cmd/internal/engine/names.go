package engine

import (
	"errors"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"badgekiln/issuer"

	"golang.org/x/net/idna"
)

// BaseURL checks where badges are to be hosted and writes it the one way we
// store it: https, the host in lower case and as name servers know it, no port that
// goes without saying, a slash at the end. It stands in every badge for ever, and
// programs compare it letter by letter.
func BaseURL(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.ForceQuery || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(text, " \t\\") {
		return "", issuer.Fail(issuer.Usage, "base-url-unusable", "url", text)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Host, err = hostOf(u); err != nil {
		return "", issuer.Fail(issuer.Usage, "base-url-unusable", "url", text).Because(err)
	}
	ip, err := netip.ParseAddr(u.Hostname())
	ownMachine := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !ownMachine) {
		return "", issuer.Fail(issuer.Usage, "base-url-not-https", "url", text)
	}
	// Whoever copies the address of the front page means its folder.
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/index.html") + "/"
	u.RawPath = ""
	if strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/../") || strings.Contains(u.Path, "/./") {
		return "", issuer.Fail(issuer.Usage, "base-url-unusable", "url", text)
	}
	return u.String(), nil
}

// hostOf is the host of an address, and its port if that has to be said.
func hostOf(u *url.URL) (string, error) {
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		var err error
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return "", err
		}
	}
	if name == "" {
		return "", errors.New("no host")
	}
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	port := u.Port()
	if port == "" || port == map[string]string{"https": "443", "http": "80"}[u.Scheme] {
		return name, nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err == nil && number == 0 {
		err = errors.New("no such port")
	}
	return name + ":" + strconv.FormatUint(number, 10), err
}

// localZone is the IANA name of the machine's zone, or UTC.
func localZone(getenv func(string) string) string {
	name := strings.TrimPrefix(getenv("TZ"), ":")
	if name == "" {
		if link, err := os.Readlink("/etc/localtime"); err == nil {
			_, name, _ = strings.Cut(link, "zoneinfo/")
		}
	}
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return "UTC"
	}
	return name
}

// hasControl tells whether a text holds a control character that a signature
// could not carry alike everywhere.
func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' })
}

func goodSlug(slug string) bool {
	return slug != "" && len(slug) <= 64 && slug == strings.Trim(slug, "-") &&
		!strings.ContainsFunc(slug, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}
