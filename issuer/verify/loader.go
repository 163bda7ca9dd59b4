package verify

import (
	"context"

	"badgekiln/issuer"
)

// Document is what lies under an address.
type Document struct {
	URL   string // where it was found in the end, after redirects
	Bytes []byte // the body; may be empty when Gone
	Gone  bool   // HTTP 410: the host says it is no more, 2.0's sign of revocation
}

// Loader fetches the document of an https address without a fragment. What it
// cannot give is an *issuer.Error, by whose code the reason is told. It must
// be safe against addresses chosen by an enemy, for nobody else chooses them.
type Loader interface {
	Load(ctx context.Context, url string) (Document, error)
}

// Local is what a Loader implements that asks no network. With
// Options.Offline only such a Loader is asked.
type Local interface {
	Local() bool
}

// Host is our own ledger, which answers for what it issued itself as if it
// were the web server of it. It must answer for nothing else: an imported
// badge is never evidence.
type Host interface {
	// Hosted gives the document the ledger keeps for an address of ours: an
	// assertion, badge class, profile or status list. revoked tells that the
	// award behind an assertion was revoked, superseded or undone.
	Hosted(url string) (body []byte, revoked, ok bool)
	// Status gives the state of the award behind a credential's id.
	Status(credentialID string) (issuer.State, bool)
	// Profile gives the profile and controller document of an issuer of ours.
	Profile(uri string) ([]byte, bool)
}
