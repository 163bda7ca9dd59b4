package ob2_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/ob2"
)

// TestAnyClaimIsDefined expands what is written of random claims with the
// official context in safe mode: hosted and signed, classes in all their
// languages, profiles, keys and lists.
func TestAnyClaimIsDefined(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	key := issuer.Key{ID: "k1", Issuer: "forge", Algorithm: issuer.Ed25519, Multibase: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}
	for n := range 40 {
		format := []issuer.Format{issuer.OB2, issuer.OB2Signed}[n%2]
		who := identity()
		who.BaseURL = "https://" + claimtest.Host + "/forge/"
		who.URI = who.BaseURL + issuer.ProfilePath("forge")
		c := claimtest.New(uint64(n)).Claim(format, key, who)
		if err := ob2.Check(c); err != nil {
			t.Fatal(err)
		}
		docs := []issuer.Obj{
			ob2.Assertion(c), ob2.BadgeClass(c.Class, who), ob2.Profile(c.Profile, who, []issuer.Key{key}),
			ob2.Key(who, key), ob2.RevocationList(who, []ob2.Gone{{ID: c.Face.Address(), Reason: "no"}}),
		}
		for _, translation := range c.Class.More.Translations {
			docs = append(docs, ob2.Translation(c.Class, translation, who))
		}
		for i, doc := range docs {
			text := write(t, doc)
			tree, err := ld.DocumentFromReader(strings.NewReader(withoutLanguage(text)))
			if err != nil {
				t.Fatal(err)
			}
			options := ld.NewJsonLdOptions("")
			options.DocumentLoader, options.SafeMode = loader(dir), true
			if _, err := ld.NewJsonLdProcessor().Expand(tree, options); err != nil {
				t.Errorf("claim %d, document %d: %v\n%s", n, i, err, text)
			}
			if c.Award.Email != "" && strings.Contains(text, c.Award.Email) {
				t.Errorf("claim %d, document %d holds the address", n, i)
			}
		}
	}
}

// withoutLanguage takes out the member @language, which the 2.0 text has in
// its objects and JSON-LD only in contexts.
func withoutLanguage(text string) string {
	for _, tag := range []string{"de", "en", "fr", "pt-BR", "zh-Hans"} {
		text = strings.ReplaceAll(text, `"@language":"`+tag+`",`, "")
		text = strings.ReplaceAll(text, `,"@language":"`+tag+`"`, "")
	}
	return text
}
