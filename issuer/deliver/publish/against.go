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
	some := make([]site.File, 0, askEvery)
	say := func() error {
		paths := make([]string, len(some))
		for i, f := range some {
			paths[i] = f.Path
		}
		known, err := book.Known(ctx, paths)
		for _, f := range some {
			if err != nil {
				return err
			}
			was, before := known[f.Path]
			how := New
			if before {
				how = Changed
				if was.Sum == sha256.Sum256(f.Bytes) {
					how = Same
				}
			}
			tell(f.Path, len(f.Bytes), how)
		}
		some = some[:0]
		return err
	}
	for f, err := range files {
		if err != nil {
			return err
		}
		if some = append(some, f); len(some) < askEvery {
			continue
		}
		if err := say(); err != nil {
			return err
		}
	}
	return say()
}
