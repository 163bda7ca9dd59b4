// Package ob2 builds Open Badges 2.0 documents: Assertion, BadgeClass, the
// issuer's Profile, and the tombstone of a revoked assertion.
//
// It knows the words and shapes of the 2.0 text and of the W3C controller
// document, and turns a Claim into a tree. It adds nothing of its own: no
// clock, no randomness, no address that the claim does not imply. It must not
// know files, the ledger, keys' private halves, or Open Badges 3.0.
package ob2
