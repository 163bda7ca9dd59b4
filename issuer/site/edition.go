package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"badgekiln/issuer"
)

// editions hashes what the pages of a class's awards have in common, by making
// some that do not exist: of every format, in every state, with all that an
// award can have. Whatever changes how pages come out, be it class, issuer,
// sentences or this program, shows in one of them.
func (b *builder) editions(samples func(class issuer.BadgeClass, language string) ([sha256.Size]byte, error)) Edition {
	type key struct {
		class, language string
	}
	known := map[key][sha256.Size]byte{}
	return func(slug string, version int, language string) ([sha256.Size]byte, error) {
		at := key{versionKey(slug, version), language}
		if sum, ok := known[at]; ok {
			return sum, nil
		}
		class, ok := b.classes[at.class]
		if !ok {
			return [sha256.Size]byte{}, issuer.Fail(issuer.Broken, "site-no-class", "class", slug, "id", strconv.Itoa(version))
		}
		sum, err := samples(class, language)
		if err == nil {
			known[at] = sum
		}
		return sum, err
	}
}

func (b *builder) samples(class issuer.BadgeClass, language string) (sum [sha256.Size]byte, err error) {
	by := b.issuers[class.Issuer]
	var all bytes.Buffer
	// What no sample may show.
	_, _ = fmt.Fprintf(&all, "%s\n%s\n%s\n", b.base, pageSource, styleSource)
	if err := json.NewEncoder(&all).Encode([]any{class, by.Profile, by.Identity}); err != nil {
		return sum, fmt.Errorf("write down a badge class: %w", err)
	}
	formats := []issuer.Format{issuer.OB11, issuer.OB2, issuer.OB2Signed, issuer.OB3, issuer.OB3JWT}
	for _, state := range []issuer.State{issuer.Issued, issuer.Revoked, issuer.Suspended, issuer.Superseded, issuer.Undone} {
		for n, format := range append(formats, formats...) {
			f := Face{Face: issuer.Face{ID: "00000000-0000-4000-8000-000000000000", Format: format, Identity: by.Identity}, Award: issuer.Award{
				ID: "sample", Class: class.Slug, Version: class.Version, Language: language, State: state, Reason: "reason", Name: "Name", Narrative: "narrative",
				IssuedOn: time.Unix(0, 0).UTC(), Expires: time.Unix(1<<31, 0).UTC(), Evidence: []string{"https://example.org/", "urn:other"},
			}}
			if n < len(formats) { // the others are of people who were erased
				f.Bytes = []byte("{}")
			}
			files, err := faceFiles(f, func(hasFile bool) ([]byte, error) { return b.pages.face(f, class, by, hasFile) })
			if err != nil {
				return sum, err
			}
			for _, one := range files {
				_, _ = fmt.Fprintf(&all, "%s %v %d\n", one.Path, one.Gone, len(one.Bytes))
				all.Write(one.Bytes)
			}
		}
	}
	return sha256.Sum256(all.Bytes()), nil
}

// claimSamples does the same for the pages that only their people are told of, which
// show what the public ones show, too.
func (b *builder) claimSamples(class issuer.BadgeClass, language string) (sum [sha256.Size]byte, err error) {
	common, err := b.edition(class.Slug, class.Version, language)
	if err != nil {
		return sum, err
	}
	all := bytes.NewBuffer(common[:])
	all.WriteString(claimSource)
	by := b.issuers[class.Issuer]
	c := Claim{Claim: "sample", Name: "Name", Ext: "png", Award: issuer.Award{
		ID: "sample", Class: class.Slug, Version: class.Version, Language: language, State: issuer.Issued, Name: "Name",
		IssuedOn: time.Unix(0, 0).UTC(), Expires: time.Unix(1<<31, 0).UTC(),
	}}
	var hosts []Host
	if src, ok := b.src.(ClaimSource); ok {
		hosts = src.Hosts()
	}
	nothing := c
	for _, format := range []issuer.Format{issuer.OB11, issuer.OB2, issuer.OB2Signed, issuer.OB3, issuer.OB3JWT} {
		c.Faces = append(c.Faces, Face{
			Face: issuer.Face{ID: "00000000-0000-4000-8000-000000000000", Format: format, Identity: by.Identity}, Award: c.Award, Bytes: []byte("{}"),
		})
	}
	for _, one := range []Claim{c, nothing} {
		page, err := b.claimPage(issuer.ClaimPath(one.Claim, "html"), one, hosts)
		if err != nil {
			return sum, err
		}
		all.Write(page)
	}
	return sha256.Sum256(all.Bytes()), nil
}
