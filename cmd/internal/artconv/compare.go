package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"badgekiln/designer"
	"badgekiln/designer/render"
)

// How a design is held against its original: at so many pixels, and how far a
// pixel may be off in any channel.
const (
	compared = 300
	offBy    = 32
)

// compare draws each design beside what rsvg-convert draws of the drawing it was
// made of, in the same fonts, into a folder, and prints by how many of its pixels
// it differs.
func compare(art, dir, fontDir string, docs []designer.Document) error {
	fonts, err := fonts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- pictures to look at
		return err
	}
	config := filepath.Join(dir, "fonts.conf")
	text := `<?xml version="1.0"?><fontconfig><dir>` + fontDir + `</dir><cachedir>` + dir + `/cache</cachedir></fontconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return err
	}
	for _, doc := range docs {
		data, err := os.ReadFile(filepath.Join(art, "templates", doc.Template+".svg")) // #nosec G304 -- the folder named
		if err != nil {
			continue // drawn here, without an original
		}
		theirs, err := librsvg(inOurFonts(data), config)
		if err != nil {
			return fmt.Errorf("%s: %w", doc.Template, err)
		}
		ours, _, err := render.Image(context.Background(), plainly(doc), render.Options{Width: compared, Fonts: fonts})
		if err != nil {
			return fmt.Errorf("%s: %w", doc.Template, err)
		}
		whole, _, err := render.Image(context.Background(), doc, render.Options{Width: compared, Fonts: fonts})
		if err != nil {
			return fmt.Errorf("%s: %w", doc.Template, err)
		}
		both := image.NewRGBA(image.Rect(0, 0, 2*compared, compared))
		draw.Draw(both, ours.Rect, whole, image.Point{}, draw.Src)
		draw.Draw(both, both.Rect.Add(image.Pt(compared, 0)), theirs, image.Point{}, draw.Src)
		fmt.Printf("%5.2f %% %s\n", share(ours, theirs), doc.Template)
		if err := writePNG(filepath.Join(dir, doc.Template+".png"), both); err != nil {
			return err
		}
	}
	return nil
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

// inOurFonts names in a drawing the fonts that the classes stand for.
func inOurFonts(data []byte) []byte {
	named := map[string]string{
		"sans-bold": `font-family="Montserrat" font-weight="800"`, "sans": `font-family="Inter" font-weight="600"`,
		"sans-condensed": `font-family="Barlow Condensed" font-weight="700"`, "serif": `font-family="Playfair Display" font-weight="700"`,
		"script": `font-family="Great Vibes" font-weight="400"`, "mono": `font-family="JetBrains Mono" font-weight="700"`,
	}
	class := regexp.MustCompile(`data-font-class="([a-z-]+)"`)
	old := regexp.MustCompile(` font-(family|weight)="[^"]*"`)
	return regexp.MustCompile(`<text[^>]*>`).ReplaceAllFunc(data, func(tag []byte) []byte {
		name := class.FindSubmatch(tag)
		if name == nil {
			return tag
		}
		tag = old.ReplaceAll(tag, nil)
		return bytes.Replace(tag, []byte("<text "), []byte("<text "+named[string(name[1])]+" "), 1)
	})
}

func librsvg(data []byte, config string) (*image.RGBA, error) {
	c := exec.CommandContext(context.Background(), "rsvg-convert", "-w", strconv.Itoa(compared), "-h", strconv.Itoa(compared)) // #nosec G204 -- numbers
	c.Env = append(os.Environ(), "FONTCONFIG_FILE="+config)
	c.Stdin = bytes.NewReader(data)
	out, err := c.Output()
	if err != nil {
		return nil, err
	}
	m, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		return nil, err
	}
	to := image.NewRGBA(image.Rect(0, 0, compared, compared))
	draw.Draw(to, to.Rect, m, image.Point{}, draw.Src)
	return to, nil
}

// share is the percentage of pixels that are off by much.
func share(a, b *image.RGBA) float64 {
	off := 0
	for y := range compared {
		for x := range compared {
			p, q := a.RGBAAt(x, y), b.RGBAAt(x, y)
			if far(p, q) {
				off++
			}
		}
	}
	return float64(off) * 100 / (compared * compared)
}

func far(p, q color.RGBA) bool {
	for _, d := range [4]int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
		if d > offBy || d < -offBy {
			return true
		}
	}
	return false
}
