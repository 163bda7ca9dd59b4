package badges

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFirstBadgeNeedsFourTexts(t *testing.T) {
	t.Parallel()
	f := blank(false)
	f.art = Art{Kind: FromDesign, Ref: "d", Title: "First Firing"}
	f.name = f.art.Title
	got := slices.Sorted(maps.Keys(f.faults(false)))
	if want := []string{fieldCriteria, fieldDescription, fieldIssuerName}; !slices.Equal(got, want) {
		t.Fatalf("asks for %v, want %v", got, want)
	}
	f.issuerName, f.description, f.criteria = "Hafenwerk", "Did it", "Do it"
	if got := f.faults(false); len(got) > 0 {
		t.Errorf("still asks for %v", got)
	}
}

func TestFaultsAreFoundAllAtOnce(t *testing.T) {
	t.Parallel()
	f := form{issuerName: " ", issuerEmail: "a@b", language: "english please", expires: true, count: "0", unit: "y"}
	want := map[string]fault{
		fieldIssuerName: {"badges.fault.issuer-name", ""}, fieldIssuerEmail: {"badges.fault.issuer-email", "a@b"},
		fieldName: {"badges.fault.name", ""}, fieldDescription: {"badges.fault.description", ""}, fieldCriteria: {"badges.fault.criteria", ""},
		fieldLanguage: {"badges.fault.language", "english please"}, fieldPicture: {"badges.fault.picture", ""}, fieldExpires: {"badges.fault.expires", "0"},
	}
	if d := cmp.Diff(want, f.faults(false), cmp.AllowUnexported(fault{})); d != "" {
		t.Error(d)
	}
	if got := f.faults(true); len(got) != len(want)-2 {
		t.Errorf("with an issuer %d faults, want %d", len(got), len(want)-2)
	}
}

func TestFormSaysWhatTheClassSays(t *testing.T) {
	t.Parallel()
	c := Class{Slug: "s", Issuer: "i", PublicNames: true, Texts: Texts{
		Name: "مرحبا", Description: "d", Criteria: "https://x.example/y", Tags: []string{"a", "b c"}, Language: "ar", Rule: Renewable, Expires: "18m",
	}}
	d := formOf(c).draft()
	if diff := cmp.Diff(c.Texts, d.Texts); diff != "" {
		t.Error(diff)
	}
	if d.Slug != "s" || d.Issuer != "i" || !d.PublicNames || d.IssuerName != "" {
		t.Errorf("%+v", d)
	}
	if !formOf(c).same(formOf(c)) {
		t.Error("a form differs from itself")
	}
	other := formOf(c)
	other.art = Art{Kind: FromFile, Ref: "p"}
	if formOf(c).same(other) {
		t.Error("another picture is no difference")
	}
}

func TestLanguagesAndTags(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"en": true, "pt-BR": true, "zh-Hant-TW": true, "es-419": true, "e": false, "english": false, "de_DE": false, "en-": false} {
		if language(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	if got := strings.Join(tagsOf(" a, b ,,a;c\n"), "|"); got != "a|b|c" {
		t.Errorf("tags %q", got)
	}
}

func TestNamesDoNotShout(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"FIRST FIRING": "First Firing", "HTML": "HTML", "First FIRING": "First FIRING", "KILN'S END": "Kiln's End", "شهادة إتمام": "شهادة إتمام", "ÖFEN ÜBEN": "Öfen Üben",
	} {
		if got := calm(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
