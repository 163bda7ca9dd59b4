package engine

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"
	"path"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// marksAtOnce is how many faces or pages are asked about at a time.
const marksAtOnce = 500

// siteSince yields the files of a target's site, and only the names of those of
// awards that lie there as they would be made. Of more than most others, too, it
// yields only the names; nil is no limit.
func (e *Engine) siteSince(ctx context.Context, one ledger.Target, words site.Words, most *int) iter.Seq2[site.File, error] {
	return e.siteIn(ctx, new(site.Later), func(t *ledger.Tx) site.Source { return sourceSince{source{t}, one.Name, most} }, one.BaseURL, words)
}

// siteIn yields the files of a site from one state of the ledger.
func (e *Engine) siteIn(ctx context.Context, later *site.Later, src func(*ledger.Tx) site.Source, base string, words site.Words) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		stopped := false
		if err := e.View(ctx, func(t *ledger.Tx) error {
			for f, err := range siteWith(ctx, t, later, src(t), base, words) {
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
// one sweep, and the awards themselves only where that changed.
func (s sourceSince) FacesSince(ctx context.Context, base string, edition site.Edition) iter.Seq2[site.Face, error] {
	return func(yield func(site.Face, error) bool) {
		for n := int64(0); ; {
			marks, err := s.t.HostedMarks(base, s.target, n, marksAtOnce)
			if err = errors.Join(err, ctx.Err()); err == nil && len(marks) == 0 {
				return
			}
			var list []site.Face
			if err == nil {
				list, err = s.since(marks, edition)
			}
			if err != nil {
				yield(site.Face{}, err)
				return
			}
			for _, f := range list {
				if !yield(f, nil) {
					return
				}
			}
			n = marks[len(marks)-1].N
		}
	}
}

// since gives faces, and reads those that changed.
func (s sourceSince) since(marks []ledger.HostedMark, edition site.Edition) ([]site.Face, error) {
	list := make([]site.Face, len(marks))
	var ids []string
	for i, mark := range marks {
		inputs, err := faceInputs(mark, edition)
		if err != nil {
			return nil, err
		}
		f := &list[i]
		f.Face, f.Award = issuer.Face{ID: mark.ID, Format: mark.Format}, issuer.Award{Class: mark.Class, Version: mark.Version, State: mark.State}
		if !mark.Bare {
			f.Bytes = []byte{} // there are some
		}
		f.Inputs, f.Sum = inputs, mark.SHA256
		if f.Kept, f.Loose = s.left(inputs == mark.Inputs); !f.Kept {
			ids = append(ids, mark.ID)
		}
	}
	if len(ids) == 0 {
		return list, nil
	}
	read, err := s.t.Hosted(ids)
	at := 0
	for i := range list {
		if f := &list[i]; err == nil && !f.Kept {
			f.Face, f.Award, f.Bytes = read[at].Face, read[at].Award, read[at].Bytes
			at++
		}
	}
	return list, err
}

// left tells whether something need not be made, and whether that is so although it
// may come out otherwise.
func (s sourceSince) left(same bool) (kept, loose bool) {
	switch {
	case same:
		return true, false
	case s.most == nil:
		return false, false
	case *s.most <= 0:
		return true, true
	}
	*s.most--
	return false, false
}

// faceInputs is what the page of a face is made of.
func faceInputs(mark ledger.HostedMark, edition site.Edition) (publish.Sum, error) {
	common, err := edition(mark.Class, mark.Version, mark.Language)
	if err != nil {
		return publish.Sum{}, err
	}
	sum := sha256.New()
	_, _ = sum.Write(common[:])
	_, _ = sum.Write([]byte(string(mark.Format) + "\n" + string(mark.State) + "\n" + mark.Words))
	if mark.Bare {
		_, _ = sum.Write([]byte("\nbare"))
	}
	return publish.Sum(sum.Sum(nil)), nil
}

// ClaimsSince is of site.RememberingClaims.
func (s sourceSince) ClaimsSince(ctx context.Context, base string, edition site.Edition) iter.Seq2[site.Claim, error] {
	return func(yield func(site.Claim, error) bool) {
		pictures := knownPictures{}
		for n := int64(0); ; {
			marks, err := s.t.ClaimMarks(base, s.target, n, marksAtOnce)
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(site.Claim{}, err)
				return
			}
			if len(marks) == 0 {
				return
			}
			for _, mark := range marks {
				if n = mark.N; !mark.Here {
					continue
				}
				c, err := s.claimSince(mark, base, edition, pictures)
				if !yield(c, err) || err != nil {
					return
				}
			}
		}
	}
}

func (s sourceSince) claimSince(mark ledger.ClaimMark, base string, edition site.Edition, pictures knownPictures) (site.Claim, error) {
	inputs, err := claimInputs(mark, edition)
	if err != nil {
		return site.Claim{}, err
	}
	kept, loose := s.left(inputs == mark.Inputs)
	if !kept {
		c, _, err := s.claim(mark.Handout, base, pictures)
		c.Inputs = inputs
		return c, err
	}
	return site.Claim{
		Claim: mark.Claim, Award: issuer.Award{Class: mark.Class, Version: mark.Version}, Inputs: inputs, Kept: true, Loose: loose,
	}, nil
}

// claimInputs is what a page that only its person is told of is made of, and the
// picture beside it.
func claimInputs(mark ledger.ClaimMark, edition site.Edition) (publish.Sum, error) {
	common, err := edition(mark.Class, mark.Version, mark.Language)
	if err != nil {
		return publish.Sum{}, err
	}
	return sha256.Sum256(append(common[:], mark.Words...)), nil
}

// publication makes the files of a site: first it names them, and those of awards are
// made as their turn comes, if they would still be made of the same.
type publication struct {
	e      *Engine
	base   string
	known  string // the target that is known; "" for one of which nothing is
	words  site.Words
	later  site.Later
	claims knownPictures
}

func (p *publication) files(ctx context.Context) iter.Seq2[site.File, error] {
	none := 0
	return p.e.siteIn(ctx, &p.later, func(t *ledger.Tx) site.Source { return sourceSince{source{t}, p.known, &none} }, p.base, p.words)
}

// madeAtOnce is how many bytes of pictures are made at once, or one more picture.
const madeAtOnce = 16 << 20

// make is of publish.Options.
func (p *publication) make(ctx context.Context, want []publish.Want) (made [][]byte, err error) {
	kind := madeAs(want[0].Path)
	for n, one := range want {
		if madeAs(one.Path) != kind {
			want = want[:n]
			break
		}
	}
	err = p.e.View(ctx, func(t *ledger.Tx) (err error) {
		if kind == claimFile {
			made, err = p.makeClaims(source{t}, want)
		} else {
			made, err = p.makeFaces(t, want, kind == facePage)
		}
		return err
	})
	return made, err
}

// The kinds of files that are made alike.
const (
	faceFile = iota
	facePage
	claimFile
)

func madeAs(name string) int {
	switch {
	case strings.HasPrefix(name, issuer.ClaimFolder):
		return claimFile
	case path.Ext(name) == ".html":
		return facePage
	}
	return faceFile
}

// makeFaces makes files of faces: their pages, or what they lie as.
func (p *publication) makeFaces(t *ledger.Tx, want []publish.Want, pages bool) ([][]byte, error) {
	ids := make([]string, len(want))
	places := make(map[string]int, len(want)) // of the paths
	for i, one := range want {
		ids[i], _ = issuer.FaceOfPath(one.Path)
		places[one.Path] = i
	}
	marks, err := t.MarksOf(ids)
	if err != nil {
		return nil, err
	}
	from := make(map[string]publish.Sum, len(marks))
	for _, mark := range marks {
		if from[mark.ID], err = faceInputs(mark, p.later.Edition); err != nil {
			return nil, err
		}
	}
	read := t.Hosted
	if pages {
		read = t.HostedWithout
	}
	faces, err := read(ids)
	if err != nil {
		return nil, err
	}
	made := make([][]byte, len(want))
	wanted := func(path string) bool {
		_, ok := places[path]
		return ok
	}
	for _, h := range faces {
		files, err := p.later.Face(site.Face{Face: h.Face, Award: h.Award, Bytes: h.Bytes}, wanted)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if i, ok := places[f.Path]; ok && want[i].From == from[h.Face.ID] {
				made[i] = f.Bytes
			}
		}
	}
	return made, nil
}

// makeClaims makes files of pages that only their people are told of. A picture may
// be large.
func (p *publication) makeClaims(s source, want []publish.Want) (made [][]byte, err error) {
	size := 0
	for _, one := range want {
		claim, _, _ := strings.Cut(strings.TrimPrefix(one.Path, issuer.ClaimFolder), ".")
		mark, found, err := s.t.ClaimMarkOf(p.base, claim)
		if err != nil {
			return nil, err
		}
		var data []byte
		if found {
			if data, err = p.makeClaim(s, mark, one); err != nil {
				return nil, err
			}
		}
		made = append(made, data)
		if size += len(data); size > madeAtOnce {
			break
		}
	}
	return made, nil
}

// makeClaim makes one file, nil if it would be made of something else by now.
func (p *publication) makeClaim(s source, mark ledger.ClaimMark, want publish.Want) ([]byte, error) {
	from, err := claimInputs(mark, p.later.ClaimEdition)
	if err != nil || from != want.From {
		return nil, err
	}
	c, _, err := s.claim(mark.Handout, p.base, p.claims)
	if err != nil {
		return nil, err
	}
	files, err := p.later.Claim(c, s.Hosts(), func(path string) bool { return path == want.Path })
	for _, f := range files {
		if f.Path == want.Path {
			return f.Bytes, err
		}
	}
	return nil, err
}
