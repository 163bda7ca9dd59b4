package issuer

import (
	"strconv"
	"strings"
)

// The layout below a base URL is final from the first award: lower case, the
// ending visible, nothing of a person in it. Paths have no leading slash.

// ProfilePath is where an issuer's profile and controller document lies.
func ProfilePath(issuer string) string { return "i/" + issuer + "/profile.json" }

// IssuerPagePath is where the page for people about an issuer lies.
func IssuerPagePath(issuer string) string { return "i/" + issuer + "/index.html" }

// BadgeListPath is where a list of what an issuer offers lies, for programs.
func BadgeListPath(issuer string) string { return "i/" + issuer + "/badges.json" }

// EmbedPath is where the badges of an issuer are a page for a frame.
func EmbedPath(issuer string) string { return "i/" + issuer + "/embed.html" }

// ClassEmbedPath is where a badge class in its newest version is a page for a
// frame.
func ClassEmbedPath(class string) string { return "b/" + class + "/embed.html" }

// ClassPage is the page of a version of a badge class.
const ClassPage = "criteria.html"

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

// facesFolder holds the faces.
const facesFolder = "a/"

// FacePath is where a hosted face lies. id is a lower-case UUID.
func FacePath(id string) string { return facesFolder + id[:2] + "/" + id + ".json" }

// FacePagePath is where the page for people about a face lies.
func FacePagePath(id string) string { return "a/" + id[:2] + "/" + id + ".html" }

// StatusPath is where a status list lies.
func StatusPath(list string) string { return "s/" + list + ".json" }

// TokenPath is where a face lies that is a token and not a document.
func TokenPath(id string) string { return "a/" + id[:2] + "/" + id + ".jwt" }

// GonePath is where a file lies that says of a hosted face that it is gone for
// good: a host that finds it there may answer 410.
func GonePath(id string) string { return FacePath(id) + GoneExt }

// GoneExt is how the names of those files end.
const GoneExt = ".gone"

// EndorsementPath is where an endorsement lies; "" for a signed one of 2.0,
// which lies nowhere.
func EndorsementPath(f Format, id string) string {
	switch f {
	case OB2Signed:
		return ""
	case OB3JWT:
		return "e/" + id[:2] + "/" + id + ".jwt"
	}
	return "e/" + id[:2] + "/" + id + ".json"
}

// DIDPath is where the DID document of an issuer lies.
func DIDPath(issuer string) string { return "i/" + issuer + "/did.json" }

// OldProfilePath is where the profile for readers of 1.x lies.
func OldProfilePath(issuer string) string { return "i/" + issuer + "/issuer-1.1.json" }

// RevokedPath is where the list of revoked signed 2.0 badges lies.
func RevokedPath(issuer string) string { return "i/" + issuer + "/revoked.json" }

// KeyPath is where the CryptographicKey document of a key lies (2.0).
func KeyPath(issuer, key string) string { return "i/" + issuer + "/keys/" + key + ".json" }

// JWKPath is where the bare JWK of a key lies (3.0).
func JWKPath(issuer, key string) string { return "i/" + issuer + "/keys/" + key + ".jwk.json" }

// OldClassFile is the file of a badge class for readers of 1.x.
const OldClassFile = "badge-1.1.json"

// FaceOfPath is the id of the face that a path of a site belongs to: its file,
// or the page about it.
func FaceOfPath(path string) (id string, ok bool) {
	rest, ours := strings.CutPrefix(path, facesFolder)
	group, name, deep := strings.Cut(rest, "/")
	id, _, _ = strings.Cut(name, ".")
	return id, ours && deep && len(group) == 2 && strings.HasPrefix(id, group)
}

// ClaimPath is where a file of the page lies that only its person was told of:
// the page itself (html), the baked picture (png or svg), or a credential (json).
func ClaimPath(claim, ext string) string { return ClaimFolder + claim + "." + ext }

// ClaimFolder holds those pages.
const ClaimFolder = "c/"
