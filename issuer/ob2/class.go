package ob2

import (
	"strconv"

	"badgekiln/issuer"
)

// BadgeClass builds the hosted BadgeClass of one version (2.0 §BadgeClass)
// under an https identity. Criteria always have an address, the class's own
// page when no other is given: backpacks of the 1.x kind ask for one.
func BadgeClass(class issuer.BadgeClass, identity issuer.Identity) issuer.Obj {
	at := func(file string) string {
		return identity.BaseURL + issuer.ClassPath(class.Slug, class.Version, file)
	}
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "BadgeClass"},
		{Name: "id", Value: at("badge.json")},
		{Name: "name", Value: class.Name},
		{Name: "description", Value: class.Description},
		{Name: "image", Value: at("image.png")},
		{Name: "criteria", Value: criteria(class.Criteria, at("criteria.html"))},
		{Name: "issuer", Value: identity.URI},
	}
	if len(class.Tags) > 0 {
		tags := make(issuer.Arr, 0, len(class.Tags))
		for _, tag := range class.Tags {
			tags = append(tags, tag)
		}
		doc = append(doc, issuer.Member{Name: "tags", Value: tags})
	}
	return append(doc, issuer.Member{Name: "version", Value: strconv.Itoa(class.Version)})
}

func criteria(c issuer.Criteria, page string) issuer.Obj {
	address := c.URL
	if address == "" {
		address = page
	}
	doc := issuer.Obj{{Name: "id", Value: address}}
	if c.Narrative != "" {
		doc = append(doc, issuer.Member{Name: "narrative", Value: c.Narrative})
	}
	return doc
}
