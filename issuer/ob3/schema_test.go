package ob3_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/piprate/json-gold/ld"

	"badgekiln/issuer"
	"badgekiln/issuer/ob3"
)

// standards gives the folder of the standards pack, or skips the test without it.
func standards(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the standards pack is not here; BADGEKILN_STANDARDS names its folder")
	}
	return dir
}

func tree(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// strict checks a value against the part of JSON Schema the 1EdTech files
// use. A keyword it does not know is a fault, so that nothing passes unseen.
type strict struct{ defs map[string]any }

func (s strict) check(path string, rule map[string]any, v any) error {
	for word, want := range rule {
		var err error
		switch word {
		case "$ref":
			err = s.check(path, s.defs[strings.TrimPrefix(want.(string), "#/$defs/")].(map[string]any), v)
		case "type":
			err = kind(want, v)
		case "enum":
			err = fmt.Errorf("%v is none of %v", v, want)
			for _, one := range want.([]any) {
				if reflect.DeepEqual(one, v) {
					err = nil
				}
			}
		case "pattern":
			if text, ok := v.(string); ok && !regexp.MustCompile(strings.ReplaceAll(want.(string), `\/`, "/")).MatchString(text) {
				err = fmt.Errorf("%q does not match %s", text, want)
			}
		case "format":
			if text, ok := v.(string); ok && want == "date-time" {
				_, err = time.Parse(time.RFC3339, text)
			}
		case "allOf", "oneOf", "anyOf":
			err = s.several(path, word, want.([]any), v)
		case "required", "properties", "additionalProperties":
			if object, ok := v.(map[string]any); ok {
				err = s.members(path, rule, object)
			}
		case "minItems", "items", "contains", "additionalItems":
			if list, ok := v.([]any); ok {
				err = s.items(path, rule, list)
			}
		case "$comment", "description", "title", "$schema", "$id", "$defs":
		default:
			err = fmt.Errorf("the check does not know %q", word)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func kind(want, v any) error {
	is := map[string]bool{}
	switch v.(type) {
	case string:
		is["string"] = true
	case bool:
		is["boolean"] = true
	case float64:
		is["number"] = true
	case []any:
		is["array"] = true
	case map[string]any:
		is["object"] = true
	}
	if name, ok := want.(string); !ok || !is[name] {
		return fmt.Errorf("%v is no %v", v, want)
	}
	return nil
}

func (s strict) several(path, word string, rules []any, v any) error {
	fit := 0
	var last error
	for _, rule := range rules {
		if err := s.check(path, rule.(map[string]any), v); err == nil {
			fit++
		} else {
			last = err
		}
	}
	if word == "allOf" && fit < len(rules) || word == "oneOf" && fit != 1 || fit == 0 {
		return fmt.Errorf("%s: %d of %d fit: %w", word, fit, len(rules), last)
	}
	return nil
}

func (s strict) members(path string, rule, object map[string]any) error {
	required, _ := rule["required"].([]any)
	for _, name := range required {
		if _, ok := object[name.(string)]; !ok {
			return fmt.Errorf("%v is missing", name)
		}
	}
	known, _ := rule["properties"].(map[string]any)
	for name, v := range object {
		if one, ok := known[name].(map[string]any); ok {
			if err := s.check(path+"."+name, one, v); err != nil {
				return err
			}
		} else if rule["additionalProperties"] == false {
			return fmt.Errorf("%s is not allowed", name)
		}
	}
	return nil
}

func (s strict) items(path string, rule map[string]any, list []any) error {
	if least, ok := rule["minItems"].(float64); ok && len(list) < int(least) {
		return fmt.Errorf("%d items, want %v", len(list), least)
	}
	contains, _ := rule["contains"].(map[string]any)
	found := contains == nil
	for i, v := range list {
		var one map[string]any
		switch items := rule["items"].(type) {
		case map[string]any:
			one = items
		case []any:
			if i < len(items) {
				one = items[i].(map[string]any)
			}
		}
		if err := s.check(fmt.Sprintf("%s[%d]", path, i), one, v); err != nil {
			return err
		}
		found = found || s.check(path, contains, v) == nil
	}
	if !found {
		return fmt.Errorf("nothing fits %v", contains)
	}
	return nil
}

func TestStrictSchema(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(standards(t), "ob-3.0", "schema", "achievementcredential.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema := tree(t, data)
	s := strict{defs: schema["$defs"].(map[string]any)}
	for name, c := range claims() {
		if err := s.check("", schema, tree(t, write(t, ob3.Signed(c)))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	part := s.defs["Achievement"].(map[string]any)
	full := claims()["everything"]
	if err := s.check("", part, tree(t, write(t, ob3.Achievement(full.Class, full.Profile, hosted())))); err != nil {
		t.Errorf("achievement: %v", err)
	}
	for name, spoil := range map[string]func(map[string]any){
		"no validFrom":         func(d map[string]any) { delete(d, "validFrom") },
		"type as one text":     func(d map[string]any) { d["type"] = "OpenBadgeCredential" },
		"proof outside a list": func(d map[string]any) { d["proof"] = d["proof"].([]any)[0] },
		"contexts the other way": func(d map[string]any) {
			d["@context"] = []any{"https://purl.imsglobal.org/spec/ob/v3p0/context.json", "x"}
		},
		"a stray member of the identity": func(d map[string]any) {
			who := d["credentialSubject"].(map[string]any)["identifier"].([]any)[0].(map[string]any)
			who["id"] = "urn:x"
		},
	} {
		doc := tree(t, write(t, ob3.Signed(full)))
		spoil(doc)
		if s.check("", schema, doc) == nil {
			t.Errorf("%s passes the schema; the check sees nothing", name)
		}
	}
}

// packLoader answers the contexts from the standards pack.
type packLoader string

func (l packLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	name, ok := map[string]string{
		"https://www.w3.org/ns/credentials/v2":                       "w3c-contexts/credentials-v2.jsonld",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-3.0/contexts/context-3.0.3.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json":    "ob-3.0/contexts/extensions.json",
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

// TestEveryTermIsDefined expands what we write in safe mode, where a member
// the contexts do not define is an error, and looks for types left relative.
func TestEveryTermIsDefined(t *testing.T) {
	t.Parallel()
	dir := standards(t)
	docs := map[string]issuer.Obj{
		"status list": ob3.SignedList(list()),
		"achievement": ob3.Achievement(claims()["everything"].Class, claims()["everything"].Profile, hosted()),
	}
	for name, c := range claims() {
		docs[name] = ob3.Signed(c)
	}
	stray := "a stray member is refused"
	docs[stray] = append(ob3.Signed(claim()), issuer.Member{Name: "jti", Value: "x"})
	for name, doc := range docs {
		parsed, err := ld.DocumentFromReader(bytes.NewReader(write(t, doc)))
		if err != nil {
			t.Fatal(err)
		}
		options := ld.NewJsonLdOptions("")
		options.DocumentLoader, options.SafeMode = packLoader(dir), true
		options.Format = "application/n-quads"
		quads, err := ld.NewJsonLdProcessor().ToRDF(parsed, options)
		if name == stray {
			if err == nil {
				t.Error("safe mode sees nothing")
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for line := range strings.Lines(quads.(string)) {
			for _, iri := range regexp.MustCompile(`<([^>]*)>`).FindAllStringSubmatch(line, -1) {
				if !strings.Contains(iri[1], ":") {
					t.Errorf("%s: %s is relative in %s", name, iri[1], line)
				}
			}
		}
	}
}
