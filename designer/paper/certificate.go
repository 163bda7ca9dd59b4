package paper

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Templates lists the certificates to begin with.
func Templates() []string { return []string{"classic", "band", "wave", "guilloche"} }

// sheet is a certificate being laid out.
type sheet struct {
	brush
	Words
	w, h  float64
	wide  bool // lies across
	inner float64
}

// Certificate is a design for a paper of this size, upright or across as that is;
// false when there is no such template. Its merge fields are those of awards:
// name, class.name, class.description, issuer.name, issued_on, expires, signer,
// page_url.
func Certificate(template string, size Size, look Look, words Words) (designer.Document, bool) {
	s := &sheet{Words: words, w: size.W, h: size.H, wide: size.W > size.H}
	s.inner = min(s.w, s.h) * 0.075
	draw, ok := map[string]func(){"classic": s.classic, "band": s.band, "wave": s.wave, "guilloche": s.guilloche}[template]
	if !ok {
		return designer.Document{}, false
	}
	draw()
	return designer.Document{Name: words.Title, Width: s.w, Height: s.h, Slots: look.slots(), Layers: s.layers}, true
}

// text is the middle part of a certificate: who, for what, by whom. It fills a
// column from the left edge x, w wide, from top to bottom; letters are as large
// as the column is high. serif is the face of title and name.
func (s *sheet) text(x, top, w, bottom float64, align designer.Align, face string) {
	high := bottom - top
	put := func(name, content, family string, from, to, size, least float64, slot string) *designer.Layer {
		return s.words(name, content, family, min(size*high, 76), least, x, top+from*high, w, (to-from)*high, align, slot)
	}
	put("title", "{title|else \""+s.Title+"\"}", face, 0, 0.18, 0.135, 20, "base-deep")
	put("awarded to", s.AwardedTo, "sans", 0.20, 0.28, 0.05, 10, "ink")
	put("name", "{name}", face, 0.295, 0.55, 0.15, 20, "ink").Role = "recipient"
	put("for", s.For, "sans", 0.56, 0.63, 0.05, 10, "ink")
	put("badge name", "{class.name}", "sans-bold", 0.63, 0.78, 0.08, 12, "base-deep").Role = "title"
	put("description", "{class.description}", "sans", 0.795, 1, 0.046, 8, "ink").Text.Valign = designer.Top
}

// foot is the last row: day and signature, and the code at the end of it.
func (s *sheet) foot(x, y, w, side float64) {
	const slot = "ink"
	s.code(x+w-side, y-side+30, side, s.Check, slot)
	room := w - side - 60
	col := (room - 30) / 2
	line := y + 12
	s.line("day line", x, line, col, 1, slot)
	s.words("day", "{issued_on|date long}", "sans", 16, 8, x, line-32, col, 30, designer.Middle, slot).Text.Valign = designer.Bottom
	s.words("until", "{expires|date long|before \""+s.Until+" \"}", "sans", 12, 8, x, line+5, col, 26, designer.Middle, slot).Text.Valign = designer.Top
	x += col + 30
	s.line("signature line", x, line, col, 1, slot)
	s.words("signer", "{signer|else \""+s.Signature+"\"}", "sans", 12, 8, x, line+5, col, 32, designer.Middle, slot).Text.Valign = designer.Top
}

// classic is a double frame, everything on one axis.
func (s *sheet) classic() {
	m := s.inner * 0.62
	s.frame("outer frame", m, m, s.w-2*m, s.h-2*m, 5, "base-deep", 0)
	s.frame("inner frame", m+11, m+11, s.w-2*m-22, s.h-2*m-22, 1.4, "accent", 0)
	for _, at := range [][2]float64{{m + 11, m + 11}, {s.w - m - 11, m + 11}, {m + 11, s.h - m - 11}, {s.w - m - 11, s.h - m - 11}} {
		const d = 26
		l := s.shape("corner", at[0]-d/2, at[1]-d/2, d, d, designer.Fill("paper"), "star", map[string]float64{"points": 8, "depth": 0.62})
		l.Stroke = &designer.Stroke{Paint: designer.Fill("accent"), Width: 1.4}
	}
	x := m + s.inner*1.1
	w := s.w - 2*x
	if s.wide {
		side := s.h * 0.265
		s.words("issuer", "{issuer.name}", "sans-bold", 15, 9, x, m+24, w, 24, designer.Middle, "base-deep")
		s.badge((s.w-side)/2, m+54, side)
		s.text(x, m+58+side, w, s.h-m-132, designer.Middle, "serif")
		s.foot(x, s.h-m-78, w, 86)
		return
	}
	side := s.w * 0.40
	s.words("issuer", "{issuer.name}", "sans-bold", 19, 10, x, m+40, w, 40, designer.Middle, "base-deep")
	s.badge((s.w-side)/2, m+92, side)
	s.text(x, m+92+side+24, w, s.h-m-220, designer.Middle, "serif")
	s.foot(x, s.h-m-94, w, 92)
}

// band is a coloured band with the badge on it, and the text beside.
func (s *sheet) band() {
	down := func(h float64) designer.Paint {
		return designer.Paint{Kind: designer.Linear, From: geom.Pt(0, 0), To: geom.Pt(0, h), Stops: []designer.Stop{{Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.SlotTone("base-deep")}}}
	}
	if s.wide {
		b := s.w * 0.33
		s.rect("band", 0, 0, b, s.h, down(s.h))
		s.line("edge", b, 0, 6, s.h, "accent")
		side := b * 0.8
		s.halo(b/2, s.h*0.42, side*1.12)
		s.badge((b-side)/2, s.h*0.42-side/2, side)
		s.words("issuer", "{issuer.name}", "sans-bold", 19, 10, b*0.1, s.h*0.42+side*0.62, b*0.8, 80, designer.Middle, "paper")
		x := b + s.inner*1.15
		w := s.w - x - s.inner*1.1
		s.text(x, s.inner*1.5, w, s.h-s.inner*1.2-130, designer.Start, "sans-bold")
		s.foot(x, s.h-s.inner-62, w, 88)
		return
	}
	b := s.h * 0.33
	s.rect("band", 0, 0, s.w, b, down(b))
	s.line("edge", 0, b, s.w, 6, "accent")
	side := b * 0.72
	s.halo(s.w/2, b*0.45, side*1.1)
	s.badge((s.w-side)/2, b*0.45-side/2, side)
	s.words("issuer", "{issuer.name}", "sans-bold", 19, 10, s.w*0.12, b*0.45+side*0.56, s.w*0.76, 36, designer.Middle, "paper")
	x := s.inner * 1.5
	s.text(x, b+s.inner*0.9, s.w-2*x, s.h-s.inner-158, designer.Middle, "sans-bold")
	s.foot(x, s.h-s.inner-64, s.w-2*x, 92)
}

// halo sets a badge off from a dark ground.
func (s *sheet) halo(x, y, d float64) {
	l := s.shape("halo", x-d/2, y-d/2, d, d, designer.Fill("paper"), "ellipse", nil)
	l.Opacity = 0.94
}

// wave is a head that ends in a wave, the badge on its edge.
func (s *sheet) wave() {
	b := s.h * 0.235
	if !s.wide {
		b = s.h * 0.19
	}
	hill := func(y, deep float64) *geom.Path {
		var p geom.Path
		p.Move(geom.Pt(0, 0))
		p.Line(geom.Pt(s.w, 0))
		p.Line(geom.Pt(s.w, y-deep))
		p.Cube(geom.Pt(s.w*0.72, y+deep), geom.Pt(s.w*0.3, y-1.6*deep), geom.Pt(0, y+deep))
		p.Close()
		return &p
	}
	for _, one := range []struct {
		y, deep float64
		slot    string
		opacity float64
	}{{b + 26, 40, "accent", 0.35}, {b + 10, 34, "accent", 0.8}, {b, 30, "base-deep", 1}} {
		s.add("wave", geom.Identity(), designer.Layer{Opacity: one.opacity, Fill: designer.Fill(one.slot), Path: &designer.Outline{Path: hill(one.y, one.deep)}})
	}
	x := s.inner * 1.3
	w := s.w - 2*x
	s.words("issuer", "{issuer.name}", "sans-bold", 24, 11, x, b*0.16, w*0.6, b*0.55, designer.Start, "paper")
	side := s.h * 0.31
	if !s.wide {
		side = s.w * 0.4
	}
	s.badge(s.w-x-side, b-side*0.45, side)
	top := b + side*0.28
	if s.wide {
		s.text(x, top-24, w-side*1.06, s.h-s.inner-128, designer.Start, "serif")
	} else {
		s.text(x, b+side*0.66, w, s.h-s.inner-170, designer.Start, "serif")
	}
	s.foot(x, s.h-s.inner-60, w, 88)
	s.line("ground", 0, s.h-12, s.w, 12, "base-deep")
}

// guilloche is a fine pattern as of a security paper, behind everything.
func (s *sheet) guilloche() {
	s.rect("ground", 0, 0, s.w, s.h, designer.Fill("tint")).Opacity = 0.55
	d := min(s.w, s.h) * 1.02
	for _, k := range []float64{1, 0.62} {
		l := s.shape("guilloche", (s.w-d*k)/2, (s.h-d*k)/2, d*k, d*k, designer.Fill("base"), "guilloche", map[string]float64{"points": 36, "depth": 0.22, "bands": 4, "thick": 0.0045})
		l.Opacity = 0.16
	}
	m := s.inner * 0.55
	s.frame("frame", m, m, s.w-2*m, s.h-2*m, 2, "base-deep", 16)
	s.frame("frame", m+7, m+7, s.w-2*m-14, s.h-2*m-14, 0.8, "base-deep", 11)
	x := m + s.inner
	w := s.w - 2*x
	if s.wide {
		side := s.h * 0.36
		s.badge(x, s.h*0.43-side/2, side)
		s.words("issuer", "{issuer.name}", "sans-bold", 16, 9, x, s.h*0.43+side*0.53, side, 52, designer.Middle, "base-deep")
		left := x + side + s.inner*0.9
		s.text(left, m+40, x+w-left, s.h-m-158, designer.Start, "serif")
		s.foot(x, s.h-m-66, w, 88)
		return
	}
	side := s.w * 0.38
	s.words("issuer", "{issuer.name}", "sans-bold", 19, 10, x, m+36, w, 50, designer.Middle, "base-deep")
	s.badge((s.w-side)/2, m+98, side)
	s.text(x, m+side+124, w, s.h-m-226, designer.Middle, "serif")
	s.foot(x, s.h-m-80, w, 92)
}
