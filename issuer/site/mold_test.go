package site

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
)

// TestMoldsGiveWhatTemplatesGive writes pages of awards with everything in them that
// HTML could take amiss, by molds and by templates alone.
func TestMoldsGiveWhatTemplatesGive(t *testing.T) {
	t.Parallel()
	nasty := []string{"", "Ada", `<script>alert("1")</script>`, "a+b&amp;c 'd' \"e\"", "{{.Title}}\x00\ufffd", "\xff\xfe", stand(0, holeID), "</title><b>", "1 < 2\n& 3 > 2"}
	class := issuer.BadgeClass{Slug: "fire", Version: 1, Name: "First <Fire> & \"more\"", Description: "it's + <b>", PublicNames: true, ImageType: "image/png"}
	by := Issuer{Profile: issuer.Profile{Slug: "forge", Name: "Forge & <Co>+"}, Identity: issuer.Identity{ID: 7, BaseURL: "https://a.org/"}}
	words := func(language string) Words {
		return func(key string, pairs ...string) string {
			return language + " <" + key + "> +" + strings.Join(pairs, "&")
		}
	}
	poured, plain := newPages("https://a.org/", words), newPages("https://a.org/", words)
	n, molds := 0, 0
	for _, state := range []issuer.State{issuer.Issued, issuer.Revoked, issuer.Suspended} {
		for _, format := range []issuer.Format{issuer.OB11, issuer.OB2, issuer.OB2Signed, issuer.OB3, issuer.OB3JWT} {
			for i := range 4 * len(nasty) {
				n++
				text, other := nasty[i%len(nasty)], nasty[i/4]
				f := Face{Face: issuer.Face{ID: fmt.Sprintf("%08x-0000-4000-8000-00000000abcd", n*977), Format: format, Identity: by.Identity}, Award: issuer.Award{
					State: state, Name: text, Narrative: other, Reason: text, IssuedOn: time.Date(2020, 1, n, 12, 0, 0, 0, time.UTC), Language: "de",
				}}
				if i%2 > 0 {
					f.Award.Expires, f.Award.Evidence = f.Award.IssuedOn.AddDate(1, 0, 0), []string{"https://e.org/?a=" + text, text, "javascript:alert(1)"}
				}
				got, err := poured.face(f, class, by, format != issuer.OB2Signed)
				if err != nil {
					t.Fatal(err)
				}
				clear(plain.molds)
				want, err := plain.face(f, class, by, format != issuer.OB2Signed)
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != string(want) {
					t.Fatalf("%s %s %q:\n%s\nbut\n%s", state, format, text, got, want)
				}
			}
		}
	}
	for _, m := range poured.molds {
		if m.parts != nil {
			molds++
		}
	}
	if molds == 0 {
		t.Error("no page was poured")
	}
}

// TestNoMoldOfWhatLooksLikeAHole: a class whose words are what stands for a hole is
// written by the template.
func TestNoMoldOfWhatLooksLikeAHole(t *testing.T) {
	t.Parallel()
	words := func(string) Words { return func(key string, _ ...string) string { return key } }
	by := Issuer{Profile: issuer.Profile{Slug: "forge", Name: "Forge"}, Identity: issuer.Identity{BaseURL: "https://a.org/"}}
	for n, name := range []string{stand(0, holeID), stand(0, holeIssuedDay), stand(1, holeCode)} {
		p := newPages("https://a.org/", words)
		class := issuer.BadgeClass{Slug: "fire", Version: 1, Name: name, ImageType: "image/png"}
		for i := range 5 {
			f := Face{Face: issuer.Face{ID: fmt.Sprintf("%08x-0000-4000-8000-00000000abcd", i), Format: issuer.OB2, Identity: by.Identity}, Award: issuer.Award{State: issuer.Issued, IssuedOn: time.Unix(0, 0)}}
			page, err := p.face(f, class, by, true)
			if err != nil || !strings.Contains(string(page), name) {
				t.Errorf("class %d, page %d: its name is gone, %v", n, i, err)
			}
		}
	}
}
