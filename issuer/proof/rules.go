package proof

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// rules look at the JSON itself, before JSON-LD does: JSON-LD allows several
// ways of writing one meaning, and a reader that goes by member names must
// find what was signed under its plain name.
type rules struct {
	contexts Contexts
	signing  bool // also refuse what is only bad style in other people's documents
	seen     int
}

// check walks a document. where is the path of value, "" for the root.
func (r *rules) check(value any, where string) error {
	switch v := value.(type) {
	case map[string]any:
		return r.object(v, where)
	case []any:
		if r.signing && len(v) == 0 {
			return bad("proof-void", "where", where)
		}
		for _, item := range v {
			if err := r.check(item, where); err != nil {
				return err
			}
		}
	case string:
		if r.signing {
			return plainText(v, where)
		}
	case json.Number:
		return number(v, where)
	case nil:
		if r.signing {
			return bad("proof-void", "where", where)
		}
	}
	return nil
}

func (r *rules) object(object map[string]any, where string) error {
	_, isValue := object["@value"]
	for name, value := range object {
		at := strings.TrimPrefix(where+"."+name, ".")
		switch {
		case name == "@context":
			if err := r.context(value, at); err != nil {
				return err
			}
			continue
		case isValue && (name == "@value" || name == "@type" || name == "@language"):
		case strings.HasPrefix(name, "@") || strings.Contains(name, ":"):
			// "id" written as "@id", or "validUntil" by its full IRI, would
			// hide from readers what the signature still covers.
			return bad("proof-member", "member", name, "where", where)
		}
		if err := r.check(value, at); err != nil {
			return err
		}
	}
	return nil
}

// context checks an "@context" member: URLs of known contexts only.
func (r *rules) context(value any, where string) error {
	if r.seen++; r.seen > maxContexts {
		return bad("proof-size", "limit", strconv.Itoa(maxContexts)+" contexts")
	}
	urls, ok := contextURLs(value)
	if !ok {
		return bad("proof-context-inline", "where", where)
	}
	for _, url := range urls {
		if _, known := r.contexts.Context(url); !known {
			return bad("proof-context", "url", url)
		}
	}
	return openBadgesOrder(urls)
}

// contextURLs gives the URLs of an "@context" value, or false if it holds
// anything else.
func contextURLs(value any) ([]string, bool) {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	urls := make([]string, 0, len(list))
	for _, item := range list {
		url, ok := item.(string)
		if !ok {
			return nil, false
		}
		urls = append(urls, url)
	}
	return urls, true
}

const openBadges3 = "https://purl.imsglobal.org/spec/ob/v3p0/"

// openBadgesOrder holds the contexts of an Open Badges 3.0 document to their
// order (3.0 §Contexts): data model, Open Badges, then only such that add
// terms for proofs and status.
func openBadgesOrder(urls []string) error {
	isBadge := func(url string) bool { return strings.HasPrefix(url, openBadges3+"context") }
	if !slices.ContainsFunc(urls, isBadge) {
		return nil
	}
	first := urls[0] == "https://www.w3.org/ns/credentials/v2" || urls[0] == "https://www.w3.org/2018/credentials/v1"
	if !first || !isBadge(urls[1]) {
		return bad("proof-context-order")
	}
	for _, url := range urls[2:] {
		switch url {
		case openBadges3 + "extensions.json",
			"https://w3id.org/security/data-integrity/v1",
			"https://w3id.org/security/data-integrity/v2",
			"https://w3id.org/security/multikey/v1",
			"https://w3id.org/vc/status-list/2021/v1",
			"https://w3id.org/security/suites/ed25519-2020/v1":
		default:
			return bad("proof-context", "url", url)
		}
	}
	return nil
}

// plainText refuses the control characters that signers and readers are known
// to write differently, and the two code points that are no characters.
func plainText(text, where string) error {
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f || c == 0xfffe || c == 0xffff {
			return bad("proof-control", "where", where, "character", "U+"+strings.ToUpper(strconv.FormatInt(int64(c), 16)))
		}
	}
	return nil
}

// plainASCII tells of most texts that plainText and UTF-8 have nothing against
// them, at a glance.
func plainASCII(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 || c >= 0x7f {
			return false
		}
	}
	return true
}

// number refuses numbers that a double does not hold: two different texts
// would have one signature.
func number(n json.Number, where string) error {
	f, err := n.Float64()
	if err != nil || (f == math.Trunc(f) && math.Abs(f) > 1<<53-1) {
		return bad("proof-number", "number", n.String(), "where", where)
	}
	return nil
}
