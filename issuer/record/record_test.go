package record_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// pack reads a file of the standards pack.
func pack(tb testing.TB, name string) []byte {
	tb.Helper()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		tb.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func read(tb testing.TB, version string, text []byte, documents map[string]string) record.Record {
	tb.Helper()
	r, err := record.Read(version, text, func(address string) []byte {
		if body, ok := documents[address]; ok {
			return []byte(body)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// TestCompleteBadge reads the pack's badge with every field of 3.0: nothing of
// it is left over, but what the standard has no word for.
func TestCompleteBadge(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"complete.json", "complete_v1.json"} {
		r := read(t, "3.0", pack(t, "1edtech-validator/ob30/"+name), nil)
		stored, err := record.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		var back record.Record
		if err := json.Unmarshal(stored, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, back, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s as it is stored: %s", name, diff)
		}
		if len(r.Other) > 0 {
			t.Errorf("%s: left over: %v", name, keys(r.Other))
		}
		more, award := r.Class.More, r.Award.More
		for what, there := range map[string]bool{
			"profile address": r.Profile.More.Address != nil && r.Profile.More.Address.Latitude != "", "profile parent": r.Profile.More.ParentOrg != nil,
			"profile endorsement": len(r.Profile.More.Endorsement) == 1, "identifiers": len(r.Profile.More.OtherIdentifier) > 0,
			"alignment": len(more.Alignment) > 0, "creator": more.Creator != nil, "results": len(more.ResultDescription) > 0,
			"levels":  len(more.ResultDescription) > 1 && len(more.ResultDescription[1].Levels) > 0,
			"credits": more.CreditsAvailable != "", "achieved": len(award.Result) > 0, "source": award.Source != nil, "term": award.Term != "",
			"role": award.Role != "", "licence": award.LicenseNumber != "", "dates": award.ActivityStart != "" && award.ActivityEnd != "",
			"evidence": len(award.Evidence) > 0, "recipient": r.Recipient.Identity != "", "status": len(r.Status) == 1, "refresh": more.RefreshService != nil,
			"schema": r.Class.Schema, "from": !r.Award.IssuedOn.IsZero(), "until": !r.Award.Expires.IsZero(),
		} {
			if !there {
				t.Errorf("%s: %s is missing", name, what)
			}
		}
	}
}

func keys[V any](m map[string]V) (list []string) {
	for name := range m {
		list = append(list, name)
	}
	return list
}

// TestOldBadges reads 0.5, 1.0 and 2.0, class and issuer from their own
// documents.
func TestOldBadges(t *testing.T) {
	t.Parallel()
	old := read(t, "1.0", pack(t, "ob-1.0-mozilla/assertion.json"), map[string]string{
		"https://example.org/robotics-badge.json": string(pack(t, "ob-1.0-mozilla/badgeclass.json")),
		"https://example.org/organization.json":   string(pack(t, "ob-1.0-mozilla/issuer.json")),
	})
	if diff := cmp.Diff([]string{
		"https://example.org/beths-robotics-badge.json", "https://example.org/organization.json", "An Example Badge Issuer",
		"Awesome Robotics Badge", "https://example.org/robotics-badge.png", "https://example.org/robotics-badge.html", "deadsea",
		"2013-01-26T16:31:50Z", "https://example.org/beths-robot-work.html", "CCSS.ELA-Literacy.RST.11-12.3",
	}, []string{
		old.ID, old.Issuer, old.Profile.Name, old.Class.Name, old.ClassImage, old.Class.Criteria.URL, old.Award.Salt,
		old.Award.IssuedOn.Format(time.RFC3339), strings.Join(old.Award.Evidence, ","), old.Class.More.Alignment[0].TargetName,
	}); diff != "" {
		t.Error(diff)
	}
	early := read(t, "0.5", []byte(`{"recipient":"sha256$00","salt":"s","issued_on":"2011-11-11","evidence":"https://x.example/e",
		"badge":{"version":"0.5.0","name":"n","description":"d","image":"/i.png","criteria":"/c","issuer":{"origin":"https://x.example","name":"X","contact":"a@x.example"}}}`), nil)
	if diff := cmp.Diff([]string{"https://x.example", "X", "a@x.example", "https://x.example/i.png", "https://x.example/c", "sha256$00", "s", "2011-11-11"}, []string{
		early.Issuer, early.Profile.Name, early.Profile.Email, early.ClassImage, early.Class.Criteria.URL, early.Recipient.Identity, early.Recipient.Salt,
		early.Award.IssuedOn.Format(time.DateOnly),
	}); diff != "" {
		t.Error(diff)
	}
	two := read(t, "2.0", []byte(`{"@context":"https://w3id.org/openbadges/v2","id":"https://x.example/a","type":"Assertion","@language":"de","badge":{"id":"https://x.example/b",
		"name":"n","image":{"id":"https://x.example/i","caption":"c","author":"https://x.example/p"},"alignment":[{"targetName":"t","targetUrl":"https://t.example/"}],"issuer":"https://x.example/p"},
		"recipient":{"type":"email","identity":"a@x.example","hashed":false},"issuedOn":"2026-01-01T00:00:00+01:00","extensions:x":{"type":["Extension"]},
		"evidence":["https://x.example/1",{"id":"https://x.example/2"},{"narrative":"n"},{"id":"https://x.example/3","genre":"g"}]}`), nil)
	if two.Award.Email != "a@x.example" || two.Award.Language != "de" || two.Class.More.ImageAuthor != "https://x.example/p" || two.Issuer != "https://x.example/p" {
		t.Errorf("%+v", two)
	}
	if diff := cmp.Diff([]string{"https://x.example/1", "https://x.example/2"}, two.Award.Evidence); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]issuer.Evidence{{Narrative: "n"}, {ID: "https://x.example/3", Genre: "g"}}, two.Award.More.Evidence); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]json.RawMessage{"assertion.extensions:x": json.RawMessage(`{"type":["Extension"]}`)}, two.Other); diff != "" {
		t.Error(diff)
	}
}

// FuzzRead: whatever a badge is, reading it ends and gives words that can be
// written down.
func FuzzRead(f *testing.F) {
	for version, text := range map[string]string{
		"3.0": `{"issuer":{"id":"x","parentOrg":{"id":"y"}},"credentialSubject":{"achievement":{"id":"a","resultDescription":[{"id":"a#b"}]}}}`,
		"2.0": `{"badge":{"issuer":"x","alignment":{"name":1}},"recipient":"x","evidence":[1,{}]}`, "0.5": `{"badge":{"issuer":{"origin":"%"}}}`,
		"1.1": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
	} {
		f.Add(version, []byte(text))
	}
	f.Fuzz(func(t *testing.T, version string, text []byte) {
		r, err := record.Read(version, text, func(string) []byte { return text })
		if err != nil {
			if issuer.CodeOf(err) != "record-unreadable" {
				t.Error(err)
			}
			return
		}
		stored, err := record.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		var back record.Record
		if err := json.Unmarshal(stored, &back); err != nil {
			t.Error(err)
		}
	})
}
