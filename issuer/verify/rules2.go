package verify

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
)

// problem collectors: each says what a class of 2.0 must have (§5) and this
// document has not.

func missing(what, field string) *issuer.Error {
	return broken("field-missing", "what", what, "field", field)
}

func wrong(what, field, value string) *issuer.Error {
	return broken("field-wrong", "what", what, "field", field, "value", value)
}

// The ways in which a badge of 2.0 can be checked.
const (
	hostedKind = "HostedBadge hosted"
	signedKind = "SignedBadge signed"
)

func assertionProblems(a object, version, kind string) []*issuer.Error {
	const what = "Assertion"
	out := typed(a, what, what)
	if contexts := texts(a["@context"]); !slices.Contains(contexts, contextOB2) && !slices.ContainsFunc(contexts, isOB21) {
		out = append(out, wrong(what, "@context", strings.Join(contexts, ", ")))
	}
	if _, web := isWeb(str(a, "id")); !web && kind == hostedKind && (version != "0.5" || a["id"] != nil) || kind == signedKind && !isURI(str(a, "id")) {
		out = append(out, wrong(what, "id", str(a, "id")))
	}
	if version == "1.0" && str(a, "uid") == "" {
		out = append(out, missing(what, "uid"))
	}
	if ref(a["badge"]) == "" && one(a["badge"]) == nil {
		out = append(out, missing(what, "badge"))
	}
	if version != "0.5" && !verifiedBy(a, strings.Fields(kind)...) {
		out = append(out, missing(what, "verification"))
	}
	if _, ok := instant(a["issuedOn"]); !ok && (version >= "2" || a["issuedOn"] != nil) {
		out = append(out, wrong(what, "issuedOn", str(a, "issuedOn")))
	}
	if _, ok := instant(a["expires"]); !ok && a["expires"] != nil {
		out = append(out, wrong(what, "expires", str(a, "expires")))
	}
	if strings.HasPrefix(ref(a["image"]), "data:") {
		out = append(out, wrong(what, "image", "data:"))
	}
	return append(out, identityProblems(one(a["recipient"]))...)
}

func identityProblems(who object) []*issuer.Error {
	const what = "recipient"
	if who == nil {
		return []*issuer.Error{missing("Assertion", what)}
	}
	var out []*issuer.Error
	for _, field := range []string{"type", "identity"} {
		if str(who, field) == "" {
			out = append(out, missing(what, field))
		}
	}
	looksHashed := hashed.MatchString(str(who, "identity"))
	if said, ok := who["hashed"].(bool); ok && said != looksHashed || !ok && who["hashed"] != nil {
		out = append(out, wrong(what, "hashed", str(who, "identity")))
	}
	return out
}

func classProblems(c object) []*issuer.Error {
	const what = "BadgeClass"
	out := typed(c, what, what)
	for _, field := range []string{"name", "description"} {
		if str(c, field) == "" {
			out = append(out, missing(what, field))
		}
	}
	for _, field := range []string{"image", "issuer"} {
		if ref(c[field]) == "" {
			out = append(out, missing(what, field))
		}
	}
	if criteria := one(c["criteria"]); ref(c["criteria"]) == "" && str(criteria, "narrative") == "" {
		out = append(out, missing(what, "criteria"))
	}
	return out
}

func profileProblems(p object) []*issuer.Error {
	const what = "Profile"
	out := typed(p, what, "Issuer", what)
	if str(p, "name") == "" { // 2.0 asks for an email too, but nothing hangs on it
		out = append(out, missing(what, "name"))
	}
	if _, web := isWeb(str(p, "url")); !web {
		out = append(out, wrong(what, "url", str(p, "url")))
	}
	return out
}

// typed says whether the type of an object names one of those wanted.
func typed(o object, what string, wanted ...string) []*issuer.Error {
	kinds := texts(o["type"])
	for _, want := range wanted {
		if slices.Contains(kinds, want) {
			return nil
		}
	}
	return []*issuer.Error{wrong(what, "type", strings.Join(kinds, ", "))}
}

// dataURI decodes a data: address, base64 or percent-encoded.
func dataURI(s string) ([]byte, bool) {
	head, body, ok := strings.Cut(s, ",")
	if !ok {
		return nil, false
	}
	if strings.HasSuffix(head, ";base64") {
		data, err := base64.StdEncoding.DecodeString(body)
		return data, err == nil
	}
	text, err := url.PathUnescape(body)
	return []byte(text), err == nil
}

// isPicture knows PNG and SVG by how they begin, not by their names.
func isPicture(data []byte) bool {
	kind, ok := bake.Sniff(data)
	return ok && (kind == bake.PNG || bytes.Contains(data, []byte("<svg")) || bytes.Contains(data, []byte(":svg")))
}
