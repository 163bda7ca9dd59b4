package verify

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"badgekiln/issuer/jws"
)

// endorsements looks at the words others say for a 3.0 badge, its achievement
// or its issuer (§9 step 6). Each is signed by whoever says it. A bad one is
// remarked on and does the badge no harm: anybody could add nonsense to it
// that the signature of the badge does not even cover.
func (v *verifier) endorsements(ctx context.Context, r *Result, doc object) {
	const most = 5
	achievement := one(one(doc["credentialSubject"])["achievement"])
	n := 0
	for _, o := range []object{doc, achievement, one(doc["issuer"])} {
		for _, item := range slices.Concat(many(o["endorsement"]), many(o["endorsementJwt"])) {
			if n++; n > most {
				r.remark("endorsement", "endorsement-later")
				return
			}
			v.endorsement(ctx, r, item)
		}
	}
}

func (v *verifier) endorsement(ctx context.Context, r *Result, item any) {
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
	scratch = Result{}
	if v.dates(&scratch, from, until); scratch.Verdict != "" {
		r.remark("endorsement", "endorsement-dates", "issuer", who)
		return
	}
	comment := strings.TrimSpace(str(one(doc["credentialSubject"]), "endorsementComment"))
	r.ok("endorsement", "endorsement-good", "issuer", who, "comment", comment)
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
