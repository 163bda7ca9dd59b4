package record

import (
	"strings"

	"badgekiln/issuer"
)

// credential reads a 3.0 badge, of either data model.
func (r *reader) credential(doc object) {
	out := &r.out
	out.ID = str(doc, "id")
	r.issuer3(doc["issuer"])
	from, until := doc["validFrom"], doc["validUntil"]
	if from == nil {
		from, until = doc["issuanceDate"], doc["expirationDate"]
	}
	out.Award.IssuedOn, out.Award.Expires = instant(from), instant(until)
	out.Award.Evidence, out.Award.More.Evidence = evidence(doc["evidence"])
	out.Award.More.AwardedDate = str(doc, "awardedDate")
	out.Award.More.Endorsement, out.Award.More.EndorsementJWT = raw(doc["endorsement"]), texts(doc["endorsementJwt"])
	subject := one(doc["credentialSubject"])
	r.achievement(one(subject["achievement"]))
	if out.Class.Name == "" {
		out.Class.Name = str(doc, "name")
	}
	more := &out.Class.More
	more.Summary = str(doc, "description")
	more.TermsOfUse = services(doc["termsOfUse"])
	if list := services(doc["refreshService"]); len(list) > 0 {
		more.RefreshService = &list[0]
	}
	for _, s := range services(doc["credentialSchema"]) {
		out.Class.Schema = out.Class.Schema || s.Type == "1EdTechJsonSchemaValidator2019"
	}
	r.out.Class.More.Image = picture(doc["image"])
	r.status(doc["credentialStatus"])
	r.subject(subject)
	r.rest("credential", doc, `@context id type issuer validFrom validUntil issuanceDate expirationDate evidence awardedDate endorsement
		endorsementJwt credentialSubject name description image termsOfUse refreshService credentialSchema credentialStatus proof
		iss sub jti nbf exp iat aud`)
}

func (r *reader) issuer3(v any) {
	o := one(v)
	r.out.Issuer = ref(v)
	p := &r.out.Profile
	p.Name, p.URL, p.Email, p.Description = str(o, "name"), str(o, "url"), str(o, "email"), str(o, "description")
	r.out.ProfileImage = ref(o["image"])
	p.More = issuer.ProfileMore{
		Phone: str(o, "phone"), Address: address(o["address"]), OtherIdentifier: identifiers(o["otherIdentifier"]),
		Official: str(o, "official"), ParentOrg: party(o["parentOrg"], 0), ImageCaption: str(one(o["image"]), "caption"),
		Endorsement: raw(o["endorsement"]), EndorsementJWT: texts(o["endorsementJwt"]),
		FamilyName: str(o, "familyName"), GivenName: str(o, "givenName"), AdditionalName: str(o, "additionalName"), Patronymic: str(o, "patronymicName"),
		Prefix: str(o, "honorificPrefix"), Suffix: str(o, "honorificSuffix"), FamilyPrefix: str(o, "familyNamePrefix"), DateOfBirth: str(o, "dateOfBirth"),
	}
	r.rest("issuer", o, `id type name url email description image phone address otherIdentifier official parentOrg endorsement endorsementJwt
		familyName givenName additionalName patronymicName honorificPrefix honorificSuffix familyNamePrefix dateOfBirth`)
}

// status keeps where the badge can be looked up. A second list for suspensions
// is what a class says that can be suspended.
func (r *reader) status(v any) {
	for _, o := range objects(v) {
		s := Status{Type: strings.Join(texts(o["type"]), " "), Purpose: str(o, "statusPurpose"), List: str(o, "statusListCredential"), Index: str(o, "statusListIndex")}
		if n := number(o, "statusListIndex"); n != "" {
			s.Index = n.String()
		}
		if s.List == "" {
			s.List = str(o, "id")
		}
		r.out.Class.More.Suspendable = r.out.Class.More.Suspendable || s.Purpose == "suspension"
		r.out.Status = append(r.out.Status, s)
	}
}

func (r *reader) subject(o object) {
	a, more := &r.out.Award, &r.out.Award.More
	r.out.Subject = str(o, "id")
	a.Narrative = str(o, "narrative")
	more.ActivityStart, more.ActivityEnd = str(o, "activityStartDate"), str(o, "activityEndDate")
	more.CreditsEarned = number(o, "creditsEarned")
	more.LicenseNumber, more.Role, more.Term = str(o, "licenseNumber"), str(o, "role"), str(o, "term")
	more.Source = party(o["source"], 0)
	for _, res := range objects(o["result"]) {
		more.Result = append(more.Result, issuer.Result{
			Description: r.short(str(res, "resultDescription")), Level: r.short(str(res, "achievedLevel")),
			Alignment: alignments(res["alignment"]), Status: str(res, "status"), Value: str(res, "value"),
		})
	}
	for _, who := range objects(o["identifier"]) {
		r.identity(who)
	}
	if r.out.Recipient.Identity == "" {
		a.Subject = r.out.Subject
	}
	more.Image = picture(o["image"])
	r.rest("subject", o, `id type image narrative activityStartDate activityEndDate creditsEarned licenseNumber role term source result identifier achievement`)
}

// identity sorts an IdentityObject: the address the badge was awarded to, the
// person's name, or some other name of theirs.
func (r *reader) identity(who object) {
	kind := str(who, "identityType")
	hashed, _ := who["hashed"].(bool)
	id := Identity{Type: kind, Identity: str(who, "identityHash"), Hashed: hashed, Salt: str(who, "salt")}
	switch {
	case r.out.Recipient.Identity == "" && (kind == "emailAddress" || kind == "email"):
		r.out.Recipient = id
		if r.out.Award.Salt = id.Salt; !hashed {
			r.out.Award.Email = id.Identity
		}
	case kind == "name" && !hashed && r.out.Award.Name == "":
		r.out.Award.Name = id.Identity
	case !hashed:
		r.out.Award.More.Identifier = append(r.out.Award.More.Identifier, issuer.Identifier{Identifier: id.Identity, Type: kind})
	default:
		r.out.Other["subject.identifier."+kind] = raw(who)[0]
	}
}

// short takes the achievement's own id off the front of an id inside it.
func (r *reader) short(id string) string {
	if name, own := strings.CutPrefix(id, r.out.ClassID+"#"); own && r.out.ClassID != "" && name != "" && !strings.Contains(name, ":") {
		return name
	}
	return id
}

func (r *reader) achievement(o object) {
	out, c := &r.out, &r.out.Class
	out.ClassID = str(o, "id")
	c.Name, c.Description, c.Criteria = str(o, "name"), str(o, "description"), criteria(o["criteria"])
	c.Tags, c.Language = texts(o["tag"]), str(o, "inLanguage")
	out.ClassImage = ref(o["image"])
	r.out.version(o["version"])
	c.More = issuer.ClassMore{
		AchievementType: str(o, "achievementType"), Alignment: alignments(o["alignment"]), Creator: party(o["creator"], 0),
		CreditsAvailable: number(o, "creditsAvailable"), FieldOfStudy: str(o, "fieldOfStudy"), HumanCode: str(o, "humanCode"),
		Specialization: str(o, "specialization"), OtherIdentifier: identifiers(o["otherIdentifier"]),
		ImageCaption: str(one(o["image"]), "caption"), Endorsement: raw(o["endorsement"]), EndorsementJWT: texts(o["endorsementJwt"]),
	}
	r.related(objects(o["related"]), "inLanguage")
	for _, d := range objects(o["resultDescription"]) {
		c.More.ResultDescription = append(c.More.ResultDescription, r.result(d))
	}
	r.rest("achievement", o, `id type name description criteria tag inLanguage image version achievementType alignment creator creditsAvailable
		fieldOfStudy humanCode specialization otherIdentifier endorsement endorsementJwt related resultDescription`)
}

func (r *reader) result(o object) issuer.ResultDescription {
	d := issuer.ResultDescription{
		ID: r.short(str(o, "id")), Name: str(o, "name"), Type: str(o, "resultType"), Alignment: alignments(o["alignment"]),
		AllowedValue: texts(o["allowedValue"]), RequiredLevel: r.short(str(o, "requiredLevel")), RequiredValue: str(o, "requiredValue"),
		ValueMin: str(o, "valueMin"), ValueMax: str(o, "valueMax"),
	}
	for _, l := range objects(o["rubricCriterionLevel"]) {
		d.Levels = append(d.Levels, issuer.Level{
			ID: r.short(str(l, "id")), Name: str(l, "name"), Alignment: alignments(l["alignment"]),
			Description: str(l, "description"), Level: str(l, "level"), Points: str(l, "points"),
		})
	}
	return d
}

// related sorts what a class is related to. A document that is there and names
// this one back, in another language, is a translation.
func (r *reader) related(list []object, language string) {
	more := &r.out.Class.More
	for _, o := range list {
		one := issuer.Related{ID: str(o, "id"), Language: str(o, language), Version: str(o, "version")}
		if t, is := r.translation(one, language); is {
			more.Translations = append(more.Translations, t)
			continue
		}
		more.Related = append(more.Related, one)
	}
}

func (r *reader) translation(to issuer.Related, language string) (issuer.Translation, bool) {
	doc, _ := r.linked(to.ID)
	if doc == nil || str(doc, "id") != to.ID {
		return issuer.Translation{}, false
	}
	back := false
	for _, o := range objects(doc["related"]) {
		back = back || str(o, "id") == r.out.ClassID
	}
	t := issuer.Translation{Language: str(doc, language), Name: str(doc, "name"), Description: str(doc, "description")}
	if text := criteria(doc["criteria"]).Narrative; text != r.out.Class.Criteria.Narrative {
		t.Criteria = text
	}
	return t, back && t.Language != "" && t.Name != ""
}

// picture reads an Image; nil for none.
func picture(v any) *issuer.Image {
	if ref(v) == "" {
		return nil
	}
	return &issuer.Image{ID: ref(v), Caption: str(one(v), "caption")}
}
