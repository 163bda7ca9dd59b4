package drawing

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"

	"codeberg.org/go-fonts/liberation/liberationserifitalic"
)

// bound is a font with other licence bits.
func bound(t *testing.T, bits uint16) []byte {
	t.Helper()
	data := bytes.Clone(liberationserifitalic.TTF)
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if record := data[12+16*i:]; string(record[:4]) == "OS/2" {
			binary.BigEndian.PutUint16(data[binary.BigEndian.Uint32(record[8:])+8:], bits)
			return data
		}
	}
	t.Fatal("no OS/2 table")
	return nil
}

// lettered is a design with two texts, one of them a person's, in a group.
func lettered() store.File {
	text := func(id, content string, y float64) *designer.Layer {
		return &designer.Layer{
			ID: id, Opacity: 1, Place: geom.Move(300, y), Fill: designer.FillColor(designer.Color{A: 255}),
			Text: &designer.Text{Content: content, Font: designer.Font{Family: "sans"}, Size: 60, Align: designer.Middle},
		}
	}
	return store.File{Doc: designer.Document{Name: "Letters", Width: 600, Height: 600, Layers: []*designer.Layer{
		text("title", "Quirky Font", 200),
		{ID: "g", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{text("name", "{name}", 400)}}},
	}}}
}

// TestFontTravels sets texts in a font of this machine, and draws them where it
// is not.
func TestFontTravels(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	before, err := RenderDesign(ctx, lettered(), PNG, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	with, done, err := WithFont(lettered(), FontFile{Data: liberationserifitalic.TTF}, nil)
	if err != nil || done.Texts != 2 || done.Outlined || len(with.Doc.Fonts) != 1 || len(with.Blobs) != 1 {
		t.Fatalf("%+v, %v, fonts %v", done, err, with.Doc.Fonts)
	}
	data, err := DesignBytes(with)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseDesign(data, "")
	if err != nil {
		t.Fatal(err)
	}
	after, err := RenderDesign(ctx, back, PNG, 200, nil)
	if err != nil || bytes.Equal(before, after) {
		t.Errorf("it looks as before, %v", err)
	}
	plan, err := PersonalPictures(ctx, back, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{"name": "{name}"}
	own, report, err := plan.Encode(ctx, nil, fields)
	if err != nil || !report.Whole() || len(own) == 0 {
		t.Errorf("%v %v", report, err)
	}
	again, _, err := WithFont(back, FontFile{Data: liberationserifitalic.TTF}, []string{"title"})
	if err != nil || len(again.Doc.Fonts) != 1 {
		t.Errorf("the same font travels twice: %v, %v", again.Doc.Fonts, err)
	}
	lost := store.File{Doc: back.Doc} // its file is gone: ours stand for it
	if _, err := RenderDesign(ctx, lost, PNG, 200, nil); err != nil {
		t.Error(err)
	}
}

// TestFontStays keeps fonts here whose licence bits say so: outlines travel,
// and a person's text is refused.
func TestFontStays(t *testing.T) {
	t.Parallel()
	for bits, travels := range map[uint16]bool{0: true, 2: false, 4: false, 8: true, 2 | 8: true, 0x100: true, 0x200: false} {
		if said, err := typeset.Describe(bound(t, bits), ""); err != nil || said.Travels != travels || said.Family != "Liberation Serif" || !said.Italic {
			t.Errorf("bits %x: %+v, %v", bits, said, err)
		}
	}
	data := bound(t, 2)
	if _, _, err := WithFont(lettered(), FontFile{Data: data}, nil); issuer.CodeOf(err) != "font-stays" {
		t.Errorf("a person's text: %v", err)
	}
	with, done, err := WithFont(lettered(), FontFile{Data: data}, []string{"title"})
	if err != nil || !done.Outlined || done.Texts != 1 || len(with.Doc.Fonts) != 0 || len(with.Blobs) != 0 {
		t.Fatalf("%+v, %v, fonts %v", done, err, with.Doc.Fonts)
	}
	title := with.Doc.Layers[0]
	if title.Text != nil || title.Path == nil || title.Name != "Quirky Font" {
		t.Errorf("%+v", title)
	}
	free, _, err := WithFont(lettered(), FontFile{Data: liberationserifitalic.TTF}, []string{"title"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := DrawDesign(context.Background(), with, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := DrawDesign(context.Background(), free, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Pix { // letters of texts are drawn one by one
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > 40 || d < -40 {
			t.Fatalf("outlines look otherwise: %d, not %d", a.Pix[i], b.Pix[i])
		}
	}
	for code, bad := range map[string][]byte{"font-unreadable": data[:3000]} {
		if _, _, err := WithFont(lettered(), FontFile{Data: bad}, nil); err == nil || codeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// TestFontInPart takes along what the texts need, and a font at a place of its
// own.
func TestFontInPart(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(os.Getenv("BADGEKILN_VARIABLE"))
	if err != nil {
		t.Skip("BADGEKILN_VARIABLE names no variable font (Noto Sans Georgian, its Latin letters).")
	}
	from, ok, err := Styled(data, "semibold")
	if err != nil || !ok || from.Instance != "wght=600,wdth=100" {
		t.Fatalf("%s %v %v", from.Instance, ok, err)
	}
	if _, ok, _ := Styled(data, "Wild"); ok {
		t.Error("a style that is not there")
	}
	title := []string{"title"}
	whole, done, err := WithFont(lettered(), from, title)
	if err != nil || done.Font.Weight != 600 || whole.Doc.Fonts[0].Instance != from.Instance {
		t.Fatalf("%+v %v", done, err)
	}
	from.Letters = true
	part, done, err := WithFont(lettered(), from, title)
	if err != nil || !done.Part || done.Outlined || !part.Doc.Fonts[0].Part {
		t.Fatalf("%+v %v", done, err)
	}
	small, large := part.Blobs[part.Doc.Fonts[0].Blob], whole.Blobs[whole.Doc.Fonts[0].Blob]
	if len(small) >= len(large)/2 {
		t.Errorf("%d bytes of %d", len(small), len(large))
	}
	bytesOf, err := DesignBytes(part)
	if err != nil {
		t.Fatal(err)
	}
	if part, err = ParseDesign(bytesOf, ""); err != nil {
		t.Fatal(err)
	}
	pictures := make([][]byte, 0, 3)
	for _, f := range []store.File{whole, part, lettered()} {
		p, err := RenderDesign(context.Background(), f, PNG, 300, nil)
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, p)
	}
	if !bytes.Equal(pictures[0], pictures[1]) || bytes.Equal(pictures[0], pictures[2]) {
		t.Error("in part it looks otherwise")
	}
	if _, _, err := WithFont(lettered(), from, nil); issuer.CodeOf(err) != "font-part" {
		t.Errorf("a person's text: %v", err)
	}
	undivided := FontFile{Data: bound(t, 0x100), Letters: true}
	if _, _, err := WithFont(lettered(), undivided, title); issuer.CodeOf(err) != "font-undivided" {
		t.Errorf("licence bits: %v", err)
	}
	bold := FontFile{Data: liberationserifitalic.TTF, Instance: "wght=700"}
	if _, _, err := WithFont(lettered(), bold, title); codeOf(err) != "font-instance" {
		t.Errorf("an instance of a font that does not vary: %v", err)
	}
}

// TestFontTooLarge leaves its letters or outlines.
func TestFontTooLarge(t *testing.T) {
	t.Parallel()
	large := append(bytes.Clone(liberationserifitalic.TTF), make([]byte, typeset.MostFont)...)
	with, done, err := WithFont(lettered(), FontFile{Data: large}, []string{"title"})
	if err != nil || !done.Large || !done.Part || done.Outlined || len(with.Doc.Fonts) != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	if _, _, err := WithFont(lettered(), FontFile{Data: large}, nil); issuer.CodeOf(err) != "font-too-large" {
		t.Errorf("a person's text: %v", err)
	}
}

func codeOf(err error) string {
	if fault, ok := err.(*designer.Fault); ok { //nolint:errorlint // as it is given
		return fault.Code
	}
	return issuer.CodeOf(err)
}

// TestSystemFonts finds fonts below the folders of a person.
func TestSystemFonts(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	dir := filepath.Join(home, ".fonts", "deep")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.ttf": bound(t, 2), "b.ttf": []byte("junk"), "c.txt": liberationserifitalic.TTF} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := SystemFonts(func(name string) string { return map[string]string{"HOME": home}[name] }, "liberation serif")
	if !slices.ContainsFunc(list, func(f SystemFont) bool { return f.Path == filepath.Join(dir, "a.ttf") && !f.Travels }) {
		t.Errorf("%v", list)
	}
	for _, f := range list {
		if filepath.Dir(f.Path) == dir && filepath.Base(f.Path) != "a.ttf" {
			t.Errorf("%v is no font", f)
		}
	}
}
