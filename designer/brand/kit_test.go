package brand_test

import (
	"bytes"
	"image"
	"image/png"
	"reflect"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/brand"
)

func kit(tb testing.TB) brand.Kit {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		tb.Fatal(err)
	}
	return brand.Kit{
		Name: "Hafenwerk", Logo: b.Bytes(), Texts: map[string]string{"org": "Hafenwerk & Söhne"},
		Fonts:    []brand.Font{{Role: "title", Family: "Own", Weight: 700, Data: []byte("a font")}, {Family: "Other", Weight: 400, Italic: true, Instance: "wght=450"}},
		Palettes: []brand.Named{{Name: "Logo", Colors: map[string]designer.Color{"base": {R: 1, G: 2, B: 3, A: 255}}}},
	}
}

func TestKitRoundTrip(t *testing.T) {
	want := kit(t)
	data, err := want.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := brand.ReadKit(data)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v, %v", got, err)
	}
}

// A kit without fonts is one that the first release reads.
func TestKitWithoutFontsIsOfTheFirstVersion(t *testing.T) {
	k := kit(t)
	k.Fonts = nil
	data, err := k.Marshal()
	if err != nil || !bytes.Contains(data, []byte(`"version": 1`)) || bytes.Contains(data, []byte("fonts")) {
		t.Fatalf("%s %v", data, err)
	}
}

func TestForeignKits(t *testing.T) {
	for name, data := range map[string]string{
		"empty":         "",
		"another":       `{"format":"x","version":1}`,
		"newer":         `{"format":"badgekiln-brand","version":3}`,
		"no picture":    `{"format":"badgekiln-brand","version":1,"logo":"AAAA"}`,
		"nul":           `{"format":"badgekiln-brand","version":1,"name":"a\u0000"}`,
		"long":          `{"format":"badgekiln-brand","version":1,"name":"` + strings.Repeat("x", 300) + `"}`,
		"two fonts":     `{"format":"badgekiln-brand","version":2,"fonts":[{"family":"A","weight":400},{"family":"B","weight":400}]}`,
		"no weight":     `{"format":"badgekiln-brand","version":2,"fonts":[{"family":"A"}]}`,
		"behind":        `{"format":"badgekiln-brand","version":1} {}`,
		"many palettes": `{"format":"badgekiln-brand","version":1,"palettes":[` + strings.Repeat(`{"name":"a"},`, 200) + `{"name":"b"}]}`,
	} {
		if _, err := brand.ReadKit([]byte(data)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func FuzzReadKit(f *testing.F) {
	data, err := kit(f).Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := brand.ReadKit(data)
		if err != nil {
			return
		}
		again, err := k.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := brand.ReadKit(again); err != nil {
			t.Fatal(err)
		}
	})
}
