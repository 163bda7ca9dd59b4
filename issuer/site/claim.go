package site

import (
	"context"
	"crypto/sha256"
	_ "embed" // the page lies beside the code
	"fmt"
	"iter"
	"path"
	"strings"

	"badgekiln/issuer"
)

//go:embed pages/claim.html
var claimSource string

// ClaimSource is a Source that has pages of their own for some awards: each at an
// address that nobody finds who was not told. They are in no list, and who puts
// the site where its files can be listed leaves out everything below
// issuer.ClaimFolder.
type ClaimSource interface {
	Source
	// Claims yields the pages under the base URL, always in the same order.
	Claims(ctx context.Context, base string) iter.Seq2[Claim, error]
	// Hosts are those who take badges in, as far as they are known.
	Hosts() []Host
}

// RememberingClaims is a ClaimSource that knows which of these pages would come out
// as they lie somewhere already.
type RememberingClaims interface {
	ClaimSource
	// ClaimsSince yields what Claims does, with Inputs, and Kept or Loose as faces
	// are: of those nothing is known but address and class.
	ClaimsSince(ctx context.Context, base string, edition Edition) iter.Seq2[Claim, error]
}

// Claim is one such page. Faces are those of its award under the base URL; without
// any the page says that there is nothing any more. Picture is the picture with
// the credentials inside, which without faces holds nothing.
type Claim struct {
	Claim   string // the last part of the address
	Name    string // of the person; "" unless that was chosen
	Award   issuer.Award
	Faces   []Face
	Picture []byte
	Ext     string // of the picture
	Inputs  [sha256.Size]byte
	Kept    bool
	Loose   bool
}

// Host is who takes in badges of others. Import is the page for that; what is
// taken there is said by the others.
type Host struct {
	Name   string `json:"name"`
	Import string `json:"import"`
	File   bool   `json:"file"` // the picture
	URL    bool   `json:"url"`  // the address of a hosted badge
}

// claimPage is what such a page is made of.
type claimPage struct {
	page
	Baked string // the picture, beside the page
	Files []claimFile
	Paste string // the address to be pasted; "" without one
	Look  string // the public page, relative to Root
	Hosts []Host
}

type claimFile struct{ File, Kind string }

// claims puts the pages that only their people are told of.
func (b *builder) claims() error {
	src, ok := b.src.(ClaimSource)
	if !ok {
		return nil
	}
	all := src.Claims(b.ctx, b.base)
	if known, ok := b.src.(RememberingClaims); ok {
		all = known.ClaimsSince(b.ctx, b.base, b.claimEdition)
	}
	some := false
	for c, err := range all {
		if err != nil {
			return fmt.Errorf("read pages of their own: %w", err)
		}
		some = true
		files, err := b.claimFiles(c, src.Hosts(), nil)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := b.put(f); err != nil {
				return err
			}
		}
	}
	if !some {
		return nil
	}
	// A server that lists folders without such a page shows this one.
	at := issuer.ClaimFolder + "index.html"
	return b.page(at, mark)(b.pages.nothing(at, ""))
}

// claimFiles are the files of one such page, itself last. only says which of them to
// make; nil is all.
func (b *builder) claimFiles(c Claim, hosts []Host, only func(path string) bool) ([]File, error) {
	ext := c.Ext
	if c.Kept {
		ext = issuer.ImageExt(b.classes[versionKey(c.Award.Class, c.Award.Version)].ImageType)
	}
	// Of what is over, too, there is a picture: it takes the place of one that was
	// published.
	picture := File{Path: issuer.ClaimPath(c.Claim, ext), Bytes: c.Picture, Kept: c.Kept, Loose: c.Loose}
	page := File{Path: issuer.ClaimPath(c.Claim, "html"), Inputs: c.Inputs, Kept: c.Kept, Loose: c.Loose}
	if c.Loose {
		picture.From, page.From = c.Inputs, c.Inputs
	}
	if c.Kept || only != nil && !only(page.Path) {
		return []File{picture, page}, nil
	}
	var err error
	page.Bytes, err = b.claimPage(page.Path, c, hosts)
	return []File{picture, page}, err
}

func (b *builder) claimPage(at string, c Claim, hosts []Host) ([]byte, error) {
	class, ok := b.classes[versionKey(c.Award.Class, c.Award.Version)]
	speaks := c.Award.Language
	if speaks == "" {
		speaks = class.Language
	}
	if !ok || len(c.Faces) == 0 {
		return b.pages.nothing(at, speaks)
	}
	return b.pages.claim(at, speaks, c, class, b.issuers[class.Issuer], hosts)
}

// nothing is the page of a badge that is not there any more.
func (p *pages) nothing(at, speaks string) ([]byte, error) {
	return p.write("nothing", at, speaks, page{Hidden: true, Title: p.words(speaks)("claim.nothing.title")})
}

func (p *pages) claim(at, speaks string, c Claim, class issuer.BadgeClass, by Issuer, hosts []Host) ([]byte, error) {
	data := claimPage{
		page: page{
			Class: class, Issuer: by.Profile, Title: class.Name + " · " + by.Profile.Name, Hidden: true, Name: c.Name,
			Home: issuer.IssuerPagePath(by.Profile.Slug), State: c.Award.State,
			Issued: p.when(speaks, c.Award.IssuedOn), Expires: p.when(speaks, c.Award.Expires),
		},
		Baked: path.Base(issuer.ClaimPath(c.Claim, c.Ext)), Hosts: hosts,
	}
	for _, f := range c.Faces {
		file := FacePath(f.Face)
		if data.Look == "" || f.Format == issuer.OB2 {
			data.Look = issuer.FacePagePath(f.ID)
			if !by.NoLinkedIn {
				data.LinkedIn = LinkedIn(p.base+data.Look, f, class, by.Profile)
			}
		}
		if file == "" || f.Bytes == nil {
			continue
		}
		data.Files = append(data.Files, claimFile{file, fileWord(f.Format)})
		if data.Paste == "" || f.Format == issuer.OB2 {
			data.Paste, data.Address = p.base+file, lies(f.Face)
		}
	}
	return p.writeAs("claim", at, speaks, &data.page, &data)
}

// writeAs is write for a page that is made of more: base is its part of all pages.
func (p *pages) writeAs(name, at, language string, base *page, data any) ([]byte, error) {
	all, err := p.in(language)
	if err != nil {
		return nil, err
	}
	base.Policy, base.Base, base.Here = policy(), p.base, p.base+at
	base.Root = strings.Repeat("../", strings.Count(at, "/"))
	var out strings.Builder
	if err := all.ExecuteTemplate(&out, name, data); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return []byte(out.String()), nil
}
