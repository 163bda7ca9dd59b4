package bake_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
)

func wide(text string, order binary.ByteOrder) []byte {
	var out bytes.Buffer
	_ = binary.Write(&out, order, utf16.Encode([]rune("\ufeff"+text)))
	return out.Bytes()
}

// TestEncodings bakes into SVGs that are not UTF-8: the badge comes back, and
// without it the file is the same to the byte, in its own encoding.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const badge = `{"id":"https://x.example/a?ä=1&b=<2>","n":"ä王🎉 ]]> & <svg> ]]>ü"}`
	const body = `<svg xmlns="http://www.w3.org/2000/svg"><text>` + "\u00e4" + `</text></svg>`
	declared := func(name string) string { return `<?xml version="1.0" encoding="` + name + `"?>` }
	narrow := []byte(declared("ISO-8859-1") + strings.ReplaceAll(body, "\u00e4", "\xe4"))
	for name, file := range map[string][]byte{
		"UTF-16, little end first": wide(declared("UTF-16")+body, binary.LittleEndian),
		"UTF-16, big end first":    wide(declared("utf-16")+body, binary.BigEndian),
		"UTF-16, undeclared":       wide(body, binary.LittleEndian),
		"Latin-1":                  narrow,
		"ASCII":                    []byte(declared("US-ASCII") + strings.ReplaceAll(body, "\u00e4", "&#228;")),
		"UTF-8 with a mark":        []byte("\ufeff" + declared("utf-8") + body),
	} {
		for _, g := range []bake.Generation{bake.OB2, bake.OB3} {
			baked, err := bake.Bake(file, bake.Payload{Generation: g, Text: []byte(badge)})
			if err != nil {
				t.Fatal(name, err)
			}
			found, err := bake.Unbake(baked)
			if err != nil || string(found[0].Text) != badge {
				t.Fatalf("%s: %v, %v", name, found, err)
			}
			bare, err := bake.Bake(baked)
			if err != nil {
				t.Fatal(name, err)
			}
			again, err := bake.Bake(baked, bake.Payload{Generation: g, Text: []byte(badge)})
			for _, uri := range []string{"http://openbadges.org", "https://purl.imsglobal.org/ob/v3p0"} { // it stays declared
				said := ` xmlns:openbadges="` + uri + `"`
				for _, form := range [][]byte{[]byte(said), wide(said, binary.LittleEndian)[2:], wide(said, binary.BigEndian)[2:]} {
					bare = bytes.Replace(bare, form, nil, 1)
				}
			}
			if err != nil || !bytes.Equal(bare, file) || !bytes.Equal(again, baked) {
				t.Errorf("%s: the rest changed (%v)\n%q\n%q", name, err, file, bare)
			}
		}
	}
	for name, file := range map[string][]byte{
		"half a letter":          append(wide(body, binary.LittleEndian), 'x'),
		"half a pair":            append(wide("<svg>", binary.LittleEndian), 0x00, 0xd8, '<', 0),
		"an encoding nobody has": []byte(declared("x-own") + body),
		"ASCII that is not":      []byte(declared("ASCII") + body),
	} {
		if _, err := bake.Parse(file); issuer.CodeOf(err) != "svg-unreadable" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
