package ob3

import (
	"encoding/json"

	"badgekiln/issuer"
)

// texts makes members of alternating names and texts; empty ones are left out,
// as the standard asks.
func texts(pairs ...string) (doc issuer.Obj) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			doc = append(doc, issuer.Member{Name: pairs[i], Value: pairs[i+1]})
		}
	}
	return doc
}

// holes is texts for what differs from award to award.
func holes(pairs ...string) (doc issuer.Obj) {
	for _, m := range texts(pairs...) {
		text, _ := m.Value.(string)
		doc = append(doc, issuer.Member{Name: m.Name, Value: issuer.Hole(text)})
	}
	return doc
}

// put adds a list unless it is empty.
func put(doc issuer.Obj, name string, list issuer.Arr) issuer.Obj {
	if len(list) == 0 {
		return doc
	}
	return append(doc, issuer.Member{Name: name, Value: list})
}

// profile builds the issuer's Profile inside another document (3.0 §Profile).
// Its picture needs web space.
func profile(p issuer.Profile, identity issuer.Identity, token bool) issuer.Obj {
	doc := issuer.Obj{
		{Name: "id", Value: identity.URI},
		{Name: "type", Value: issuer.Arr{"Profile"}},
	}
	doc = append(doc, texts("name", p.Name, "url", p.URL, "phone", p.More.Phone, "email", p.Email, "description", p.Description)...)
	if p.Image != "" && identity.BaseURL != "" {
		path := issuer.IssuerImagePath(p.Slug, issuer.ImageExt(p.ImageType))
		doc = append(doc, issuer.Member{Name: "image", Value: image(identity.BaseURL+path, p.More.ImageCaption)})
	}
	if p.More.Address != nil {
		doc = append(doc, issuer.Member{Name: "address", Value: address(*p.More.Address)})
	}
	doc = put(doc, "otherIdentifier", identifierEntries(p.More.OtherIdentifier))
	doc = append(doc, texts(
		"official", p.More.Official, "familyName", p.More.FamilyName, "givenName", p.More.GivenName, "additionalName", p.More.AdditionalName,
		"patronymicName", p.More.Patronymic, "honorificPrefix", p.More.Prefix, "honorificSuffix", p.More.Suffix,
		"familyNamePrefix", p.More.FamilyPrefix, "dateOfBirth", p.More.DateOfBirth,
	)...)
	if p.More.ParentOrg != nil {
		doc = append(doc, issuer.Member{Name: "parentOrg", Value: party(*p.More.ParentOrg)})
	}
	return append(doc, endorsed(p.More.Endorsement, p.More.EndorsementJWT, token)...)
}

// party builds the Profile of somebody else.
func party(p issuer.Party) issuer.Obj {
	doc := issuer.Obj{{Name: "id", Value: p.ID}, {Name: "type", Value: issuer.Arr{"Profile"}}}
	doc = append(doc, texts("name", p.Name, "url", p.URL, "phone", p.Phone, "email", p.Email, "description", p.Description)...)
	if p.Image != "" {
		doc = append(doc, issuer.Member{Name: "image", Value: image(p.Image, "")})
	}
	if p.Address != nil {
		doc = append(doc, issuer.Member{Name: "address", Value: address(*p.Address)})
	}
	doc = put(doc, "otherIdentifier", identifierEntries(p.OtherIdentifier))
	doc = append(doc, texts(
		"official", p.Official, "familyName", p.FamilyName, "givenName", p.GivenName, "additionalName", p.AdditionalName,
		"patronymicName", p.Patronymic, "honorificPrefix", p.Prefix, "honorificSuffix", p.Suffix,
		"familyNamePrefix", p.FamilyPrefix, "dateOfBirth", p.DateOfBirth,
	)...)
	if p.ParentOrg != nil {
		doc = append(doc, issuer.Member{Name: "parentOrg", Value: party(*p.ParentOrg)})
	}
	return doc
}

func address(a issuer.Address) issuer.Obj {
	doc := issuer.Obj{{Name: "type", Value: issuer.Arr{"Address"}}}
	doc = append(doc, texts(
		"addressCountry", a.Country, "addressCountryCode", a.CountryCode, "addressRegion", a.Region, "addressLocality", a.Locality,
		"streetAddress", a.Street, "postOfficeBoxNumber", a.PostBox, "postalCode", a.PostalCode,
	)...)
	if a.Latitude == "" {
		return doc
	}
	return append(doc, issuer.Member{Name: "geo", Value: issuer.Obj{
		{Name: "type", Value: "GeoCoordinates"},
		{Name: "latitude", Value: issuer.Number(a.Latitude)},
		{Name: "longitude", Value: issuer.Number(a.Longitude)},
	}})
}

func identifierEntries(all []issuer.Identifier) (list issuer.Arr) {
	for _, id := range all {
		list = append(list, issuer.Obj{
			{Name: "type", Value: "IdentifierEntry"},
			{Name: "identifier", Value: id.Identifier},
			{Name: "identifierType", Value: id.Type},
		})
	}
	return list
}

func alignments(all []issuer.Alignment) (list issuer.Arr) {
	for _, a := range all {
		doc := issuer.Obj{{Name: "type", Value: issuer.Arr{"Alignment"}}}
		list = append(list, append(doc, texts(
			"targetCode", a.TargetCode, "targetDescription", a.TargetDescription, "targetName", a.TargetName,
			"targetFramework", a.TargetFramework, "targetType", a.TargetType, "targetUrl", a.TargetURL,
		)...))
	}
	return list
}

// endorsed are the endorsements of something. Those that are tokens stand in
// tokens only: no context defines their member.
func endorsed(all []json.RawMessage, tokens []string, token bool) (doc issuer.Obj) {
	var list, others issuer.Arr
	for _, text := range all {
		if value, err := issuer.Tree(text); err == nil {
			list = append(list, value)
		}
	}
	if token {
		for _, text := range tokens {
			others = append(others, text)
		}
	}
	return put(put(nil, "endorsement", list), "endorsementJwt", others)
}
