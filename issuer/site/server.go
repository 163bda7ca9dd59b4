package site

import (
	"net/url"
	"strings"

	"badgekiln/issuer"
)

// htaccess writes rules for Apache and its like: the media type of 2.0
// §Hosting, reading from any origin, and 410 Gone for 2.0 assertions beside which
// it says so. Each part is left out by a server that lacks the module. The rules
// are the same for every site: a server reads them with each request.
func htaccess() []byte {
	var out strings.Builder
	out.WriteString("# " + mark + "\n")
	for _, kind := range [][2]string{
		{"json", "application/ld+json"},
		{"jwk\\.json", "application/jwk+json"},
		{"jwt", "text/plain"},
		{"png", "image/png"},
		{"svg", "image/svg+xml"},
		{"html", "text/html; charset=utf-8"},
	} {
		out.WriteString("<FilesMatch \"\\." + kind[0] + "$\">\n  ForceType \"" + kind[1] + "\"\n</FilesMatch>\n")
	}
	// Also with 410: whoever asks has to be allowed to hear it.
	out.WriteString("<IfModule mod_headers.c>\n" +
		"  <FilesMatch \"\\.(json|jwt|png|svg)$\">\n" +
		"    Header always set Access-Control-Allow-Origin \"*\"\n" +
		"  </FilesMatch>\n" +
		// What may be revoked is asked for again soon, however long a host keeps files.
		"  <FilesMatch \"\\.(json|jwt)$\">\n" +
		"    Header set Cache-Control \"public, max-age=300\"\n" +
		"  </FilesMatch>\n" +
		"</IfModule>\n")
	out.WriteString("<IfModule mod_rewrite.c>\n" +
		"  RewriteEngine On\n" +
		"  RewriteCond %{REQUEST_FILENAME}" + issuer.GoneExt + " -f\n" +
		"  RewriteRule ^ - [G]\n" +
		// A folder without a page of its own is nobody's to list. Options -Indexes
		// would say it shorter, and is an error where a host does not allow it.
		"  RewriteCond %{REQUEST_FILENAME} -d\n" +
		"  RewriteCond %{REQUEST_FILENAME}/index.html !-f\n" +
		"  RewriteRule ^ - [F]\n" +
		"</IfModule>\n")
	return []byte(out.String())
}

// headers writes the same, but for 410, for hosts that read a _headers file
// at the root of the site. No address matches two rules that name the same
// header: some hosts would join the values.
//
// There is no _redirects that has revoked badges answer 410 on Netlify. It would give
// the status with the text of another address only, to GET and to nothing else, by a
// rule for each badge in a file that is the organiser's and may hold their own rules;
// and others that read such a file know no 410. What is sent with 200 says that it was
// revoked, which 2.0 takes as well.
func headers(base string) []byte {
	root := "/"
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		root = u.EscapedPath()
	}
	var out strings.Builder
	out.WriteString("# " + mark + "\n" + root + "*\n  Access-Control-Allow-Origin: *\n")
	rule := func(pattern, kind string) {
		out.WriteString(root + pattern + "\n  Content-Type: " + kind + "\n")
	}
	// A star that ends a pattern is one too many for Netlify: to it s/* is also
	// sitemap.xml.
	for _, pattern := range []string{
		"i/:issuer/profile.json", "i/:issuer/issuer-1.1.json", "i/:issuer/did.json", "i/:issuer/revoked.json",
		"b/:class/:version/badge.json", "b/:class/:version/badge-1.1.json", "b/:class/:version/achievement.json", "a/:group/*.json", "e/:group/*.json", "s/:list",
	} {
		rule(pattern, "application/ld+json")
	}
	rule("a/:group/*.jwt", "text/plain")
	return []byte(out.String())
}
