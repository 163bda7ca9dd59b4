package store_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// What only version 3 can say, which is what depends on merge fields besides what
// a text says, comes back whole and makes a file of that version.
func TestVersionThree(t *testing.T) {
	tone := designer.Tone{Slot: "a", Alpha: 1, Field: "hue"}
	for name, change := range map[string]func(*designer.Document, *designer.Layer){
		"when": func(_ *designer.Document, l *designer.Layer) {
			l.When = &designer.When{Field: "level", Test: designer.Equals, Value: "gold"}
		},
		"fill": func(_ *designer.Document, l *designer.Layer) {
			l.Fill = designer.Paint{Kind: designer.Solid, Tone: tone}
		},
		"shadow": func(_ *designer.Document, l *designer.Layer) { l.Shadow = &designer.Shadow{Tone: tone} },
		"slot":   func(d *designer.Document, _ *designer.Layer) { d.Slots = []designer.Slot{{Name: "a", Field: "hue"}} },
		"picture": func(_ *designer.Document, l *designer.Layer) {
			l.Shape, l.Image = nil, &designer.Picture{W: 9, H: 9, Field: "image"}
		},
		"crop": func(_ *designer.Document, l *designer.Layer) {
			l.Shape, l.Image = nil, &designer.Picture{W: 9, H: 9, Blob: "b", Crop: true}
		},
		"format": func(_ *designer.Document, l *designer.Layer) {
			l.Shape, l.Text = nil, &designer.Text{Content: "{a|upper}", Size: 9}
		},
		"mask": func(_ *designer.Document, l *designer.Layer) {
			l.Mask = &designer.Mask{Layers: []*designer.Layer{{
				ID: "m", Opacity: 1, Place: geom.Identity(), Image: &designer.Picture{W: 9, H: 9, Field: "image"},
			}}}
		},
		"none": func(_ *designer.Document, l *designer.Layer) {
			l.Shape, l.Text = nil, &designer.Text{Content: "{a} | {b}", Size: 9}
		},
	} {
		l := &designer.Layer{ID: "a", Opacity: 1, Place: geom.Identity(), Shape: &designer.Shape{Kind: "rect", W: 10, H: 20}}
		doc := designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{{
			ID: "g", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{l}},
		}}}
		change(&doc, l)
		data, err := store.MarshalDesign(doc)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if three := bytes.Contains(data, []byte(`"version": 3,`)); three != (name != "none") {
			t.Errorf("%s: %s", name, data[:60])
		}
		got, err := store.UnmarshalDesign(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(doc, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// What only version 2 can say comes back whole and makes a file of version 2;
// without it a file stays one that older releases read.
func TestVersionTwo(t *testing.T) {
	plain := func() designer.Document {
		return designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{{
			ID: "g", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{{
				ID: "a", Opacity: 1, Place: geom.Identity(), Shape: &designer.Shape{Kind: "rect", W: 10, H: 20},
			}}},
		}}}
	}
	mask := &designer.Mask{Light: true, Layers: []*designer.Layer{{
		ID: "m", Opacity: 1, Place: geom.Move(1, 2), Image: &designer.Picture{Blob: store.Hash([]byte("x")), W: 3, H: 4},
	}}}
	conic := designer.Paint{Kind: designer.Conic, Stops: []designer.Stop{{At: 0, Tone: designer.SlotTone("a")}, {At: 1, Tone: designer.SlotTone("b")}}, To: geom.Pt(5, 0)}
	for name, change := range map[string]func(*designer.Layer){
		"blend": func(l *designer.Layer) { l.Blend = designer.SoftLight },
		"clip": func(l *designer.Layer) {
			l.Clip = &designer.Outline{Path: designer.Shape{Kind: "star", W: 9, H: 9}.Outline(), EvenOdd: true}
		},
		"mask":   func(l *designer.Layer) { l.Mask = mask },
		"conic":  func(l *designer.Layer) { l.Fill = conic },
		"stroke": func(l *designer.Layer) { l.Stroke = &designer.Stroke{Paint: conic, Width: 3} },
		"none":   func(*designer.Layer) {},
	} {
		doc := plain()
		change(doc.Layers[0].Group.Layers[0])
		data, err := store.MarshalDesign(doc)
		if err != nil {
			t.Fatal(err)
		}
		if two := bytes.Contains(data, []byte(`"version": 2,`)); two != (name != "none") {
			t.Errorf("%s: %s", name, data[:60])
		}
		got, err := store.UnmarshalDesign(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, err := store.MarshalDesign(got)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: %v\n%s", name, err, cmp.Diff(string(data), string(again)))
		}
		if name == "mask" && len(store.Used(got)) != 1 {
			t.Error("the picture in the mask is not kept")
		}
	}
	for name, text := range map[string]string{
		"store-newer":  `"blend":"hue","group":{"layers":[]}`,
		"unsound-id":   `"mask":{"layers":[{"id":"1","group":{"layers":[]}}]},"group":{"layers":[]}`,
		"unsound-kind": `"mask":{"layers":[{"id":"2"}]},"group":{"layers":[]}`,
	} {
		_, err := store.UnmarshalDesign([]byte(`{"format":"badgekiln-design","version":2,"width":600,"height":600,"layers":[{"id":"1",` + text + `}]}`))
		wants(t, err, name)
	}
}

// Fonts at a place of their own, and in part, come back whole.
func TestVersionFive(t *testing.T) {
	for want, f := range map[string]designer.Carried{
		`"version": 4,`: {Family: "A", Weight: 400, Italic: true, Blob: "b"},
		`"version": 5,`: {Family: "A", Weight: 400, Blob: "b", Instance: "wght=650,wdth=75"},
		`"part": true`:  {Family: "A", Weight: 400, Blob: "b", Part: true},
	} {
		doc := designer.Document{Width: 600, Height: 600, Fonts: []designer.Carried{f}, Layers: []*designer.Layer{{
			ID: "a", Opacity: 1, Place: geom.Identity(), Shape: &designer.Shape{Kind: "rect", W: 10, H: 20},
		}}}
		data, err := store.MarshalDesign(doc)
		if err != nil || !bytes.Contains(data, []byte(want)) {
			t.Errorf("%s: %v %s", want, err, data)
		}
		doc.Drawn = []designer.Carried{{Family: "sans", Weight: 500, Blob: "c"}}
		if data, err = store.MarshalDesign(doc); err != nil {
			t.Fatal(err)
		}
		got, err := store.UnmarshalDesign(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(doc, got); diff != "" {
			t.Errorf("%s:\n%s", want, diff)
		}
	}
}
