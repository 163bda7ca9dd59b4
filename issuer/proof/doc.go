// Package proof makes and checks Data Integrity proofs of the cryptosuite
// eddsa-rdfc-2022 (W3C vc-di-eddsa, Open Badges 3.0 §8.3): JSON-LD expansion
// in safe mode, RDF dataset canonicalisation (RDFC-1.0), hashing, Ed25519. It
// also checks those of eddsa-jcs-2022, which sign the JSON itself (RFC 8785),
// and the older Ed25519Signature2020.
//
// It knows documents, contexts, quads and signatures. It must not know where
// contexts and keys come from, what a badge means, what time it is, or any
// file or socket: contexts, keys and signers are handed in.
//
// Whatever JSON-LD would drop in silence is refused here, because it would not
// be covered by the signature.
package proof
