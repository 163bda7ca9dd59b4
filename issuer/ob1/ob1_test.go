package ob1_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/ob1"
)

const base = "https://forge.example/badges/"

func identity() issuer.Identity {
	return issuer.Identity{Issuer: "forge", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("forge"), BaseURL: base}
}

// fits checks a value against the part of JSON Schema draft 4 the 1.1 files
// use.
func fits(rule, root map[string]any, v any) error {
	if ref, ok := rule["$ref"].(string); ok {
		definitions := root["definitions"].(map[string]any)
		return fits(definitions[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any), root, v)
	}
	for word, want := range rule {
		switch word {
		case "type":
			is := map[string]bool{}
			switch v.(type) {
			case string:
				is["string"] = true
			case bool:
				is["boolean"] = true
			case float64:
				is["number"], is["integer"] = true, true
			case []any:
				is["array"] = true
			case map[string]any:
				is["object"] = true
			}
			if !is[want.(string)] {
				return fmt.Errorf("%v is no %v", v, want)
			}
		case "pattern":
			if text, ok := v.(string); ok && !regexp.MustCompile(want.(string)).MatchString(text) {
				return fmt.Errorf("%q does not match %v", text, want)
			}
		case "format":
			if text, ok := v.(string); ok && (want == "email" && !strings.Contains(text, "@") || want == "uri" && !strings.Contains(text, ":")) {
				return fmt.Errorf("%q is no %v", text, want)
			}
		case "enum":
			found := false
			for _, one := range want.([]any) {
				found = found || one == v
			}
			if !found {
				return fmt.Errorf("%v is none of %v", v, want)
			}
		case "oneOf", "anyOf":
			count := 0
			for _, one := range want.([]any) {
				if fits(one.(map[string]any), root, v) == nil {
					count++
				}
			}
			if count == 0 || word == "oneOf" && count > 1 {
				return fmt.Errorf("%d of %s fit %v", count, word, v)
			}
		case "required":
			object, _ := v.(map[string]any)
			for _, name := range want.([]any) {
				if _, ok := object[name.(string)]; !ok {
					return fmt.Errorf("%v is missing", name)
				}
			}
		case "properties":
			object, _ := v.(map[string]any)
			for name, one := range want.(map[string]any) {
				if member, ok := object[name]; ok {
					if err := fits(one.(map[string]any), root, member); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
				}
			}
		case "items":
			list, _ := v.([]any)
			for _, item := range list {
				if err := fits(want.(map[string]any), root, item); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// TestAnyClaimFitsTheSchemas holds what is written of random claims against
// the schemas of 1.1.
func TestAnyClaimFitsTheSchemas(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	schemas := map[string]map[string]any{}
	for _, name := range []string{"assertion", "badgeclass", "issuer"} {
		text, err := os.ReadFile(filepath.Join(dir, "ob-1x-2x", "v1", "schema", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		schemas[name] = tree(t, text)
	}
	for n := range 100 {
		c := claimtest.New(uint64(n)).Claim(issuer.OB11, issuer.Key{}, identity())
		if err := ob1.Check(c); err != nil {
			t.Fatal(err)
		}
		for name, doc := range map[string]issuer.Obj{
			"assertion": ob1.Assertion(c), "badgeclass": ob1.BadgeClass(c.Class, identity()), "issuer": ob1.Issuer(c.Profile, identity()),
		} {
			text := issuer.Bytes(doc)
			if err := fits(schemas[name], schemas[name], tree(t, text)); err != nil {
				t.Errorf("claim %d, %s: %v\n%s", n, name, err, text)
			}
			if strings.Contains(string(text), c.Award.Email) {
				t.Errorf("claim %d, %s holds the address", n, name)
			}
			spoiled := tree(t, text)
			delete(spoiled, schemas[name]["required"].([]any)[0].(string))
			if fits(schemas[name], schemas[name], spoiled) == nil {
				t.Errorf("%s: the check sees nothing", name)
			}
		}
	}
}

func tree(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}
