// Package keys holds the signing keys of one ledger, each in a sealed file
// beside it, and opens them for signing.
//
// It knows how a key file is written and sealed (age, by a kept secret or by a
// passphrase), where the kept secret lives, and how keys travel in a backup.
// It must not know the ledger's tables, what is signed, or how a question is
// put to a person: folders, keyring, passphrase and randomness are handed in.
// No key and no secret ever reaches an error, a log or the environment.
package keys
