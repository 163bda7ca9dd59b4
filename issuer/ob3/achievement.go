package ob3

import (
	"regexp"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Achievement builds the hosted Achievement document of one class version
// (3.0 §Achievement) under an identity with web space. Its creator is the
// issuer unless the class names another.
func Achievement(class issuer.BadgeClass, p issuer.Profile, identity issuer.Identity) issuer.Obj {
	return hosted(class, p, identity, achievement(class, identity, false))
}

// Translation builds the Achievement document of a class in another language.
func Translation(class issuer.BadgeClass, t issuer.Translation, p issuer.Profile, identity issuer.Identity) issuer.Obj {
	here := place{identity: identity, class: class, file: TranslationFile(t), language: t.Language}
	return hosted(class, p, identity, here.achievement(class.Translated(t), false))
}

// TranslationFile is the file name of Translation.
func TranslationFile(t issuer.Translation) string { return "achievement." + t.Language + ".json" }

func hosted(class issuer.BadgeClass, p issuer.Profile, identity issuer.Identity, members issuer.Obj) issuer.Obj {
	doc := append(issuer.Obj{{Name: "@context", Value: contexts(false)}}, members...)
	if class.More.Creator == nil {
		doc = append(doc, issuer.Member{Name: "creator", Value: profile(p, identity, false)})
	}
	return doc
}

// place is where an achievement stands: its document, or the badge without web
// space.
type place struct {
	identity issuer.Identity
	class    issuer.BadgeClass
	file     string
	language string // of a translation; "" for the class itself
}

// id is the achievement's own.
func (p place) id() string {
	if p.identity.BaseURL == "" {
		return p.class.URN
	}
	return p.at(p.file)
}

func (p place) at(file string) string {
	return p.identity.BaseURL + issuer.ClassPath(p.class.Slug, p.class.Version, file)
}

// named gives the full form of an id inside an achievement: a short name
// stands behind the achievement's own id. It is the same in all languages.
func named(class issuer.BadgeClass, identity issuer.Identity, id string) string {
	if id == "" || strings.Contains(id, ":") {
		return id
	}
	return place{identity: identity, class: class, file: "achievement.json"}.id() + "#" + id
}

// achievement builds the members of an Achievement without a context. Without
// web space its id is the class's URN and the picture lies inside.
func achievement(class issuer.BadgeClass, identity issuer.Identity, token bool) issuer.Obj {
	return place{identity: identity, class: class, file: "achievement.json"}.achievement(class, token)
}

// said builds the achievement as the credential of a claim carries it: in the
// language of the award, where the class is translated into it.
func said(c issuer.Claim) issuer.Obj {
	identity, token := c.Face.Identity, c.Face.Format.Token()
	t, ok := c.Class.In(c.Award.Language)
	if !ok {
		return achievement(c.Class, identity, token)
	}
	here := place{identity: identity, class: c.Class, file: TranslationFile(t), language: t.Language}
	return here.achievement(c.Class.Translated(t), token)
}

func (p place) achievement(class issuer.BadgeClass, token bool) issuer.Obj {
	page, picture, more := "", class.DataImage, class.More
	if p.identity.BaseURL != "" {
		page, picture = p.at("criteria.html"), p.at(class.ImageFile())
	}
	kind := more.AchievementType
	if kind == "" {
		kind = "Badge"
	}
	doc := issuer.Obj{
		{Name: "id", Value: p.id()},
		{Name: "type", Value: issuer.Arr{"Achievement"}},
		{Name: "achievementType", Value: kind},
		{Name: "name", Value: class.Name},
		{Name: "description", Value: class.Description},
		{Name: "criteria", Value: criteria(class.Criteria, page)},
	}
	if picture != "" {
		doc = append(doc, issuer.Member{Name: "image", Value: image(picture, more.ImageCaption)})
	}
	doc = put(doc, "alignment", alignments(more.Alignment))
	if more.Creator != nil {
		doc = append(doc, issuer.Member{Name: "creator", Value: party(*more.Creator)})
	}
	if more.CreditsAvailable != "" {
		doc = append(doc, issuer.Member{Name: "creditsAvailable", Value: issuer.Number(more.CreditsAvailable)})
	}
	doc = append(doc, endorsed(more.Endorsement, more.EndorsementJWT, token)...)
	doc = append(doc, texts("fieldOfStudy", more.FieldOfStudy, "humanCode", more.HumanCode, "specialization", more.Specialization)...)
	doc = put(doc, "otherIdentifier", identifierEntries(more.OtherIdentifier))
	doc = put(doc, "related", p.related())
	doc = put(doc, "resultDescription", p.results())
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

// related are other achievements, and the same in other languages.
func (p place) related() (list issuer.Arr) {
	one := func(id, language, version string) {
		doc := issuer.Obj{{Name: "id", Value: id}, {Name: "type", Value: issuer.Arr{"Related"}}}
		if languageCode.MatchString(language) {
			doc = append(doc, issuer.Member{Name: "inLanguage", Value: language})
		}
		list = append(list, append(doc, texts("version", version)...))
	}
	if p.identity.BaseURL != "" {
		version := strconv.Itoa(p.class.Version)
		if p.language != "" {
			one(p.at("achievement.json"), p.class.Language, version)
		}
		for _, t := range p.class.More.Translations {
			if t.Language != p.language {
				one(p.at(TranslationFile(t)), t.Language, version)
			}
		}
	}
	for _, r := range p.class.More.Related {
		one(r.ID, r.Language, r.Version)
	}
	return list
}

// results says what results can be (3.0 §ResultDescription).
func (p place) results() (list issuer.Arr) {
	full := func(id string) string { return named(p.class, p.identity, id) }
	for _, r := range p.class.More.ResultDescription {
		doc := issuer.Obj{
			{Name: "id", Value: full(r.ID)},
			{Name: "type", Value: issuer.Arr{"ResultDescription"}},
			{Name: "name", Value: r.Name},
			{Name: "resultType", Value: r.Type},
		}
		doc = put(doc, "alignment", alignments(r.Alignment))
		if len(r.AllowedValue) > 0 {
			var values issuer.Arr
			for _, v := range r.AllowedValue {
				values = append(values, v)
			}
			doc = append(doc, issuer.Member{Name: "allowedValue", Value: values})
		}
		doc = append(doc, texts("requiredLevel", full(r.RequiredLevel), "requiredValue", r.RequiredValue)...)
		var levels issuer.Arr
		for _, l := range r.Levels {
			level := issuer.Obj{
				{Name: "id", Value: full(l.ID)},
				{Name: "type", Value: issuer.Arr{"RubricCriterionLevel"}},
				{Name: "name", Value: l.Name},
			}
			level = put(level, "alignment", alignments(l.Alignment))
			levels = append(levels, append(level, texts("description", l.Description, "level", l.Level, "points", l.Points)...))
		}
		doc = put(doc, "rubricCriterionLevel", levels)
		list = append(list, append(doc, texts("valueMin", r.ValueMin, "valueMax", r.ValueMax)...))
	}
	return list
}

func criteria(c issuer.Criteria, page string) issuer.Obj {
	address := c.URL
	if address == "" {
		address = page
	}
	return texts("id", address, "narrative", c.Narrative)
}

func image(address, caption string) issuer.Obj {
	doc := issuer.Obj{{Name: "id", Value: address}, {Name: "type", Value: "Image"}}
	return append(doc, texts("caption", caption)...)
}

// languageCode is the LanguageCode of 3.0, narrower than BCP 47: a language,
// perhaps a script, perhaps a region.
var languageCode = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
