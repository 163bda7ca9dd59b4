package further

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// card is a part of a page with a title and what it is for.
func (s *Sheet) card(word string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	head := []fyne.CanvasObject{kit.Strong(s.t(word))}
	if hint := s.hint(word); hint != "" {
		head = append(head, kit.Hint(hint))
	}
	return kit.Card(kit.VBox(10, append(head, rows...)...))
}

func two(left, right fyne.CanvasObject) fyne.CanvasObject { return kit.Columns(12, nil, left, right) }

// Skills are the members of a class that say what it is worth and what it
// belongs to.
func (s *Sheet) Skills(m *issuer.ClassMore) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		s.card("kind",
			two(s.Choice("achievementType", "type", "type", issuer.AchievementTypes(), &m.AchievementType), s.Number("creditsAvailable", "credits", &m.CreditsAvailable)),
			two(s.Text("fieldOfStudy", "field", &m.FieldOfStudy, 1), s.Text("specialization", "specialization", &m.Specialization, 1)),
			s.Text("humanCode", "code", &m.HumanCode, 1)),
		s.card("alignments", s.alignments("alignment", &m.Alignment)),
		s.card("results", s.results(&m.ResultDescription)),
		s.card("related", List(s, "related", "related", &m.Related, func(r issuer.Related) string { return r.ID }, s.relatedFields)),
		s.card("identifiers", s.identifiers("otherIdentifier", &m.OtherIdentifier)),
		s.card("creator", Group(s, "creator", "creator.other", &m.Creator, s.partyFields)),
		s.card("endorsements", s.endorsements(&m.Endorsement, &m.EndorsementJWT, &m.OldEndorsement)...),
		s.card("credential",
			s.Text("credentialDescription", "summary", &m.Summary, 2),
			kit.NewField(s.t("terms"), s.hint("terms"), List(s, "termsOfUse", "terms", &m.TermsOfUse, func(t issuer.Service) string { return t.ID }, s.termsFields)),
			Group(s, "refreshService", "refresh", &m.RefreshService, func(path string, r *issuer.Service) []fyne.CanvasObject {
				r.Type = "1EdTechCredentialRefresh" // the only one there is
				return []fyne.CanvasObject{s.Text(path+".id", "refresh.id", &r.ID, 1)}
			})),
		s.card("extensions", s.extensions(&m.Extensions)),
	}
}

// Picture are the members about the picture.
func (s *Sheet) Picture(m *issuer.ClassMore) fyne.CanvasObject {
	return s.card("picture", s.Text("imageCaption", "caption", &m.ImageCaption, 2), s.Text("imageAuthor", "author", &m.ImageAuthor, 1),
		Group(s, "credentialImage", "wallet-picture", &m.Image, func(path string, p *issuer.Image) []fyne.CanvasObject {
			return []fyne.CanvasObject{s.Text(path+".id", "wallet-picture.id", &p.ID, 1), s.Text(path+".caption", "caption", &p.Caption, 2)}
		}))
}

// Suspension is whether awards can be taken back for a while.
func (s *Sheet) Suspension(m *issuer.ClassMore) fyne.CanvasObject {
	return s.card("suspension", s.Tick("suspendable", "suspendable", &m.Suspendable))
}

// Languages are the class's texts in other languages.
func (s *Sheet) Languages(m *issuer.ClassMore) fyne.CanvasObject {
	return s.card("translations", List(s, "translations", "translations", &m.Translations, func(t issuer.Translation) string {
		return strings.Trim(t.Language+" · "+t.Name, " ·")
	}, func(path string, t *issuer.Translation) []fyne.CanvasObject {
		return []fyne.CanvasObject{
			kit.Columns(12, []float32{1, 3}, s.Text(path+".language", "language", &t.Language, 1), s.Text(path+".name", "name", &t.Name, 1)),
			s.Text(path+".description", "description", &t.Description, 2), s.Text(path+".criteria", "criteria", &t.Criteria, 3),
		}
	}))
}

// Profile are the further members of an issuer.
func (s *Sheet) Profile(m *issuer.ProfileMore) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		s.card("contact", two(s.Text("phone", "phone", &m.Phone, 1), s.Text("official", "official", &m.Official, 1)),
			Group(s, "address", "address", &m.Address, s.addressFields), s.Text("imageCaption", "logo-caption", &m.ImageCaption, 1)),
		s.card("person", s.Fold("", "party.person", func() []fyne.CanvasObject {
			return s.personFields("", person{&m.GivenName, &m.FamilyName, &m.AdditionalName, &m.Patronymic, &m.Prefix, &m.Suffix, &m.FamilyPrefix, &m.DateOfBirth})
		})),
		s.card("identifiers.issuer", s.identifiers("otherIdentifier", &m.OtherIdentifier)),
		s.card("parent", Group(s, "parentOrg", "parent.has", &m.ParentOrg, s.partyFields)),
		s.card("endorsements", s.endorsements(&m.Endorsement, &m.EndorsementJWT, &m.OldEndorsement)...),
		s.card("scope", Group(s, "verification2.0", "scope.has", &m.Scope, func(path string, r *issuer.Scope) []fyne.CanvasObject {
			return []fyne.CanvasObject{
				two(s.Lines(path+".allowedOrigins", "scope.hosts", &r.AllowedOrigins), s.Lines(path+".startsWith", "scope.starts", &r.StartsWith)),
				s.Pick(path+".verificationProperty", "scope.property", []string{"", "id"}, []string{s.t("choice.none"), s.t("scope.property.id")}, &r.Property, false),
			}
		})),
		s.card("extensions", s.extensions(&m.Extensions)),
	}
}

// extensions are members that others defined, for readers of 2.0.
func (s *Sheet) extensions(list *[]issuer.Extension) fyne.CanvasObject {
	return List(s, "extensions2.0", "extensions", list, func(e issuer.Extension) string { return e.Name }, func(path string, e *issuer.Extension) []fyne.CanvasObject {
		return []fyne.CanvasObject{s.Text(path+".name", "extension.name", &e.Name, 1), s.Raw(path+".value", "extension.value", &e.Value)}
	})
}

func (s *Sheet) alignments(path string, list *[]issuer.Alignment) fyne.CanvasObject {
	return List(s, path, "alignments", list, func(a issuer.Alignment) string { return a.TargetName }, func(path string, a *issuer.Alignment) []fyne.CanvasObject {
		return []fyne.CanvasObject{
			two(s.Text(path+".targetName", "target.name", &a.TargetName, 1), s.Text(path+".targetUrl", "target.url", &a.TargetURL, 1)),
			two(s.Text(path+".targetFramework", "target.framework", &a.TargetFramework, 1), s.Text(path+".targetCode", "target.code", &a.TargetCode, 1)),
			s.Choice(path+".targetType", "target.type", "target", issuer.TargetTypes(), &a.TargetType),
			s.Text(path+".targetDescription", "target.description", &a.TargetDescription, 2),
		}
	})
}

func (s *Sheet) identifiers(path string, list *[]issuer.Identifier) fyne.CanvasObject {
	return List(s, path, "identifiers", list, func(i issuer.Identifier) string { return i.Identifier }, func(path string, i *issuer.Identifier) []fyne.CanvasObject {
		return []fyne.CanvasObject{two(s.Text(path+".identifier", "identifier", &i.Identifier, 1),
			s.Choice(path+".identifierType", "identifier.type", "system", issuer.IdentifierTypes(), &i.Type))}
	})
}

func (s *Sheet) results(list *[]issuer.ResultDescription) fyne.CanvasObject {
	return List(s, "resultDescription", "results", list, func(r issuer.ResultDescription) string { return r.Name }, func(path string, r *issuer.ResultDescription) []fyne.CanvasObject {
		return []fyne.CanvasObject{
			two(s.Text(path+".name", "result.name", &r.Name, 1), s.Choice(path+".resultType", "result.type", "result", issuer.ResultTypes(), &r.Type)),
			s.Text(path+".id", "result.id", &r.ID, 1),
			two(s.Text(path+".valueMin", "result.min", &r.ValueMin, 1), s.Text(path+".valueMax", "result.max", &r.ValueMax, 1)),
			two(s.Lines(path+".allowedValue", "result.allowed", &r.AllowedValue), s.Text(path+".requiredValue", "result.required", &r.RequiredValue, 1)),
			kit.NewField(s.t("levels"), s.hint("levels"), List(s, path+".rubricCriterionLevel", "levels", &r.Levels, func(l issuer.Level) string { return l.Name }, s.levelFields)),
			s.Text(path+".requiredLevel", "result.level", &r.RequiredLevel, 1),
			kit.NewField(s.t("alignments"), "", s.alignments(path+".alignment", &r.Alignment)),
		}
	})
}

func (s *Sheet) levelFields(path string, l *issuer.Level) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		two(s.Text(path+".name", "level.name", &l.Name, 1), s.Text(path+".id", "level.id", &l.ID, 1)),
		two(s.Text(path+".level", "level.level", &l.Level, 1), s.Text(path+".points", "level.points", &l.Points, 1)),
		s.Text(path+".description", "description", &l.Description, 2),
		kit.NewField(s.t("alignments"), "", s.alignments(path+".alignment", &l.Alignment)),
	}
}

func (s *Sheet) relatedFields(path string, r *issuer.Related) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		s.Text(path+".id", "related.id", &r.ID, 1),
		two(s.Text(path+".inLanguage", "language", &r.Language, 1), s.Text(path+".version", "related.version", &r.Version, 1)),
	}
}

func (s *Sheet) termsFields(path string, t *issuer.Service) []fyne.CanvasObject {
	return []fyne.CanvasObject{two(s.Text(path+".id", "terms.id", &t.ID, 1), s.Text(path+".type", "terms.type", &t.Type, 1))}
}

// endorsements are what others say: whole documents, for nobody can sign for
// somebody else.
func (s *Sheet) endorsements(list *[]json.RawMessage, tokens *[]string, old *[]json.RawMessage) []fyne.CanvasObject {
	nameless := func(json.RawMessage) string { return "" }
	return []fyne.CanvasObject{
		kit.NewField(s.t("endorse3"), s.hint("endorse3"), List(s, "endorsement", "endorse3", list, nameless, func(path string, it *json.RawMessage) []fyne.CanvasObject {
			return []fyne.CanvasObject{s.Raw(path, "document", it)}
		})),
		kit.NewField(s.t("endorse-token"), s.hint("endorse-token"), List(s, "endorsementJwt", "endorse-token", tokens, func(string) string { return "" }, func(path string, it *string) []fyne.CanvasObject {
			return []fyne.CanvasObject{s.Text(path, "token", it, 4)}
		})),
		kit.NewField(s.t("endorse2"), s.hint("endorse2"), List(s, "endorsement2.0", "endorse2", old, nameless, func(path string, it *json.RawMessage) []fyne.CanvasObject {
			return []fyne.CanvasObject{s.Raw(path, "document-or-address", it)}
		})),
	}
}

func (s *Sheet) addressFields(path string, a *issuer.Address) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		s.Text(path+".streetAddress", "street", &a.Street, 1),
		two(s.Text(path+".postalCode", "postcode", &a.PostalCode, 1), s.Text(path+".addressLocality", "town", &a.Locality, 1)),
		two(s.Text(path+".addressRegion", "region", &a.Region, 1), s.Text(path+".postOfficeBoxNumber", "box", &a.PostBox, 1)),
		two(s.Text(path+".addressCountry", "country", &a.Country, 1), s.Text(path+".addressCountryCode", "country-code", &a.CountryCode, 1)),
		two(s.Number(path+".latitude", "latitude", &a.Latitude), s.Number(path+".longitude", "longitude", &a.Longitude)),
	}
}

// deepest is how far organisations lie in one another at most.
const deepest = 4

func (s *Sheet) partyFields(path string, p *issuer.Party) []fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		two(s.Text(path+".name", "party.name", &p.Name, 1), s.Text(path+".id", "party.id", &p.ID, 1)),
		two(s.Text(path+".url", "party.url", &p.URL, 1), s.Text(path+".email", "party.email", &p.Email, 1)),
		two(s.Text(path+".phone", "phone", &p.Phone, 1), s.Text(path+".official", "official", &p.Official, 1)),
		s.Text(path+".description", "description", &p.Description, 2),
		s.Text(path+".image", "party.image", &p.Image, 1),
		s.Fold(path, "party.person", func() []fyne.CanvasObject {
			return s.personFields(path+".", person{&p.GivenName, &p.FamilyName, &p.AdditionalName, &p.Patronymic, &p.Prefix, &p.Suffix, &p.FamilyPrefix, &p.DateOfBirth})
		}),
		Group(s, path+".address", "address", &p.Address, s.addressFields),
		kit.NewField(s.t("identifiers.issuer"), "", s.identifiers(path+".otherIdentifier", &p.OtherIdentifier)),
	}
	if strings.Count(path, "parentOrg") < deepest {
		rows = append(rows, Group(s, path+".parentOrg", "parent.has", &p.ParentOrg, s.partyFields))
	}
	return rows
}

// person is what people have and organisations have not.
type person struct{ given, family, additional, patronymic, before, behind, familyPrefix, born *string }

// personFields are the names of a person; path ends in a dot, or is "".
func (s *Sheet) personFields(path string, p person) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		two(s.Text(path+"givenName", "person.given", p.given, 1), s.Text(path+"familyName", "person.family", p.family, 1)),
		two(s.Text(path+"additionalName", "person.additional", p.additional, 1), s.Text(path+"patronymicName", "person.patronymic", p.patronymic, 1)),
		two(s.Text(path+"honorificPrefix", "person.prefix", p.before, 1), s.Text(path+"honorificSuffix", "person.suffix", p.behind, 1)),
		two(s.Text(path+"familyNamePrefix", "person.family-prefix", p.familyPrefix, 1), s.Text(path+"dateOfBirth", "person.born", p.born, 1)),
	}
}

// OpenFaults unfolds what faults lie in, the seldom parts too.
func (s *Sheet) OpenFaults(paths []string) {
	for _, path := range paths {
		s.Open(path)
		if of, born := strings.CutSuffix("."+path, ".dateOfBirth"); born {
			s.open[strings.TrimPrefix(of, ".")+"?party.person"] = true
		}
	}
}
