package publish

import (
	"context"
	"crypto/sha256"
	"iter"

	"badgekiln/issuer/site"
)

// Standing says how a file stands against what was published last.
type Standing int

// The standings.
const (
	Same Standing = iota
	New
	Changed
)

// Against tells each file of a site and how it stands against what the book
// remembers of a target. The target itself is not asked.
func Against(ctx context.Context, files iter.Seq2[site.File, error], book Book, tell func(path string, size int, how Standing)) error {
	known, err := book.Sums(ctx)
	if err != nil {
		return err
	}
	for f, err := range files {
		if err != nil {
			return err
		}
		was, before := known[f.Path]
		how := New
		if before {
			how = Changed
			if was == sha256.Sum256(f.Bytes) {
				how = Same
			}
		}
		tell(f.Path, len(f.Bytes), how)
	}
	return nil
}
