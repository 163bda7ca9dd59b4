package verify

import (
	"bytes"
	"context"

	"badgekiln/issuer"
)

// loaded is a document, from our own ledger or from outside.
type loaded struct {
	url  string
	body []byte
	gone bool // revoked by its host, or by the ledger
	own  bool // the ledger answered
	err  error
}

// load asks our own ledger, which is the host of what it issued, then the
// Loader. A copy of the web that was named to be looked at goes before the
// ledger, so that a hosted file that differs is seen; it does not go before
// what the ledger knows to be revoked.
func (v *verifier) load(ctx context.Context, url string) (loaded, error) {
	if known, ok := v.seen[url]; ok {
		return known, known.err
	}
	found, err := v.first(ctx, url)
	found.err = err
	v.seen[url] = found
	return found, err
}

func (v *verifier) first(ctx context.Context, url string) (loaded, error) {
	var own loaded
	var ours bool
	if v.opts.Host != nil {
		own = loaded{url: url, own: true}
		own.body, own.gone, ours = v.opts.Host.Hosted(url)
	}
	if ours && (own.gone || !v.local()) {
		return own, nil
	}
	found, err := v.outside(ctx, url)
	if err != nil && ours {
		return own, nil
	}
	return found, err
}

// outside asks the Loader.
func (v *verifier) outside(ctx context.Context, url string) (loaded, error) {
	if v.opts.Loader == nil || v.opts.Offline && !v.local() {
		return loaded{}, broken("offline", "url", url)
	}
	if v.loads == maxLoads {
		return loaded{}, broken("too-many-links", "url", url)
	}
	v.loads++
	doc, err := v.opts.Loader.Load(ctx, url)
	if err != nil {
		return loaded{}, err
	}
	return loaded{url: url, body: doc.Bytes, gone: doc.Gone}, nil
}

// local tells whether the Loader asks no network.
func (v *verifier) local() bool {
	l, ok := v.opts.Loader.(Local)
	return ok && l.Local()
}

// linked loads a JSON document that must be the one its address says: its id
// is that address, or is followed once to a document that says so itself. old
// are the documents of 1.x, most of which have no id but their address.
func (v *verifier) linked(ctx context.Context, url string, old bool) (object, string, error) {
	asked := url
	for range 2 {
		found, err := v.load(ctx, url)
		if err != nil {
			return nil, "", err
		}
		if found.gone {
			return nil, "", broken("document-gone", "url", url)
		}
		doc, err := parse(found.body)
		if err != nil && unreadable(found.body) == Altered {
			return nil, "", broken("document-damaged", "url", url)
		} else if err != nil {
			return nil, "", broken("document-unreadable", "url", url)
		}
		if old && isOld(doc) {
			doc = upgradeLinked(doc, url)
		}
		id := str(doc, "id")
		if id == url {
			return doc, id, nil
		}
		if _, web := isWeb(id); !web {
			if isURI(id) {
				return nil, "", broken("id-not-web", "url", url, "id", id)
			}
			break
		}
		url = id
	}
	return nil, "", broken("id-differs", "url", asked)
}

// broken makes a reason. It never leaves this package as an error: it becomes
// a step of a result, and its code the key of a sentence.
func broken(code string, pairs ...string) *issuer.Error {
	return issuer.Fail(issuer.Input, code, pairs...)
}

// effectOf tells what the failure of linked does to the verdict.
func effectOf(err error) Verdict {
	switch issuer.CodeOf(err) {
	case "document-damaged", "id-differs":
		return Altered
	}
	return Consistent
}

// unreadable tells what a body that is no proper JSON object does to the
// verdict. What begins like one was damaged; anything else is the host
// answering with a page of its own, as portals and error pages do.
func unreadable(body []byte) Verdict {
	if bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return Altered
	}
	return Consistent
}
