package inspect

import (
	"net/http"
	"regexp"
	"strings"
)

// Host is a kind of web server or service, as far as advice differs.
type Host string

// The kinds of hosts. Other is every other one.
const (
	Apache  Host = "apache"
	Nginx   Host = "nginx"
	Pages   Host = "pages" // GitHub Pages
	Netlify Host = "netlify"
	S3      Host = "s3"
	Other   Host = "other"
)

// kindOf reads the kind of a server off what it says of itself.
func kindOf(name string, h http.Header) Host {
	server := strings.ToLower(h.Get("Server"))
	switch {
	case strings.HasPrefix(server, "github"), strings.HasSuffix(name, ".github.io"):
		return Pages
	case strings.HasPrefix(server, "netlify"), h.Get("X-Nf-Request-Id") != "", strings.HasPrefix(server, "cloudflare") && strings.HasSuffix(name, ".pages.dev"):
		return Netlify
	case strings.Contains(server, "amazons3"), strings.Contains(server, "minio"), h.Get("X-Amz-Request-Id") != "":
		return S3
	case strings.HasPrefix(server, "apache"), strings.HasPrefix(server, "litespeed"):
		return Apache
	case strings.HasPrefix(server, "nginx"), strings.HasPrefix(server, "openresty"):
		return Nginx
	}
	return Other
}

const nginxFiles = `location ~ ^ROOT.*\.(json|jwt|png|svg|html)$ {
  types { application/ld+json json; text/plain jwt; image/png png; image/svg+xml svg; text/html html; }
  charset utf-8;
  expires 5m;
  add_header Access-Control-Allow-Origin "*" always;
  if (-f $request_filename.gone) { return 410; }
  try_files $uri =404;
}
`

const apacheFiles = `<LocationMatch "^ROOT">
  FallbackResource disabled
</LocationMatch>
`

// Remedy is the lines of configuration that cure a fault on a kind of server,
// for a site below a path ("/" or "/badges/"); "" where words have to do. They
// go into the <VirtualHost> of Apache, or the server block of nginx; of a bucket
// they are its policy or its CORS rules.
func Remedy(host Host, code, root string) string {
	quoted := regexp.QuoteMeta(root)
	text := map[Host]map[string]string{
		Apache: {
			"check-type": `<LocationMatch "^ROOT.*\.json$">
  ForceType application/ld+json
</LocationMatch>
<LocationMatch "^ROOT.*\.png$">
  ForceType image/png
</LocationMatch>
<LocationMatch "^ROOT.*\.svg$">
  ForceType image/svg+xml
</LocationMatch>
<LocationMatch "^ROOT.*\.jwt$">
  ForceType text/plain
</LocationMatch>
<LocationMatch "^ROOT.*\.html$">
  ForceType "text/html; charset=utf-8"
</LocationMatch>
`,
			"check-charset": `<LocationMatch "^ROOT.*\.html$">
  ForceType "text/html; charset=utf-8"
</LocationMatch>
`,
			"check-kept": `LoadModule headers_module modules/mod_headers.so
<LocationMatch "^ROOT.*\.(json|jwt)$">
  Header set Cache-Control "public, max-age=300"
</LocationMatch>
`,
			"check-cors": `LoadModule headers_module modules/mod_headers.so
<LocationMatch "^ROOT.*\.(json|jwt|png|svg)$">
  Header always set Access-Control-Allow-Origin "*"
</LocationMatch>
`,
			"check-listing": `<LocationMatch "^ROOT">
  Options -Indexes
</LocationMatch>
`,
			"check-soft-404":   apacheFiles,
			"check-error-page": apacheFiles,
			"check-packed": `<LocationMatch "^ROOT">
  SetEnv no-gzip 1
</LocationMatch>
`,
			"check-case": `<Location "ROOT">
  CheckSpelling Off
</Location>
`,
			"check-gone": `LoadModule rewrite_module modules/mod_rewrite.so
RewriteEngine On
RewriteCond %{LA-U:REQUEST_FILENAME}.gone -f
RewriteRule ^ROOT.*\.json$ - [G]
`,
		},
		Nginx: {
			"check-type": nginxFiles,
			"check-cors": nginxFiles, // the first location that fits counts, so it does all
			"check-listing": `location ~ ^ROOT(.*/)?$ {
  autoindex off;
}
`,
			"check-soft-404":   nginxFiles,
			"check-error-page": nginxFiles,
			"check-gone":       nginxFiles,
			"check-charset":    nginxFiles,
			"check-kept":       nginxFiles,
		},
		S3: {
			"check-status": `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": ["s3:GetObject"],
  "Resource": ["arn:aws:s3:::BUCKETROOT*"]}]}
`,
			"check-cors": `[{"AllowedOrigins": ["*"], "AllowedMethods": ["GET", "HEAD"], "AllowedHeaders": ["*"]}]
`,
		},
	}[host][code]
	if host == S3 {
		quoted = root
	}
	if host == Apache && code == "check-case" {
		quoted = root // a place, and no pattern
	}
	return strings.ReplaceAll(text, "ROOT", quoted)
}
