package main

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/template"
)

// The seal's own colours, in its slots.
func sealSlots() []designer.Slot {
	rgb := func(name string, v uint32) designer.Slot {
		return designer.Slot{Name: name, Color: designer.Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}} // #nosec G115 -- a byte each
	}
	return []designer.Slot{
		rgb("base", 0xb4471d), rgb("base-deep", 0x7c250c), rgb("accent", 0x1f6373), rgb("accent-deep", 0x0b2e3a),
		rgb("pop", 0xf8bd45), rgb("tint", 0xf7dcb0), rgb("ink", 0x4a1606), rgb("paper", 0xfff4e2),
		rgb("metal-light", 0xffe3b8), rgb("metal", 0xe3b97e), rgb("metal-dark", 0x7c250c),
	}
}

// seal is a scalloped seal with its title on an arc, a pot in the fire and a
// ribbon: the template that is drawn here and not in the art folder, and the
// sample workshop's badge.
func seal() (designer.Document, template.Template) {
	const id = "seal-scalloped"
	doc := designer.Document{
		Name: "Scalloped seal", Width: designer.Side, Height: designer.Side, Slots: sealSlots(), Template: id,
		About:  designer.Credits{Author: "Badgekiln"},
		Layers: append(sealGround(), sealPot(), sealLower(), sealTitle(), sealRibbon()),
	}
	about := template.Template{
		ID: id, Title: doc.Name, Family: "seal", Level: "", Tags: []string{"seal", "workshop", "ceramics", "kiln", "first", "craft", "arc"},
		Text: []template.Line{
			{Role: template.RoleDate, Most: 10, Size: 40, Font: "sans-bold"},
			{Role: template.RoleTitle, Most: 18, Size: 40, Font: "sans-bold"},
			{Role: template.RoleOrg, Most: 24, Size: 36, Font: "sans-condensed"},
		},
	}
	return doc, about
}

func layer(id, name string, place geom.Affine, fill designer.Paint) *designer.Layer {
	return &designer.Layer{ID: id, Name: name, Opacity: 1, Place: place, Fill: fill}
}

func line(slot string, width float64) *designer.Stroke {
	return &designer.Stroke{Paint: designer.Fill(slot), Width: width, Cap: designer.CapRound, Join: designer.JoinRound}
}

// fade is a gradient from one slot to another, from y0 down to y1.
func fade(from, to string, y0, y1 float64) designer.Paint {
	return designer.Paint{
		Kind: designer.Linear, From: geom.Pt(0, y0), To: geom.Pt(0, y1),
		Stops: []designer.Stop{{At: 0, Tone: designer.SlotTone(from)}, {At: 1, Tone: designer.SlotTone(to)}},
	}
}

func shaded(l *designer.Layer, dy, blur, alpha float64) *designer.Layer {
	l.Shadow = &designer.Shadow{DY: dy, Blur: blur, Tone: designer.Tone{Slot: "ink", Alpha: alpha}}
	return l
}

// sealGround is the edge, the thin ring and the disc. The light rim shows on
// dark pages, the clay beside it on light ones.
func sealGround() []*designer.Layer {
	edge := layer("edge", "Scalloped edge", geom.Move(12, 12), fade("base", "base-deep", 0, 576))
	edge.Shape = &designer.Shape{Kind: "scallop", W: 576, H: 576, Set: map[string]float64{"points": 24, "depth": 0.075}}
	edge.Stroke = line("metal-light", 9)
	edge.Locked = true
	ring := layer("thin-ring", "Thin ring", geom.Move(50, 50), designer.Paint{})
	ring.Shape = &designer.Shape{Kind: "ellipse", W: 500, H: 500}
	ring.Stroke = line("metal-light", 3)
	disc := layer("disc", "Inner disc", geom.Move(122, 122), fade("accent", "accent-deep", 0, 356))
	disc.Shape = &designer.Shape{Kind: "ellipse", W: 356, H: 356}
	disc.Stroke = line("metal-light", 9)
	return []*designer.Layer{edge, ring, shaded(disc, 3, 8, 0.35)}
}

// sealPot is the emblem: a pot, its glaze, and the fire above it.
func sealPot() *designer.Layer {
	part := func(id, name, d string, fill designer.Paint, stroke *designer.Stroke) *designer.Layer {
		path, err := geom.ReadPath(d)
		if err != nil {
			panic("artconv: " + err.Error()) // written above
		}
		l := layer(id, name, geom.Identity(), fill)
		l.Path, l.Stroke = &designer.Outline{Path: path}, stroke
		return l
	}
	group := layer("emblem", "Vase and flame", geom.Scale(0.96, 0.88).Then(geom.Move(12, 25)), designer.Paint{})
	group.Group = &designer.Group{Layers: []*designer.Layer{
		part("vase", "Vase", "M262 236h76v14l-8 10c-4 6-3 14 2 20l24 30c14 18 18 42 6 62-10 18-24 26-36 26h-52c-12 0-26-8-36-26-12-20-8-44 6-62l24-30c5-6 6-14 2-20l-8-10z", designer.Fill("paper"), nil),
		part("glaze", "Glaze", "M235 333c22 14 108 14 130 0", designer.Paint{}, &designer.Stroke{Paint: designer.Fill("pop"), Width: 11, Cap: designer.CapButt, Join: designer.JoinRound}),
		part("scratch", "Zigzag", "M255 307l15 11 15-11 15 11 15-11 15 11 15-11", designer.Paint{}, line("accent-deep", 7)),
		part("flame", "Flame", "M301 132c10 30 38 44 38 72 0 20-17 30-39 30s-39-10-39-30c0-18 12-28 20-36 2 10 6 16 12 20 4-20-2-38 8-56z", designer.Fill("pop"), nil),
		part("heart", "Heart of the flame", "M301 186c4 12 16 18 16 30 0 10-7 15-17 15s-17-5-17-15c0-10 8-16 18-30z", designer.Fill("paper"), nil),
	}}
	return group
}

func sealTitle() *designer.Layer {
	l := layer("title", "Title", geom.Move(300, 300), designer.Fill("paper"))
	l.Role = template.RoleTitle
	l.Text = &designer.Text{
		Content: "FIRST FIRING", Font: designer.Font{Family: "sans-bold"}, Size: 60, MinSize: 40, Track: 4, Align: designer.Middle,
		Arc: &designer.Arc{Radius: 195, Middle: -90, Sweep: 200},
	}
	return l
}

func sealLower() *designer.Layer {
	l := layer("lower", "Lower line on arc", geom.Move(300, 300), designer.Fill("pop"))
	l.Role = template.RoleDate
	l.Text = &designer.Text{
		Content: "2026", Font: designer.Font{Family: "sans-bold"}, Size: 48, MinSize: 40, Track: 4, Align: designer.Middle,
		Arc: &designer.Arc{Radius: 238, Middle: 90, Sweep: 60, Inside: true},
	}
	return l
}

// sealRibbon holds the name of who awards, which may be public.
func sealRibbon() *designer.Layer {
	tails := layer("ribbon-tails", "Ribbon tails", geom.Identity(), fade("tint", "metal", 412, 500))
	tails.Path = &designer.Outline{Path: twice("M20 428H112V508H20L56 468Z")}
	tails.Stroke = line("base-deep", 5)
	folds := layer("ribbon-folds", "Ribbon folds", geom.Identity(), designer.Fill("ink"))
	folds.Path = &designer.Outline{Path: twice("M64 482H112V508Z")}
	banner := layer("banner", "Banner", geom.Move(64, 396), fade("paper", "tint", 0, 86))
	banner.Shape = &designer.Shape{Kind: "rect", W: 472, H: 86, Set: map[string]float64{"round": 3}}
	banner.Stroke = line("base-deep", 5)
	name := layer("name", "Name", geom.Move(300, 456), designer.Fill("ink"))
	name.Role = template.RoleOrg
	name.Text = &designer.Text{
		Content: "Hafenwerk Makerspace", Font: designer.Font{Family: "sans-condensed"}, Size: 50, MinSize: 36, Room: 436, Align: designer.Middle,
	}
	group := layer("ribbon", "Name ribbon", geom.Identity(), designer.Paint{})
	group.Group = &designer.Group{Layers: []*designer.Layer{tails, folds, banner, name}}
	return shaded(group, 5, 10, 0.35)
}

// twice is an outline and its mirror image.
func twice(d string) *geom.Path {
	path, err := geom.ReadPath(d)
	if err != nil {
		panic("artconv: " + err.Error()) // written above
	}
	out := path.Mapped(geom.Identity())
	out.Append(path.Mapped(geom.Scale(-1, 1).Then(geom.Move(designer.Side, 0))))
	return out
}
