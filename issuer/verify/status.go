package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
)

// status looks up whether a 3.0 badge was revoked (§8): in our own ledger if
// it made the badge, and in every list the badge names. Lists are asked for
// only once the proof holds: before, anybody could have written their address.
func (v *verifier) status(ctx context.Context, r *Result, doc object, proven Verdict) {
	entries := many(doc["credentialStatus"])
	if proven != Trusted {
		if len(entries) > 0 {
			r.Status = StatusUnknown
		}
		return
	}
	known := v.ledger(r, str(doc, "id"))
	for _, item := range entries {
		entry := one(item)
		found, why := v.entry(ctx, entry, str(doc, "id"), r.Issuer)
		switch {
		case why != nil && known:
			r.remark("status", why.Code, flat(why)...)
		case why != nil:
			r.Status = stronger(r.Status, StatusUnknown)
			r.fail("status", Consistent, why.Code, flat(why)...)
		case found == StatusRevoked:
			r.Status = StatusRevoked
			r.fail("status", Revoked, "revoked-list", "url", listOf(entry))
		case found == StatusSuspended:
			r.Status = stronger(r.Status, StatusSuspended)
			r.fail("status", Revoked, "suspended-list", "url", listOf(entry))
		case found == StatusGood:
			r.Status = stronger(r.Status, StatusGood)
			r.ok("status", "status-good-list", "url", listOf(entry))
		}
	}
}

func flat(e *issuer.Error) []string {
	pairs := make([]string, 0, 2*len(e.Values))
	for name, text := range e.Values {
		pairs = append(pairs, name, text)
	}
	return pairs
}

// ledger asks our own ledger; it is true if that made the badge.
func (v *verifier) ledger(r *Result, id string) bool {
	if v.opts.Host == nil || id == "" {
		return false
	}
	state, ok := v.opts.Host.Status(id)
	if !ok {
		return false
	}
	switch state {
	case issuer.Issued:
		r.Status = StatusGood
		r.ok("status", "status-good-ledger")
	case issuer.Revoked, issuer.Superseded, issuer.Undone:
		r.Status = StatusRevoked
		r.fail("status", Revoked, "revoked-ledger", "state", string(state))
	case suspended:
		r.Status = stronger(r.Status, StatusSuspended)
		r.fail("status", Revoked, "suspended-ledger")
	default: // planned, not made: nothing to say about a finished badge
		return false
	}
	return true
}

// suspended is the state of an award that does not hold for the time being.
const suspended issuer.State = "suspended"

func listOf(entry object) string {
	if url := str(entry, "statusListCredential"); url != "" {
		return url
	}
	return str(entry, "id")
}

// entry answers one credentialStatus. StatusNone is an entry that says
// nothing about validity.
func (v *verifier) entry(ctx context.Context, entry object, id, issuerID string) (Status, *issuer.Error) {
	switch kinds := texts(entry["type"]); {
	case slices.Contains(kinds, "BitstringStatusListEntry"):
		return v.bitstring(ctx, entry, issuerID, ob3.Decode)
	case slices.Contains(kinds, "StatusList2021Entry"):
		return v.bitstring(ctx, entry, issuerID, decode2021)
	case slices.Contains(kinds, "1EdTechRevocationList"):
		return v.revocationList(ctx, str(entry, "id"), id, issuerID)
	default:
		return "", broken("status-later", "type", strings.Join(kinds, ", "))
	}
}

// decode2021 reads the list of a StatusList2021, the draft before: the same
// bits, without the mark of their encoding, and in either alphabet.
func decode2021(encoded string) (ob3.Bits, error) {
	plain := strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(encoded)
	return ob3.Decode("u" + plain)
}

// isList tells whether a credential is a status list of the kind of an entry,
// with this purpose.
func isList(list, subject, entry object, purpose string) bool {
	credential, inner := "BitstringStatusListCredential", "BitstringStatusList"
	if slices.Contains(texts(entry["type"]), "StatusList2021Entry") {
		credential, inner = "StatusList2021Credential", "StatusList2021"
	}
	return slices.Contains(texts(list["type"]), credential) && slices.Contains(texts(subject["type"]), inner) &&
		slices.Contains(texts(subject["statusPurpose"]), purpose)
}

// bitstring looks a place up in a BitstringStatusListCredential, or in its
// predecessor, which must be signed by the issuer of the badge itself.
func (v *verifier) bitstring(ctx context.Context, entry object, issuerID string, decode func(string) (ob3.Bits, error)) (Status, *issuer.Error) {
	purpose := str(entry, "statusPurpose")
	if purpose != "revocation" && purpose != "suspension" {
		return StatusNone, nil
	}
	url := str(entry, "statusListCredential")
	index, ok := place(entry["statusListIndex"])
	if _, web := isWeb(url); !web || !ok || entry["statusSize"] != nil && entry["statusSize"] != json.Number("1") {
		return "", broken("status-entry", "url", url)
	}
	text, why := v.statusDocument(ctx, url)
	if why != nil {
		return "", why
	}
	list, prove, err := v.signedDocument(ctx, text, issuerID)
	if err != nil {
		return "", broken("document-unreadable", "url", url)
	}
	subject := one(list["credentialSubject"])
	if !isList(list, subject, entry, purpose) {
		return "", broken("status-list-other", "url", url)
	}
	if ref(list["issuer"]) != issuerID {
		return "", broken("status-list-issuer", "url", url)
	}
	var scratch Result
	if prove(&scratch) != Trusted {
		return "", broken("status-list-proof", "url", url)
	}
	from, until := list["validFrom"], list["validUntil"]
	if isVC1(list) {
		from, until = list["issuanceDate"], list["expirationDate"]
	}
	if v.dates(&scratch, from, until); scratch.Verdict != "" {
		return "", broken("status-list-dates", "url", url)
	}
	bits, err := decode(str(subject, "encodedList"))
	if err != nil {
		return "", broken("status-list-unreadable", "url", url)
	}
	set, inside := bits.Get(index)
	switch {
	case !inside:
		return "", broken("status-entry", "url", url)
	case !set && str(list, "id") != "" && str(list, "id") != url: // another list of the issuer's, put in its place
		return "", broken("status-list-other", "url", url)
	case !set:
		return StatusGood, nil
	case purpose == "suspension":
		return StatusSuspended, nil
	}
	return StatusRevoked, nil
}

// signedDocument reads a credential that is JSON with a proof, or a VC-JWT.
func (v *verifier) signedDocument(ctx context.Context, text []byte, issuerID string) (object, func(*Result) Verdict, error) {
	if trimmed := string(bytes.TrimSpace(text)); jws.Looks(trimmed) {
		token, err := jws.Parse(trimmed)
		if err != nil {
			return nil, nil, err
		}
		doc, err := parse(token.Payload)
		if inner, wrapped := doc["vc"].(object); wrapped {
			doc = inner
		}
		return doc, func(r *Result) Verdict { return v.proveToken(ctx, r, token, issuerID) }, err
	}
	doc, err := parse(text)
	return doc, func(r *Result) Verdict { return v.prove(ctx, r, text, issuerID) }, err
}

// place reads a statusListIndex: text by the standard, a number as some write.
func place(v any) (int, bool) {
	s, ok := v.(string)
	if n, number := v.(json.Number); number {
		s, ok = n.String(), true
	}
	if !ok || s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	i, err := strconv.Atoi(s)
	return i, err == nil
}

func (v *verifier) statusDocument(ctx context.Context, url string) ([]byte, *issuer.Error) {
	found, err := v.load(ctx, url)
	if err != nil {
		return nil, reason(err, url)
	}
	if found.gone {
		return nil, broken("document-gone", "url", url)
	}
	return found.body, nil
}

// revocationList reads the older 1EdTechRevocationList, in both spellings
// met. It is not signed; its address is, inside the badge.
func (v *verifier) revocationList(ctx context.Context, url, id, issuerID string) (Status, *issuer.Error) {
	text, why := v.statusDocument(ctx, url)
	if why != nil {
		return "", why
	}
	list, err := parse(text)
	if err != nil {
		return "", broken("document-unreadable", "url", url)
	}
	if who := ref(list["issuer"]); who != "" && who != issuerID {
		return "", broken("status-list-issuer", "url", url)
	}
	items, found := list["revokedCredential"]
	if !found {
		items, found = list["revokedCredentials"]
	}
	if !found {
		return "", broken("status-list-other", "url", url)
	}
	for _, item := range many(items) {
		if flag, said := one(item)["revoked"].(bool); ref(item) == id && (flag || !said) {
			return StatusRevoked, nil
		}
	}
	return StatusGood, nil
}
