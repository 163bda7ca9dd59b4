// Package verify tells whether a badge holds: Open Badges 2.0 hosted (§10 of
// the verification rules) and 3.0 with eddsa-rdfc-2022 (§9), baked, as text or
// by address. Other versions and formats are recognised and said to come later.
//
// It knows the rules, the clock it is given, and which issuers its caller
// trusts. It must not know sockets, files, the ledger or sentences: documents
// come through a Loader and a Host, contexts from outside, words through Say.
//
// A badge proves nothing about itself. A key named inside it counts only when
// the issuer's own document names that key too, a hosted badge only as its
// host serves it, and what could not be looked at never counts as good.
package verify
