package main

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
)

// Sizes of the contact sheet, in pixels.
const (
	cell    = 180
	gap     = 12
	columns = 10
)

// sheet draws designs side by side, to be looked at.
func sheet(file string, docs []designer.Document) error {
	fonts, err := fonts()
	if err != nil {
		return err
	}
	rows := (len(docs) + columns - 1) / columns
	all := image.NewRGBA(image.Rect(0, 0, gap+columns*(cell+gap), gap+rows*(cell+gap)))
	draw.Draw(all, all.Bounds(), image.NewUniform(color.Gray{0xf4}), image.Point{}, draw.Src)
	for i, doc := range docs {
		m, _, err := render.Image(context.Background(), doc, render.Options{Width: cell, Fonts: fonts})
		if err != nil {
			return err
		}
		at := image.Pt(gap+i%columns*(cell+gap), gap+i/columns*(cell+gap))
		draw.Draw(all, image.Rectangle{Min: at, Max: at.Add(m.Bounds().Size())}, m, image.Point{}, draw.Over)
	}
	return writePNG(file, all)
}

// pictures draws each design into a folder, for a comparison by number. Texts
// are left out when bare: other programs have other fonts.
func pictures(dir string, docs []designer.Document, bare bool) error {
	fonts, err := fonts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- pictures to look at
		return err
	}
	for _, doc := range docs {
		hide := map[string]bool{}
		for _, l := range doc.Layers {
			hide[l.ID] = bare && l.Text != nil
		}
		m, _, err := render.Image(context.Background(), doc, render.Options{Width: 300, Fonts: fonts, Hide: hide})
		if err != nil {
			return err
		}
		if err := writePNG(filepath.Join(dir, doc.Template+".png"), render.Straight(m)); err != nil {
			return err
		}
	}
	return nil
}

func fonts() (*typeset.Fonts, error) {
	var list []typeset.Source
	for _, f := range assets.Fonts() {
		list = append(list, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: f.Data})
	}
	return typeset.NewFonts(list)
}

func writePNG(file string, m image.Image) error {
	f, err := os.Create(file) // #nosec G304 -- the file named
	if err != nil {
		return err
	}
	if err := png.Encode(f, m); err != nil {
		return err
	}
	return f.Close()
}
