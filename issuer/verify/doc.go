// Package verify tells whether a badge holds: Open Badges from 0.5 to 2.1,
// hosted (§10 of the verification rules) or signed (§7), and 3.0 of both data
// models with Data Integrity proofs or as VC-JWT (§9); baked, as text or by
// address. What is older is brought into the shape of 2.0 and judged by its
// rules. Other kinds of signatures are recognised and said to be unchecked.
//
// It knows the rules, the clock it is given, and which issuers its caller
// trusts. It must not know sockets, files, the ledger or sentences: documents
// come through a Loader and a Host, contexts from outside, words through Say.
//
// A badge proves nothing about itself. A key named inside it counts only when
// the issuer's own document names that key too, a hosted badge only as its
// host serves it, and what could not be looked at never counts as good.
package verify
