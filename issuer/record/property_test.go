package record_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/ob1"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/record"
	"badgekiln/issuer/site"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const multibase = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

// identities are the ways in which an issuer is known.
func identities() []issuer.Identity {
	const base = "https://forge.example/badges/"
	return []issuer.Identity{
		{ID: 1, Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base},
		{ID: 2, Issuer: "forge", Method: issuer.DIDWeb, URI: "did:web:forge.example:badges:i:forge", BaseURL: base},
		{ID: 3, Issuer: "forge", Method: issuer.DIDKey, URI: "did:key:" + multibase},
	}
}

// written is a badge as it is written, with the documents beside it.
func written(c issuer.Claim) (version string, text []byte, documents map[string]string) {
	documents = map[string]string{}
	if base := c.Face.Identity.BaseURL; base != "" {
		by := site.Issuer{Profile: c.Profile, Identity: c.Face.Identity, Keys: []issuer.Key{c.Key}}
		for _, d := range append(site.IssuerDocuments(by, nil), site.ClassDocuments(c.Class, by)...) {
			documents[base+d.Path] = string(issuer.Bytes(d.Doc))
		}
	}
	switch c.Face.Format {
	case issuer.OB11:
		return "1.1", issuer.Bytes(ob1.Assertion(c)), documents
	case issuer.OB3:
		return "3.0", issuer.Bytes(ob3.Signed(c)), documents
	case issuer.OB3JWT:
		return "3.0", issuer.Bytes(ob3.Token(c)), documents
	}
	return "2.0", issuer.Bytes(ob2.Assertion(c)), documents
}

// want is what a claim says in the words of one format: what the format has no
// place for is left out.
func want(c issuer.Claim) record.Record {
	id, base := c.Face.Identity, c.Face.Identity.BaseURL
	at := func(path string) string { return base + path }
	class := func(file string) string { return at(issuer.ClassPath(c.Class.Slug, c.Class.Version, file)) }
	w := record.Record{ID: c.Face.Address(), Issuer: id.URI, Profile: c.Profile, Class: c.Class, Award: c.Award}
	w.ClassVersion, w.Class.State, w.Class.Image, w.Class.ImageType = strconv.Itoa(c.Class.Version), "", "", ""
	w.Profile.Slug, w.Profile.BaseURL, w.Profile.Timezone, w.Profile.Image, w.Profile.ImageType = "", "", "", "", ""
	w.Class.Issuer, w.Class.Slug, w.Class.Rule, w.Class.PublicNames, w.Class.DataImage, w.Class.URN = "", "", "", false, "", ""
	w.Award.ID, w.Award.Class, w.Award.Version, w.Award.State, w.Award.Email = "", "", 0, "", ""
	w.Award.Evidence, w.Award.More.Evidence = nil, nil // compared as a whole
	w.Recipient = record.Identity{Type: "email", Identity: issuer.IdentityHash(c.Award.Email, c.Award.Salt), Hashed: true, Salt: c.Award.Salt}
	if w.Class.Criteria.URL == "" && base != "" {
		w.Class.Criteria.URL = class("criteria.html")
	}
	if base != "" {
		w.ProfileImage, w.ClassImage = at(issuer.IssuerImagePath("forge", "png")), class("image.png")
	}
	switch c.Face.Format {
	case issuer.OB11:
		want11(&w, at, class)
	case issuer.OB3, issuer.OB3JWT:
		want3(&w, c, at, class)
	default:
		want2(&w, c, at, class)
	}
	return w
}

func want11(w *record.Record, at, class func(string) string) {
	w.Version, w.Issuer, w.ClassID = "1.1", at(issuer.OldProfilePath("forge")), class(issuer.OldClassFile)
	w.ClassVersion, w.Class.Version, w.Class.Language, w.Class.Criteria.Narrative, w.Class.Schema = "", 0, "", "", false
	list := w.Class.More.Alignment
	w.Class.More = issuer.ClassMore{}
	for _, a := range list {
		w.Class.More.Alignment = append(w.Class.More.Alignment, issuer.Alignment{TargetName: a.TargetName, TargetURL: a.TargetURL, TargetDescription: a.TargetDescription})
	}
	w.Award.Narrative, w.Award.Name, w.Award.More = "", "", issuer.AwardMore{}
	w.Profile.More = issuer.ProfileMore{}
}

func want2(w *record.Record, c issuer.Claim, at, class func(string) string) {
	w.Version, w.Issuer, w.ClassID = "2.0", at(issuer.ProfilePath("forge")), class("badge.json")
	more := c.Class.More
	w.Class.Schema = false
	w.Class.More = issuer.ClassMore{
		Alignment: append([]issuer.Alignment{}, more.Alignment...), Related: more.Related, ImageCaption: more.ImageCaption, ImageAuthor: more.ImageAuthor,
		OldEndorsement: more.OldEndorsement, Translations: more.Translations, Extensions: more.Extensions,
	}
	for i := range w.Class.More.Alignment {
		w.Class.More.Alignment[i].TargetType = ""
	}
	w.Award.Name, w.Award.More = "", issuer.AwardMore{OldEndorsement: c.Award.More.OldEndorsement, Extensions: c.Award.More.Extensions}
	profile := c.Profile.More
	w.Profile.More = issuer.ProfileMore{
		Phone: profile.Phone, ImageCaption: profile.ImageCaption, OldEndorsement: profile.OldEndorsement, Extensions: profile.Extensions, Scope: profile.Scope,
	}
}

func want3(w *record.Record, c issuer.Claim, at, class func(string) string) {
	hosted, token := c.Face.Identity.BaseURL != "", c.Face.Format.Token()
	w.Version, w.ClassID = "3.0", c.Class.URN
	w.Recipient.Type, w.Award.Language = "emailAddress", ""
	if w.ProfileImage, w.ClassImage = "", c.Class.DataImage; hosted {
		w.ClassID, w.ClassImage, w.ProfileImage = class("achievement.json"), class("image.png"), at(issuer.IssuerImagePath("forge", "png"))
	} else {
		w.Profile.More.ImageCaption, w.Class.More.Translations = "", nil
	}
	if c.Award.Email == "" {
		w.Recipient = record.Identity{}
	}
	if w.Subject = c.Award.Subject; token {
		w.Subject = c.SubjectID()
	}
	if !c.Class.PublicNames {
		w.Award.Name = ""
	}
	if w.Class.More.AchievementType == "" {
		w.Class.More.AchievementType = "Badge"
	}
	if !token {
		w.Class.More.EndorsementJWT, w.Award.More.EndorsementJWT, w.Profile.More.EndorsementJWT = nil, nil, nil
	}
	w.Class.More.ImageAuthor, w.Class.More.OldEndorsement, w.Award.More.OldEndorsement, w.Profile.More.OldEndorsement = "", nil, nil, nil
	w.Class.More.Extensions, w.Award.More.Extensions, w.Profile.More.Extensions, w.Profile.More.Scope = nil, nil, nil, nil
	w.Class.More.Suspendable = c.Face.Pause != nil
	for _, s := range []struct {
		purpose string
		ref     *issuer.StatusRef
	}{{"revocation", c.Face.Status}, {"suspension", c.Face.Pause}} {
		if s.ref != nil {
			w.Status = append(w.Status, record.Status{
				Type: "BitstringStatusListEntry", Purpose: s.purpose, List: at(issuer.StatusPath(s.ref.List)), Index: strconv.Itoa(s.ref.Index),
			})
		}
	}
}

// TestNothingIsLost draws claims with every field of both standards, writes
// them in every format and reads them back: all that the format has a word for
// is there again, and nothing else.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	key := issuer.Key{ID: "k1", Issuer: "forge", Algorithm: issuer.Ed25519, Multibase: multibase}
	for _, format := range issuer.Formats() {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			for n := range 300 {
				who := identities()[n%3]
				if format.NeedsWeb() {
					who = identities()[n%2]
				}
				c := claimtest.New(uint64(1000+n)).Claim(format, key, who)
				version, text, documents := written(c)
				got := read(t, version, text, documents)
				stored, err := record.Encode(got)
				if err != nil {
					t.Fatal(err)
				}
				var again record.Record
				if err := json.Unmarshal(stored, &again); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(got, again, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%d as it is stored: %s", n, diff)
				}
				sameEvidence(t, c, &got)
				if diff := cmp.Diff(want(c), got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%d is read back differently (-want +got): %s\n%s", n, diff, text)
				}
			}
		})
	}
}

// sameEvidence compares evidence as a whole: where an address stands alone is
// not kept apart. 1.1 has room for one address.
func sameEvidence(t *testing.T, c issuer.Claim, got *record.Record) {
	t.Helper()
	all := c.Award.AllEvidence()
	if c.Face.Format == issuer.OB11 {
		address := ""
		for _, e := range all {
			if address == "" && strings.HasPrefix(e.ID, "http") {
				address = e.ID
			}
		}
		if address == "" && (len(all) > 0 || c.Award.Narrative != "") {
			address = c.Face.Identity.BaseURL + issuer.FacePagePath(c.Face.ID)
		}
		if all = nil; address != "" {
			all = []issuer.Evidence{{ID: address}}
		}
	}
	if diff := cmp.Diff(all, got.Award.AllEvidence(), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("evidence: %s", diff)
	}
	got.Award.Evidence, got.Award.More.Evidence = nil, nil
	if strings.Contains(got.Award.Salt, " ") {
		t.Error(got.Award.Salt)
	}
}
