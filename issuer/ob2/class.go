package ob2

import (
	"encoding/json"
	"strconv"

	"badgekiln/issuer"
)

// BadgeClass builds the hosted BadgeClass of one version (2.0 §BadgeClass)
// under an identity with web space. Criteria always have an address, the
// class's own page when no other is given: backpacks of the 1.x kind ask for
// one. A class in several languages names its other documents as related.
func BadgeClass(class issuer.BadgeClass, identity issuer.Identity) issuer.Obj {
	return badgeClass(class, identity, "badge.json", others(class, identity, ""))
}

// Translation builds the document of a class in another language.
func Translation(class issuer.BadgeClass, t issuer.Translation, identity issuer.Identity) issuer.Obj {
	return badgeClass(class.Translated(t), identity, TranslationFile(t), others(class, identity, t.Language))
}

// TranslationFile is the file name of Translation.
func TranslationFile(t issuer.Translation) string { return "badge." + t.Language + ".json" }

// others are the documents of a class in its other languages.
func others(class issuer.BadgeClass, identity issuer.Identity, without string) (list issuer.Arr) {
	one := func(file, language string) issuer.Obj {
		doc := issuer.Obj{
			{Name: "type", Value: "BadgeClass"},
			{Name: "id", Value: identity.BaseURL + issuer.ClassPath(class.Slug, class.Version, file)},
		}
		if language != "" {
			doc = append(doc, issuer.Member{Name: "@language", Value: language})
		}
		return append(doc, issuer.Member{Name: "version", Value: strconv.Itoa(class.Version)})
	}
	if without != "" {
		list = append(list, one("badge.json", class.Language))
	}
	for _, t := range class.More.Translations {
		if t.Language != without {
			list = append(list, one(TranslationFile(t), t.Language))
		}
	}
	return list
}

func badgeClass(class issuer.BadgeClass, identity issuer.Identity, file string, related issuer.Arr) issuer.Obj {
	at := func(file string) string {
		return identity.BaseURL + issuer.ClassPath(class.Slug, class.Version, file)
	}
	more := class.More
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "BadgeClass"},
		{Name: "id", Value: at(file)},
	}
	if class.Language != "" {
		doc = append(doc, issuer.Member{Name: "@language", Value: class.Language})
	}
	doc = append(
		doc,
		issuer.Member{Name: "name", Value: class.Name},
		issuer.Member{Name: "description", Value: class.Description},
		issuer.Member{Name: "image", Value: image(at(class.ImageFile()), more.ImageCaption, more.ImageAuthor)},
		issuer.Member{Name: "criteria", Value: criteria(class.Criteria, at("criteria.html"))},
		issuer.Member{Name: "issuer", Value: identity.ProfileURL()},
	)
	if len(more.Alignment) > 0 {
		doc = append(doc, issuer.Member{Name: "alignment", Value: alignments(more.Alignment)})
	}
	if len(class.Tags) > 0 {
		tags := make(issuer.Arr, 0, len(class.Tags))
		for _, tag := range class.Tags {
			tags = append(tags, tag)
		}
		doc = append(doc, issuer.Member{Name: "tags", Value: tags})
	}
	for _, r := range more.Related {
		one := issuer.Obj{{Name: "type", Value: "BadgeClass"}, {Name: "id", Value: r.ID}}
		if r.Language != "" {
			one = append(one, issuer.Member{Name: "@language", Value: r.Language})
		}
		if r.Version != "" {
			one = append(one, issuer.Member{Name: "version", Value: r.Version})
		}
		related = append(related, one)
	}
	if len(related) > 0 {
		doc = append(doc, issuer.Member{Name: "related", Value: related})
	}
	doc = append(doc, endorsed(more.OldEndorsement)...)
	doc = append(doc, issuer.Member{Name: "version", Value: strconv.Itoa(class.Version)})
	return append(doc, extended(more.Extensions)...)
}

func alignments(all []issuer.Alignment) (list issuer.Arr) {
	for _, a := range all {
		one := issuer.Obj{{Name: "type", Value: "AlignmentObject"}, {Name: "targetName", Value: a.TargetName}, {Name: "targetUrl", Value: a.TargetURL}}
		for _, m := range []struct{ name, text string }{
			{"targetDescription", a.TargetDescription}, {"targetFramework", a.TargetFramework}, {"targetCode", a.TargetCode},
		} {
			if m.text != "" {
				one = append(one, issuer.Member{Name: m.name, Value: m.text})
			}
		}
		list = append(list, one)
	}
	return list
}

// image is an address, or an Image when there is more to say (2.0 §Image).
func image(address, caption, author string) any {
	if caption == "" && author == "" {
		return address
	}
	doc := issuer.Obj{{Name: "type", Value: "Image"}, {Name: "id", Value: address}}
	if caption != "" {
		doc = append(doc, issuer.Member{Name: "caption", Value: caption})
	}
	if author != "" {
		doc = append(doc, issuer.Member{Name: "author", Value: author})
	}
	return doc
}

// endorsed are the endorsements of 2.0, documents or their addresses.
func endorsed(texts []json.RawMessage) issuer.Obj {
	var list issuer.Arr
	for _, text := range texts {
		if value, err := issuer.Tree(text); err == nil {
			list = append(list, value)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return issuer.Obj{{Name: "endorsement", Value: list}}
}

// extended are the members that others defined (2.0 §Extensions).
func extended(all []issuer.Extension) (doc issuer.Obj) {
	for _, e := range all {
		if value, err := issuer.Tree(e.Value); err == nil {
			doc = append(doc, issuer.Member{Name: e.Name, Value: value})
		}
	}
	return doc
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
