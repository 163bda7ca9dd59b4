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
	out.WriteString("# " + mark + "\n" +
		"<FilesMatch \"\\.json$\">\n" +
		"  ForceType application/ld+json\n" +
		"  <IfModule mod_headers.c>\n" +
		"    Header set Access-Control-Allow-Origin \"*\"\n" +
		"  </IfModule>\n" +
		"</FilesMatch>\n" +
		"<FilesMatch \"\\.jwk\\.json$\">\n" +
		"  ForceType application/jwk+json\n" +
		"</FilesMatch>\n" +
		"<FilesMatch \"\\.jwt$\">\n" +
		"  ForceType text/plain\n" +
		"  <IfModule mod_headers.c>\n" +
		"    Header set Access-Control-Allow-Origin \"*\"\n" +
		"  </IfModule>\n" +
		"</FilesMatch>\n")
	out.WriteString("<IfModule mod_rewrite.c>\n" +
		"  RewriteEngine On\n" +
		"  RewriteCond %{REQUEST_FILENAME}" + issuer.GoneExt + " -f\n" +
		"  RewriteRule ^ - [G]\n" +
		"</IfModule>\n")
	return []byte(out.String())
}

// headers writes the same, but for 410, for hosts that read a _headers file
// at the root of the site. No address matches two rules that name the same
// header: some hosts would join the values.
func headers(base string) []byte {
	root := "/"
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		root = u.EscapedPath()
	}
	var out strings.Builder
	out.WriteString("# " + mark + "\n" + root + "*\n  Access-Control-Allow-Origin: *\n")
	for _, pattern := range []string{
		"i/:issuer/profile.json", "i/:issuer/issuer-1.1.json", "i/:issuer/did.json", "i/:issuer/revoked.json",
		"b/:class/:version/badge.json", "b/:class/:version/badge-1.1.json", "b/:class/:version/achievement.json", "a/:group/*.json", "e/:group/*.json", "s/*",
	} {
		out.WriteString(root + pattern + "\n  Content-Type: application/ld+json\n")
	}
	return []byte(out.String())
}
