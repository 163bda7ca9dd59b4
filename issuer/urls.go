package issuer

import "strconv"

// The layout below a base URL is final from the first award: lower case, the
// ending visible, nothing of a person in it. Paths have no leading slash.

// ProfilePath is where an issuer's profile and controller document lies.
func ProfilePath(issuer string) string { return "i/" + issuer + "/profile.json" }

// IssuerImagePath is where an issuer's picture lies.
func IssuerImagePath(issuer, ext string) string { return "i/" + issuer + "/image." + ext }

// ImageExt is the file ending of an issuer's picture. Both standards take PNG
// and SVG only.
func ImageExt(mediaType string) string {
	if mediaType == "image/svg+xml" {
		return "svg"
	}
	return "png"
}

// ClassPath is where a file of one version of a badge class lies: badge.json,
// achievement.json, image.png or criteria.html.
func ClassPath(class string, version int, file string) string {
	return "b/" + class + "/" + strconv.Itoa(version) + "/" + file
}

// FacePath is where a hosted face lies. id is a lower-case UUID.
func FacePath(id string) string { return "a/" + id[:2] + "/" + id + ".json" }

// FacePagePath is where the page for people about a face lies.
func FacePagePath(id string) string { return "a/" + id[:2] + "/" + id + ".html" }

// StatusPath is where a status list lies.
func StatusPath(list string) string { return "s/" + list + ".json" }
