package main

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

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
