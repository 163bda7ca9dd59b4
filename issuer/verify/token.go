package verify

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"maps"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// token verifies a compact JWS: a signed assertion of 2.0 and older, or a 3.0
// credential as VC-JWT.
func (v *verifier) token(ctx context.Context, r *Result, p part) {
	r.Version, r.Format = detectToken(p.text, p.found)
	token, err := jws.Parse(string(bytes.Trim(p.text, " \t\r\n\x00")))
	if err != nil {
		r.unparsed(err)
		return
	}
	doc, err := parse(token.Payload)
	if err != nil {
		r.fail("format", Altered, "json-unreadable")
		return
	}
	r.Payload = string(token.Payload)
	claims := doc
	if inner, wrapped := doc["vc"].(object); wrapped {
		doc = unwrapped(inner, claims)
	}
	r.ID = str(doc, "id")
	if _, known := detect(doc); known == "" {
		r.fail("format", NotABadge, "no-badge")
		return
	}
	if p.baked && generation(r.Version) != p.found {
		r.remark("picture", "note-keyword", "version", r.Version)
	}
	r.ok("format", "format-known", "version", r.Version)
	if r.Format == "ob3-jwt" {
		r.claims(token, claims, doc)
		v.credential(ctx, r, p, doc, func(r *Result) Verdict { return v.proveToken(ctx, r, token, r.Issuer) })
		return
	}
	v.signed(ctx, r, token, doc)
}

// unwrapped is the credential inside the vc claim of older tokens, which may
// leave to the registered claims what those say (VCDM 1.1 §6.3.1).
func unwrapped(inner, claims object) object {
	doc := maps.Clone(inner)
	fill := func(o object, name string, value any) {
		if o[name] == nil && value != nil {
			o[name] = value
		}
	}
	fill(doc, "id", claims["jti"])
	fill(doc, "issuer", claims["iss"])
	for name, claim := range map[string]string{"issuanceDate": "nbf", "expirationDate": "exp"} {
		if seconds, ok := claims[claim].(json.Number); ok {
			if n, err := seconds.Int64(); err == nil {
				fill(doc, name, dateOf(n))
			}
		}
	}
	if subject, ok := doc["credentialSubject"].(object); ok {
		subject = maps.Clone(subject)
		fill(subject, "id", claims["sub"])
		doc["credentialSubject"] = subject
	}
	return doc
}

// unparsed records why a token could not be taken apart. One whose algorithm is
// sound, and not among ours, is not condemned for it.
func (r *Result) unparsed(err error) {
	var why *issuer.Error
	if asError(err, &why) && why.Code == "jws-algorithm" {
		switch alg := why.Values["algorithm"]; alg {
		case "RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "ES256K", "Ed25519", "Ed448":
			r.Status = StatusUnknown
			r.fail("proof", Consistent, "algorithm-later", "algorithm", alg)
			return
		}
	}
	r.failed("proof", Altered, err, "")
}

// accepted are the algorithms of tokens.
func accepted() []jws.Algorithm { return []jws.Algorithm{jws.RS256, jws.ES256, jws.EdDSA} }

// proveToken checks the signature of a VC-JWT and whose key made it.
func (v *verifier) proveToken(ctx context.Context, r *Result, token *jws.Token, issuerID string) Verdict {
	k := v.tokenKey(ctx, issuerID, token.Header)
	return r.signature(token, k, token.Header.KeyID)
}

// signature records what became of a token's signature and key.
func (r *Result) signature(token *jws.Token, k key, method string) Verdict {
	if method == "" && k.public != nil {
		method = jws.Thumbprint(k.public)
	}
	verdict := k.effect
	if k.public != nil {
		switch err := token.Verify(k.public, accepted()...); {
		case err == nil:
			r.ok("proof", "proof-good", "method", method)
		case issuer.CodeOf(err) == "jws-algorithm":
			r.fail("proof", Altered, "key-algorithm", "algorithm", string(token.Header.Algorithm))
			verdict = Altered
		default:
			r.fail("proof", Altered, "proof-signature", "method", method)
			verdict = Altered
		}
	}
	if k.why != nil {
		r.fail("key", k.effect, k.why.Code, append(flat(k.why), "method", method)...)
		return worse(verdict, k.effect)
	}
	if verdict == Trusted {
		r.ok("key", "key-bound", "method", method)
	}
	return verdict
}

// tokenKey finds the key of a VC-JWT. The header names it by kid or brings it
// as jwk; neither is believed: the issuer's own document has to name that
// key. Only a did:key holds its own.
func (v *verifier) tokenKey(ctx context.Context, issuerID string, h jws.Header) key {
	if h.KeyID == "" && h.JWK == nil {
		return key{effect: Altered, why: broken("key-unsaid")}
	}
	kid := h.KeyID
	if strings.HasPrefix(kid, "#") {
		kid = issuerID + kid
	}
	if own, is := strings.CutPrefix(issuerID, didKey); is && kid == "" {
		kid = issuerID + "#" + own
	}
	if document, _ := clip(kid); strings.HasPrefix(issuerID, didKey) {
		if k := v.key(ctx, issuerID, kid); document == issuerID && (h.JWK == nil || k.public == nil || equalKeys(k.public, h.JWK)) {
			return k
		}
		return key{h.JWK, Altered, broken("key-foreign", "issuer", issuerID)}
	}
	if strings.HasPrefix(issuerID, didJWK) {
		if kid == "" {
			kid = issuerID + "#0"
		}
		if document, _ := clip(kid); document == issuerID && h.JWK == nil {
			return v.key(ctx, issuerID, kid)
		}
	}
	if _, known := documentOf(issuerID); !known {
		return key{h.JWK, Consistent, broken("method-later", "issuer", issuerID)}
	}
	controller, effect, why := v.controller(ctx, issuerID)
	if why != nil {
		return key{h.JWK, effect, why}
	}
	return v.tokenKeyIn(ctx, controller, kid, h.JWK)
}

// tokenKeyIn looks a token's key up in the issuer's document: by its name, by
// the key itself, and at last by the key that lies under its name.
func (v *verifier) tokenKeyIn(ctx context.Context, controller object, kid string, jwk crypto.PublicKey) key {
	methods := methodsOf(controller)
	for _, m := range methods {
		inner, _ := m.entry["publicKeyJwk"].(object)
		if kid != "" && (m.id == kid || str(inner, "kid") == kid) {
			return v.standingOf(controller, m)
		}
	}
	if document, _ := clip(kid); jwk == nil && document != str(controller, "id") {
		var why *issuer.Error
		if jwk, why = v.keyAt(ctx, kid); why != nil {
			return key{nil, effectOf(why), why}
		}
	}
	for _, m := range methods {
		if public, err := m.public(); err == nil && jwk != nil && equalKeys(public, jwk) {
			return v.standingOf(controller, m)
		}
	}
	return key{jwk, Altered, broken("key-unnamed", "issuer", str(controller, "id"))}
}

// keyAt loads the bare JWK that the kid of a VC-JWT leads to.
func (v *verifier) keyAt(ctx context.Context, kid string) (crypto.PublicKey, *issuer.Error) {
	if _, web := isWeb(kid); !web {
		return nil, broken("key-unnamed", "issuer", kid)
	}
	found, err := v.load(ctx, kid)
	if err != nil {
		return nil, reason(err, kid)
	}
	if found.gone {
		return nil, broken("document-gone", "url", kid)
	}
	public, err := jws.ParseJWK(found.body)
	if err != nil {
		return nil, broken("key-unreadable", "method", kid)
	}
	return public, nil
}

// claims holds the registered claims of a VC-JWT against the credential they
// repeat: a reader that goes by one must not see another badge than a reader
// that goes by the other.
func (r *Result) claims(token *jws.Token, claims, doc object) {
	from, until := "validFrom", "validUntil"
	if isVC1(doc) {
		from, until = "issuanceDate", "expirationDate"
	}
	good := true
	check := func(claim string, same, needed bool) {
		switch {
		case claims[claim] == nil && !needed:
		case claims[claim] == nil && (claim == "sub" || strings.Contains(token.Header.Type, "vc+")):
			// The W3C's own rules ask for none, and sub is often forgotten.
			r.remark("claims", "claim-missing", "claim", claim)
		case claims[claim] == nil:
			good = false
			r.fail("claims", Altered, "claim-missing", "claim", claim)
		case !same:
			good = false
			r.fail("claims", Altered, "claim-differs", "claim", claim)
		}
	}
	subject := str(one(doc["credentialSubject"]), "id")
	check("iss", str(claims, "iss") == ref(doc["issuer"]), true)
	check("sub", str(claims, "sub") == subject, subject != "")
	check("jti", str(claims, "jti") == str(doc, "id"), true)
	check("nbf", sameInstant(claims["nbf"], doc[from]), true)
	check("exp", doc[until] == nil || sameInstant(claims["exp"], doc[until]), doc[until] != nil)
	switch kind := strings.ToLower(strings.TrimPrefix(token.Header.Type, "application/")); kind {
	case "", "jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt":
	default:
		good = false
		r.fail("claims", Altered, "claim-type", "type", kind)
	}
	if _, wrapped := claims["vc"]; wrapped && claims["@context"] != nil { // two credentials, and readers would take either
		good = false
		r.fail("claims", Altered, "claim-differs", "claim", "vc")
	}
	if end, ok := claims["exp"].(json.Number); ok && doc[until] == nil { // it ends the badge all the same
		if seconds, err := end.Int64(); err == nil {
			doc[until] = dateOf(seconds)
		} else {
			r.fail("claims", Altered, "claim-differs", "claim", "exp")
		}
	}
	if good {
		r.ok("claims", "claims-good")
	}
}
