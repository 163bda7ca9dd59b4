// Package issuer is the vocabulary of the credential core: who issues, for
// what, to whom, and what was made of it. It holds types and rules only.
//
// It knows the words of the Open Badges standards (Profile, BadgeClass,
// Achievement, Assertion, Credential, recipient) and the error codes of the
// core. It must not know files, databases, sockets, pictures or windows, and
// it imports nothing of ours. Sentences for people are not here either: a
// code and its values leave this core, assets turns them into words.
package issuer
