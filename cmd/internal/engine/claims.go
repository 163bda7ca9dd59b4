package engine

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"sync"

	"badgekiln/assets"
	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// Claims yields the pages of a base URL that only their people are told of.
func (s source) Claims(ctx context.Context, base string) iter.Seq2[site.Claim, error] {
	return func(yield func(site.Claim, error) bool) {
		pictures := knownPictures{}
		for n := int64(0); ; {
			list, next, err := s.t.ClaimsAfter(n, 200)
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(site.Claim{}, err)
				return
			}
			if len(list) == 0 {
				return
			}
			for _, h := range list {
				c, here, err := s.claim(h, base, pictures)
				if (here || err != nil) && !yield(c, err) || err != nil {
					return
				}
			}
			n = next
		}
	}
}

// knownPictures are pictures of badge classes by their hash.
type knownPictures map[string]*bake.Picture

// claim reads one; false when it lies under another base URL.
func (s source) claim(h ledger.Handout, base string, pictures knownPictures) (c site.Claim, here bool, err error) {
	c.Claim = h.Claim
	if c.Award, err = s.t.Award(h.Award); err != nil {
		return c, false, err
	}
	if h.Names {
		c.Name = c.Award.Name
	}
	faces, err := s.t.Faces(h.Award)
	if err != nil {
		return c, false, err
	}
	var inside []bake.Payload
	seen := map[bake.Generation]bool{}
	for _, f := range faces {
		if f.Identity.BaseURL != base || f.SHA256 == "" {
			continue
		}
		here = true
		if c.Award.State != issuer.Issued {
			continue
		}
		data, err := s.t.FaceBytes(f.ID)
		if issuer.CodeOf(err) == "face-erased" {
			continue
		}
		if err != nil {
			return c, here, err
		}
		c.Faces = append(c.Faces, site.Face{Face: f, Award: c.Award, Bytes: data})
		g := bake.OB2
		if f.Format.Verifiable() {
			g = bake.OB3
		}
		if !seen[g] {
			seen[g] = true
			inside = append(inside, bake.Payload{Generation: g, Text: data})
		}
	}
	if !here {
		return c, false, nil
	}
	picture, err := s.bare(c.Award, pictures)
	if err != nil {
		return c, here, err
	}
	c.Ext = string(picture.Container())
	c.Picture, err = picture.Append(nil, inside...)
	return c, here, err
}

// bare is the picture of an award's class, which is the same for everybody: one
// that was drawn for its person goes by mail and folder only.
func (s source) bare(a issuer.Award, known knownPictures) (*bake.Picture, error) {
	class, err := s.t.Class(a.Class, a.Version)
	if err != nil {
		return nil, err
	}
	if picture, ok := known[class.Image]; ok {
		return picture, nil
	}
	_, data, err := s.t.Blob(class.Image)
	if err != nil {
		return nil, err
	}
	picture, err := bake.Parse(data)
	known[class.Image] = picture
	return picture, err
}

// Hosts are those who take in badges of others.
func (source) Hosts() []site.Host { return knownHosts() }

//nolint:gochecknoglobals // read once; the same for all
var knownHosts = sync.OnceValue(func() (list []site.Host) {
	if err := json.Unmarshal(assets.Hosts(), &list); err != nil {
		panic("assets: the list of hosts is unreadable: " + err.Error()) // a test reads it
	}
	return list
})

// withoutClaims leaves out what nobody may find who was not told.
func withoutClaims(files iter.Seq2[site.File, error]) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		for f, err := range files {
			if err == nil && strings.HasPrefix(f.Path, issuer.ClaimFolder) {
				continue
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

// Claimed counts the pages of a base URL that only their people are told of.
func (e *Engine) Claimed(ctx context.Context, base string) (count int, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		count, err = t.CountClaims(base)
		return err
	})
	return count, err
}
