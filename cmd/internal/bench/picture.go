package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"runtime"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// pictures compares personal pictures with drawing each whole and packing it by
// the standard library, on one core, by the processor's time where it is known.
func pictures(ctx context.Context) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fonts, err := drawing.Fonts()
	if err != nil {
		return err
	}
	catalogue, err := drawing.Templates()
	if err != nil {
		return err
	}
	fmt.Println("Pictures, one core: draw and pack one person's badge (seal-scalloped)")
	for _, c := range []struct {
		name string
		how  int
		side int
	}{
		{"personal, 600 px", byName, 600},
		{"personal, 2048 px", byName, 2048},
		{"a colour for each, 600 px", byColour, 600},
		{"a colour for each, 2048 px", byColour, 2048},
		{"names over everything, 600 px", allOver, 600},
	} {
		doc, err := catalogue.Open("seal-scalloped")
		if err != nil {
			return err
		}
		if doc, err = personal(doc, c.how); err != nil {
			return err
		}
		if err := picture(ctx, c.name, doc, fonts, c.side, c.how); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

// What differs from person to person.
const (
	byName = iota
	byColour
	allOver
)

func picture(ctx context.Context, name string, doc designer.Document, fonts *typeset.Fonts, side, how int) error {
	began := now()
	plan, err := bulk.Prepare(ctx, doc, bulk.Options{Width: side, Fonts: fonts})
	if err != nil {
		return err
	}
	prepared := now() - began
	var file []byte
	fields := map[string]string{}
	n, apart := 0, plan.Apart()
	quick, err := best(func() (err error) {
		n++
		fields["name"] = fmt.Sprintf("Amara Okafor %c%d", 'A'+n%26, n%100)
		fields["hue"] = fmt.Sprintf("#%02x6040", 64+n%128)
		file, _, err = plan.Encode(ctx, file[:0], fields)
		return err
	})
	if err != nil {
		return err
	}
	var was, is runtime.MemStats
	runtime.ReadMemStats(&was)
	const several = 32
	for range several {
		if file, _, err = plan.Encode(ctx, file[:0], fields); err != nil {
			return err
		}
	}
	runtime.ReadMemStats(&is)
	var plain []byte
	o := render.Options{Width: side, Fonts: fonts, Fields: fields}
	naive, err := perCPU(func() error {
		m, _, err := render.Image(ctx, doc, o)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		err = png.Encode(&out, render.Straight(m))
		plain = out.Bytes()
		return err
	})
	if err != nil {
		return err
	}
	one, err := perCPU(func() error {
		m, _, err := render.StraightImage(ctx, doc, o)
		if err == nil {
			_, err = pngenc.Encode(m)
		}
		return err
	})
	if err != nil {
		return err
	}
	line(name, quick, naive, "drawing all of it, image/png")
	line("  one alone, whole", one, naive, "the same by image/png")
	fmt.Printf("%-34s %12s   %d bytes, by image/png %d; %d of %d drawn whole\n", "  preparing once", prepared.Round(time.Millisecond), len(file), len(plain), plan.Apart()-apart, n)
	fmt.Printf("%-34s %12d   bytes, in %d pieces\n", "  memory asked for each", (is.TotalAlloc-was.TotalAlloc)/several, (is.Mallocs-was.Mallocs)/several)
	switch how {
	case byName:
		return besides(ctx, doc, fonts, side, quick, len(file))
	case byColour:
		return whole(ctx, doc, o, quick, len(file))
	}
	return nil
}

// best is the least of three, as others are measured.
func best(step func() error) (time.Duration, error) {
	least := time.Duration(0)
	for range 3 {
		took, err := perCPU(step)
		if err != nil {
			return 0, err
		}
		if least == 0 || took < least {
			least = took
		}
	}
	return least, nil
}

// personal gives a design with a name at its foot, and more that differs.
func personal(doc designer.Document, how int) (designer.Document, error) {
	doc, err := template.WithText(doc, template.RoleOrg, "{name}")
	switch {
	case err != nil || how == byName:
		return doc, err
	case how == byColour:
		return recoloured(doc), nil
	}
	layers := append([]*designer.Layer{}, doc.Layers...)
	top := *layers[len(layers)-1]
	top.ID, top.Role, top.Group, top.Shape, top.Path, top.Image = "over-all", "", nil, nil, nil, nil
	top.Place.E, top.Place.F = 300, 300
	top.Shadow, top.Stroke, top.Opacity = nil, nil, 0.5
	top.Fill = designer.FillColor(designer.Color{A: 255})
	top.Text = &designer.Text{Content: "{name}", Size: 60, Align: designer.Middle, Font: designer.Font{Family: "sans-bold"}}
	for i := range 9 {
		one := top
		one.ID = fmt.Sprint("over-all-", i)
		one.Place.F = float64(60 * (i + 1))
		layers = append(layers, &one)
	}
	doc.Layers = layers
	return doc, nil
}

// perCPU runs a step again and again for about a second of the processor's time
// and gives the time of one.
func perCPU(step func() error) (time.Duration, error) {
	if err := step(); err != nil { // memory and fonts are there
		return 0, err
	}
	for n := 1; ; n *= 2 {
		began := now()
		for range n {
			if err := step(); err != nil {
				return 0, err
			}
		}
		if took := now() - began; took > time.Second || n > 1<<22 {
			return took / time.Duration(n), nil
		}
	}
}
