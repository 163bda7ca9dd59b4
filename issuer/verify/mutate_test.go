package verify_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/verify"
)

// change is one single change to a badge, or to what stands behind it.
type change struct {
	name string
	data []byte
	web  web // nil: the kind's own
}

// sentences are the words people read, by code.
func sentences(tb testing.TB) func(string, issuer.Values) string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", "en", "verify.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(data, &words); err != nil {
		tb.Fatal(err)
	}
	return func(code string, v issuer.Values) string {
		text, ok := words["verify."+code]
		if !ok {
			return "{no sentence for " + code + "}"
		}
		for name, value := range v {
			text = strings.ReplaceAll(text, "{"+name+"}", strings.NewReplacer("{", "(", "}", ")").Replace(value))
		}
		return text
	}
}

// TestMutations makes more than two hundred single changes to a badge of every
// kind. None of them holds afterwards, and each says why in a sentence.
func TestMutations(t *testing.T) {
	t.Parallel()
	say := sentences(t)
	for name, k := range kinds(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := k.options(t)
			o.Say = say
			if r := check(t, k.data, o); r.Verdict != verify.Trusted {
				t.Fatalf("the badge itself is %s: %v", r.Verdict, r.Reasons)
			}
			list := changes(t, k)
			if len(list) < 200 {
				t.Errorf("only %d changes", len(list))
			}
			for _, c := range list {
				o.Loader = k.web
				if c.web != nil {
					o.Loader = c.web
				}
				r := check(t, c.data, o)
				if r.Accepted(true) {
					t.Errorf("%s: still %s", c.name, r.Verdict)
				}
				if len(r.Reasons) == 0 {
					t.Errorf("%s: %s without a reason", c.name, r.Verdict)
				}
				for _, reason := range r.Reasons {
					if strings.ContainsAny(reason, "{}") || !strings.HasSuffix(reason, ".") && !strings.Contains(reason, ": ") {
						t.Errorf("%s: %q is no sentence", c.name, reason)
					}
				}
			}
			t.Logf("%d changes, none holds", len(list))
		})
	}
}

// changes are all changes to one kind.
func changes(t *testing.T, k kind) []change {
	t.Helper()
	var list []change
	if k.doc != nil {
		list = inDocument(t, k)
	}
	_, isPicture := bake.Sniff(k.data)
	switch {
	case isPicture:
		list = append(list, inBytes(k.data)...)
	case k.write != nil && k.data[0] != '{':
		list = append(list, inToken(t, k)...)
	case k.write != nil:
		list = append(list, inText(k.data)...)
	}
	list = append(list, inWeb(t, k)...)
	if len(list) < 200 && k.doc == nil && !isPicture { // 0.5: all it is is what its host serves
		list = append(list, served05(t, k)...)
	}
	return list
}

// inDocument changes each value, drops each member, adds members and writes
// members twice.
func inDocument(t *testing.T, k kind) []change {
	t.Helper()
	var list []change
	whole := text(t, k.doc)
	add := func(name string, doc obj) { list = append(list, change{name: name, data: k.write(t, doc)}) }
	walk(plain(t, whole), nil, func(path []any, value any) {
		for i, other := range otherValues(value) {
			if _, list := other.([]any); list && path[0] == "proof" && len(path) == 1 {
				continue // one good proof is enough, whatever stands beside it
			}
			add(fmt.Sprintf("%v is other (%d)", path, i), put(plain(t, whole), path, other).(obj))
		}
		if _, inObject := path[len(path)-1].(string); inObject {
			add(fmt.Sprintf("%v is dropped", path), put(plain(t, whole), path, dropped{}).(obj))
		}
		if o, ok := value.(obj); ok {
			add(fmt.Sprintf("%v has an unknown member", path), put(plain(t, whole), path, with(o, "colour", "red")).(obj))
			add(fmt.Sprintf("%v has a description", path), put(plain(t, whole), path, with(o, "description", "more than was said")).(obj))
			add(fmt.Sprintf("%v has a huge number", path), put(plain(t, whole), path, with(o, "level", json.Number("1e999"))).(obj))
		}
	})
	for _, more := range []string{
		"https://w3id.org/security/data-integrity/v2", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "https://nobody.example/",
	} {
		add("one more context, "+more, with(k.doc, "@context", append(list1(k.doc["@context"]), more)))
	}
	add("a context of its own", with(k.doc, "@context", append(list1(k.doc["@context"]), obj{"name": "https://schema.org/alternateName"})))
	add("a language for all", with(k.doc, "@context", append(list1(k.doc["@context"]), obj{"@language": "tlh"})))
	add("@id beside id", with(k.doc, "@id", "urn:uuid:00000000-0000-4000-8000-000000000001"))
	add("a member by its full name", with(k.doc, "https://schema.org/name", "x"))
	if k.data[0] == '{' { // what no encoder writes
		for member := range k.doc {
			twice := fmt.Sprintf(`{%q:"x",`, member)
			list = append(list, change{name: member + " twice", data: append([]byte(twice), whole[1:]...)})
		}
		list = append(list, change{name: "more behind it", data: append(slices.Clone(whole), " {}"...)},
			change{name: "cut off", data: whole[:len(whole)-1]}, change{name: "not UTF-8", data: bytes.Replace(whole, []byte("i"), []byte("\xff"), 1)})
	}
	return list
}

// otherValues are values of the same and of other kinds.
func otherValues(value any) []any {
	switch v := value.(type) {
	case string:
		out := []any{v + "x", "x" + v, json.Number("7"), true}
		if v != strings.ToUpper(v) {
			out = append(out, strings.ToUpper(v))
		}
		if strings.Contains(v, "://") {
			out = append(out, "relative.json", "javascript:alert(1)")
		}
		if len(v) > 1 {
			out = append(out, v[:len(v)-1], v[1:])
		}
		return append(out, strings.Replace(v, "0", "1", 1)+" ")
	case json.Number:
		return []any{json.Number(v.String() + "1"), json.Number("12345678901234567890123"), json.Number("-1"), v.String() + "x"}
	case bool:
		return []any{!v, "yes"}
	case []any:
		return []any{append(slices.Clone(v), "x"), []any{}, "x", append(slices.Clone(v), obj{"id": "https://x.example/"})}
	case obj:
		return []any{"x", obj{}, []any{v, v, obj{"type": "X"}}}
	}
	return []any{"x"}
}

type dropped struct{}

// walk visits every value but the root.
func walk(value any, path []any, visit func(path []any, value any)) {
	if len(path) > 0 {
		visit(path, value)
	}
	switch v := value.(type) {
	case obj:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			walk(v[name], append(slices.Clone(path), name), visit)
		}
	case []any:
		for i, item := range v {
			walk(item, append(slices.Clone(path), i), visit)
		}
	}
}

// put gives a tree with one value replaced.
func put(tree any, path []any, value any) any {
	if len(path) == 0 {
		return value
	}
	switch at := path[0].(type) {
	case string:
		o := tree.(obj)
		if _, drop := value.(dropped); drop && len(path) == 1 {
			delete(o, at)
			return o
		}
		o[at] = put(o[at], path[1:], value)
	case int:
		l := tree.([]any)
		l[at] = put(l[at], path[1:], value)
	}
	return tree
}

// plain reads JSON with its numbers as written.
func plain(tb testing.TB, data []byte) obj {
	tb.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var o obj
	if err := d.Decode(&o); err != nil {
		tb.Fatal(err)
	}
	return o
}

// inText changes one letter at many places of a JSON text.
func inText(data []byte) []change {
	const most = 120
	var list []change
	for i := range most {
		at := i * len(data) / most
		changed := slices.Clone(data)
		if changed[at] ^= 1; changed[at] != '"' && data[at] != '"' {
			list = append(list, change{name: fmt.Sprintf("letter %d", at), data: changed})
		}
	}
	return list
}

// inBytes changes one bit at many places of a picture, and cuts it.
func inBytes(data []byte) []change {
	const most = 260
	isPNG := data[0] == 0x89
	var places []int
	for at := range data {
		if isPNG || meant(data, at) { // an SVG may look different; its badge is the same
			places = append(places, at)
		}
	}
	var list []change
	for i := range min(most, len(places)) {
		at := places[i*len(places)/min(most, len(places))]
		changed := slices.Clone(data)
		changed[at] ^= 1
		list = append(list, change{name: fmt.Sprintf("byte %d", at), data: changed})
	}
	if isPNG {
		list = append(list, change{name: "cut off", data: data[:len(data)-9]}, change{name: "cut in half", data: data[:len(data)/2]})
	}
	return list
}

// meant tells whether a byte of an SVG belongs to a badge's text, where no
// change is without a meaning. White space and the frame around it are not.
func meant(svg []byte, at int) bool {
	head, tail := svg[:at], svg[at:]
	if open := bytes.LastIndex(head, []byte(`verify="`)); open >= 0 && !bytes.Contains(head[open+8:], []byte(`"`)) {
		return true
	}
	open, shut := bytes.LastIndex(head, []byte("<![CDATA[")), bytes.LastIndex(head, []byte("]]>"))
	return open > shut && open+9 <= at && bytes.Contains(tail, []byte("]]>"))
}

// inToken changes header, signature and form of a token.
func inToken(t *testing.T, k kind) []change {
	t.Helper()
	var list []change
	parts := strings.Split(string(k.data), ".")
	head, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	add := func(name string, header any) {
		list = append(list, change{name: name, data: []byte(encode64(text(t, header)) + "." + parts[1] + "." + parts[2])})
	}
	header := plain(t, head)
	thief := pens()["thief"]
	for _, alg := range []string{"none", "None", "HS256", "RS256", "RS384", "PS256", "ES256", "ES384", "EdDSA", ""} {
		if alg != header["alg"] {
			add("alg "+alg, with(header, "alg", alg))
		}
	}
	add("crit", with(header, "crit", []any{"exp"}))
	add("b64", with(header, "b64", false))
	add("a foreign jwk", with(header, "jwk", plain(t, issuer.Bytes(jws.JWK(thief.public)))))
	add("a foreign kid", with(header, "kid", "did:key:"+jws.Multibase(thief.public)+"#"+jws.Multibase(thief.public)))
	add("another typ", with(header, "typ", "at+jwt"))
	for _, o := range []string{"jwk", "kid"} { // signed anew by somebody else, who brings the key
		members := issuer.Obj{{Name: "typ", Value: "JWT"}, {Name: "jwk", Value: jws.JWK(thief.public)}}
		if o == "kid" {
			members[1] = issuer.Member{Name: "kid", Value: "https://thief.example/key.json"}
		}
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		stolen, err := jws.Sign(thief, thief.alg, members, payload)
		if err != nil {
			t.Fatal(err)
		}
		served := k.web.but("https://thief.example/key.json", string(issuer.Bytes(jws.JWK(thief.public))))
		list = append(list, change{"signed by a thief with " + o, []byte(stolen), served})
	}
	empty := parts[0] + "." + parts[1] + "."
	list = append(list, change{name: "no signature", data: []byte(empty)}, change{name: "a short signature", data: []byte(empty + "AAAA")},
		change{name: "header and payload swapped", data: []byte(parts[1] + "." + parts[0] + "." + parts[2])},
		change{name: "a line break", data: []byte(parts[0] + ".\n" + parts[1] + "." + parts[2])},
		change{name: "padding", data: []byte(string(k.data) + "=")})
	const most = 60
	for i := range most * len(parts) {
		part, changed := i%len(parts), slices.Clone(parts)
		at := i / len(parts) * len(parts[part]) / most
		letter := "A"
		if parts[part][at] == 'A' {
			letter = "B"
		}
		changed[part] = parts[part][:at] + letter + parts[part][at+1:]
		list = append(list, change{name: fmt.Sprintf("letter %d of part %d", at, part+1), data: []byte(strings.Join(changed, "."))})
	}
	return list
}

// inWeb changes keys and documents behind a badge.
func inWeb(t *testing.T, k kind) []change {
	t.Helper()
	thief := pens()["thief"]
	stranger := newSigner("thief")
	var list []change
	add := func(name, at, body string) { list = append(list, change{name, k.data, k.web.but(at, body)}) }
	for _, at := range slices.Sorted(maps.Keys(k.web)) {
		if at == imageURL || strings.HasSuffix(at, ".png") {
			add("another picture", at, "<html>")
			continue
		}
		add(at+" is missing", at, "")
		add(at+" is a page", at, "<html>")
		add(at+" is cut off", at, k.web[at][:len(k.web[at])/2])
	}
	page, has := k.web[home]
	if !has {
		return list
	}
	doc := plain(t, []byte(page))
	add("the issuer is somebody else", home, string(text(t, with(doc, "id", "https://thief.example/"))))
	if doc["publicKey"] != nil {
		add("the issuer names another key", home, string(text(t, with(doc, "publicKey", []any{"https://badges.example.org/other.json"}))))
		add("the issuer names no key", home, string(text(t, with(doc, "publicKey", nil))))
		add("a foreign key", keyURL, string(text(t, thief.keyPage(t, home))))
		add("a key of another owner", keyURL, string(text(t, with(plain(t, []byte(k.web[keyURL])), "owner", "https://thief.example/"))))
		add("a key withdrawn", keyURL, string(text(t, with(plain(t, []byte(k.web[keyURL])), "revoked", "2026-06-01T00:00:00Z"))))
		add("a key of another place", keyURL, string(text(t, with(plain(t, []byte(k.web[keyURL])), "id", "https://thief.example/key"))))
		add("revoked", revocationURL, string(text(t, obj{"type": "RevocationList", "revokedAssertions": []any{obj{"id": k.doc["id"]}}})))
		add("a foreign list", revocationURL, string(text(t, obj{"type": "RevocationList", "issuer": "https://thief.example/", "revokedAssertions": []any{}})))
	}
	if methods, _ := doc["verificationMethod"].([]any); len(methods) > 0 {
		m := methods[0].(obj)
		with1 := func(o obj) string { return string(text(t, with(doc, "verificationMethod", []any{o}))) }
		add("the issuer names no method", home, string(text(t, with(doc, "verificationMethod", nil))))
		add("the issuer asserts nothing", home, string(text(t, with(doc, "assertionMethod", nil))))
		add("the issuer asserts otherwise", home, string(text(t, with(doc, "assertionMethod", []any{"#other"}))))
		add("another controller", home, with1(with(m, "controller", "https://thief.example/")))
		add("another key", home, with1(with(m, "publicKeyMultibase", stranger.multibase)))
		add("no key", home, with1(with(m, "publicKeyMultibase", "z6Mk")))
		add("withdrawn", home, with1(with(m, "revoked", "2026-06-01T00:00:00Z")))
		add("ended", home, with1(with(m, "expires", "2026-06-01T00:00:00Z")))
		add("an end nobody can read", home, with1(with(m, "expires", "soon")))
	}
	return list
}

// served05 changes what the host of a 0.5 badge serves so that it is no proper
// badge any more. What it says otherwise is the host's own word.
func served05(t *testing.T, k kind) []change {
	t.Helper()
	var list []change
	whole := []byte(k.web[oldURL])
	add := func(name string, body []byte) {
		list = append(list, change{name, k.data, k.web.but(oldURL, string(body))})
	}
	for at := range len(whole) - 1 { // cut off anywhere
		add(fmt.Sprintf("cut at %d", at), whole[:at+1])
	}
	for _, name := range []string{"recipient", "badge"} {
		add("without "+name, text(t, with(plain(t, whole), name, nil)))
	}
	inline := plain(t, whole)["badge"].(obj)
	for _, name := range []string{"name", "description", "image", "criteria", "issuer"} {
		add("class without "+name, text(t, with(plain(t, whole), "badge", with(inline, name, nil))))
	}
	for _, origin := range []string{"https://thief.example", "http://other.example.org", "", "nowhere"} {
		add("origin "+origin, text(t, with(plain(t, whole), "badge", with(inline, "issuer", with(inline["issuer"].(obj), "origin", origin)))))
	}
	return list
}
