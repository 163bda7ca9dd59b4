package ob2_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/piprate/json-gold/ld"

	"badgekiln/issuer"
	"badgekiln/issuer/ob2"
)

// loader answers the contexts from the standards pack.
type loader string

func (l loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	name, ok := map[string]string{
		"https://w3id.org/openbadges/v2":                                         "ob-1x-2x/v2/context.json",
		"https://www.w3.org/ns/cid/v1":                                           "w3c-contexts/cid-v1.jsonld",
		"https://w3id.org/openbadges/extensions/applyLinkExtension/context.json": "ob-1x-2x/extensions/applyLinkExtension/context.json",
	}[url]
	if !ok {
		return nil, fmt.Errorf("unknown context %s", url)
	}
	data, err := os.ReadFile(filepath.Join(string(l), name))
	if err != nil {
		return nil, err
	}
	doc, err := ld.DocumentFromReader(bytes.NewReader(data))
	return &ld.RemoteDocument{DocumentURL: url, Document: doc}, err
}

func TestEveryTermIsDefined(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	full := claim()
	full.Award.Expires = full.Award.IssuedOn.AddDate(2, 0, 0)
	full.Award.Evidence, full.Award.Narrative = []string{"https://example.org/pot"}, "clay"
	p := profile()
	p.Description, p.Image, p.ImageType = "A forge.", "hash", "image/svg+xml"
	keys := []issuer.Key{
		{ID: "a", Multibase: "z6MkOld"},
		{ID: "b", Multibase: "z6MkBad", Reason: "compromised", Retired: time.Unix(0, 0)},
	}
	for name, c := range map[string]struct {
		doc   issuer.Obj
		quads []string
	}{
		"assertion": {ob2.Assertion(full), []string{"#Assertion>", "#identityHash>", "#narrative>", "#Evidence>", "#HostedBadge>"}},
		"class":     {ob2.BadgeClass(full.Class, identity()), []string{"#BadgeClass>", "schema.org/keywords>", "#criteria>"}},
		"tombstone": {ob2.Revoked("https://x.example/a.json", "gone"), []string{"#revoked>", "#revocationReason>"}},
		"profile": {ob2.Profile(p, identity(), keys), []string{
			"#Issuer>", "#Profile>", "security#assertionMethod>", "security#publicKeyMultibase>", "security#revoked>", "schema.org/email>",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, err := ld.DocumentFromReader(strings.NewReader(write(t, c.doc)))
			if err != nil {
				t.Fatal(err)
			}
			options := ld.NewJsonLdOptions("")
			options.DocumentLoader, options.SafeMode = loader(dir), true
			options.Format = "application/n-quads"
			got, err := ld.NewJsonLdProcessor().ToRDF(tree, options)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.quads {
				if !strings.Contains(got.(string), want) {
					t.Errorf("no %s in\n%s", want, got)
				}
			}
		})
	}
}
