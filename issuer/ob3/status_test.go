package ob3_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ob3"
)

func list() ob3.List {
	bits := ob3.NewBits()
	bits.Set(94567)
	return ob3.List{
		Name: "5f0a", Identity: hosted(), Key: issuer.Key{Multibase: "z6MkForge"},
		Encoded: ob3.Encode(bits), From: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
	}
}

func TestBits(t *testing.T) {
	t.Parallel()
	bits := ob3.NewBits()
	if bits.Len() != 131072 {
		t.Fatalf("%d places", bits.Len())
	}
	for _, index := range []int{0, 7, 8, 23, 131071} {
		if !bits.Set(index) {
			t.Errorf("%d is refused", index)
		}
		if set, inside := bits.Get(index); !set || !inside {
			t.Errorf("%d is not set", index)
		}
	}
	if bits[0] != 0x81 || bits[1] != 0x80 || bits[2] != 0x01 || bits[16383] != 0x01 {
		t.Errorf("bytes %x %x %x … %x", bits[0], bits[1], bits[2], bits[16383])
	}
	for _, index := range []int{-1, 131072} {
		if _, inside := bits.Get(index); inside || bits.Set(index) {
			t.Errorf("%d counts as inside", index)
		}
	}
}

func TestBitstringVectors(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(standards(t), "self-made", "bitstring-vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []struct {
			Name        string
			SetIndexes  []int
			EncodedList string
		}
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Vectors) < 5 {
		t.Fatalf("%d vectors, %v", len(file.Vectors), err)
	}
	for _, v := range file.Vectors {
		want := ob3.NewBits()
		for _, index := range v.SetIndexes {
			want.Set(index)
		}
		got, err := ob3.Decode(v.EncodedList)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: decoded wrongly, %v", v.Name, err)
		}
		again, err := ob3.Decode(ob3.Encode(want))
		if err != nil || !bytes.Equal(again, want) {
			t.Errorf("%s: our own text decodes wrongly, %v", v.Name, err)
		}
		if ob3.Encode(want) != ob3.Encode(bytes.Clone(want)) {
			t.Errorf("%s: two encodings differ", v.Name)
		}
	}
}

func packed(t *testing.T, size int) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(out.Bytes())
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	whole := packed(t, 16384)
	for name, text := range map[string]string{
		"nothing":                     "",
		"only the prefix":             "u",
		"another multibase":           "z" + whole[1:],
		"no base64url":                "u****",
		"no gzip":                     "uAAAA",
		"cut short":                   whole[:len(whole)-8],
		"too few places":              packed(t, 16383),
		"a bomb: 200 MB in 200 KB":    packed(t, 200<<20),
		"text longer than any list":   "u" + strings.Repeat("A", 12<<20),
		"one place more than allowed": packed(t, 8<<20+1),
	} {
		if _, err := ob3.Decode(text); issuer.CodeOf(err) != "status-list-unreadable" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if bits, err := ob3.Decode(packed(t, 8<<20)); err != nil || bits.Len() != 8<<23 {
		t.Errorf("the largest list: %d places, %v", bits.Len(), err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("uH4sIAAAAAAACA-3BIQEAAAACIKc73RkWoAEAAAAAAAAAAAAAAAAAAADeBuRZQ2cAQAAA")
	f.Add("u")
	f.Fuzz(func(t *testing.T, text string) {
		bits, err := ob3.Decode(text)
		if err != nil {
			return
		}
		again, err := ob3.Decode(ob3.Encode(bits))
		if err != nil || !bytes.Equal(bits, again) {
			t.Errorf("not the same after encoding: %v", err)
		}
	})
}

func TestStatusList(t *testing.T) {
	t.Parallel()
	l := list()
	bare, signed := issuer.Take(ob3.StatusList(l)), issuer.Take(ob3.SignedList(l))
	if !bytes.HasPrefix(signed.Shape, bare.Shape[:len(bare.Shape)-1]) {
		t.Error("the signed shape does not begin with the list's")
	}
	doc := tree(t, write(t, ob3.SignedList(l)))
	subject := doc["credentialSubject"].(map[string]any)
	for path, pair := range map[string][2]any{
		"id":         {doc["id"], base + "s/5f0a.json"},
		"issuer":     {doc["issuer"], base + "i/forge/profile.json"},
		"validFrom":  {doc["validFrom"], "2026-05-01T12:00:00Z"},
		"subject id": {subject["id"], base + "s/5f0a.json#list"},
		"type":       {subject["type"], "BitstringStatusList"},
		"purpose":    {subject["statusPurpose"], "revocation"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %v, want %v", path, pair[0], pair[1])
		}
	}
	bits, err := ob3.Decode(subject["encodedList"].(string))
	if err != nil {
		t.Fatal(err)
	}
	if set, _ := bits.Get(94567); !set {
		t.Error("the revoked place is not set")
	}
}
