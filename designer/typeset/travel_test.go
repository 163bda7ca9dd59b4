package typeset

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	arabicbold "eliasnaur.com/font/noto/sans/arabic/bold"
	"eliasnaur.com/font/roboto/robotobold"

	"badgekiln/designer"
)

// gathered is a collection of fonts.
func gathered(fonts ...[]byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte(collection), 0x10000)
	out = binary.BigEndian.AppendUint32(out, uint32(len(fonts)))
	at := len(out) + 4*len(fonts)
	for _, f := range fonts {
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		at += len(f)
	}
	for _, f := range fonts {
		begin := uint32(len(out))
		moved := bytes.Clone(f)
		for i := range int(binary.BigEndian.Uint16(f[4:])) {
			record := moved[12+16*i+8:]
			binary.BigEndian.PutUint32(record, binary.BigEndian.Uint32(record)+begin)
		}
		out = append(out, moved...)
	}
	return out
}

// TestCollection takes fonts out of a file that holds several.
func TestCollection(t *testing.T) {
	t.Parallel()
	data := gathered(dejavusansbold.TTF, liberationserifitalic.TTF)
	list, err := Faces(bytes.NewReader(data))
	if err != nil || len(list) != 2 || list[0].Family != "DejaVu Sans" || list[1].Family != "Liberation Serif" || !list[1].Italic || list[1].Index != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	for i, want := range [][]byte{dejavusansbold.TTF, liberationserifitalic.TTF} {
		one, err := Extract(data, i)
		if err != nil {
			t.Fatal(err)
		}
		said, err := Describe(one, "")
		if err != nil || said.Family != list[i].Family || !said.Travels || !said.Trims {
			t.Errorf("%+v, %v", said, err)
		}
		text := designer.Text{Font: designer.Font{Family: "x"}, Size: 100}
		if a, b := fontsOf(t, Source{Family: "x", Data: one}), fontsOf(t, Source{Family: "x", Data: want}); !alike(a.Lay(text, "AVfi Örtlich").Outline, b.Lay(text, "AVfi Örtlich").Outline) {
			t.Errorf("font %d looks otherwise", i)
		}
	}
	for _, bad := range []int{-1, 2} {
		if _, err := Extract(data, bad); err == nil {
			t.Errorf("font %d of 2", bad)
		}
	}
	whole, err := Extract(dejavusansbold.TTF, 0)
	if err != nil || !bytes.Equal(whole, dejavusansbold.TTF) {
		t.Error("a font by itself is another", err)
	}
	huge := append([]byte(collection), 0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff)
	if _, err := Faces(bytes.NewReader(huge)); err == nil {
		t.Error("four thousand million fonts")
	}
}

func fontsOf(t *testing.T, list ...Source) *Fonts {
	t.Helper()
	f, err := NewFonts(list)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// variable is a font that varies in weight and width: the Latin letters of Noto
// Sans Georgian.
func variable(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(os.Getenv("BADGEKILN_VARIABLE"))
	if err != nil {
		t.Skip("BADGEKILN_VARIABLE names no variable font (Noto Sans Georgian, its Latin letters).")
	}
	return data
}

// TestInstances draws a variable font where its names say.
func TestInstances(t *testing.T) {
	t.Parallel()
	data := variable(t)
	list, err := Faces(bytes.NewReader(data))
	if err != nil || len(list) < 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	wide := map[string]float64{}
	for _, d := range list {
		if !Instance(d.Instance) || d.Style == "" {
			t.Errorf("%+v", d)
		}
		f := fontsOf(t, Source{Family: "x", Data: data, Instance: d.Instance})
		wide[d.Style] = f.Lay(designer.Text{Font: designer.Font{Family: "x"}, Size: 100}, "HHHH").Outline.Bounds().W()
	}
	if len(wide) != 9 || wide["Thin"] >= wide["Regular"] || wide["Regular"] >= wide["Black"] {
		t.Errorf("%v", wide)
	}
	narrow := fontsOf(t, Source{Family: "x", Data: data, Instance: "wght=400,wdth=62.5"})
	if w := narrow.Lay(designer.Text{Font: designer.Font{Family: "x"}, Size: 100}, "HHHH").Outline.Bounds().W(); w >= wide["Regular"]*0.9 {
		t.Errorf("narrow is %v wide, usual %v", w, wide["Regular"])
	}
	for text, sound := range map[string]bool{"": true, "wght=1": true, "wght=400,wdth=75.5": true, "wght": false, "weight=1": false, "wght=x": false, "wght=NaN": false, "wght=1e9": false, strings.Repeat("wght=1,", 40): false} {
		if Instance(text) != sound {
			t.Errorf("instance %q", text)
		}
	}
}

// TestTrim leaves in fonts what is needed, and it looks the same.
func TestTrim(t *testing.T) {
	t.Parallel()
	behind := []Source{{Family: "sans", Weight: 500, Data: robotobold.TTF}}
	for name, c := range map[string]struct {
		data     []byte
		instance string
		line     string
	}{
		"composite": {liberationserifitalic.TTF, "", "Öffnet Ärger fi ffl 12½"},
		"joined":    {arabicbold.TTF, "", "محمد لا إله Ada 12"},
		"marks":     {dejavusansbold.TTF, "", "a\u0301o\u0308 שָׁלוֹם"},
		"variable":  {variable(t), "wght=650,wdth=75", "HABab Äfi"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Source{Family: "theirs", Weight: 400, Data: c.data, Instance: c.instance}
			out, err := Trim(s, []string{c.line}, behind)
			if err != nil {
				t.Fatal(err)
			}
			if len(out) > len(c.data)*4/5 {
				t.Errorf("%d bytes of %d", len(out), len(c.data))
			}
			again, err := Trim(s, []string{c.line}, behind)
			if err != nil || !bytes.Equal(out, again) {
				t.Error("another time it is another", err)
			}
			if _, err := Describe(out, ""); err != nil {
				t.Error(err)
			}
			s.Data = out
			f := fontsOf(t, append(slices.Clone(behind), s)...)
			places := f.Places(designer.Font{Family: "theirs", Weight: 400}, "Z"+c.line)
			if places[0] != 0 {
				t.Errorf("a letter that is not there is drawn by font %d", places[0])
			}
			if lines := f.Lay(designer.Text{Font: designer.Font{Family: "theirs"}, Size: 10}, c.line); len(lines.Missing) > 0 {
				t.Errorf("missing %q", lines.Missing)
			}
		})
	}
	if _, err := Trim(Source{Family: "x", Data: liberationserifitalic.TTF[:5000]}, []string{"a"}, behind); err == nil {
		t.Error("half a font is trimmed")
	}
}
