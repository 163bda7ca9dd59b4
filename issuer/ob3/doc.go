// Package ob3 builds Open Badges 3.0 documents: OpenBadgeCredential, its
// proof with a hole for the value, Achievement, and the status list; and it
// holds the JSON-LD contexts they are read by.
//
// It knows the words and shapes of the 3.0 text, of the W3C credential and of
// the W3C status list, and turns a Claim into a tree. It adds nothing of its
// own: no clock, no randomness, no signature. It must not know files, the
// ledger, keys' private halves, or Open Badges 2.0.
package ob3
