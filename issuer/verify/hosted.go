package verify

import (
	"bytes"
	"context"
	"reflect"
	"slices"
	"strings"

	"badgekiln/issuer"
)

// hosted verifies a hosted badge of 2.0 or older by the rules of §10: of what
// was handed in only the address counts, everything else is asked of the host.
func (v *verifier) hosted(ctx context.Context, r *Result, p part, handed object) {
	r.Status = StatusUnknown
	if verifiedBy(handed, "SignedBadge", "signed") { // what is signed is a token; this is what one carries
		r.Status = StatusNone
		r.fail("proof", Altered, "proof-missing")
		return
	}
	id := hostedAt(r.Version, handed, p.from)
	if id == "" && r.Version == "0.5" {
		r.fail("hosted", Consistent, "no-address")
		v.unserved(r, upgradeAssertion(handed, ""))
		return
	}
	if _, web := isWeb(id); id == "" {
		r.fail("hosted", Altered, "hosted-no-id")
		return
	} else if !web {
		r.fail("hosted", Altered, "hosted-id", "id", id)
		return
	}
	if p.where != "" && p.where != id {
		r.fail("picture", Altered, "picture-elsewhere", "url", p.where, "id", id)
	}
	if revoked(handed) {
		r.revoked(id, handed)
		return
	}
	if r.Version != "0.5" && !verifiedBy(handed, "HostedBadge", "hosted") {
		r.fail("hosted", Altered, "not-hosted", "id", id)
		return
	}
	text := p.text
	if p.from != "" { // already what a host serves
		text = nil
	}
	assertion, ok := v.served(ctx, r, id, text)
	if !ok {
		if r.Version < "2" {
			handed = upgradeAssertion(handed, id)
		}
		v.unserved(r, handed)
		return
	}
	r.structure(assertionProblems(assertion, r.Version, hostedKind))
	class, profile := v.class(ctx, r, assertion, r.Version == "0.5")
	v.dates(r, assertion["issuedOn"], assertion["expires"])
	v.recipient(r, recipient2(assertion))
	if r.Verdict != Altered && r.Issuer != "" {
		v.trust(r)
	}
	v.endorsements2(ctx, r, assertion, class, profile)
}

// unserved says what can be said of a badge whose host gave no document: its
// own words may still speak against it.
func (v *verifier) unserved(r *Result, handed object) {
	if r.Verdict != Consistent {
		return
	}
	r.structure(assertionProblems(handed, r.Version, hostedKind))
	v.dates(r, handed["issuedOn"], handed["expires"])
	v.recipient(r, recipient2(handed))
}

// served gives the assertion as its host serves it, held against the bytes
// handed in. It is false when there is none to go on with, which is recorded.
func (v *verifier) served(ctx context.Context, r *Result, id string, handed []byte) (object, bool) {
	found, err := v.load(ctx, id)
	if err != nil {
		r.failed("hosted", Consistent, err, id)
		return nil, false
	}
	copies := []loaded{found}
	if found.own && v.opts.Loader != nil && v.local() { // a folder stands in for the web: it is looked at as well
		if other, err := v.outside(ctx, id); err == nil {
			copies = append(copies, other)
		}
	}
	var assertion object
	for _, c := range copies {
		doc, good := v.copy(r, id, handed, c)
		if !good {
			return nil, false
		}
		if assertion == nil {
			assertion = doc
		}
	}
	r.Status = StatusGood
	if at := str(assertion, "id"); at != id {
		if assertion, _, err = v.linked(ctx, at, r.Version < "2"); err != nil {
			r.failed("hosted", effectOf(err), err, at)
			return nil, false
		}
		if revoked(assertion) {
			return nil, r.revoked(at, assertion)
		}
	}
	r.ID, r.Name = str(assertion, "id"), ""
	r.ok("hosted", "hosted-found", "url", r.ID)
	r.ok("status", "status-good-hosted")
	return assertion, true
}

// copy judges one copy of the hosted document.
func (v *verifier) copy(r *Result, id string, handed []byte, c loaded) (object, bool) {
	doc, err := parse(bytes.Trim(c.body, " \t\r\n\x00"))
	if c.gone || err == nil && revoked(doc) {
		return nil, r.revoked(id, doc)
	}
	if err != nil {
		r.fail("hosted", unreadable(c.body), "document-unreadable", "url", id)
		return nil, false
	}
	old := r.Version < "2"
	switch {
	case handed == nil:
	case old && sameJSON(doc, handed): // bakers of that time wrote the text anew
		r.ok("bytes", "copy-same", "url", id)
	case bytes.Equal(bytes.Trim(c.body, " \t\r\n"), handed):
		r.ok("bytes", "bytes-same")
	default:
		r.fail("bytes", Altered, "bytes-differ", "url", id)
	}
	if old {
		return upgradeAssertion(doc, id), true
	}
	return doc, true
}

// sameJSON tells whether a text says what a document says.
func sameJSON(doc object, text []byte) bool {
	other, err := parse(text)
	return err == nil && reflect.DeepEqual(doc, other)
}

// revoked records a revocation found at the host; it returns false.
func (r *Result) revoked(url string, doc object) bool {
	r.Status = StatusRevoked
	reason := str(doc, "revocationReason")
	code := "revoked-hosted"
	if reason == "" {
		code = "revoked-gone"
	}
	r.fail("status", Revoked, code, "url", url, "reason", reason)
	return false
}

func revoked(doc object) bool {
	flag, _ := doc["revoked"].(bool)
	return flag
}

// verifiedBy tells whether the verification object asks for one of these ways.
func verifiedBy(doc object, kinds ...string) bool {
	how := doc["verification"]
	if how == nil {
		how = doc["verify"]
	}
	return slices.ContainsFunc(texts(one(how)["type"]), func(kind string) bool { return slices.Contains(kinds, kind) })
}

// class checks badge class, issuer and scope, each as its own host serves it.
// inline is 0.5, which has no other place for them than the assertion.
func (v *verifier) class(ctx context.Context, r *Result, assertion object, inline bool) (class, profile object) {
	class, classID, ok := v.described(ctx, r, assertion, inline)
	if !ok {
		return nil, nil
	}
	v.picture2(ctx, r, class)
	profile, issuerID, ok := v.issuedBy(ctx, r, class, inline)
	if !ok {
		return class, nil
	}
	at := str(assertion, "id")
	r.scope(profile, issuerID, at)
	if host, web := isWeb(classID); web && one(profile["verification"]) == nil {
		if home, web := isWeb(issuerID); web && home != host {
			r.remark("scope", "class-elsewhere", "host", host, "home", home)
		}
	}
	return class, profile
}

// described finds and checks the badge class; inside says that a copy in the
// assertion stands as issued. It is false when there is none to go on with.
func (v *verifier) described(ctx context.Context, r *Result, assertion object, inside bool) (object, string, bool) {
	at := ref(assertion["badge"])
	class, id := one(assertion["badge"]), at
	if class == nil || !inside {
		if at == "" {
			return nil, "", false // the structure says so
		}
		var err error
		if class, id, err = v.linked(ctx, at, r.Version < "2"); err != nil {
			r.failed("class", effectOf(err), err, at)
			return nil, "", false
		}
	}
	r.Name = str(class, "name")
	if r.problems("class", classProblems(class)) {
		r.ok("class", "class-good", "name", r.Name, "url", id)
	}
	return class, id, true
}

// issuedBy finds and checks the issuer of a class.
func (v *verifier) issuedBy(ctx context.Context, r *Result, class object, inside bool) (object, string, bool) {
	at := ref(class["issuer"])
	if at == "" {
		return nil, "", false
	}
	profile, id := one(class["issuer"]), at
	if profile == nil || !inside {
		var err error
		if profile, id, err = v.profile(ctx, at, r.Version < "2"); err != nil {
			r.failed("issuer", effectOf(err), err, at)
			return nil, "", false
		}
	}
	r.Issuer, r.IssuerName = id, str(profile, "name")
	if r.problems("issuer", profileProblems(profile)) {
		r.ok("issuer", "issuer-found", "name", r.IssuerName, "issuer", id)
	}
	return profile, id, true
}

// profile loads an issuer's profile; our ledger knows our own.
func (v *verifier) profile(ctx context.Context, at string, old bool) (object, string, error) {
	if v.opts.Host != nil {
		if body, ok := v.opts.Host.Profile(at); ok {
			doc, err := parse(body)
			if err != nil || str(doc, "id") != at {
				return nil, "", broken("id-differs", "url", at)
			}
			return doc, at, nil
		}
	}
	return v.linked(ctx, at, old)
}

// scope is the rule of §8: the issuer says where its assertions may live.
func (r *Result) scope(profile object, issuerID, assertionID string) {
	rule := one(profile["verification"])
	home, _ := isWeb(issuerID) // linked lets no other id through
	starts := texts(rule["startsWith"])
	if len(starts) > 0 && !slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(assertionID, s) }) {
		r.fail("scope", Altered, "scope-start", "id", assertionID, "issuer", issuerID)
		return
	}
	allowed := texts(rule["allowedOrigins"])
	if len(allowed) == 0 {
		allowed = []string{home}
	}
	host, _ := isWeb(assertionID)
	if !slices.ContainsFunc(allowed, func(s string) bool { return strings.EqualFold(s, host) }) {
		r.fail("scope", Altered, "scope-host", "host", host, "issuer", issuerID)
		return
	}
	r.ok("scope", "scope-good", "host", host)
}

// picture2 looks at the class's picture. One that cannot be reached says
// nothing about the badge.
func (v *verifier) picture2(ctx context.Context, r *Result, class object) {
	at := ref(class["image"])
	var body []byte
	if strings.HasPrefix(at, "data:") {
		var ok bool
		if body, ok = dataURI(at); !ok {
			r.fail("image", Altered, "image-type", "url", "data:")
			return
		}
	} else {
		if at == "" {
			return
		}
		found, err := v.load(ctx, at)
		if err != nil || found.gone {
			r.remark("image", "image-unreachable", "url", at)
			return
		}
		body = found.body
	}
	if !isPicture(body) {
		r.fail("image", Altered, "image-type", "url", at)
		return
	}
	r.ok("image", "image-good")
}

// structure records what is missing of a credential, or that nothing is.
func (r *Result) structure(problems []*issuer.Error) {
	if r.problems("structure", problems) {
		r.ok("structure", "structure-good")
	}
}

// problems records at most ten; it is true when there are none.
func (r *Result) problems(name string, problems []*issuer.Error) bool {
	const most = 10
	for i, p := range problems {
		if i == most {
			break
		}
		r.failed(name, Altered, p, "")
	}
	return len(problems) == 0
}
