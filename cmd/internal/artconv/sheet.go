package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

const gap = 12 // pixels between pictures

// grounds are the pages that badges are looked at on.
func grounds() []color.Gray { return []color.Gray{{0xff}, {0x1c}} }

// sheets draws what the programs have, family by family, into a folder: each
// template at 600, 180 and 64 pixels on light and dark, and in every palette.
func sheets(dir string, catalogue *template.Catalogue) error {
	fonts, err := fonts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- pictures to look at
		return err
	}
	for _, family := range catalogue.Families() {
		var docs []designer.Document
		for _, t := range catalogue.Templates() {
			if t.Family != family.ID {
				continue
			}
			doc, err := catalogue.Open(t.ID)
			if err != nil {
				return err
			}
			docs = append(docs, doc)
		}
		for _, size := range []int{600, 180, 64} {
			rows := make([][]designer.Document, len(grounds()))
			for i := range rows {
				rows[i] = docs
			}
			if err := grid(filepath.Join(dir, family.ID+"-"+strconv.Itoa(size)+".png"), rows, size, fonts); err != nil {
				return err
			}
		}
		if err := grid(filepath.Join(dir, family.ID+"-palettes.png"), coloured(docs, catalogue), 120, fonts); err != nil {
			return err
		}
		fmt.Println(family.ID)
	}
	rows, err := emblems(catalogue)
	if err != nil {
		return err
	}
	for _, size := range []int{96, 32} {
		if err := grid(filepath.Join(dir, "emblems-"+strconv.Itoa(size)+".png"), rows, size, fonts); err != nil {
			return err
		}
	}
	return nil
}

// emblems gives rows of fourteen, in ink on a pale disc, which shows on any
// ground.
func emblems(catalogue *template.Catalogue) ([][]designer.Document, error) {
	const across = 14
	var rows [][]designer.Document
	for i, e := range catalogue.Emblems() {
		l, err := template.NewEmblem(e, "emblem", geom.Pt(48, 48), 72, designer.FillColor(designer.Color{A: 0xff}))
		if err != nil {
			return nil, err
		}
		disc := layer("disc", "Disc", geom.Identity(), designer.FillColor(designer.Color{R: 0xe8, G: 0xe4, B: 0xdc, A: 0xff}))
		disc.Shape = &designer.Shape{Kind: "ellipse", W: 96, H: 96}
		if i%across == 0 {
			rows = append(rows, nil)
		}
		last := len(rows) - 1
		rows[last] = append(rows[last], designer.Document{Template: e.Name, Width: 96, Height: 96, Layers: []*designer.Layer{disc, l}})
	}
	return rows, nil
}

// coloured gives a row for each design on each ground, in all palettes and then
// in all levels. The place of a palette that it avoids stays empty.
func coloured(docs []designer.Document, catalogue *template.Catalogue) [][]designer.Document {
	var rows [][]designer.Document
	for _, doc := range docs {
		var row []designer.Document
		of, _ := catalogue.Template(doc.Template)
		for _, p := range catalogue.Palettes() {
			one := designer.Document{Template: doc.Template, Width: doc.Width, Height: doc.Height}
			if l, _ := catalogue.Level(p.Level); !of.Avoids(p.Name) {
				one = template.Recolour(doc, p, l)
			}
			row = append(row, one)
		}
		for _, l := range catalogue.Levels() {
			row = append(row, template.Recolour(doc, template.Palette{}, l))
		}
		rows = append(rows, row, row)
	}
	return rows
}

// grid draws rows of designs, the grounds taking turns.
func grid(file string, rows [][]designer.Document, size int, fonts *typeset.Fonts) error {
	step := size + gap
	all := image.NewRGBA(image.Rect(0, 0, gap+len(rows[0])*step, len(rows)*step))
	for y, row := range rows {
		ground := grounds()[y%len(grounds())]
		draw.Draw(all, image.Rect(0, y*step, all.Rect.Max.X, (y+1)*step), image.NewUniform(ground), image.Point{}, draw.Src)
		for x, doc := range row {
			m, _, err := render.Image(context.Background(), doc, render.Options{Width: size, Fonts: fonts})
			if err != nil {
				return fmt.Errorf("%s: %w", doc.Template, err)
			}
			at := image.Pt(gap+x*step, y*step+gap/2)
			draw.Draw(all, image.Rectangle{Min: at, Max: at.Add(m.Bounds().Size())}, m, image.Point{}, draw.Over)
		}
	}
	return writePNG(file, all)
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
