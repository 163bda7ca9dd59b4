package site

import "crypto/sha256"

// Later makes files that Files only named because its source left them loose: of
// issuers, classes and sentences as they were then. So whoever sends a site need not
// keep a million pages, nor one state of the ledger, until their turn comes. It
// serves one goroutine at a time.
type Later struct{ b *builder }

// Edition is that of the files that were named.
func (l *Later) Edition(class string, version int, language string) (sum [sha256.Size]byte, err error) {
	return l.b.edition(class, version, language)
}

// ClaimEdition is that of the pages that only their people are told of.
func (l *Later) ClaimEdition(class string, version int, language string) (sum [sha256.Size]byte, err error) {
	return l.b.claimEdition(class, version, language)
}

// Face makes the files of a face that are wanted; others come without bytes.
func (l *Later) Face(f Face, wanted func(path string) bool) ([]File, error) {
	return l.b.faceFiles(f, wanted)
}

// Claim makes the files of a page that only its person is told of.
func (l *Later) Claim(c Claim, hosts []Host, wanted func(path string) bool) ([]File, error) {
	return l.b.claimFiles(c, hosts, wanted)
}
