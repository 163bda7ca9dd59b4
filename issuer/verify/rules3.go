package verify

import (
	"regexp"
	"slices"
	"strings"

	"badgekiln/issuer"
)

var badgeContext = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json$`)

// isVC1 tells the older data model, with its own names for the dates.
func isVC1(doc object) bool { return slices.Contains(texts(doc["@context"]), contextVC1) }

// otherCredential gives the type of a verifiable credential that is no badge.
func otherCredential(doc object) string {
	kinds := texts(doc["type"])
	if slices.Contains(kinds, "OpenBadgeCredential") || slices.Contains(kinds, "AchievementCredential") {
		return ""
	}
	if len(kinds) == 0 {
		return "?"
	}
	return strings.Join(kinds, ", ")
}

// credentialProblems says what an OpenBadgeCredential must have (§3) and this
// one has not.
func credentialProblems(doc object) []*issuer.Error {
	const what = "OpenBadgeCredential"
	contexts := texts(doc["@context"])
	var out []*issuer.Error
	if len(contexts) < 2 || contexts[0] != contextVC2 && contexts[0] != contextVC1 || !badgeContext.MatchString(contexts[1]) {
		out = append(out, wrong(what, "@context", strings.Join(contexts, ", ")))
	}
	out = append(out, typed(doc, what, "VerifiableCredential")...)
	if !isURI(str(doc, "id")) {
		out = append(out, wrong(what, "id", str(doc, "id")))
	}
	if !isURI(ref(doc["issuer"])) {
		out = append(out, wrong(what, "issuer", ref(doc["issuer"])))
	} else if profile := one(doc["issuer"]); profile != nil {
		out = append(out, classProblems3(profile, "Profile")...)
	}
	from, until := "validFrom", "validUntil"
	if isVC1(doc) {
		from, until = "issuanceDate", "expirationDate"
	}
	if _, ok := instant(doc[from]); !ok {
		out = append(out, wrong(what, from, str(doc, from)))
	}
	if _, ok := instant(doc[until]); !ok && doc[until] != nil {
		out = append(out, wrong(what, until, str(doc, until)))
	}
	subject := one(doc["credentialSubject"])
	if subject == nil {
		return append(out, missing(what, "credentialSubject"))
	}
	if str(subject, "id") == "" && len(many(subject["identifier"])) == 0 {
		out = append(out, missing("AchievementSubject", "identifier"))
	}
	out = append(out, classProblems3(subject, "AchievementSubject")...)
	return append(out, memberProblems(doc, map[string]string{"evidence": "Evidence", "image": "Image"})...)
}

// class3 is what a class of 3.0 asks of an object: its type, members that must
// be there, and the classes of the members that are objects themselves.
type class3 struct {
	untyped bool
	needs   string
	members map[string]string
}

func classes3(name string) class3 {
	switch name {
	case "Profile":
		return class3{needs: "id", members: map[string]string{
			"image": "Image", "address": "Address", "otherIdentifier": "IdentifierEntry", "parentOrg": "Profile",
		}}
	case "AchievementSubject":
		return class3{needs: "achievement", members: map[string]string{
			"achievement": "Achievement", "identifier": "IdentityObject", "result": "Result", "source": "Profile", "image": "Image",
		}}
	case "Achievement":
		return class3{needs: "id name description criteria", members: map[string]string{
			"criteria": "Criteria", "image": "Image", "alignment": "Alignment", "creator": "Profile", "related": "Related",
			"otherIdentifier": "IdentifierEntry", "resultDescription": "ResultDescription",
		}}
	case "Criteria":
		return class3{untyped: true}
	case "Image", "Related":
		return class3{needs: "id"}
	case "Alignment":
		return class3{needs: "targetName targetUrl"}
	case "ResultDescription":
		return class3{needs: "id name resultType", members: map[string]string{
			"alignment": "Alignment", "rubricCriterionLevel": "RubricCriterionLevel",
		}}
	case "RubricCriterionLevel":
		return class3{needs: "id name", members: map[string]string{"alignment": "Alignment"}}
	case "Result":
		return class3{members: map[string]string{"alignment": "Alignment"}}
	case "IdentityObject":
		return class3{needs: "hashed identityHash identityType"}
	case "IdentifierEntry":
		return class3{needs: "identifier identifierType"}
	}
	return class3{} // Evidence, Address: a type and nothing else that must be
}

func classProblems3(o object, name string) []*issuer.Error {
	c := classes3(name)
	var out []*issuer.Error
	if !c.untyped {
		out = typed(o, name, name)
	}
	for _, field := range strings.Fields(c.needs) {
		if o[field] == nil || o[field] == "" {
			out = append(out, missing(name, field))
		}
	}
	if name == "Criteria" && str(o, "id") == "" && str(o, "narrative") == "" {
		out = append(out, missing("Achievement", "criteria"))
	}
	return append(out, memberProblems(o, c.members)...)
}

// memberProblems walks into the members that are objects. A bare address
// stands for a picture or a profile.
func memberProblems(o object, members map[string]string) []*issuer.Error {
	var out []*issuer.Error
	for _, field := range sortedNames(members) {
		for _, item := range many(o[field]) {
			inner, isObject := item.(object)
			_, isText := item.(string)
			switch {
			case isObject:
				out = append(out, classProblems3(inner, members[field])...)
			case !isText || members[field] != "Image" && members[field] != "Profile":
				out = append(out, missing(members[field], field))
			}
		}
	}
	return out
}

func sortedNames(members map[string]string) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
