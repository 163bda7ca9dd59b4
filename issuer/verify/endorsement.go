package verify

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// maxEndorsements is how many endorsements of one badge are checked.
const maxEndorsements = 5

// endorsements looks at the words others say for a 3.0 badge, its achievement
// or its issuer (§9 step 6). Each is signed by whoever says it. A bad one is
// remarked on and does the badge no harm: anybody could add nonsense to it
// that the signature of the badge does not even cover.
func (v *verifier) endorsements(ctx context.Context, r *Result, doc object) {
	achievement := one(one(doc["credentialSubject"])["achievement"])
	about := abouts(achievement, str(doc, "id"), str(achievement, "id"), ref(doc["issuer"]))
	n := 0
	for _, o := range []object{doc, achievement, one(doc["issuer"])} {
		for _, item := range slices.Concat(many(o["endorsement"]), many(o["endorsementJwt"])) {
			if n++; n > maxEndorsements {
				r.remark("endorsement", "endorsement-later")
				return
			}
			v.endorsement(ctx, r, item, about)
		}
	}
}

// abouts are the ids an endorsement in a badge can be about: what it consists
// of, and what its class says to be related to, such as its earlier versions.
func abouts(class object, ids ...string) []string {
	for _, item := range many(class["related"]) {
		ids = append(ids, ref(item))
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

func (v *verifier) endorsement(ctx context.Context, r *Result, item any, about []string) {
	text, isToken := item.(string)
	if !isToken {
		written, err := json.Marshal(item)
		if err != nil {
			return
		}
		text = string(written)
	}
	doc, prove, who := object(nil), (func(*Result) Verdict)(nil), ""
	if isToken == jws.Looks(text) {
		var err error
		if doc, err = unsignedOf(text); err == nil {
			who = ref(doc["issuer"])
			_, prove, err = v.signedDocument(ctx, []byte(text), who)
		}
		if err != nil {
			prove = nil
		}
	}
	scratch := Result{}
	switch {
	case prove == nil || !slices.Contains(texts(doc["type"]), "EndorsementCredential"):
		r.remark("endorsement", "endorsement-unreadable")
		return
	case prove(&scratch) != Trusted:
		r.remark("endorsement", "endorsement-bad", "issuer", who)
		return
	}
	from, until := doc["validFrom"], doc["validUntil"]
	if isVC1(doc) {
		from, until = doc["issuanceDate"], doc["expirationDate"]
	}
	subject := one(doc["credentialSubject"])
	v.endorsed(r, who, from, until, str(subject, "id"), str(subject, "endorsementComment"), about)
}

// endorsed judges what an endorsement says, once it is known who says it.
func (v *verifier) endorsed(r *Result, who string, from, until any, id, comment string, about []string) {
	scratch := Result{}
	if v.dates(&scratch, from, until); scratch.Verdict != "" {
		r.remark("endorsement", "endorsement-dates", "issuer", who)
		return
	}
	if !slices.Contains(about, id) {
		r.remark("endorsement", "endorsement-other", "issuer", who, "about", id)
		return
	}
	r.ok("endorsement", "endorsement-good", "issuer", who, "comment", strings.TrimSpace(comment))
}

// endorsements2 does the same for a badge of 2.0 (§11): an endorsement there is
// a document of whoever says it, hosted or signed like an assertion, and only
// its host is believed.
func (v *verifier) endorsements2(ctx context.Context, r *Result, assertion, class, profile object) {
	if r.Version < "2" {
		return
	}
	about := abouts(class, str(assertion, "id"), str(class, "id"), str(profile, "id"))
	n := 0
	for _, o := range []object{assertion, class, profile} {
		for _, item := range many(o["endorsement"]) {
			if n++; n > maxEndorsements {
				r.remark("endorsement", "endorsement-later")
				return
			}
			if text, _ := item.(string); jws.Looks(text) {
				v.endorsementSigned(ctx, r, text, about)
			} else {
				v.endorsementHosted(ctx, r, ref(item), about)
			}
		}
	}
}

func (v *verifier) endorsementHosted(ctx context.Context, r *Result, url string, about []string) {
	if _, web := isWeb(url); !web {
		r.remark("endorsement", "endorsement-unreadable")
		return
	}
	doc, id, err := v.linked(ctx, url, false)
	switch {
	case issuer.CodeOf(err) == "document-gone", err == nil && revoked(doc):
		r.remark("endorsement", "endorsement-withdrawn", "url", url)
		return
	case err != nil && effectOf(err) == Consistent:
		r.remark("endorsement", "endorsement-unreachable", "url", url)
		return
	case err != nil || !slices.Contains(texts(doc["type"]), "Endorsement") || !verifiedBy(doc, "HostedBadge", "hosted"):
		r.remark("endorsement", "endorsement-unreadable")
		return
	}
	profile, who, err := v.profile(ctx, ref(doc["issuer"]), false)
	if err != nil {
		r.remark("endorsement", "endorsement-unreachable", "url", ref(doc["issuer"]))
		return
	}
	scratch := Result{}
	if scratch.scope(profile, who, id); scratch.Verdict != "" {
		r.remark("endorsement", "endorsement-bad", "issuer", who)
		return
	}
	claim := one(doc["claim"])
	v.endorsed(r, who, doc["issuedOn"], doc["expires"], str(claim, "id"), str(claim, "endorsementComment"), about)
}

func (v *verifier) endorsementSigned(ctx context.Context, r *Result, text string, about []string) {
	token, err := jws.Parse(text)
	var doc object
	if err == nil {
		doc, err = parse(token.Payload)
	}
	if err != nil || !slices.Contains(texts(doc["type"]), "Endorsement") {
		r.remark("endorsement", "endorsement-unreadable")
		return
	}
	profile, who, err := v.profile(ctx, ref(doc["issuer"]), false)
	if err != nil {
		r.remark("endorsement", "endorsement-unreachable", "url", ref(doc["issuer"]))
		return
	}
	scratch := Result{Version: r.Version}
	k, method := v.assertionKey(ctx, &scratch, token, profile, who, doc)
	proven := scratch.signature(token, k, method)
	if proven != Trusted {
		r.remark("endorsement", "endorsement-bad", "issuer", who)
		return
	}
	scratch = Result{ID: str(doc, "id")}
	switch v.revocations(ctx, &scratch, profile, who, doc, proven); scratch.Status { //nolint:exhaustive // the rest is good
	case StatusRevoked:
		r.remark("endorsement", "endorsement-withdrawn", "url", str(doc, "id"))
		return
	case StatusUnknown:
		r.remark("endorsement", "endorsement-unreachable", "url", ref(profile["revocationList"]))
		return
	}
	claim := one(doc["claim"])
	v.endorsed(r, who, doc["issuedOn"], doc["expires"], str(claim, "id"), str(claim, "endorsementComment"), about)
}

// unsignedOf reads what a credential says, whoever signed it.
func unsignedOf(text string) (object, error) {
	if !jws.Looks(text) {
		return parse([]byte(text))
	}
	token, err := jws.Parse(text)
	if err != nil {
		return nil, err
	}
	doc, err := parse(token.Payload)
	if inner, wrapped := doc["vc"].(object); wrapped {
		doc = inner
	}
	return doc, err
}
