package main

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// How a design is held against its original: at so many pixels, how far a pixel
// may be off in any channel, and what share of them without any reason.
const (
	compared = 300
	offBy    = 32
	tolerant = 0.1
)

// comparison draws designs beside what rsvg-convert draws of the drawings they
// were made of, in the same fonts.
type comparison struct {
	dir, config string
	fonts       *typeset.Fonts
}

// compare puts each design beside its original into a folder, and prints by how
// many of its pixels it differs, and why: it was mended, or a text is narrower
// because it has to fit its room, which an SVG cannot say. It fails when one
// differs without these two, or what elsewhere says.
func compare(art, dir, fontDir string, docs []designer.Document) error {
	fonts, err := fonts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- pictures to look at
		return err
	}
	if fontDir, err = filepath.Abs(fontDir); err != nil {
		return err
	}
	c := comparison{dir: dir, config: filepath.Join(dir, "fonts.conf"), fonts: fonts}
	text := `<?xml version="1.0"?><fontconfig><dir>` + fontDir + `</dir><cachedir>` + dir + `/cache</cachedir></fontconfig>`
	if err := os.WriteFile(c.config, []byte(text), 0o600); err != nil {
		return err
	}
	unsaid := 0
	for _, doc := range docs {
		data, err := os.ReadFile(filepath.Join(art, "templates", doc.Template+".svg")) // #nosec G304 -- the folder named
		if err != nil {
			continue // drawn here, without an original
		}
		share, why, err := c.one(doc, data)
		if err != nil {
			return fmt.Errorf("%s: %w", doc.Template, err)
		}
		if slices.Contains(why, unknown) {
			unsaid++
		}
		fmt.Printf("%5.2f %% %s\n", share, strings.Join(append([]string{doc.Template}, why...), ", "))
	}
	if unsaid > 0 {
		return fmt.Errorf("%d designs differ and nobody says why; build without the tag test, which leaves the fonts out", unsaid)
	}
	return nil
}

// elsewhere is what rsvg-convert itself does otherwise, where the share that is
// off is no larger than that makes it.
func elsewhere(template string, share float64) string {
	if template == "rosette-guilloche" && share < 0.4 {
		return "f and i are joined as their font has them, and apart there"
	}
	return ""
}

// unknown is what is said of a difference that is nobody's intention.
const unknown = "NOBODY KNOWS WHY"

// one compares one design: as it is, as it was before it was mended, and with
// texts as wide as they come.
func (c comparison) one(doc designer.Document, data []byte) (share float64, why []string, err error) {
	theirs, err := librsvg(inOurFonts(data), c.config)
	if err != nil {
		return 0, nil, err
	}
	drawn, err := faithful(data, doc.Slots)
	if err != nil {
		return 0, nil, err
	}
	var pics [4]*image.RGBA
	for i, d := range []designer.Document{doc, plainly(doc), plainly(drawn), unfitted(plainly(drawn))} {
		if pics[i], _, err = render.Image(context.Background(), d, render.Options{Width: compared, Fonts: c.fonts}); err != nil {
			return 0, nil, err
		}
	}
	whole, mended, before, wide := pics[0], pics[1], pics[2], pics[3]
	if !reflect.DeepEqual(doc, drawn) {
		why = append(why, "mended")
	}
	if off(before, wide) > 0 {
		why = append(why, "text fitted")
	}
	if share := off(wide, theirs); share >= tolerant {
		why = append(why, cmp.Or(elsewhere(doc.Template, share), unknown))
	}
	both := image.NewRGBA(image.Rect(0, 0, 2*compared, compared))
	draw.Draw(both, mended.Rect, whole, image.Point{}, draw.Src)
	draw.Draw(both, both.Rect.Add(image.Pt(compared, 0)), theirs, image.Point{}, draw.Src)
	return off(mended, theirs), why, writePNG(filepath.Join(c.dir, doc.Template+".png"), both)
}

// plainly is a design as rsvg-convert draws its original: a shadow is only
// said beside the drawing there, and letters along a line are left out.
func plainly(doc designer.Document) designer.Document {
	layers := make([]*designer.Layer, len(doc.Layers))
	for i, l := range doc.Layers {
		plain := *l
		plain.Shadow = nil
		plain.Hidden = l.Hidden || l.Text != nil && l.Text.Arc != nil
		layers[i] = &plain
	}
	doc.Layers = layers
	return doc
}

// unfitted is a plain design whose texts are as wide as they come. Its layers
// are its own already.
func unfitted(doc designer.Document) designer.Document {
	for _, l := range doc.Layers {
		if l.Text != nil {
			wide := *l.Text
			wide.Room = 0
			l.Text = &wide
		}
	}
	return doc
}

// off is the percentage of pixels that are off by much.
func off(a, b *image.RGBA) float64 {
	n := 0
	for y := range compared {
		for x := range compared {
			p, q := a.RGBAAt(x, y), b.RGBAAt(x, y)
			if far(p, q) {
				n++
			}
		}
	}
	return float64(n) * 100 / (compared * compared)
}

func far(p, q color.RGBA) bool {
	for _, d := range [4]int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
		if d > offBy || d < -offBy {
			return true
		}
	}
	return false
}
