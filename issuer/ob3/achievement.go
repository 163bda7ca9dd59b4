package ob3

import (
	"regexp"
	"strconv"

	"badgekiln/issuer"
)

// Achievement builds the hosted Achievement document of one class version
// (3.0 §Achievement) under an https identity, with the issuer as its creator.
func Achievement(class issuer.BadgeClass, p issuer.Profile, identity issuer.Identity) issuer.Obj {
	doc := issuer.Obj{{Name: "@context", Value: contexts(false)}}
	doc = append(doc, achievement(class, identity)...)
	return append(doc, issuer.Member{Name: "creator", Value: profile(p, identity)})
}

// profile builds the issuer's Profile inside another document (3.0 §Profile).
// Its picture needs web space.
func profile(p issuer.Profile, identity issuer.Identity) issuer.Obj {
	doc := issuer.Obj{
		{Name: "id", Value: identity.URI},
		{Name: "type", Value: issuer.Arr{"Profile"}},
	}
	for _, m := range []struct{ name, text string }{
		{"name", p.Name}, {"url", p.URL}, {"email", p.Email}, {"description", p.Description},
	} {
		if m.text != "" {
			doc = append(doc, issuer.Member{Name: m.name, Value: m.text})
		}
	}
	if p.Image != "" && identity.BaseURL != "" {
		path := issuer.IssuerImagePath(p.Slug, issuer.ImageExt(p.ImageType))
		doc = append(doc, issuer.Member{Name: "image", Value: image(identity.BaseURL + path)})
	}
	return doc
}

// achievement builds the members of an Achievement without a context. Without
// web space its id is the class's URN and the picture lies inside.
func achievement(class issuer.BadgeClass, identity issuer.Identity) issuer.Obj {
	id, page, picture := class.URN, "", class.DataImage
	if identity.BaseURL != "" {
		at := func(file string) string {
			return identity.BaseURL + issuer.ClassPath(class.Slug, class.Version, file)
		}
		id, page, picture = at("achievement.json"), at("criteria.html"), at("image.png")
	}
	doc := issuer.Obj{
		{Name: "id", Value: id},
		{Name: "type", Value: issuer.Arr{"Achievement"}},
		{Name: "achievementType", Value: "Badge"},
		{Name: "name", Value: class.Name},
		{Name: "description", Value: class.Description},
		{Name: "criteria", Value: criteria(class.Criteria, page)},
	}
	if picture != "" {
		doc = append(doc, issuer.Member{Name: "image", Value: image(picture)})
	}
	if len(class.Tags) > 0 {
		tags := make(issuer.Arr, 0, len(class.Tags))
		for _, tag := range class.Tags {
			tags = append(tags, tag)
		}
		doc = append(doc, issuer.Member{Name: "tag", Value: tags})
	}
	if languageCode.MatchString(class.Language) {
		doc = append(doc, issuer.Member{Name: "inLanguage", Value: class.Language})
	}
	return append(doc, issuer.Member{Name: "version", Value: strconv.Itoa(class.Version)})
}

func criteria(c issuer.Criteria, page string) issuer.Obj {
	address := c.URL
	if address == "" {
		address = page
	}
	var doc issuer.Obj
	if address != "" {
		doc = append(doc, issuer.Member{Name: "id", Value: address})
	}
	if c.Narrative != "" {
		doc = append(doc, issuer.Member{Name: "narrative", Value: c.Narrative})
	}
	return doc
}

func image(address string) issuer.Obj {
	return issuer.Obj{{Name: "id", Value: address}, {Name: "type", Value: "Image"}}
}

// languageCode is the LanguageCode of 3.0, narrower than BCP 47: a language,
// perhaps a script, perhaps a region.
var languageCode = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
