package verify

import (
	"bytes"
	"context"
	"crypto"
	"slices"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// signed verifies a signed badge of 2.0 or older (§7, §10): the class may be
// inside as issued, but the issuer's word, its keys and its revocations count
// only as its host serves them.
func (v *verifier) signed(ctx context.Context, r *Result, token *jws.Token, doc object) {
	assertion := doc
	if r.Version < "2" {
		assertion = upgradeAssertion(doc, "")
	}
	r.ID = str(assertion, "id")
	r.structure(assertionProblems(assertion, r.Version, signedKind))
	class, _, ok := v.described(ctx, r, assertion, one(assertion["badge"])["type"] != nil)
	if !ok {
		v.unsigned(r, token, assertion)
		return
	}
	v.picture2(ctx, r, class)
	profile, issuerID, ok := v.issuedBy(ctx, r, class, false)
	if !ok {
		v.unsigned(r, token, assertion)
		return
	}
	k, method := v.assertionKey(ctx, r, token, profile, issuerID, assertion)
	proven := r.signature(token, k, method)
	v.dates(r, assertion["issuedOn"], assertion["expires"])
	v.revocations(ctx, r, profile, issuerID, assertion, proven)
	v.recipient(r, recipient2(assertion))
	if revoked(assertion) {
		r.revoked(r.ID, assertion)
	}
	if r.Verdict != Altered && r.Issuer != "" {
		v.trust(r)
	}
	v.endorsements2(ctx, r, assertion, class, profile)
}

// unsigned says what can be said of a signed badge whose issuer could not be
// asked: its own words may still speak against it.
func (v *verifier) unsigned(r *Result, _ *jws.Token, assertion object) {
	r.Status = StatusUnknown
	v.dates(r, assertion["issuedOn"], assertion["expires"])
	v.recipient(r, recipient2(assertion))
	if r.Verdict == Trusted { // nothing was said yet against it, and nothing for it
		r.fail("proof", Consistent, "proof-unchecked")
	}
}

// assertionKey finds the key of a signed assertion: the creator it names, if
// the issuer's hosted profile lists that one too, else any the profile lists.
func (v *verifier) assertionKey(ctx context.Context, r *Result, token *jws.Token, profile object, issuerID string, assertion object) (key, string) {
	how := one(assertion["verification"])
	if r.Version < "2" {
		at := str(how, "url")
		return v.oldKey(ctx, at, issuerID), at
	}
	creator := ref(how["creator"])
	listed := map[string]object{}
	var names []string
	for _, item := range many(profile["publicKey"]) {
		if name := ref(item); name != "" {
			names, listed[name] = append(names, name), one(item)
		}
	}
	if creator != "" {
		k := v.keyDocument(ctx, creator, listed[creator], issuerID)
		if k.why == nil && !slices.Contains(names, creator) {
			k.effect, k.why = Altered, broken("key-unnamed", "issuer", issuerID)
		}
		return v.withdrawnIn(profile, k), creator
	}
	const most = 5
	first := key{effect: Altered, why: broken("key-unnamed", "issuer", issuerID)}
	for i, name := range names[:min(len(names), most)] {
		k := v.keyDocument(ctx, name, listed[name], issuerID)
		if i == 0 {
			first = k
		}
		if k.why == nil && token.Verify(k.public, accepted()...) == nil {
			return v.withdrawnIn(profile, k), name
		}
	}
	return first, strings.Join(names[:min(len(names), 1)], "")
}

// keyDocument reads a CryptographicKey, inside the hosted profile or under its
// own address. Its owner must be the issuer.
func (v *verifier) keyDocument(ctx context.Context, at string, inside object, issuerID string) key {
	doc := inside
	if str(doc, "publicKeyPem") == "" {
		if _, web := isWeb(at); !web {
			return key{effect: Altered, why: broken("key-unnamed", "issuer", issuerID)}
		}
		var err error
		if doc, _, err = v.linked(ctx, at, false); err != nil {
			return key{effect: effectOf(err), why: reason(err, at)}
		}
	}
	public, err := jws.ParsePEM(str(doc, "publicKeyPem"))
	if err != nil {
		return key{effect: Altered, why: broken("key-unreadable", "method", at)}
	}
	if owner := ref(doc["owner"]); owner != "" && owner != issuerID {
		return key{public, Altered, broken("key-foreign", "issuer", issuerID)}
	}
	if when, ok := v.withdrawn(doc); ok {
		return key{public, Untrusted, broken("key-withdrawn", "issuer", issuerID, "date", when)}
	}
	return key{public: public, effect: Trusted}
}

// withdrawnIn looks whether the issuer's profile, which is its controller
// document as well, says that a key was withdrawn.
func (v *verifier) withdrawnIn(profile object, k key) key {
	for _, m := range methodsOf(profile) {
		public, err := m.public()
		if err != nil || !equalKeys(public, k.public) {
			continue
		}
		if when, ok := v.withdrawn(m.entry); ok && k.effect.rank() <= Altered.rank() {
			return key{k.public, Untrusted, broken("key-withdrawn", "issuer", str(profile, "id"), "date", when)}
		}
	}
	return k
}

// oldKey loads the key of a 1.x badge, a bare PEM text. Anybody could point to
// a key of their own, so it must lie where the issuer lives.
func (v *verifier) oldKey(ctx context.Context, at, issuerID string) key {
	host, web := isWeb(at)
	home, known := isWeb(issuerID)
	if !web || !known || host != home {
		return key{effect: Altered, why: broken("key-unnamed", "issuer", issuerID)}
	}
	found, err := v.load(ctx, at)
	if err != nil {
		return key{effect: Consistent, why: reason(err, at)}
	}
	if found.gone {
		return key{effect: Consistent, why: broken("document-gone", "url", at)}
	}
	var public crypto.PublicKey
	text := bytes.TrimSpace(found.body)
	if doc, err := parse(text); err == nil {
		text = []byte(str(doc, "publicKeyPem"))
	}
	if public, err = jws.ParsePEM(string(text)); err != nil {
		return key{effect: Altered, why: broken("key-unreadable", "method", at)}
	}
	return key{public: public, effect: Trusted}
}

// revocations looks a signed badge up in our own ledger, if that made it, and
// in its issuer's revocation list (§9).
func (v *verifier) revocations(ctx context.Context, r *Result, profile object, issuerID string, assertion object, proven Verdict) {
	at := ref(profile["revocationList"])
	if proven != Trusted {
		if at != "" {
			r.Status = StatusUnknown
		}
		return
	}
	known := v.ledger(r, r.ID)
	if at == "" {
		return
	}
	reasonGiven, found, why := v.listed(ctx, at, issuerID, assertion)
	switch {
	case why != nil && known:
		r.remark("status", why.Code, flat(why)...)
	case why != nil:
		r.Status = stronger(r.Status, StatusUnknown)
		r.fail("status", Consistent, why.Code, flat(why)...)
	case found:
		r.Status = StatusRevoked
		if reasonGiven != "" {
			r.fail("status", Revoked, "revoked-hosted", "reason", reasonGiven)
			return
		}
		r.fail("status", Revoked, "revoked-list", "url", at)
	default:
		r.Status = stronger(r.Status, StatusGood)
		r.ok("status", "status-good-list", "url", at)
	}
}

// listed looks an assertion up in a RevocationList of 2.0, or in the plain
// object of 1.x, whose members are the uids that were revoked.
func (v *verifier) listed(ctx context.Context, at, issuerID string, assertion object) (why string, found bool, fault *issuer.Error) {
	text, fault := v.statusDocument(ctx, at)
	if fault != nil {
		return "", false, fault
	}
	list, err := parse(text)
	if err != nil {
		return "", false, broken("document-unreadable", "url", at)
	}
	if who := ref(list["issuer"]); who != "" && who != issuerID {
		return "", false, broken("status-list-issuer", "url", at)
	}
	id, uid := str(assertion, "id"), str(assertion, "uid")
	items, is := list["revokedAssertions"]
	if !is {
		if list["@context"] != nil || list["type"] != nil {
			return "", false, broken("status-list-other", "url", at)
		}
		_, found = list[uid]
		return str(list, uid), found && uid != "", nil
	}
	for _, item := range many(items) {
		if ref(item) == id || uid != "" && str(one(item), "uid") == uid {
			return str(one(item), "revocationReason"), true, nil
		}
	}
	return "", false, nil
}
