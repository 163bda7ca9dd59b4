package verify

import (
	"slices"
	"strings"
)

// The contexts that tell a version.
const (
	contextOB2  = "https://w3id.org/openbadges/v2"
	contextOB1  = "https://w3id.org/openbadges/v1"
	contextOB1b = "https://openbadgespec.org/v1"
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
	case slices.Contains(contexts, contextOB2):
		return "2.0", "ob2"
	case slices.Contains(contexts, contextOB1), slices.Contains(contexts, contextOB1b):
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
	if _, isText := doc["badge"].(string); isText && one(doc["verify"]) != nil {
		return "1.0", "ob10"
	}
	return "", ""
}

// clip keeps the fragment of a controller's address off.
func clip(url string) (document, fragment string) {
	document, fragment, _ = strings.Cut(url, "#")
	return document, fragment
}
