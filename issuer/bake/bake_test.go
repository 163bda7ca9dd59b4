package bake_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
)

const (
	two   = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://ex.org/a/1.json?x=1&y=2","name":"Zoë 木 🎓 ]]> end"}`
	three = `{"type":["VerifiableCredential","OpenBadgeCredential"],"name":"ünï"}`
	token = `eyJhbGciOiJFZERTQSJ9.e30.c2ln`
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

// chunk makes one PNG chunk.
func chunk(kind, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

const sign = "\x89PNG\r\n\x1a\n"

// tiny is a 1 by 1 picture with the given chunks after its header.
func tiny(extra ...string) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	s := b.String()
	return []byte(s[:33] + strings.Join(extra, "") + s[33:])
}

func header(w, h uint32) string {
	b := binary.BigEndian.AppendUint32(nil, w)
	b = binary.BigEndian.AppendUint32(b, h)
	return chunk("IHDR", string(append(b, 8, 6, 0, 0, 0)))
}

func load(g bake.Generation, text string) bake.Payload {
	return bake.Payload{Generation: g, Text: []byte(text)}
}

func TestSelfMadeSamples(t *testing.T) {
	t.Parallel()
	type want struct {
		generation bake.Generation
		kind       bake.Kind
		starts     string
		notes      []string
		code       string
	}
	for name, w := range map[string]want{
		"ob2-json.png":            {bake.OB2, bake.JSON, `{"@context":"https://w3id.org/openbadges/v2"`, nil, ""},
		"ob2-jws.png":             {bake.OB2, bake.JWS, "aGVh", []string{bake.NoteJWSHeader}, ""},
		"ob3-json.png":            {bake.OB3, bake.JSON, `{"type":["Ver`, nil, ""},
		"ob3-jwt.png":             {bake.OB3, bake.JWS, "aGVh", []string{bake.NoteJWSHeader}, ""},
		"legacy-text-url.png":     {bake.OB2, bake.URL, "https://example.org/a/1.json", []string{bake.NoteLegacyText}, ""},
		"both-text-and-itxt.png":  {bake.OB2, bake.JSON, `{"@context"`, []string{bake.NoteLegacyText}, ""},
		"bad-two-itxt.png":        {bake.OB2, bake.JSON, `{"@context"`, []string{bake.NoteRepeated}, ""},
		"bad-compressed-itxt.png": {bake.OB2, bake.JSON, `{"@context"`, []string{bake.NoteCompressed}, ""},
		"bad-crc.png":             {code: "png-crc"},
		"truncated.png":           {code: "png-truncated"},
		"unbaked-1x1.png":         {code: "badge-missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := bake.Unbake(pack(t, "self-made/png/"+name))
			if got := issuer.CodeOf(err); got != w.code {
				t.Fatalf("code %q, want %q", got, w.code)
			}
			if w.code != "" {
				return
			}
			f := found[0]
			if len(found) != 1 || f.Generation != w.generation || f.Kind != w.kind || f.Container != bake.PNG ||
				!strings.HasPrefix(string(f.Text), w.starts) {
				t.Errorf("found %+v", found)
			}
			if diff := cmp.Diff(w.notes, f.Notes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestForeignSamples(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		generation bake.Generation
		kind       bake.Kind
		holds      string
	}{
		"concentricsky-bakery/baked_heart.png":         {bake.OB2, bake.JSON, `"uid":"123"`},
		"concentricsky-bakery/baked_example.svg":       {bake.OB2, bake.JSON, `"uid": "abcdef12345"`},
		"mozilla-bakery/baked.svg":                     {bake.OB2, bake.JSON, `{"verify":`},
		"mozilla-bakery/no-json.svg":                   {bake.OB2, bake.URL, "http://example.org"},
		"mozilla-bakery/bad-json.svg":                  {bake.OB2, bake.JSON, "{verify:"},
		"1edtech-validator/ob20/simple-badge.png":      {bake.OB2, bake.JSON, "https://w3id.org/openbadges/v2"},
		"1edtech-validator/ob30/simple-json.png":       {bake.OB3, bake.JSON, "OpenBadgeCredential"},
		"1edtech-validator/ob30/simple-json.svg":       {bake.OB3, bake.JSON, "OpenBadgeCredential"},
		"1edtech-validator/ob30/simple-jwt.png":        {bake.OB3, bake.JWS, "eyJ"},
		"1edtech-validator/ob30/simple-jwt.svg":        {bake.OB3, bake.JWS, "eyJ"},
		"1edtech-validator/ob30/simple-jwt_v1.png":     {bake.OB3, bake.JWS, "eyJ"},
		"1edtech-validator/ob30/simple-jwt_v1.svg":     {bake.OB3, bake.JWS, "eyJ"},
		"mozilla-bakery/unbaked.svg":                   {},
		"concentricsky-bakery/unbaked_example.svg":     {},
		"concentricsky-bakery/public_domain_heart.png": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := bake.Unbake(pack(t, name))
			if want.kind == "" {
				if issuer.CodeOf(err) != "badge-missing" {
					t.Fatalf("unbaked: %v, %v", found, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			f := found[0]
			if len(found) != 1 || f.Generation != want.generation || f.Kind != want.kind || len(f.Notes) > 0 ||
				!strings.Contains(string(f.Text), want.holds) {
				t.Errorf("found %+v %s", f, f.Text)
			}
		})
	}
}

// TestRoundTrip bakes every sample picture anew and finds the bytes again.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	pictures := map[string][]byte{
		"tiny":      tiny(chunk("tEXt", "Title\x00mine"), chunk("prVt", "kept")),
		"plain svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>`),
		"closed":    []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width = '1' />` + "\n"),
		"bare":      []byte(`<svg/>`),
		"prefixed":  []byte("<!-- a > b --><s:svg\n xmlns:s='http://www.w3.org/2000/svg' title='1 > 0'><s:g/></s:svg>"),
		"foreign prefix": []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="urn:other">` +
			`<openbadges:x/></svg>`),
		"other prefix": []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:b="http://openbadges.org">` +
			`<g><b:assertion verify="https://old.example"/></g></svg>`),
	}
	for _, name := range []string{
		"mozilla-bakery/unbaked.svg", "mozilla-bakery/baked.svg", "mozilla-bakery/unbaked.png",
		"concentricsky-bakery/baked_example.svg", "concentricsky-bakery/baked_heart.png",
		"1edtech-validator/ob30/simple-json.svg", "1edtech-validator/ob30/simple-jwt.svg",
		"1edtech-validator/ob30/simple-json.png", "1edtech-validator/ob20/simple-badge.png",
		"self-made/png/bad-two-itxt.png", "self-made/png/both-text-and-itxt.png",
	} {
		if os.Getenv("BADGEKILN_STANDARDS") == "" {
			if _, err := os.Stat("../../../shared/standards/data"); err != nil {
				break
			}
		}
		pictures[name] = pack(t, name)
	}
	for name, picture := range pictures {
		for what, payloads := range map[string][]bake.Payload{
			"2.0": {load(bake.OB2, two)}, "3.0": {load(bake.OB3, three)},
			"both":    {load(bake.OB2, two), load(bake.OB3, three)},
			"signed":  {load(bake.OB2, token), load(bake.OB3, token)},
			"returns": {load(bake.OB2, "{\r\n\"id\":\"\"\r}")},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				before := bytes.Clone(picture)
				once, err := bake.Bake(picture, payloads...)
				if err != nil {
					t.Fatal(err)
				}
				found, err := bake.Unbake(once)
				if err != nil || len(found) != len(payloads) {
					t.Fatalf("%d found, %v in %s", len(found), err, once)
				}
				for i, f := range found {
					if string(f.Text) != string(payloads[i].Text) || len(f.Notes) > 0 {
						t.Errorf("found %q %v", f.Text, f.Notes)
					}
				}
				if again, err := bake.Bake(once, payloads...); err != nil || !bytes.Equal(again, once) {
					t.Errorf("baked twice it differs (%v):\n%s\n%s", err, once, again)
				}
				if !bytes.Equal(before, picture) {
					t.Error("the picture handed in was changed")
				}
				samePicture(t, picture, once)
			})
		}
	}
}

// samePicture holds everything but badge data equal: pixels and other chunks
// of a PNG, what remains of an SVG.
func samePicture(t *testing.T, before, after []byte) {
	t.Helper()
	bare := func(b []byte) []byte {
		p, err := bake.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		out, err := p.Bake()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if p, _ := bake.Parse(before); p.Container() == bake.SVG {
		plain := func(b []byte) string {
			s := strings.NewReplacer(` xmlns:openbadges="http://openbadges.org"`, "",
				` xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"`, "", "\n     xmlns:openbadges=\"http://openbadges.org\"", "").Replace(string(bare(b)))
			s = strings.ReplaceAll(s, "></svg>", "/>") // a self-closing root was opened
			return strings.ReplaceAll(s, " />", "/>")
		}
		if diff := cmp.Diff(plain(before), plain(after)); diff != "" {
			t.Error(diff)
		}
		return
	}
	if !bytes.Equal(bare(before), bare(after)) {
		t.Error("other chunks changed")
	}
	a, err := png.Decode(bytes.NewReader(before))
	b, err2 := png.Decode(bytes.NewReader(after))
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	if !bytes.Equal(pixels(a), pixels(b)) || a.Bounds() != b.Bounds() {
		t.Error("pixels changed")
	}
}

func pixels(m image.Image) []byte {
	switch m := m.(type) {
	case *image.NRGBA64:
		return m.Pix
	case *image.NRGBA:
		return m.Pix
	case *image.Gray:
		return m.Pix
	}
	panic("another kind of sample")
}

// TestLayout holds the bytes of the Baking specification: the chunk directly
// behind IHDR, header of keyword and five zeros; the element first in the SVG.
func TestLayout(t *testing.T) {
	t.Parallel()
	got, err := bake.Bake(tiny(), load(bake.OB2, "{}"))
	if err != nil {
		t.Fatal(err)
	}
	want := tiny(chunk("iTXt", "openbadges\x00\x00\x00\x00\x00{}"))
	if !bytes.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
	for want, payloads := range map[string][]bake.Payload{
		`<svg xmlns:openbadges="http://openbadges.org" xmlns="http://www.w3.org/2000/svg">` +
			`<openbadges:assertion verify="https://e.org/?a&amp;b"><![CDATA[{"id":"https://e.org/?a&b"}]]></openbadges:assertion></svg>`: {load(bake.OB2, `{"id":"https://e.org/?a&b"}`)},
		`<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns="http://www.w3.org/2000/svg">` +
			`<openbadges:credential><![CDATA[{}]]></openbadges:credential></svg>`: {load(bake.OB3, `{}`)},
		`<svg xmlns:openbadges="http://openbadges.org" xmlns="http://www.w3.org/2000/svg">` +
			`<openbadges:assertion verify="` + token + `"/>` +
			`<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" verify="` + token + `"></openbadges:credential></svg>`: {load(bake.OB2, token), load(bake.OB3, token)},
	} {
		got, err := bake.Bake(svg, payloads...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestHostile: every bad picture has its code, and no picture a panic.
func TestHostile(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<g>", 300)
	cases := map[string]struct {
		picture string
		code    string
	}{
		"nothing":            {"", "picture-unknown"},
		"jpeg":               {"\xff\xd8\xff\xe0", "picture-unknown"},
		"only the signature": {sign, "png-truncated"},
		"IHDR not first":     {sign + chunk("IDAT", ""), "png-order"},
		"two IHDR":           {sign + header(1, 1) + header(1, 1), "png-order"},
		"short IHDR":         {sign + chunk("IHDR", "123"), "png-order"},
		"size bomb":          {sign + header(1<<31-1, 1<<31-1) + chunk("IEND", ""), "png-size"},
		"many pixels":        {sign + header(20000, 20000) + chunk("IEND", ""), "png-size"},
		"no width":           {sign + header(0, 1) + chunk("IEND", ""), "png-size"},
		"length lies":        {sign + header(1, 1) + "\x00\xff\xff\xffiTXt", "png-truncated"},
		"length beyond 2^31": {sign + header(1, 1) + "\xff\xff\xff\xffiTXt0000", "png-truncated"},
		"no IEND":            {sign + header(1, 1), "png-truncated"},
		"many chunks":        {sign + header(1, 1) + strings.Repeat(chunk("prVt", ""), 70000), "png-chunks"},
		"no text header":     {sign + header(1, 1) + chunk("iTXt", "openbadges\x00") + chunk("IEND", ""), "badge-header"},
		"no language":        {sign + header(1, 1) + chunk("iTXt", "openbadges\x00\x00\x00") + chunk("IEND", ""), "badge-header"},
		"odd compression":    {sign + header(1, 1) + chunk("iTXt", "openbadges\x00\x07\x00\x00\x00") + chunk("IEND", ""), "badge-header"},
		"not deflated":       {sign + header(1, 1) + chunk("iTXt", "openbadges\x00\x01\x00\x00\x00zz") + chunk("IEND", ""), "badge-packed"},
		"odd zTXt":           {sign + header(1, 1) + chunk("zTXt", "openbadges\x00") + chunk("IEND", ""), "badge-packed"},
		"inflation bomb":     {sign + header(1, 1) + chunk("iTXt", "openbadges\x00\x01\x00\x00\x00"+bomb()) + chunk("IEND", ""), "badge-too-big"},
		"zTXt bomb":          {sign + header(1, 1) + chunk("zTXt", "openbadges\x00\x00"+bomb()) + chunk("IEND", ""), "badge-too-big"},
		"long text":          {sign + header(1, 1) + chunk("tEXt", "openbadges\x00"+strings.Repeat("x", bake.MaxText+100)) + chunk("IEND", ""), "badge-too-big"},
		"long Latin-1":       {sign + header(1, 1) + chunk("tEXt", "openbadges\x00"+strings.Repeat("\xff", bake.MaxText-100)) + chunk("IEND", ""), "badge-too-big"},
		"keyword not ended":  {sign + header(1, 1) + chunk("iTXt", "openbadges") + chunk("IEND", ""), "badge-missing"},
		"html":               {"<html></html>", "svg-root"},
		"two roots":          {"<svg/><svg/>", "svg-root"},
		"unclosed":           {"<svg><g>", "svg-unreadable"},
		"only a comment":     {"<!-- x -->", "svg-unreadable"},
		"own entities":       {`<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>`, "svg-unreadable"},
		"external entity":    {`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>`, "svg-unreadable"},
		"UTF-16 declared":    {`<?xml version="1.0" encoding="utf-16"?><svg/>`, "svg-unreadable"},
		"deep":               {"<svg>" + deep, "svg-depth"},
		"long body":          {`<svg xmlns:o="http://openbadges.org"><o:assertion>` + strings.Repeat("x", bake.MaxText+1) + `</o:assertion></svg>`, "badge-too-big"},
		"larger than a file": {sign + strings.Repeat("x", bake.MaxPicture), "picture-too-big"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := bake.Unbake([]byte(c.picture))
			var e *issuer.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Kind != issuer.Input {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
}

func TestOddButReadable(t *testing.T) {
	t.Parallel()
	found, err := bake.Unbake(append(tiny(chunk("iTXt", "openbadgecredential\x00\x00\x00en\x00Badge\x00"+three)), "tail"...))
	if err != nil || string(found[0].Text) != three {
		t.Fatal(found, err)
	}
	if diff := cmp.Diff([]string{bake.NoteTrailing}, found[0].Notes); diff != "" {
		t.Error(diff)
	}
	found, err = bake.Unbake([]byte(`<svg xmlns:a="http://openbadges.org"><a:assertion>{&quot;id&quot;:1}</a:assertion><a:assertion/></svg>`))
	if err != nil || string(found[0].Text) != `{"id":1}` {
		t.Fatal(found, err)
	}
	if diff := cmp.Diff([]string{bake.NoteRepeated}, found[0].Notes); diff != "" {
		t.Error(diff)
	}
	found, err = bake.Unbake(tiny(chunk("tEXt", "openbadges\x00no badge")))
	if err != nil || found[0].Kind != bake.Unknown {
		t.Fatal(found, err)
	}
}

func TestPayloadsAreChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code     string
		payloads []bake.Payload
	}{
		"twice":              {"bake-generation", []bake.Payload{load(bake.OB2, "{}"), load(bake.OB2, "{}")}},
		"no such generation": {"bake-generation", []bake.Payload{load(7, "{}")}},
		"address":            {"bake-text", []bake.Payload{load(bake.OB2, "https://example.org")}},
		"words":              {"bake-text", []bake.Payload{load(bake.OB2, "hello")}},
		"control":            {"bake-text", []bake.Payload{load(bake.OB3, "{\x01}")}},
		"not UTF-8":          {"bake-text", []bake.Payload{load(bake.OB3, "{\xff}")}},
		"huge":               {"badge-too-big", []bake.Payload{load(bake.OB3, "{"+strings.Repeat(" ", bake.MaxText))}},
	} {
		if _, err := bake.Bake(tiny(), c.payloads...); issuer.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// TestEveryByteOfAPNGCounts: no change of one byte is overlooked.
func TestEveryByteOfAPNGCounts(t *testing.T) {
	t.Parallel()
	good, err := bake.Bake(tiny(), load(bake.OB2, two))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x20
		if found, err := bake.Unbake(bad); err == nil {
			t.Fatalf("byte %d changed and still %+v", i, found)
		}
	}
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	p, err := bake.Parse(tiny())
	if err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 0, 4096)
	got, err := p.Append(append(buffer, "abc"...), load(bake.OB3, three))
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.Bake(load(bake.OB3, three))
	if err != nil || string(got) != "abc"+string(want) {
		t.Errorf("%q, %v", got, err)
	}
}

func FuzzUnbake(f *testing.F) {
	f.Add(tiny())
	f.Add(tiny(chunk("iTXt", "openbadges\x00\x00\x00\x00\x00{}"), chunk("zTXt", "openbadgecredential\x00\x00x")))
	f.Add([]byte(`<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="a.b.c">{}</openbadges:assertion></svg>`))
	f.Add([]byte(`<s:svg xmlns:s="x" a='>'/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = bake.Unbake(data)
		p, err := bake.Parse(data)
		if err != nil {
			return
		}
		baked, err := p.Bake(load(bake.OB2, two), load(bake.OB3, three))
		if err != nil {
			t.Fatal(err)
		}
		found, err := bake.Unbake(baked)
		if err != nil || len(found) != 2 || string(found[0].Text) != two || string(found[1].Text) != three {
			t.Fatalf("baked into %q it is lost: %+v, %v", data, found, err)
		}
	})
}

func BenchmarkBake(b *testing.B) {
	picture := tiny(chunk("prVt", strings.Repeat("x", 65000)))
	text := load(bake.OB3, "{"+strings.Repeat(" ", 2400)+"}")
	p, err := bake.Parse(picture)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("splice into a buffer", func(b *testing.B) {
		buffer := make([]byte, 0, 100000)
		for b.Loop() {
			if _, err := p.Append(buffer, text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parse and splice", func(b *testing.B) {
		for b.Loop() {
			if _, err := bake.Bake(picture, text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
