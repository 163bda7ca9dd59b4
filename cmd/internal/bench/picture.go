package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"runtime"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/designer"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// pictures compares personal pictures with drawing each whole and packing it by
// the standard library, on one core, by the processor's time where it is known.
func pictures(ctx context.Context) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fonts, err := engine.Fonts()
	if err != nil {
		return err
	}
	catalogue, err := engine.Templates()
	if err != nil {
		return err
	}
	fmt.Println("Pictures, one core: draw and pack one person's badge (seal-scalloped)")
	for _, c := range []struct {
		name, text string
		large      bool
		side       int
	}{
		{"personal, 600 px", "{name}", false, 600},
		{"personal, 2048 px", "{name}", false, 2048},
		{"everything changes, 600 px", "{name}", true, 600},
	} {
		doc, err := catalogue.Open("seal-scalloped")
		if err != nil {
			return err
		}
		if doc, err = personal(doc, c.text, c.large); err != nil {
			return err
		}
		if err := picture(ctx, c.name, doc, fonts, c.side); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

func picture(ctx context.Context, name string, doc designer.Document, fonts *typeset.Fonts, side int) error {
	began := now()
	plan, err := engine.PersonalPictures(ctx, store.File{Doc: doc}, side, nil)
	if err != nil {
		return err
	}
	prepared := now() - began
	var file []byte
	fields := map[string]string{}
	n, apart := 0, plan.Apart()
	quick, err := perCPU(func() (err error) {
		n++
		fields["name"] = fmt.Sprintf("Amara Okafor %c%d", 'A'+n%26, n%100)
		file, _, err = plan.Encode(ctx, file[:0], fields)
		return err
	})
	if err != nil {
		return err
	}
	var whole []byte
	o := render.Options{Width: side, Fonts: fonts, Fields: fields}
	naive, err := perCPU(func() error {
		m, _, err := render.Image(ctx, doc, o)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		err = png.Encode(&out, render.Straight(m))
		whole = out.Bytes()
		return err
	})
	if err != nil {
		return err
	}
	one, err := perCPU(func() error {
		m, _, err := render.Image(ctx, doc, o)
		if err == nil {
			_, err = pngenc.Encode(render.Straight(m))
		}
		return err
	})
	if err != nil {
		return err
	}
	line(name, quick, naive, "drawing all of it, image/png")
	line("  one alone, whole", one, naive, "the same by image/png")
	fmt.Printf("%-34s %12s   %d bytes, by image/png %d; %d of %d drawn whole\n", "  preparing once", prepared.Round(time.Millisecond), len(file), len(whole), plan.Apart()-apart, n)
	return nil
}

// personal gives a design with a name in it: at its foot, or over all of it.
func personal(doc designer.Document, text string, large bool) (designer.Document, error) {
	doc, err := template.WithText(doc, template.RoleOrg, text)
	if err != nil || !large {
		return doc, err
	}
	layers := append([]*designer.Layer{}, doc.Layers...)
	top := *layers[len(layers)-1]
	top.ID, top.Role, top.Group, top.Shape, top.Path, top.Image = "over-all", "", nil, nil, nil, nil
	top.Place.E, top.Place.F = 300, 300
	top.Shadow, top.Stroke, top.Opacity = nil, nil, 0.5
	top.Fill = designer.FillColor(designer.Color{A: 255})
	top.Text = &designer.Text{Content: text, Size: 60, Align: designer.Middle, Font: designer.Font{Family: "sans-bold"}}
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
