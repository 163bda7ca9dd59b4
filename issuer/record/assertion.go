package record

import (
	"net/url"
	"strings"

	"badgekiln/issuer"
)

// assertion reads a badge of 2.0 or older. Class and issuer are read from
// their own documents where those are there.
func (r *reader) assertion(doc object) {
	out, a := &r.out, &r.out.Award
	out.ID = str(doc, "id")
	for _, name := range []string{"verification", "verify"} {
		if at := str(one(doc[name]), "url"); out.ID == "" {
			out.ID = at
		}
	}
	r.recipient(doc)
	a.IssuedOn, a.Expires = instant(first(doc, "issuedOn", "issued_on")), instant(doc["expires"])
	a.Evidence, a.More.Evidence = evidence(doc["evidence"])
	a.Narrative, a.Language = str(doc, "narrative"), str(doc, "@language")
	a.More.OldEndorsement, a.More.Extensions = raw(doc["endorsement"]), extensions(doc)
	class, id := r.linked(doc["badge"])
	if out.ClassID = str(class, "id"); out.ClassID == "" {
		out.ClassID = id
	}
	r.class(class)
	who, id := r.linked(class["issuer"])
	if out.Issuer = str(who, "id"); out.Issuer == "" {
		out.Issuer = id
	}
	r.profile(who)
	r.rest("assertion", doc, `@context id uid type recipient salt issuedOn issued_on expires evidence narrative @language endorsement badge verification verify revoked`)
}

func first(o object, names ...string) any {
	for _, name := range names {
		if o[name] != nil {
			return o[name]
		}
	}
	return nil
}

func (r *reader) recipient(doc object) {
	out := &r.out
	if plain, ok := doc["recipient"].(string); ok { // 0.5
		out.Recipient = Identity{Type: "email", Identity: plain, Hashed: !strings.Contains(plain, "@"), Salt: str(doc, "salt")}
	} else {
		who := one(doc["recipient"])
		hashed, _ := who["hashed"].(bool)
		out.Recipient = Identity{Type: str(who, "type"), Identity: str(who, "identity"), Hashed: hashed, Salt: str(who, "salt")}
	}
	out.Award.Salt = out.Recipient.Salt
	if !out.Recipient.Hashed && out.Recipient.Type == "email" {
		out.Award.Email = out.Recipient.Identity
	}
}

func (r *reader) class(o object) {
	out, c := &r.out, &r.out.Class
	c.Name, c.Description, c.Criteria = str(o, "name"), str(o, "description"), criteria(o["criteria"])
	c.Tags, c.Language = texts(o["tags"]), str(o, "@language")
	out.ClassImage = ref(o["image"])
	r.out.version(o["version"])
	image := one(o["image"])
	c.More.Alignment = alignments(o["alignment"])
	c.More.ImageCaption, c.More.ImageAuthor = str(image, "caption"), ref(image["author"])
	c.More.OldEndorsement, c.More.Extensions = raw(o["endorsement"]), extensions(o)
	r.related(objects(o["related"]), "@language")
	if origin := str(one(o["issuer"]), "origin"); origin != "" { // 0.5: addresses may be relative to it
		out.ClassImage, c.Criteria.URL = absolute(origin, out.ClassImage), absolute(origin, c.Criteria.URL)
	}
	r.rest("class", o, `@context id type name description criteria tags @language image version alignment endorsement related issuer`)
}

func absolute(origin, at string) string {
	base, err := url.Parse(origin)
	if err != nil || at == "" {
		return at
	}
	full, err := base.Parse(at)
	if err != nil {
		return at
	}
	return full.String()
}

func (r *reader) profile(o object) {
	p := &r.out.Profile
	p.Name, p.URL, p.Email, p.Description = str(o, "name"), str(o, "url"), str(o, "email"), str(o, "description")
	if origin := str(o, "origin"); origin != "" { // 0.5
		p.URL, p.Email, r.out.Issuer = origin, str(o, "contact"), origin
	}
	r.out.ProfileImage = ref(o["image"])
	p.More = issuer.ProfileMore{
		Phone: str(o, "telephone"), ImageCaption: str(one(o["image"]), "caption"), OldEndorsement: raw(o["endorsement"]),
		Extensions: extensions(o),
	}
	if rule := one(o["verification"]); rule != nil {
		s := issuer.Scope{AllowedOrigins: texts(rule["allowedOrigins"]), StartsWith: texts(rule["startsWith"]), Property: str(rule, "verificationProperty")}
		if len(s.AllowedOrigins)+len(s.StartsWith) > 0 || s.Property != "" {
			p.More.Scope = &s
		}
	}
	r.rest("profile", o, `@context id type name url email description origin contact image telephone endorsement publicKey revocationList
		verification verificationMethod assertionMethod`)
}
