// Command specimen sets the texts of texts.txt with the fonts of designs, and
// writes what another program needs to set the same ones: the fonts' files,
// how wide each line is, and its picture. Of texts on arcs it draws one sheet.
//
//	specimen FOLDER
//
// It knows the fonts and the setter of texts. It must not know who compares.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

//go:embed texts.txt
var texts string

// The pictures: letters of so many pixels, with room on all sides.
const (
	em   = 48
	left = 36
	base = 78
	high = 112
)

// line is one text as it is told to others.
type line struct {
	Script  string  `json:"script"`
	Text    string  `json:"text"`
	Family  string  `json:"family"`
	Runes   []from  `json:"runes"`   // which font which letters are from
	RTL     bool    `json:"rtl"`     // by its first letter
	Width   float64 `json:"width"`   // of the line, in ems
	Missing string  `json:"missing"` // letters that no font has
	Picture string  `json:"picture"`
}

// from says which letters of a text are drawn from which font.
type from struct {
	Font  int    `json:"font"`
	Runes []rune `json:"runes"`
}

// told is what the folder holds.
type told struct {
	Em    int      `json:"em"`
	Left  int      `json:"left"`
	Base  int      `json:"base"`
	Fonts []string `json:"fonts"` // files
	Texts []line   `json:"texts"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "specimen FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "specimen:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil { // #nosec G703 -- the folder is named by whoever runs this
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	out := told{Em: em, Left: left, Base: base}
	var sources []typeset.Source
	for i, f := range assets.Fonts() {
		sources = append(sources, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: f.Data})
		out.Fonts = append(out.Fonts, fmt.Sprintf("font-%02d", i))
		if err := root.WriteFile(out.Fonts[i], f.Data, 0o600); err != nil {
			return err
		}
	}
	fonts, err := typeset.NewFonts(sources)
	if err != nil {
		return err
	}
	script := ""
	for _, text := range strings.Split(strings.TrimSpace(texts), "\n") {
		if name, ok := strings.CutPrefix(text, "== "); ok {
			script = name
		}
		if strings.HasPrefix(text, "==") || strings.HasPrefix(text, "#") {
			continue
		}
		one, err := set(root, fonts, script, text, len(out.Texts))
		if err != nil {
			return err
		}
		out.Texts = append(out.Texts, one)
	}
	data, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	if err := root.WriteFile("texts.json", data, 0o600); err != nil {
		return err
	}
	return picture(root, "arcs.png", arcs(), 1500, fonts)
}

// classes are tried in turn. The last font has letters of most scripts.
func classes() []string {
	return []string{"sans-bold", "sans", "sans-condensed", "serif", "script", "mono", "wide"}
}

// family gives the class of one text. Others can only be told which font a
// letter is from, wherever it stands: a text whose spaces are from two fonts
// is set in another class.
func family(fonts *typeset.Fonts, text string, n int) (string, []from) {
	all := classes()
	for k := range all {
		name := all[(n+k)%len(all)]
		if list, ok := sources(fonts, name, text); ok {
			return name, list
		}
	}
	list, _ := sources(fonts, all[len(all)-1], text)
	return all[len(all)-1], list
}

func sources(fonts *typeset.Fonts, name, text string) ([]from, bool) {
	runes, font := []rune(text), map[rune]int{}
	var list []from
	for i, place := range fonts.Places(designer.Font{Family: name}, text) {
		if place < 0 {
			continue
		}
		if known, ok := font[runes[i]]; ok {
			if known != place {
				return nil, false
			}
			continue
		}
		font[runes[i]] = place
		k := slices.IndexFunc(list, func(f from) bool { return f.Font == place })
		if k < 0 {
			k, list = len(list), append(list, from{Font: place})
		}
		list[k].Runes = append(list[k].Runes, runes[i])
	}
	for i := range list { // what a shaper takes letters apart into
		for _, r := range norm.NFKD.String(string(list[i].Runes)) {
			if _, ok := font[r]; !ok {
				font[r], list[i].Runes = list[i].Font, append(list[i].Runes, r)
			}
		}
	}
	return list, true
}

// set measures and draws one text, and one of its own for each font class.
func set(root *os.Root, fonts *typeset.Fonts, script, text string, n int) (line, error) {
	family, list := family(fonts, text, n)
	style := designer.Text{Content: text, Font: designer.Font{Family: family}, Size: em, Align: designer.Start}
	laid := fonts.Lay(style, text)
	style.Align = designer.End
	ended := fonts.Lay(style, text)
	wide := laid.Outline.Bounds().Min.X - ended.Outline.Bounds().Min.X
	one := line{
		Script: script, Text: text, Family: family, Runes: list, RTL: wide < 0,
		Width: max(wide, -wide) / em, Missing: string(laid.Missing), Picture: fmt.Sprintf("text-%03d.png", n),
	}
	style.Align = designer.Start
	x := float64(left)
	if one.RTL {
		x += -wide
	}
	across := int(max(wide, -wide)) + 2*left
	doc := designer.Document{Width: float64(across), Height: high, Layers: []*designer.Layer{
		{ID: "t", Opacity: 1, Place: geom.Move(x, base), Fill: designer.FillColor(designer.Color{A: 255}), Text: &style},
	}}
	return one, picture(root, one.Picture, doc, across, fonts)
}

func picture(root *os.Root, name string, doc designer.Document, width int, fonts *typeset.Fonts) error {
	m, _, err := render.Image(context.Background(), doc, render.Options{Width: width, Fonts: fonts})
	if err != nil {
		return err
	}
	var art image.Image = render.Straight(m)
	data, err := pngenc.Encode(art)
	if err != nil {
		return err
	}
	return root.WriteFile(name, data, 0o600)
}

// arcs are texts on small circles: outside and inside, from one direction and
// from both, letters that join and letters that stand alone.
func arcs() designer.Document {
	const cell = 150.0
	lines := []string{
		"FIRST FIRING", "Wave To AVATAR fi", "شهادة تقدير", "אֲבִיגַיִל כֹּהֵן", "प्रिया श्रीवास्तव", "ณัฐวุฒิ ปิ่นแก้ว", "山田太郎 김지원", "Ǻgnes ế ộ x̄",
		"Ali علي 123 Smith", "שלב 12 Level 3",
	}
	doc := designer.Document{Width: 8 * cell, Height: float64(len(lines)) * cell}
	add := func(l designer.Layer) {
		l.ID, l.Opacity = fmt.Sprint("l", len(doc.Layers)), 1
		doc.Layers = append(doc.Layers, &l)
	}
	add(designer.Layer{Place: geom.Identity(), Fill: designer.FillColor(designer.Color{R: 255, G: 255, B: 255, A: 255}), Shape: &designer.Shape{Kind: "rect", W: doc.Width, H: doc.Height}})
	for row, text := range lines {
		for k, radius := range []float64{16, 26, 38, 50} {
			for side, inside := range []bool{false, true} {
				middle := geom.Pt((float64(2*k+side)+0.5)*cell, (float64(row)+0.5)*cell)
				arc := designer.Arc{Radius: radius, Middle: -90, Sweep: 340, Inside: inside}
				if inside {
					arc.Middle = 90
				}
				add(designer.Layer{
					Place: geom.Move(middle.X-radius, middle.Y-radius), Shape: &designer.Shape{Kind: "ellipse", W: 2 * radius, H: 2 * radius},
					Stroke: &designer.Stroke{Width: 0.4, Paint: designer.FillColor(designer.Color{R: 220, G: 60, B: 60, A: 255})},
				})
				add(designer.Layer{
					Place: geom.Move(middle.X, middle.Y), Fill: designer.FillColor(designer.Color{A: 255}),
					Text: &designer.Text{Content: text, Font: designer.Font{Family: "sans-bold"}, Size: 18, MinSize: 5, Arc: &arc},
				})
			}
		}
	}
	return doc
}
