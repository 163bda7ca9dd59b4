package publish

import (
	"context"
	"crypto/sha256"
	"iter"
	"path"

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

// Glance is a file of a site and how it stands against what was published last.
type Glance struct {
	Path  string
	Size  int  // bytes; -1 for nobody knows
	About bool // it was not made: size and standing are what is likely
	How   Standing
}

// Against tells each file of a site and how it stands against what the book
// remembers of a target. The target itself is not asked.
func Against(ctx context.Context, files iter.Seq2[site.File, error], book Book, tell func(Glance)) error {
	a := against{book: book, tell: tell, sizes: map[string]size{}}
	var err error
	if a.found, err = book.Any(ctx); err != nil {
		return err
	}
	for f, err := range files {
		if err != nil {
			return err
		}
		if f.Kept && !f.Loose {
			tell(Glance{Path: f.Path, Size: -1})
			continue
		}
		if a.some = append(a.some, f); len(a.some) < askEvery {
			continue
		}
		if err := a.say(ctx); err != nil {
			return err
		}
	}
	return a.say(ctx)
}

type against struct {
	book  Book
	tell  func(Glance)
	found bool
	some  []site.File
	sizes map[string]size // of those that were made, by the end of their name
}

type size struct{ bytes, files int }

func (a *against) say(ctx context.Context) error {
	var known map[string]Lying
	if a.found {
		paths := make([]string, len(a.some))
		for i, f := range a.some {
			paths[i] = f.Path
		}
		var err error
		if known, err = a.book.Known(ctx, paths); err != nil {
			return err
		}
	}
	for _, f := range a.some {
		was, before := known[f.Path]
		a.tell(a.glance(f, was, before))
	}
	a.some = a.some[:0]
	return nil
}

func (a *against) glance(f site.File, was Lying, before bool) Glance {
	g := Glance{Path: f.Path, Size: len(f.Bytes), About: f.Kept, How: New}
	kind := path.Ext(f.Path)
	if f.Kept {
		g.Size = -1
		if like := a.sizes[kind]; like.files > 0 {
			g.Size = like.bytes / like.files
		}
	} else {
		like := a.sizes[kind]
		a.sizes[kind] = size{like.bytes + len(f.Bytes), like.files + 1}
	}
	switch {
	case !before:
	case vouched(f, was), !f.Kept && was.Sum == sha256.Sum256(f.Bytes):
		g.How = Same
	default:
		g.How = Changed
	}
	return g
}
