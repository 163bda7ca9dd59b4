package verify

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"
)

// Badges before 2.0 are brought into its shape first and judged by its rules
// then (§10 step 3). Whatever the older texts do not ask for is not missed.

// isOld tells a document of 1.1 or older: it has no context, or that of 1.1.
func isOld(doc object) bool {
	if doc["@context"] == nil {
		return true
	}
	for _, context := range texts(doc["@context"]) {
		if context == contextOB1 || context == contextOB1b {
			return true
		}
	}
	return false
}

// upgradeAssertion brings an assertion of 0.5, 1.0 or 1.1 into the shape of
// 2.0. address is where it is hosted; "" when it is not.
func upgradeAssertion(old object, address string) object {
	a := maps.Clone(old)
	a["@context"], a["type"] = contextOB2, "Assertion"
	if address != "" {
		a["id"] = address
	} else if a["id"] == nil && str(old, "uid") != "" {
		a["id"] = "uid:" + str(old, "uid")
	}
	if who, ok := old["recipient"].(string); ok { // 0.5
		a["recipient"] = object{"type": "email", "identity": who, "salt": str(old, "salt"), "hashed": !strings.Contains(who, "@")}
	}
	for to, from := range map[string]string{"issuedOn": "issued_on", "expires": "expires", "verification": "verify"} {
		if a[to] == nil && old[from] != nil {
			a[to] = old[from]
		}
	}
	for _, name := range []string{"issuedOn", "expires"} {
		if a[name] != nil {
			a[name] = oldDate(a[name])
		}
	}
	if inline := one(old["badge"]); inline != nil && str(inline, "id") == "" { // 0.5: the class is inside
		a["badge"] = upgradeInline(inline)
	}
	return a
}

// oldDate brings the dates of older badges into the form of 2.0: seconds since
// 1970 and days alone.
func oldDate(v any) any {
	seconds, isNumber := v.(json.Number)
	if text, isText := v.(string); isText {
		switch {
		case len(text) == 10 && strings.Trim(text, "0123456789") == "":
			seconds, isNumber = json.Number(text), true
		case len(text) == 10:
			return text + "T00:00:00Z"
		case len(text) > 10 && !strings.ContainsAny(text[10:], "Zz+-"): // without a zone
			return text + "Z"
		}
	}
	if n, err := seconds.Int64(); isNumber && err == nil {
		return dateOf(n)
	}
	return v
}

// upgradeInline brings the class inside a 0.5 assertion into the shape of 2.0,
// its issuer in it. Addresses may be relative to the issuer's origin.
func upgradeInline(inline object) object {
	who := one(inline["issuer"])
	origin := str(who, "origin")
	absolute := func(name string) string {
		at := str(inline, name)
		base, err := url.Parse(origin)
		if err != nil || at == "" {
			return at
		}
		if full, err := base.Parse(at); err == nil {
			return full.String()
		}
		return at
	}
	c := maps.Clone(inline)
	c["type"], c["image"], c["criteria"] = "BadgeClass", absolute("image"), absolute("criteria")
	c["issuer"] = object{"type": "Issuer", "id": origin, "url": origin, "name": str(who, "name"), "email": str(who, "contact")}
	return c
}

// upgradeLinked brings a class or an issuer of 1.0 or 1.1 into the shape of
// 2.0. Its address is its id.
func upgradeLinked(old object, address string) object {
	o := maps.Clone(old)
	if str(o, "id") == "" {
		o["id"] = address
	}
	if o["type"] == nil {
		o["type"] = "BadgeClass"
		if o["criteria"] == nil && o["issuer"] == nil {
			o["type"] = "Issuer"
		}
	}
	return o
}

// hostedAt is where a hosted badge lies: 2.0 says so by its id, 1.x by
// verify.url. A 0.5 badge does not say, and is where it came from.
func hostedAt(version string, doc object, from string) string {
	if version >= "2" {
		return str(doc, "id")
	}
	for _, at := range []string{str(one(doc["verify"]), "url"), str(one(doc["verification"]), "url"), str(doc, "id")} {
		if at != "" {
			return at
		}
	}
	return from
}
