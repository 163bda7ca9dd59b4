package verify

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"time"
	"unicode/utf16"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/proof"
)

// Options say what a badge is held against. Now and Contexts are needed.
type Options struct {
	Now       time.Time
	Recipient string         // the address it should be awarded to; "" asks nothing
	Refresh   bool           // a newer copy is asked for where a 3.0 badge says that there may be one
	Offline   bool           // only a Loader that is Local is asked
	Loader    Loader         // nil: nothing can be fetched
	Host      Host           // our own ledger, or nil
	Trust     []string       // ids of the issuers on the list
	Contexts  proof.Contexts // of ob3
	Say       func(code string, v issuer.Values) string
}

// Input is one thing to verify. Bytes are a baked PNG or SVG, the JSON of a
// badge, a compact JWS, or an address.
type Input struct {
	Name  string // how the user called it
	Bytes []byte
}

// maxLoads bounds how many documents one badge can make us fetch.
const maxLoads = 24

// verifier carries one input through the rules.
type verifier struct {
	opts  Options
	seen  map[string]loaded // what was fetched already
	loads int
	hops  int // addresses followed to a badge

	refreshed bool // a newer copy was asked for
}

// Check verifies one input. It always answers: what is wrong with the input
// is in the result. Documents are fetched only through the Loader and Host.
func Check(ctx context.Context, in Input, opts Options) Result {
	v := &verifier{opts: opts, seen: map[string]loaded{}}
	r := v.input(ctx, in.Bytes)
	r.Input = in.Name
	for i := range r.Credentials {
		r.Credentials[i].Input = in.Name
		r.Credentials[i].finish(opts.Say)
	}
	r.finish(opts.Say)
	r.Documents = v.documents()
	for i := range r.Credentials {
		r.Credentials[i].Documents = r.Documents
	}
	return r
}

// documents are the texts that were loaded, by their addresses.
func (v *verifier) documents() map[string][]byte {
	texts := map[string][]byte{}
	for url, found := range v.seen {
		if found.err == nil && !found.gone {
			texts[url] = found.body
		}
	}
	return texts
}

// part is one badge text of an input.
type part struct {
	text  []byte
	from  string // the address it was served under; "" when it was handed in
	baked bool
	notes []string
	where string          // what the picture says beside the text about where it lies; "" nothing
	found bake.Generation // 0 when it was not baked
}

func (v *verifier) input(ctx context.Context, data []byte) Result {
	if _, picture := bake.Sniff(data); picture {
		return v.picture(ctx, data)
	}
	data = unmarked(data)
	if kind, _ := bake.Classify(data); kind == bake.URL && len(data) <= bake.MaxText {
		return v.address(ctx, string(bytes.TrimSpace(data)))
	}
	return v.part(ctx, part{text: data})
}

func (v *verifier) picture(ctx context.Context, data []byte) Result {
	found, err := bake.Unbake(data)
	if err != nil {
		r := Result{Status: StatusNone}
		effect := NotABadge
		if issuer.CodeOf(err) == "png-crc" { // a badge may be there, but not as it was made
			effect = Altered
		}
		r.failed("picture", effect, err, "")
		return r
	}
	results := make([]Result, 0, len(found))
	for _, f := range found {
		results = append(results, v.part(ctx, part{text: f.Text, baked: true, notes: f.Notes, where: f.Verify, found: f.Generation}))
	}
	if len(results) == 1 {
		return results[0]
	}
	return merge(results)
}

// merge makes one result of the two badges in a picture.
func merge(results []Result) Result {
	r := Result{Verdict: Trusted, Status: StatusNone, Credentials: results}
	for i, single := range results {
		if i > 0 {
			r.Version, r.Format = r.Version+"+", r.Format+"+"
		}
		r.Version, r.Format = r.Version+single.Version, r.Format+single.Format
		r.Verdict, r.Status = worse(r.Verdict, single.Verdict), stronger(r.Status, single.Status)
		for _, c := range single.Checks {
			c.Name = single.Format + ": " + c.Name
			r.Checks = append(r.Checks, c)
		}
	}
	r.ID, r.Name = results[0].ID, results[0].Name
	r.Issuer, r.IssuerName = results[0].Issuer, results[0].IssuerName
	return r
}

// address verifies what lies under an address: the document itself, or a
// baked picture.
func (v *verifier) address(ctx context.Context, url string) Result {
	const most = 3 // typed, to a picture, to an assertion
	r := Result{Verdict: Trusted, Status: StatusUnknown, ID: url}
	if v.hops++; v.hops > most {
		r.fail("address", NotABadge, "too-many-links", "url", url)
		return r
	}
	doc, err := v.load(ctx, url)
	switch {
	case err != nil: // nobody knows what lies there, or whether it was revoked
		r.failed("address", Consistent, err, url)
		return r
	case doc.gone:
		tombstone, _ := parse(doc.body) // optional, with the reason
		r.revoked(url, tombstone)
		return r
	}
	if _, picture := bake.Sniff(doc.body); picture {
		return v.picture(ctx, doc.body)
	}
	return v.part(ctx, part{text: doc.body, from: url})
}

// part verifies one text.
func (v *verifier) part(ctx context.Context, p part) Result {
	r := Result{Verdict: Trusted, Status: StatusNone, Text: string(p.text)}
	for _, note := range p.notes {
		r.remark("picture", "note-"+note)
	}
	kind, _ := bake.Classify(p.text)
	if len(p.text) > bake.MaxText {
		kind = bake.Unknown
	}
	switch kind {
	case bake.URL: // of a picture before 1.0
		inner := v.address(ctx, string(bytes.TrimSpace(p.text)))
		inner.Checks = append(r.Checks, inner.Checks...)
		return inner
	case bake.JWS:
		v.token(ctx, &r, p)
	case bake.JSON:
		v.json(ctx, &r, p)
	default:
		if len(p.text) <= bake.MaxText && unsignedToken(p.text) {
			r.Version, r.Format = detectToken(p.text, p.found)
			r.fail("proof", Altered, "proof-missing")
			return r
		}
		r.fail("format", NotABadge, "no-badge")
	}
	return r
}

func (v *verifier) json(ctx context.Context, r *Result, p part) {
	p.text = bytes.Trim(p.text, " \t\r\n\x00")
	doc, err := parse(p.text)
	if err != nil {
		r.fail("format", NotABadge, "json-unreadable")
		return
	}
	r.ID = str(doc, "id")
	r.Version, r.Format = detect(doc)
	if p.baked && generation(r.Version) != p.found {
		r.remark("picture", "note-keyword", "version", r.Version)
	}
	switch r.Format {
	case "ob2":
		r.ok("format", "format-known", "version", r.Version)
		v.hosted(ctx, r, p, doc)
	case "ob3":
		r.ok("format", "format-known", "version", r.Version)
		v.credential(ctx, r, p, doc, func(r *Result) Verdict { return v.prove(ctx, r, p.text, r.Issuer) })
	case "ob11", "ob10", "ob05":
		r.ok("format", "format-known", "version", r.Version)
		v.hosted(ctx, r, p, doc)
	default:
		if kinds := texts(doc["type"]); isPartOfBadge(kinds) {
			r.fail("format", NotABadge, "part-of-badge", "type", strings.Join(kinds, ", "))
			return
		}
		r.fail("format", NotABadge, "no-badge")
	}
}

// unmarked is a text without the mark that some editors put in front of it, and
// as UTF-8 where that says that it is UTF-16.
func unmarked(text []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")):
		return text[3:]
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		order = binary.BigEndian
	case !bytes.HasPrefix(text, []byte("\xff\xfe")):
		return text
	}
	if len(text) > 2*bake.MaxText {
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 2; i+1 < len(text); i += 2 {
		units = append(units, order.Uint16(text[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

func generation(version string) bake.Generation {
	if strings.HasPrefix(version, "3") {
		return bake.OB3
	}
	return bake.OB2
}

// trust asks whether the issuer is on the list. The caller has made sure that
// the issuer is who it says, or has recorded that it could not.
func (v *verifier) trust(r *Result) {
	for _, id := range v.opts.Trust {
		if id == r.Issuer && id != "" {
			r.ok("trust", "issuer-listed", "issuer", r.Issuer)
			return
		}
	}
	r.fail("trust", Untrusted, "issuer-unlisted", "issuer", r.Issuer)
}
