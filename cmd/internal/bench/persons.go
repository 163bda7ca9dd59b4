package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/svgout"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// wearers are whose pictures the others make in turn.
func wearers() []string {
	return []string{
		"Amara Okafor", "Jonas Weiß", "Nguyễn Thị Ánh", "Łukasz Brzęczek", "Maximiliane Hohenlohe", "Pat Q. Gray", "Ada Lovelace", "Søren Kierkegaard",
	}
}

// besides compares personal pictures with those of others: what is the same is
// given to them decoded, and the name as outlines, or as text and its font.
func besides(ctx context.Context, doc designer.Document, fonts *typeset.Fonts, side int, ours time.Duration, size int) (err error) {
	if !installed() {
		return nil // wholes says so
	}
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	texts := template.Texts(doc)
	slot := texts[slices.IndexFunc(texts, func(l *designer.Layer) bool { return l.Role == template.RoleOrg })]
	scale := float64(side) / doc.Width
	color := doc.Resolve(slot.Fill.Tone)
	em := slot.Text.Size
	// A sheet just as large as a name: whole pixels around it.
	half := math.Ceil(slot.Text.Room/2 + em/2)
	left, top := math.Floor((slot.Place.E-half)*scale), math.Floor((slot.Place.F-em)*scale)
	wide, high := math.Ceil(2*half*scale), math.Ceil(1.6*em*scale)
	setting := map[string]any{
		"side": side, "names": wearers(), "left": left, "top": top, "x": slot.Place.E * scale, "y": slot.Place.F * scale, "size": em * scale,
		"color": fmt.Sprintf("rgb(%d,%d,%d)", color.R, color.G, color.B),
	}
	m, _, err := render.Image(ctx, doc, render.Options{Width: side, Fonts: fonts, Fields: map[string]string{"name": ""}})
	if err != nil {
		return err
	}
	said, err := json.Marshal(setting)
	if err != nil {
		return err
	}
	font := assets.Fonts()[slices.IndexFunc(assets.Fonts(), func(f assets.Font) bool { return f.Family == slot.Text.Font.Family })].Data
	files := map[string][]byte{"background.rgba": render.Straight(m).Pix, "setting.json": said, "font.ttf": font}
	for i, name := range wearers() {
		fields := map[string]string{"name": name}
		alone := *slot
		alone.Place = alone.Place.Then(geom.Move(-left/scale, -top/scale))
		sheet := designer.Document{Width: wide / scale, Height: high / scale, Slots: doc.Slots, Layers: []*designer.Layer{&alone}}
		for kind, d := range map[string]designer.Document{"name": sheet, "whole": doc} {
			list, err := display.Of(ctx, d, display.Options{Fonts: fonts, Fields: fields})
			if err != nil {
				return err
			}
			if files[fmt.Sprintf("%s-%d.svg", kind, i)], err = svgout.Write(list, d.Width*scale); err != nil {
				return err
			}
		}
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return compare(ctx, ours, size, "personal.mjs", dir)
}

// recoloured gives a design whose largest shape and disc have the colour that a
// field names: hardly a pixel stays the same.
func recoloured(doc designer.Document) designer.Document {
	doc.Layers = slices.Clone(doc.Layers)
	for i, l := range doc.Layers {
		if l.Shape == nil || l.Fill.Kind == "" {
			continue
		}
		c := *l
		c.Fill.Stops = slices.Clone(c.Fill.Stops)
		if len(c.Fill.Stops) > 0 {
			c.Fill.Stops[0].Tone.Field = "hue"
		}
		c.Fill.Tone.Field = "hue"
		doc.Layers[i] = &c
	}
	return doc
}

// whole compares with drawing the same badge from an SVG file: where everything
// changes, nothing can be kept.
func whole(ctx context.Context, doc designer.Document, o render.Options, ours time.Duration, size int) (err error) {
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	list, err := display.Of(ctx, doc, display.Options{Fonts: o.Fonts, Fields: o.Fields})
	if err != nil {
		return err
	}
	svg, err := svgout.Write(list, float64(o.Width))
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "badge.svg")
	if err := os.WriteFile(path, svg, 0o600); err != nil {
		return err
	}
	return others(ctx, path, o.Width, dir, ours, size)
}
