// Package claimtest draws claims at random for tests: every field of both
// standards filled or left out, texts of any script, and always one that can
// be issued. It is for tests only; nothing else imports it.
package claimtest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
)

// Draw draws what a claim is made of. The same numbers give the same claim.
type Draw struct{ *rand.Rand }

// New begins with a seed.
func New(seed uint64) Draw { return Draw{rand.New(rand.NewPCG(seed, 2026))} } //nolint:gosec // a test can be run again

// scripts are the ranges texts are drawn from. The private use area and what
// follows it is left out: rdf-canonize sorts it behind emoji, RDFC-1.0 before.
func scripts() [][2]rune {
	return [][2]rune{
		{0x20, 0x7e},
		{0xa0, 0x17f},
		{0x370, 0x3ff},
		{0x400, 0x4ff},
		{0x590, 0x5f4},
		{0x620, 0x64a},
		{0x900, 0x97f},
		{0x4e00, 0x9fff},
		{0xac00, 0xd7a3},
		{0x1f300, 0x1f6ff},
		{0x2190, 0x21ff},
	}
}

// Text draws a text of 1 to 24 characters with the ones that need care in
// JSON, N-Quads and XML among them.
func (d Draw) Text() string {
	var out strings.Builder
	for range 1 + d.IntN(24) {
		if d.IntN(6) == 0 {
			out.WriteString([]string{`"`, `\`, "\n", "\t", "\r", "<", ">", "&", "]]>", "'", "{", "}", "%", "\u2028", "e\u0301"}[d.IntN(15)])
			continue
		}
		all := scripts()
		r := all[d.IntN(len(all))]
		out.WriteRune(r[0] + d.Int32N(r[1]-r[0]+1))
	}
	return "t" + out.String() // never blank
}

func (d Draw) coin() bool { return d.IntN(2) == 0 }

// maybe is a text or nothing.
func (d Draw) maybe() string {
	if d.coin() {
		return ""
	}
	return d.Text()
}

// Web draws an address.
func (d Draw) Web() string {
	return fmt.Sprintf("https://w%d.example/p/%d?q=%d&r=1#f", d.IntN(100), d.IntN(1000), d.IntN(10))
}

func (d Draw) iri() string {
	if d.coin() {
		return d.Web()
	}
	return fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-%012x", d.Uint32(), d.Uint32())
}

func (d Draw) one(words string) string {
	list := strings.Fields(words)
	return list[d.IntN(len(list))]
}

func (d Draw) number() json.Number {
	switch d.IntN(4) {
	case 0:
		return ""
	case 1:
		return json.Number(strconv.Itoa(d.IntN(1000)))
	}
	return json.Number(strconv.FormatFloat(d.Float64()*100, 'f', 1+d.IntN(6), 64))
}

// some draws up to three of something.
func some[T any](d Draw, one func() T) (list []T) {
	for range d.IntN(4) {
		list = append(list, one())
	}
	return list
}

func (d Draw) alignment() issuer.Alignment {
	a := issuer.Alignment{TargetName: d.Text(), TargetURL: d.Web(), TargetDescription: d.maybe(), TargetFramework: d.maybe(), TargetCode: d.maybe()}
	if d.coin() {
		a.TargetType = d.one("ceasn:Competency ceterms:Credential CFItem CFRubric CTDL ext:Own")
	}
	return a
}

func (d Draw) image() *issuer.Image {
	if d.coin() {
		return nil
	}
	return &issuer.Image{ID: d.Web(), Caption: d.maybe()}
}

func (d Draw) identifier() issuer.Identifier {
	return issuer.Identifier{Identifier: d.Text(), Type: d.one("sourcedId systemId isbn ext:crest identifier")}
}

func (d Draw) address() *issuer.Address {
	if d.coin() {
		return nil
	}
	a := &issuer.Address{
		Country: d.maybe(), CountryCode: d.one("CH DE JP"), Region: d.maybe(), Locality: d.maybe(), Street: d.maybe(), PostBox: d.maybe(), PostalCode: d.maybe(),
	}
	if d.coin() {
		a.Latitude, a.Longitude = "47.5", "-8.25"
	}
	return a
}

func (d Draw) party(depth int) *issuer.Party {
	if d.coin() {
		return nil
	}
	p := &issuer.Party{
		ID: d.iri(), Name: d.maybe(), Phone: d.maybe(), Email: d.one("a@example.org b@example.org"), Description: d.maybe(), Official: d.maybe(),
		Address: d.address(), OtherIdentifier: some(d, d.identifier), FamilyName: d.maybe(), GivenName: d.maybe(), AdditionalName: d.maybe(),
		Patronymic: d.maybe(), Prefix: d.maybe(), Suffix: d.maybe(), FamilyPrefix: d.maybe(),
	}
	if d.coin() {
		p.URL, p.Image, p.DateOfBirth = d.Web(), d.Web(), "1980-02-29"
	}
	if depth < 2 {
		p.ParentOrg = d.party(depth + 1)
	}
	return p
}

// ClassMore draws the further members of a class.
func (d Draw) ClassMore() issuer.ClassMore {
	m := issuer.ClassMore{
		Alignment: some(d, d.alignment), Creator: d.party(0), CreditsAvailable: d.number(), FieldOfStudy: d.maybe(), HumanCode: d.maybe(),
		Specialization: d.maybe(), OtherIdentifier: some(d, d.identifier), ImageCaption: d.maybe(), Summary: d.maybe(), Suspendable: d.coin(),
	}
	if d.coin() {
		m.AchievementType = d.one("Certificate Course MicroCredential ext:Knot")
		m.ImageAuthor = d.iri()
	}
	n := 0
	m.Related = some(d, func() issuer.Related {
		n++
		return issuer.Related{ID: d.iri() + strconv.Itoa(n), Language: d.one("de en pt-BR zh-Hans"), Version: d.maybe()}
	})
	m.ResultDescription = some(d, func() issuer.ResultDescription {
		n++
		r := issuer.ResultDescription{
			ID: "r" + strconv.Itoa(n), Name: d.Text(), Type: d.one("Percent LetterGrade RubricCriterion Status ext:stars"),
			Alignment: some(d, d.alignment), ValueMin: d.maybe(), ValueMax: d.maybe(),
		}
		for range d.IntN(3) {
			n++
			r.Levels = append(r.Levels, issuer.Level{
				ID: "l" + strconv.Itoa(n), Name: d.Text(), Alignment: some(d, d.alignment), Description: d.maybe(), Level: d.maybe(), Points: d.maybe(),
			})
		}
		if len(r.Levels) > 0 && d.coin() {
			r.RequiredLevel = r.Levels[0].ID
		}
		for range d.IntN(3) {
			n++
			r.AllowedValue = append(r.AllowedValue, "v"+strconv.Itoa(n)+d.Text())
		}
		if len(r.AllowedValue) > 0 && d.coin() {
			r.RequiredValue = r.AllowedValue[0]
		}
		return r
	})
	if d.coin() {
		m.Translations = []issuer.Translation{{Language: "fr", Name: d.Text(), Description: d.Text(), Criteria: d.maybe()}}
	}
	m.Image, m.Extensions = d.image(), d.extensions()
	if d.coin() {
		m.OldEndorsement = []json.RawMessage{json.RawMessage(strconv.Quote(d.Web()))}
		m.EndorsementJWT = []string{"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"}
	}
	return m
}

// AwardMore draws the further members of an award of a class.
func (d Draw) AwardMore(class issuer.ClassMore) issuer.AwardMore {
	m := issuer.AwardMore{
		Role: d.maybe(), Term: d.maybe(), LicenseNumber: d.maybe(), CreditsEarned: d.number(), Source: d.party(1),
		Evidence: some(d, func() issuer.Evidence {
			e := issuer.Evidence{Name: d.Text(), Narrative: d.maybe(), Description: d.maybe(), Genre: d.maybe(), Audience: d.maybe()}
			if d.coin() {
				e.ID = d.iri()
			}
			return e
		}),
	}
	if d.coin() {
		m.ActivityStart, m.ActivityEnd, m.AwardedDate = "2025-09-01T00:00:00Z", "2025-12-24T18:00:00+01:00", "2025-12-25T00:00:00Z"
	}
	m.Image, m.Extensions = d.image(), d.extensions()
	seen := map[string]bool{}
	m.Identifier = some(d, d.identifier)
	for _, r := range class.ResultDescription {
		result := issuer.Result{Description: r.ID, Value: d.Text(), Status: d.one("Completed Provisional"), Alignment: some(d, d.alignment)}
		if len(r.AllowedValue) > 0 {
			result.Value = r.AllowedValue[d.IntN(len(r.AllowedValue))]
		}
		if len(r.Levels) > 0 && d.coin() {
			result.Level = r.Levels[d.IntN(len(r.Levels))].ID
		}
		if !seen[r.ID] {
			m.Result = append(m.Result, result)
		}
		seen[r.ID] = true
	}
	return m
}

// ProfileMore draws the further members of an issuer.
func (d Draw) ProfileMore() issuer.ProfileMore {
	m := issuer.ProfileMore{
		Address: d.address(), OtherIdentifier: some(d, d.identifier), Official: d.maybe(), ParentOrg: d.party(1), ImageCaption: d.maybe(),
	}
	if d.coin() {
		m.Phone = "+4930123456" + strconv.Itoa(d.IntN(10))
		m.FamilyName, m.GivenName, m.AdditionalName, m.Patronymic = d.maybe(), d.maybe(), d.maybe(), d.maybe()
		m.Prefix, m.Suffix, m.FamilyPrefix, m.DateOfBirth = d.maybe(), d.maybe(), d.maybe(), "1980-02-29"
	}
	if m.Extensions = d.extensions(); d.coin() {
		m.Scope = &issuer.Scope{
			AllowedOrigins: some(d, func() string { return fmt.Sprintf("h%d.example:8443", d.IntN(100)) }),
			StartsWith:     some(d, d.Web),
			Property:       "id",
		}
		if len(m.Scope.AllowedOrigins) > 0 {
			m.Scope.AllowedOrigins[0] = Host
		}
		if len(m.Scope.StartsWith) > 0 {
			m.Scope.StartsWith[0] = "https://" + Host + "/"
		}
	}
	return m
}

// Host is where identities for claims should have their base URL, so that the
// scope of an issuer admits it.
const Host = "forge.example"

// extensions draws members that others defined, in the order of their names
// and with their members in order, as readers give them back.
func (d Draw) extensions() (list []issuer.Extension) {
	for _, name := range []string{"ApplyLink", "Own-1", "OriginalCreator"} {
		if d.IntN(3) > 0 {
			continue
		}
		value := map[string]any{
			"@context": "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
			"type":     []string{"Extension", "extensions:" + name}, "url": d.Text(),
		}
		text, err := issuer.EncodeMore(value)
		if err != nil {
			panic(err)
		}
		list = append(list, issuer.Extension{Name: "extensions:" + name, Value: json.RawMessage(text)})
	}
	slices.SortFunc(list, func(a, b issuer.Extension) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Claim draws a whole claim for a format, a key and an identity. What the
// standards do not let be chosen is fixed.
func (d Draw) Claim(format issuer.Format, key issuer.Key, who issuer.Identity) issuer.Claim {
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.FixedZone("", 3600*(d.IntN(20)-9))).Add(time.Duration(d.IntN(1e7)) * time.Second)
	class := issuer.BadgeClass{
		Issuer: "forge", Slug: "first-fire", Version: 1 + d.IntN(3), Name: d.Text(), Description: d.Text(),
		Criteria: issuer.Criteria{Narrative: d.Text()}, Tags: some(d, d.Text), Language: d.one("de en fr pt-BR"), Rule: issuer.Many,
		PublicNames: d.coin(), Image: strings.Repeat("ab", 32), DataImage: "data:image/png;base64,iVBORw0KGgo=",
		URN: "urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6", Schema: d.coin(), State: issuer.Open, More: d.ClassMore(),
	}
	if d.coin() {
		class.Criteria.URL = d.Web()
	}
	award := issuer.Award{
		ID: "a", Class: class.Slug, Version: class.Version, IssuedOn: at, Evidence: some(d, d.Web), Narrative: d.maybe(), Name: d.Text(),
		Email: fmt.Sprintf("p%d@example.org", d.IntN(1e6)), Salt: fmt.Sprintf("%032x", d.Uint64()), State: issuer.Issued, More: d.AwardMore(class.More),
	}
	if d.coin() {
		award.Expires = at.AddDate(2, 0, 0)
	}
	if format.Verifiable() && d.IntN(4) == 0 {
		award.Email, award.Salt, award.Subject = "", "", fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-00a0c91e6bf6", d.Uint32())
	}
	face := issuer.Face{
		ID: fmt.Sprintf("%08x-7dec-41d0-a765-%012x", d.Uint32(), d.Uint32()), Award: "a", Format: format, Identity: who, Key: key.ID, Created: at.UTC(),
	}
	if who.BaseURL != "" && format.Verifiable() {
		face.Status = &issuer.StatusRef{List: "5f0a", Index: d.IntN(131072)}
		if class.More.Suspendable {
			face.Pause = &issuer.StatusRef{List: "6b1c", Index: d.IntN(131072)}
		}
	}
	return issuer.Claim{Face: face, Award: award, Class: class, Key: key, Profile: issuer.Profile{
		Slug: "forge", Name: d.Text(), URL: "https://forge.example/", Email: "badges@forge.example", Description: d.maybe(),
		BaseURL: who.BaseURL, Timezone: "Europe/Berlin", Image: strings.Repeat("cd", 32), ImageType: "image/png", More: d.ProfileMore(),
	}}
}
