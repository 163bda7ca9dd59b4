package inspect

import (
	"net/url"
	"regexp"
	"strings"
)

// Before is where the files of an old address lie under a new one that readers are
// led to. They stay as they are: each of them names the old address, and the new
// site has others at the same places.
func Before(from, to string) string {
	u, err := url.Parse(from)
	if err != nil {
		return to
	}
	return to + "was/" + strings.ReplaceAll(u.Host, ":", "-") + "/" + strings.TrimPrefix(u.EscapedPath(), "/")
}

// Leaders are the kinds of servers there are rules for that lead readers on.
func Leaders() []Host { return []Host{Apache, Nginx, Netlify} }

// Lead is the rule that leads readers of a site's old address to where its files
// lie under the new one, for a kind of server: Apache (.htaccess), Nginx (server
// block) or Netlify (_redirects); "" for another. A verifier in a browser has to be
// allowed to read where it is led, too; Netlify takes that from the _headers of
// the site. Where the new site lies inside the old one, its own addresses are left
// out: they would be led in circles.
func Lead(host Host, from, to string) string {
	old, err := url.Parse(from)
	if err != nil {
		return ""
	}
	root, inside := "/"+strings.TrimPrefix(old.Path, "/"), within(old, to)
	quoted, but := regexp.QuoteMeta(root), ""
	if inside != "" {
		but = "(?!" + regexp.QuoteMeta(inside) + ")"
	}
	there := Before(from, to)
	switch host {
	case Apache:
		return "Header always set Access-Control-Allow-Origin \"*\"\nRedirectMatch 301 \"^" + quoted + but + "(.*)$\" \"" + there + "$1\"\n"
	case Nginx:
		return "location ~ \"^" + quoted + but + "(.*)$\" {\n  add_header Access-Control-Allow-Origin \"*\" always;\n  return 301 " + there + "$1;\n}\n"
	case Netlify:
		if inside != "" {
			but = root + inside + "* " + root + inside + ":splat 200\n"
		}
		return but + root + "* " + there + ":splat 301!\n"
	}
	return ""
}

// within is where an address lies below another one on the same host; "" for
// elsewhere.
func within(old *url.URL, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != old.Host {
		return ""
	}
	inside, below := strings.CutPrefix(u.Path, old.Path)
	if !below {
		return ""
	}
	return inside
}
