package site

import (
	"fmt"
	"html/template"
	"path"
	"strings"

	"badgekiln/issuer"
)

// face is the page of an award as one of its faces shows it.
func (p *pages) face(f Face, class issuer.BadgeClass, by Issuer, hasFile bool) ([]byte, error) {
	speaks := f.Award.Language
	if speaks == "" {
		speaks = class.Language
	}
	data, err := p.facePage(f, class, by, speaks, hasFile)
	if err != nil {
		return nil, err
	}
	return p.cast(moldKey{class: versionKey(class.Slug, class.Version), language: speaks, identity: f.Identity.ID, format: f.Format}, f, data)
}

func (p *pages) facePage(f Face, class issuer.BadgeClass, by Issuer, speaks string, hasFile bool) (page, error) {
	data := page{
		Class: class, Issuer: by.Profile, Title: class.Name + " · " + by.Profile.Name, Summary: class.Description, Hidden: true,
		Home: issuer.IssuerPagePath(by.Profile.Slug), Picture: issuer.ClassPath(class.Slug, class.Version, class.ImageFile()),
		State: f.Award.State, Kind: fileWord(f.Format), Issued: p.when(speaks, f.Award.IssuedOn), Expires: p.when(speaks, f.Award.Expires),
	}
	p.name(&data, f, hasFile)
	if f.Award.State != issuer.Issued {
		data.Reason = f.Award.Reason
		return data, nil
	}
	data.Narrative = f.Award.Narrative
	if class.PublicNames {
		data.Name = f.Award.Name
	}
	at := p.base + issuer.FacePagePath(f.ID)
	if !by.NoLinkedIn {
		data.LinkedIn = LinkedIn(at, f, class, by.Profile)
	}
	var err error
	if data.Code, err = p.codes.code(at); err == nil {
		data.Evidence, err = p.evidence(speaks, f.Award)
	}
	return data, err
}

// name fills in where a face lies.
func (p *pages) name(data *page, f Face, hasFile bool) {
	data.Address = lies(f.Face)
	if hasFile {
		data.File = path.Base(FacePath(f.Face))
	}
}

// evidence is the list of what shows how an award was earned.
func (p *pages) evidence(language string, a issuer.Award) (template.HTML, error) {
	list := addresses(a)
	if len(list) == 0 {
		return "", nil
	}
	all, err := p.in(language)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := all.ExecuteTemplate(&out, "links", links(list...)); err != nil {
		return "", fmt.Errorf("write page: %w", err)
	}
	return template.HTML(out.String()), nil // #nosec G203 -- by the pages' own template
}
