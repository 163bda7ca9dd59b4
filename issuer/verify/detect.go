package verify

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"badgekiln/issuer/bake"
	"badgekiln/issuer/jws"
)

// The contexts that tell a version.
const (
	contextOB2  = "https://w3id.org/openbadges/v2"
	contextOB1  = "https://w3id.org/openbadges/v1"
	contextOB1b = "https://openbadgespec.org/v1"
	contextOB21 = "https://purl.imsglobal.org/spec/ob/v2p1/"
	contextVC2  = "https://www.w3.org/ns/credentials/v2"
	contextVC1  = "https://www.w3.org/2018/credentials/v1"
)

// detect tells version and format of a JSON badge; "" for what is none. What
// only claims a version by its context is still held against its rules.
func detect(doc object) (version, format string) {
	contexts := texts(doc["@context"])
	switch {
	case slices.Contains(contexts, contextVC2), slices.Contains(contexts, contextVC1):
		return "3.0", "ob3"
	case slices.Contains(contexts, contextOB2), slices.ContainsFunc(contexts, isOB21):
		if isPartOfBadge(texts(doc["type"])) {
			return "", ""
		}
		if slices.ContainsFunc(contexts, isOB21) {
			return "2.1", "ob2"
		}
		return "2.0", "ob2"
	case slices.Contains(contexts, contextOB1), slices.Contains(contexts, contextOB1b):
		if isPartOfBadge(texts(doc["type"])) {
			return "", ""
		}
		return "1.1", "ob11"
	case slices.Contains(texts(doc["type"]), "VerifiableCredential"):
		return "3.0", "ob3"
	case doc["@context"] != nil:
		if slices.Contains(texts(doc["type"]), "Assertion") {
			return "2.0", "ob2"
		}
		return "", ""
	}
	if class := one(doc["badge"]); class != nil && str(one(class["issuer"]), "origin") != "" {
		return "0.5", "ob05"
	}
	if ref(doc["badge"]) != "" && one(doc["verify"]) != nil {
		return "1.0", "ob10"
	}
	return "", ""
}

// isOB21 tells a context of 2.1, whose badges are those of 2.0.
func isOB21(context string) bool { return strings.HasPrefix(context, contextOB21) }

// isPartOfBadge tells a document that belongs to 2.0 badges and is none itself.
func isPartOfBadge(types []string) bool {
	return len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool {
		switch t {
		case "BadgeClass", "Issuer", "Profile", "CryptographicKey", "RevocationList", "Endorsement":
			return false
		}
		return true
	})
}

// unsignedToken tells a token whose signature was cut off, as "alg":"none" has
// it.
func unsignedToken(text []byte) bool {
	rest, cut := bytes.CutSuffix(bytes.Trim(text, " \t\r\n\x00"), []byte("."))
	return cut && bytes.Count(rest, []byte(".")) == 1 && jws.Looks(string(rest)+".")
}

// detectToken tells version and format of a compact JWS by what it carries,
// and where that says nothing by where the token was found.
func detectToken(token []byte, found bake.Generation) (version, format string) {
	parts := bytes.Split(bytes.TrimSpace(token), []byte("."))
	if len(parts) == 3 {
		if text, err := base64.RawURLEncoding.DecodeString(string(parts[1])); err == nil {
			if doc, err := parse(text); err == nil {
				if inner, wrapped := doc["vc"].(object); wrapped {
					doc = inner
				}
				version, _ = detect(doc)
			}
		}
	}
	switch {
	case version != "" && version < "3":
		return version, "ob2-signed"
	case version == "" && found == bake.OB2:
		return "2.0", "ob2-signed"
	}
	return "3.0", "ob3-jwt"
}

// clip keeps the fragment of a controller's address off.
func clip(url string) (document, fragment string) {
	document, fragment, _ = strings.Cut(url, "#")
	return document, fragment
}
