package verify

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"reflect"
	"slices"
	"strings"

	"badgekiln/issuer/jws"
	"badgekiln/issuer/proof"
)

// credential verifies a 3.0 badge by the order of §9: structure, proof and
// key, dates, status, recipient; then who the issuer is to us.
// prove checks whatever signs it.
func (v *verifier) credential(ctx context.Context, r *Result, p part, doc object, prove func(*Result) Verdict) {
	subject := one(doc["credentialSubject"])
	r.Issuer, r.IssuerName = ref(doc["issuer"]), str(one(doc["issuer"]), "name")
	if r.Name = str(doc, "name"); r.Name == "" {
		r.Name = str(one(subject["achievement"]), "name")
	}
	if kind := otherCredential(doc); kind != "" {
		r.fail("format", NotABadge, "other-credential", "type", kind)
		return
	}
	if p.where != "" { // 3.0 has nothing there beside a text
		r.fail("picture", Altered, "picture-elsewhere", "url", p.where, "id", r.ID)
	}
	r.structure(credentialProblems(doc))
	proven := prove(r)
	if p.from == "" {
		v.standing(ctx, r, p.text, doc)
	}
	from, until := doc["validFrom"], doc["validUntil"]
	if isVC1(doc) {
		from, until = doc["issuanceDate"], doc["expirationDate"]
	}
	v.dates(r, from, until)
	v.status(ctx, r, doc, proven)
	v.recipient(r, recipient3(subject))
	if r.Verdict != Altered {
		v.trust(r)
	}
	v.endorsements(ctx, r, doc)
	if proven == Trusted {
		v.refresh(ctx, r, doc)
	}
}

// refresh tells where a newer copy of the badge may lie, and looks there when
// it is asked to (§3 refreshService). That goes one step and no further: what a
// newer copy names is not followed, and when it is not sound the badge at hand
// stays what it is.
func (v *verifier) refresh(ctx context.Context, r *Result, doc object) {
	service := one(doc["refreshService"])
	url := str(service, "id")
	if _, web := isWeb(url); !web || !slices.Contains(texts(service["type"]), "1EdTechCredentialRefresh") {
		return
	}
	if !v.opts.Refresh || v.refreshed {
		r.remark("refresh", "refresh-offered", "url", url)
		return
	}
	v.refreshed = true
	found, err := v.load(ctx, url)
	if err != nil || found.gone {
		r.remark("refresh", "refresh-unreachable", "url", url)
		return
	}
	newer := v.part(ctx, part{text: found.body, from: url})
	if newer.Verdict.rank() >= Altered.rank() || newer.Issuer != r.Issuer || !strings.HasPrefix(newer.Version, "3") {
		r.remark("refresh", "refresh-unsound", "url", url)
		return
	}
	newer.Checks = append([]Step{{Name: "refresh", OK: true, Code: "refresh-taken", Values: values([]string{"url", url}), Effect: Trusted}}, newer.Checks...)
	*r = newer
}

// standing compares the badge with the copy under its own address, where our
// ledger or a folder answers for the web. A 3.0 badge proves itself, so the
// network is not asked, and JSON that says the same is the same.
func (v *verifier) standing(ctx context.Context, r *Result, text []byte, doc object) {
	id := str(doc, "id")
	if _, web := isWeb(id); !web {
		return
	}
	var copies [][]byte
	if v.opts.Host != nil {
		if body, _, ok := v.opts.Host.Hosted(id); ok {
			copies = append(copies, body)
		}
	}
	if v.local() {
		if found, err := v.outside(ctx, id); err == nil && !found.gone {
			copies = append(copies, found.body)
		}
	}
	text = bytes.TrimSpace(text)
	for _, body := range copies {
		if bytes.Equal(bytes.TrimSpace(body), text) {
			r.ok("bytes", "copy-same", "url", id)
			continue
		}
		hosted, err := parse(bytes.Trim(body, " \t\r\n\x00"))
		switch {
		case err == nil && reflect.DeepEqual(hosted, doc):
			r.ok("bytes", "copy-same", "url", id)
		case err == nil || unreadable(body) == Altered || jws.Looks(string(bytes.TrimSpace(body))):
			r.fail("bytes", Altered, "bytes-differ", "url", id)
		}
	}
}

// prove checks the proofs of a credential and whose keys they were made with.
// Trusted means that one proof is right and its key is the issuer's own; one
// such proof is enough. Otherwise the worst of them all counts, so that a
// proof nobody can read does not excuse one that is wrong.
func (v *verifier) prove(ctx context.Context, r *Result, text []byte, issuerID string) Verdict {
	keys := map[string]key{}
	results, err := proof.VerifyProofs(text, v.opts.Contexts, func(method string) (ed25519.PublicKey, error) {
		k := v.key(ctx, issuerID, method)
		keys[method] = k
		return k.ed25519()
	})
	if err != nil {
		r.failed("proof", Altered, err, "")
		return Altered
	}
	if len(results) == 0 {
		r.fail("proof", Altered, "proof-missing")
		return Altered
	}
	judged := make([]Verdict, len(results))
	best, worst := NotABadge, Trusted
	for i, one := range results {
		judged[i] = v.judge(one, keys[one.Method])
		worst = worse(worst, judged[i])
		if judged[i].rank() < best.rank() {
			best = judged[i]
		}
	}
	if best == Trusted {
		worst = Trusted
	}
	for i, one := range results {
		r.proof(one, keys[one.Method], judged[i], worst)
	}
	if worst == Trusted && slices.ContainsFunc(results, func(p proof.Result) bool { return p.OK && !p.Literal() }) {
		v.needless(r, text)
	}
	return worst
}

// needless looks for vocabularies that the signature does not cover, because
// nothing in the badge uses them: nobody knows who wrote them there.
func (v *verifier) needless(r *Result, text []byte) {
	urls, err := proof.Needless(text, v.opts.Contexts)
	if err != nil {
		r.failed("proof", Altered, err, "")
	}
	for _, url := range urls {
		r.fail("proof", Consistent, "context-needless", "url", url)
	}
}

// judge gives what one proof alone would be worth.
func (v *verifier) judge(p proof.Result, k key) Verdict {
	switch {
	case p.Skipped:
		return Consistent
	case p.Code == "proof-key":
		return worse(Consistent, k.effect)
	case !p.OK:
		return Altered
	case p.Expired(v.opts.Now):
		return worse(Expired, k.effect)
	}
	return k.effect
}

// proof records one proof. When another one carried the credential, what is
// odd about this one is a remark.
func (r *Result) proof(p proof.Result, k key, judged, overall Verdict) {
	add := func(name, code string, pairs ...string) {
		if overall == Trusted {
			r.remark(name, code, pairs...)
			return
		}
		r.fail(name, judged, code, pairs...)
	}
	switch {
	case p.Skipped:
		add("proof", "proof-skipped", "type", p.Type, "suite", p.Cryptosuite)
		return
	case p.Code == "proof-key" && k.why != nil:
	case !p.OK:
		add("proof", p.Code, "method", p.Method)
		if k.why == nil {
			return
		}
	case judged == Expired:
		add("proof", "proof-expired", "date", p.Expires)
	default:
		r.ok("proof", "proof-good", "method", p.Method)
	}
	if k.why == nil {
		r.ok("key", "key-bound", "method", p.Method)
		return
	}
	pairs := []string{"method", p.Method}
	for name, text := range k.why.Values {
		pairs = append(pairs, name, text)
	}
	add("key", k.why.Code, pairs...)
}
