package issuer_test

import (
	"encoding/json"
	"strings"
	"testing"

	"badgekiln/issuer"
)

// TestFurtherMembersAreChecked has one fault each, and the field it is found
// in.
func TestFurtherMembersAreChecked(t *testing.T) {
	t.Parallel()
	class := func(change func(*issuer.ClassMore)) error {
		m := issuer.ClassMore{ResultDescription: []issuer.ResultDescription{{
			ID: "grade", Name: "Grade", Type: "LetterGrade", AllowedValue: []string{"B", "A"}, Levels: []issuer.Level{{ID: "high", Name: "High"}},
		}}}
		change(&m)
		return m.Check()
	}
	award := func(m issuer.AwardMore) error {
		return m.Check(issuer.ClassMore{ResultDescription: []issuer.ResultDescription{
			{ID: "grade", Name: "Grade", Type: "LetterGrade", AllowedValue: []string{"B", "A"}}, {ID: "done", Name: "Done", Type: "Status"},
		}})
	}
	for field, err := range map[string]error{
		"":                        class(func(*issuer.ClassMore) {}),
		"achievementType":         class(func(m *issuer.ClassMore) { m.AchievementType = "Diplom" }),
		"alignment[0].targetName": class(func(m *issuer.ClassMore) { m.Alignment = []issuer.Alignment{{TargetURL: "https://e.example/"}} }),
		"alignment[0].targetUrl":  class(func(m *issuer.ClassMore) { m.Alignment = []issuer.Alignment{{TargetName: "x", TargetURL: "e.example"}} }),
		"alignment[0].targetType": class(func(m *issuer.ClassMore) {
			m.Alignment = []issuer.Alignment{{TargetName: "x", TargetURL: "https://e.example/", TargetType: "skill"}}
		}),
		"creator.id": class(func(m *issuer.ClassMore) { m.Creator = &issuer.Party{ID: "somebody"} }),
		"creator.parentOrg.id": class(func(m *issuer.ClassMore) {
			m.Creator = &issuer.Party{ID: "urn:x:1", ParentOrg: &issuer.Party{ID: "a b"}}
		}),
		"creditsAvailable":                                class(func(m *issuer.ClassMore) { m.CreditsAvailable = "12345678901234567890" }),
		"otherIdentifier[0].identifierType":               class(func(m *issuer.ClassMore) { m.OtherIdentifier = []issuer.Identifier{{Identifier: "1", Type: "email"}} }),
		"related[0].id":                                   class(func(m *issuer.ClassMore) { m.Related = []issuer.Related{{ID: "other"}} }),
		"related[0].inLanguage":                           class(func(m *issuer.ClassMore) { m.Related = []issuer.Related{{ID: "urn:x:1", Language: "EN_us"}} }),
		"resultDescription[0].requiredLevel":              class(func(m *issuer.ClassMore) { m.ResultDescription[0].RequiredLevel = "low" }),
		"resultDescription[0].requiredValue":              class(func(m *issuer.ClassMore) { m.ResultDescription[0].RequiredValue = "C" }),
		"resultDescription[0].resultType":                 class(func(m *issuer.ClassMore) { m.ResultDescription[0].Type = "Stars" }),
		"resultDescription[0].rubricCriterionLevel[0].id": class(func(m *issuer.ClassMore) { m.ResultDescription[0].Levels[0].ID = "grade" }),
		"endorsement[0]": class(func(m *issuer.ClassMore) {
			m.Endorsement = []json.RawMessage{json.RawMessage(`{"type":["EndorsementCredential"]}`)}
		}),
		"endorsementJwt[0]": class(func(m *issuer.ClassMore) { m.EndorsementJWT = []string{"a.b"} }),
		"endorsement2.0[0]": class(func(m *issuer.ClassMore) { m.OldEndorsement = []json.RawMessage{json.RawMessage(`"x"`)} }),
		"translations[0].language": class(func(m *issuer.ClassMore) {
			m.Translations = []issuer.Translation{{Language: "../x", Name: "a", Description: "b"}}
		}),
		"refreshService.type":         class(func(m *issuer.ClassMore) { m.RefreshService = &issuer.Service{ID: "https://e.example/", Type: "x"} }),
		"imageCaption":                class(func(m *issuer.ClassMore) { m.ImageCaption = "a\x00b" }),
		"evidence[0]":                 award(issuer.AwardMore{Evidence: []issuer.Evidence{{}}}),
		"evidence[0].id":              award(issuer.AwardMore{Evidence: []issuer.Evidence{{ID: "here"}}}),
		"result[0].value":             award(issuer.AwardMore{Result: []issuer.Result{{Description: "grade", Value: "C"}}}),
		"result[0].status":            award(issuer.AwardMore{Result: []issuer.Result{{Description: "done", Value: "yes"}}}),
		"result[0].resultDescription": award(issuer.AwardMore{Result: []issuer.Result{{Description: "none", Value: "1"}}}),
		"result[0].achievedLevel":     award(issuer.AwardMore{Result: []issuer.Result{{Description: "grade", Level: "high"}}}),
		"activityEndDate":             award(issuer.AwardMore{ActivityEnd: "2026-01-01"}),
		"address.addressCountryCode":  issuer.ProfileMore{Address: &issuer.Address{CountryCode: "de"}}.Check(),
		"extensions2.0[0].name":       issuer.AwardMore{Extensions: []issuer.Extension{{Name: "ApplyLink", Value: extensionOf("ApplyLink")}}}.Check(issuer.ClassMore{}),
		"extensions2.0[1].name": issuer.AwardMore{Extensions: []issuer.Extension{
			{Name: "extensions:A", Value: extensionOf("extensions:A")}, {Name: "extensions:A", Value: extensionOf("extensions:A")},
		}}.Check(issuer.ClassMore{}),
		"extensions2.0[0].value": class(func(m *issuer.ClassMore) {
			m.Extensions = []issuer.Extension{{Name: "extensions:A", Value: extensionOf("extensions:B")}}
		}),
		"verification2.0.allowedOrigins":       issuer.ProfileMore{Scope: &issuer.Scope{AllowedOrigins: []string{"https://e.example"}}}.Check(),
		"verification2.0.startsWith":           issuer.ProfileMore{Scope: &issuer.Scope{StartsWith: []string{"e.example/a"}}}.Check(),
		"verification2.0.verificationProperty": issuer.ProfileMore{Scope: &issuer.Scope{Property: "uid"}}.Check(),
		"address":                              issuer.ProfileMore{Address: &issuer.Address{}}.Check(),
		"address.longitude":                    issuer.ProfileMore{Address: &issuer.Address{Latitude: "1"}}.Check(),
	} {
		var found string
		if e, ok := err.(*issuer.Error); ok && e.Code == "more-field" { //nolint:errorlint // Check wraps nothing
			found = e.Values["field"]
		}
		if found != field {
			t.Errorf("want a fault in %q, got %v", field, err)
		}
	}
}

// TestLettersThatCannotBeSigned, wherever they stand; line breaks and tabs can.
func TestLettersThatCannotBeSigned(t *testing.T) {
	t.Parallel()
	for letter, fits := range map[string]bool{
		"\t": true, "\n": true, "\r": true, " ": true, "~": true, "\u0080": true, "\ufffc": true, "\U00010000": true,
		"\x00": false, "\x0b": false, "\x1f": false, "\x7f": false, "\ufffd": false, "\ufffe": false, "\uffff": false,
	} {
		err := issuer.ProfileMore{ParentOrg: &issuer.Party{ID: "urn:x:1", Name: "a" + letter + "b"}}.Check()
		if (err == nil) != fits {
			t.Errorf("%q: %v", letter, err)
		}
	}
}

// TestFieldsThatNamePictures are told from texts that only begin alike.
func TestFieldsThatNamePictures(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("0a", 32)
	if got, ok := issuer.FieldPicture(issuer.PictureField(hash)); !ok || got != hash {
		t.Errorf("%q, %v", got, ok)
	}
	for _, text := range []string{"", hash, issuer.PictureField(""), issuer.PictureField(hash + "0"), issuer.PictureField(hash[1:])} {
		if got, ok := issuer.FieldPicture(text); ok {
			t.Errorf("%q names the picture %q", text, got)
		}
	}
}

func extensionOf(name string) json.RawMessage {
	return json.RawMessage(`{"@context":"https://e.example/c.json","type":["Extension","` + name + `"]}`)
}

// TestScopeAdmits says which rules take in every badge below a base URL.
func TestScopeAdmits(t *testing.T) {
	t.Parallel()
	const base = "https://badges.example:8443/club/"
	for _, c := range []struct {
		scope *issuer.Scope
		want  bool
	}{
		{nil, true},
		{&issuer.Scope{Property: "id"}, true},
		{&issuer.Scope{AllowedOrigins: []string{"other.example", "Badges.example:8443"}}, true},
		{&issuer.Scope{AllowedOrigins: []string{"badges.example"}}, false},
		{&issuer.Scope{StartsWith: []string{"https://other.example/", base}}, true},
		{&issuer.Scope{StartsWith: []string{base + "a/0"}}, false},
		{&issuer.Scope{StartsWith: []string{base}, AllowedOrigins: []string{"other.example"}}, false},
	} {
		if got := c.scope.Admits(base); got != c.want {
			t.Errorf("%+v admits: %v", c.scope, got)
		}
	}
}

// TestMoreIsReadStrictly: a member nobody knows would be left out in silence.
func TestMoreIsReadStrictly(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		`{"alignment":[{"targetName":"a","targetUrl":"https://e.example/"}]}`: true,
		`{"aligment":[]}`:                 false,
		`{"alignment":[{"name":"a"}]}`:    false,
		`{} {}`:                           false,
		`{"creditsAvailable":"many"}`:     false,
		`[]`:                              false,
		strings.Repeat(`{"creator":`, 60): false,
	} {
		var m issuer.ClassMore
		if err := issuer.DecodeMore([]byte(text), &m); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestJoin puts tokens and documents back together, and refuses parts that do
// not belong together.
func TestJoin(t *testing.T) {
	t.Parallel()
	d := issuer.Take(issuer.Obj{{Name: "a", Value: issuer.Hole("x\"y")}, {Name: "n", Value: issuer.NumberHole("17")}})
	shape := issuer.JWSShape([]byte(`{"alg":"EdDSA"}`), d.Shape)
	got, ok := issuer.Join(issuer.KindJWS, shape, issuer.EncodeValues(d.Values), "c2ln")
	if want := "eyJhbGciOiJFZERTQSJ9.eyJhIjoieFwieSIsIm4iOjE3fQ.c2ln"; !ok || string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
	if _, ok := issuer.Join(issuer.KindJWS, shape, nil, "c2ln"); ok {
		t.Error("a token without its values is put together")
	}
	if _, ok := issuer.Join(issuer.KindJWS, d.Shape, issuer.EncodeValues(d.Values), "c2ln"); ok {
		t.Error("a token without a header is put together")
	}
}
