package engine

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// book is what the ledger remembers of a target.
type book struct {
	e    *Engine
	name string
}

func (b book) Any(ctx context.Context) (found bool, err error) {
	err = b.e.View(ctx, func(t *ledger.Tx) (err error) {
		found, err = t.AnyPublished(b.name)
		return err
	})
	return found, err
}

func (b book) Known(ctx context.Context, paths []string) (map[string]publish.Lying, error) {
	known := make(map[string]publish.Lying, len(paths))
	err := b.e.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Published(b.name, paths)
		for path, one := range all {
			known[path] = publish.Lying(one)
		}
		return err
	})
	return known, err
}

func (b book) Note(ctx context.Context, files map[string]publish.Lying) error {
	return b.e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.NotePublished(b.name, lying(files)) })
}

func (b book) Remade(ctx context.Context, files map[string]publish.Lying) error {
	return b.e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.NoteInputs(b.name, lying(files)) })
}

func lying(files map[string]publish.Lying) map[string]ledger.Lying {
	all := make(map[string]ledger.Lying, len(files))
	for path, one := range files {
		all[path] = ledger.Lying(one)
	}
	return all
}

// siteSince yields the files of a target's site, and only the names of those of
// awards that lie there as they would be made. Of more than most others, too, it
// yields only the names; nil is no limit.
func (e *Engine) siteSince(ctx context.Context, one ledger.Target, words site.Words, most *int) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		stopped := false
		if err := e.View(ctx, func(t *ledger.Tx) error {
			for f, err := range siteWith(ctx, t, sourceSince{source{t}, one.Name, most}, one.BaseURL, words) {
				if stopped = !yield(f, err); stopped || err != nil {
					return err
				}
			}
			return nil
		}); err != nil && !stopped {
			yield(site.File{}, err)
		}
	}
}

// sourceSince is a source that knows what lies on a target.
type sourceSince struct {
	source
	target string
	most   *int // how many faces may still be made; nil for all
}

// FacesSince is of site.Remembering. What an award's files depend on is read in
// one sweep, and the award itself only when that changed.
func (s sourceSince) FacesSince(ctx context.Context, base string, edition site.Edition) iter.Seq2[site.Face, error] {
	const atOnce = 500
	return func(yield func(site.Face, error) bool) {
		var last issuer.Award
		for n := int64(0); ; {
			list, err := s.t.HostedMarks(base, s.target, n, atOnce)
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(site.Face{}, err)
				return
			}
			if len(list) == 0 {
				return
			}
			for _, mark := range list {
				f, err := s.since(mark, edition, last)
				if !f.Kept {
					last = f.Award
				}
				if !yield(f, err) || err != nil {
					return
				}
			}
			n = list[len(list)-1].N
		}
	}
}

func (s sourceSince) since(mark ledger.HostedMark, edition site.Edition, last issuer.Award) (site.Face, error) {
	common, err := edition(mark.Class, mark.Version, mark.Language)
	if err != nil {
		return site.Face{}, err
	}
	sum := sha256.New()
	_, _ = sum.Write(common[:])
	_, _ = sum.Write([]byte(string(mark.Format) + "\n" + string(mark.State) + "\n" + mark.Words))
	if mark.Bare {
		_, _ = sum.Write([]byte("\nbare"))
	}
	inputs := publish.Sum(sum.Sum(nil))
	loose := inputs != mark.Inputs && s.most != nil && *s.most <= 0
	if inputs == mark.Inputs || loose {
		f := site.Face{
			Face:  issuer.Face{ID: mark.ID, Format: mark.Format},
			Award: issuer.Award{Class: mark.Class, Version: mark.Version, State: mark.State}, Inputs: inputs, Kept: true, Loose: loose,
		}
		if !mark.Bare {
			f.Bytes = []byte{} // there are some
		}
		return f, nil
	}
	if s.most != nil {
		*s.most--
	}
	h, err := s.t.Hosted(mark.ID, last)
	return site.Face{Face: h.Face, Award: h.Award, Bytes: h.Bytes, Inputs: inputs}, err
}
