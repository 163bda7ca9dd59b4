package svgin_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/svgin"
)

const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">`

func dot(tb testing.TB) string {
	tb.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	m.Set(0, 0, color.NRGBA{R: 255, A: 255})
	m.Set(1, 0, color.NRGBA{B: 255, A: 255})
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		tb.Fatal(err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes())
}

// drawings are files that librsvg draws, too: what each is about, and the
// codes of its notes.
func drawings(tb testing.TB) map[string]struct {
	body  string
	notes []string
} {
	tb.Helper()
	type d = struct {
		body  string
		notes []string
	}
	return map[string]d{
		"shapes":        {body: `<rect x="5" y="5" width="30" height="20" rx="6"/><rect x="40" y="5" width="30" height="20" rx="8" ry="3" fill="red"/><circle cx="20" cy="50" r="15" fill="#0a0"/><ellipse cx="60" cy="50" rx="20" ry="10" fill="rgb(0, 0, 255)"/><polygon points="10,75 30,75 20,95" fill="hsl(40,90%,50%)"/><polyline points="40,75 50,95 60,75" fill="none" stroke="black"/><line x1="70" y1="75" x2="90" y2="95" stroke="purple" stroke-width="4" stroke-linecap="round"/>`},
		"inherited":     {body: `<g fill="none" stroke="teal" stroke-width="5" stroke-linejoin="round"><path d="M10 10h30v30"/><g stroke="orange"><path d="M50 10h30v30"/></g><path d="M10 60l20 20 20-20" stroke-linejoin="bevel" stroke-linecap="square"/></g>`},
		"styles":        {body: `<style>/* all */ rect { fill: green } .a { fill: blue } #b { fill: red !important } g > .c { fill: gold } g .c.d { stroke: black; stroke-width: 3px }</style><rect width="20" height="20"/><rect class="a x" x="25" width="20" height="20"/><rect id="b" x="50" width="20" height="20" style="fill: pink"/><g><rect class="c d" y="30" x="5" width="20" height="20"/></g>`},
		"current color": {body: `<g color="#06c"><circle cx="50" cy="50" r="30" fill="currentColor"/><circle cx="50" cy="50" r="40" fill="none" stroke="currentColor" stroke-width="4"/></g>`},
		"transforms":    {body: `<g transform="translate(50 50) rotate(30)"><rect x="-20" y="-10" width="40" height="20"/><rect transform="skewX(20) scale(.5,2)" x="-20" y="10" width="40" height="5" fill="red"/></g><rect transform="rotate(45, 80, 80)" x="75" y="75" width="10" height="10"/><rect transform="matrix(1 0 .5 1 0 0)" x="5" y="5" width="10" height="10"/>`},
		"units":         {body: `<rect x="10%" y="10%" width="50%" height="25%"/><circle cx="1in" cy="80" r="3mm"/><line x1="0" x2="100%" y1="60" y2="60" stroke="red" stroke-width="2%"/>`},
		"linear":        {body: `<defs><linearGradient id="a" x2="1" y2="1"><stop stop-color="red"/><stop offset="50%" stop-color="#ff0" stop-opacity=".5"/><stop offset="1" style="stop-color:blue"/></linearGradient><linearGradient id="b" xlink:href="#a" gradientUnits="userSpaceOnUse" x1="0" y1="60" x2="100" y2="60"/><linearGradient id="c" href="#a" gradientTransform="rotate(30) skewX(20)"/></defs><rect x="5" y="5" width="40" height="20" fill="url(#a)"/><rect x="5" y="50" width="90" height="20" fill="url(#b)"/><rect x="50" y="5" width="45" height="35" fill="url(#c)"/><circle cx="50" cy="86" r="10" fill="none" stroke="url(#a)" stroke-width="5"/>`},
		"radial":        {body: `<radialGradient id="a"><stop stop-color="white"/><stop offset="1" stop-color="navy"/></radialGradient><radialGradient id="b" href="#a" cx=".4" cy=".4" r=".6" fx=".2" fy=".3"/><radialGradient id="c" href="#a" gradientUnits="userSpaceOnUse" cx="30" cy="75" r="15" gradientTransform="rotate(10) skewX(30)"/><rect x="5" y="5" width="60" height="20" fill="url(#a)"/><circle cx="80" cy="60" r="18" fill="url(#b)"/><rect x="5" y="50" width="55" height="45" fill="url(#c)"/>`},
		"spread":        {body: `<linearGradient id="a" x2=".25" spreadMethod="reflect"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient><linearGradient id="b" href="#a" spreadMethod="repeat"/><rect x="5" y="5" width="90" height="40" fill="url(#a)"/><rect x="5" y="50" width="90" height="40" fill="url(#b)"/>`},
		"even-odd":      {body: `<path fill-rule="evenodd" d="M50 5L80 95 5 40H95L20 95Z"/>`},
		"packed path":   {body: `<path d="M10,30A20 20 0 0150 30a20 20 0 0140 0q0 30-40 60Q10 60 10 30zM20 90h.5v.5H20z" fill="crimson"/>`},
		"faulty path":   {body: `<path d="M10 10H90V90L10 oops"/>`, notes: []string{"path"}},
		"opacity":       {body: `<g opacity=".5"><rect x="5" y="5" width="60" height="60" fill="red"/><rect x="35" y="35" width="60" height="60" fill="blue"/></g><rect x="70" y="5" width="20" height="20" fill="rgba(0,128,0,.5)" stroke="black" stroke-opacity="0.5" stroke-width="6" opacity="80%"/>`},
		"dashes":        {body: `<path d="M10 20H90" stroke="black" stroke-width="6" stroke-dasharray="12 6 2"/><path d="M10 50H90" stroke="red" stroke-width="6" stroke-dasharray="10" stroke-dashoffset="5" stroke-linecap="round"/><rect x="10" y="65" width="80" height="30" fill="none" stroke="blue" stroke-width="3" stroke-dasharray="9,5"/>`},
		"use":           {body: `<defs><g id="g"><rect width="10" height="10"/><circle cx="15" cy="5" r="5" fill="red"/></g><symbol id="s" viewBox="0 0 10 20" preserveAspectRatio="xMaxYMid"><rect width="10" height="20"/></symbol></defs><use href="#g" x="10" y="10" fill="blue"/><use xlink:href="#g" transform="translate(50,50) scale(2)"/><use href="#s" x="10" y="50" width="30" height="40" fill="green"/>`},
		"nested":        {body: `<svg x="10" y="10" width="40" height="40" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg><svg x="55" y="10" width="40" height="20" viewBox="0 0 8 8" preserveAspectRatio="none"><circle cx="4" cy="4" r="4" fill="red"/></svg><svg x="10" y="55" width="80" height="40"><rect width="50%" height="50%" fill="blue"/></svg>`},
		"picture":       {body: `<image x="10" y="10" width="40" height="40" preserveAspectRatio="none" href="` + dot(tb) + `"/>`},
		"shadow":        {body: `<filter id="f" filterUnits="userSpaceOnUse" x="0" y="0" width="100" height="100" color-interpolation-filters="sRGB"><feGaussianBlur in="SourceAlpha" stdDeviation="3"/><feOffset dx="4" dy="6" result="o"/><feFlood flood-color="navy" flood-opacity=".7"/><feComposite in2="o" operator="in" result="s"/><feMerge><feMergeNode in="s"/><feMergeNode in="SourceGraphic"/></feMerge></filter><g filter="url(#f)"><rect x="20" y="20" width="50" height="50" fill="orange"/></g>`},
		"clip":          {body: `<clipPath id="a"><circle cx="30" cy="30" r="20"/><use href="#r"/></clipPath><clipPath id="b" clipPathUnits="objectBoundingBox"><circle cx=".5" cy=".5" r=".5"/></clipPath><clipPath id="e"><path clip-rule="evenodd" d="M60 60h30v40h-30z M65 65h20v30h-20z"/></clipPath><defs><rect id="r" x="20" y="60" width="30" height="30"/></defs><g clip-path="url(#a)"><rect width="100" height="45" fill="red"/><rect y="45" width="100" height="55" fill="blue"/></g><rect clip-path="url(#b)" x="60" y="10" width="30" height="50"/><rect x="60" y="70" width="30" height="20" clip-path="url(#c)" fill="lime"/><circle cx="75" cy="80" r="20" clip-path="url(#e)" fill="maroon"/><clipPath id="c"><rect x="50" y="60" width="50" height="40"/></clipPath>`},
		"mask":          {body: `<linearGradient id="g"><stop stop-color="white"/><stop offset="1" stop-color="black"/></linearGradient><mask id="a"><rect x="0" y="0" width="100" height="100" fill="url(#g)"/></mask><mask id="b" maskContentUnits="objectBoundingBox" x="0" y="0" width="1" height=".5"><circle cx=".5" cy=".5" r=".5" fill="white"/></mask><g mask="url(#a)" transform="translate(0 5)"><rect x="10" y="10" width="80" height="30" fill="navy"/><circle cx="50" cy="30" r="14" fill="red"/></g><rect mask="url(#b)" x="20" y="55" width="50" height="40" fill="green"/>`},
		"blend":         {body: `<rect x="10" y="10" width="60" height="60" fill="#fc0"/><g><rect style="mix-blend-mode:multiply" x="40" y="40" width="50" height="50" fill="#0cf"/><circle style="mix-blend-mode:screen" cx="30" cy="60" r="20" fill="#c0f" opacity=".8"/></g>`},
		"slice":         {body: `<svg x="10" y="10" width="80" height="30" viewBox="0 0 10 10" preserveAspectRatio="xMidYMid slice"><circle cx="5" cy="5" r="5"/></svg><svg x="10" y="50" width="30" height="30"><rect x="10" y="10" width="50" height="50" fill="red"/></svg>`},
		"order":         {body: `<path d="M20 20H80V80H20Z" fill="gold" stroke="black" stroke-width="14" paint-order="stroke"/>`},
		"hidden":        {body: `<rect width="50" height="50" display="none"/><g visibility="hidden"><rect width="50" height="50"/><rect x="60" y="60" width="30" height="30" visibility="visible"/></g><defs><rect width="90" height="90"/></defs>`},
		"markers":       {body: `<marker id="a" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="4" markerHeight="4" orient="auto-start-reverse"><path d="M0 0L10 5 0 10z" fill="red"/></marker><marker id="b" markerUnits="userSpaceOnUse" markerWidth="8" markerHeight="8" refX="4" refY="4"><circle cx="4" cy="4" r="4" fill="blue"/></marker><marker id="c" markerWidth="2" markerHeight="2" orient="45" overflow="visible"><rect x="-1" y="-1" width="3" height="2" fill="green"/></marker><path d="M15 20L50 10 85 20" fill="none" stroke="black" stroke-width="2" marker-start="url(#a)" marker-mid="url(#b)" marker-end="url(#a)"/><path d="M15 50C30 30 60 70 85 50" fill="none" stroke="gray" stroke-width="3" marker-start="url(#a)" marker-end="url(#a)"/><polygon points="20,70 80,70 50,92" fill="none" stroke="black" style="marker:url(#c)"/><line x1="5" y1="95" x2="30" y2="95" stroke="navy" marker-end="url(#a)"/>`},
		"patterns":      {body: `<pattern id="a" width="10" height="10" patternUnits="userSpaceOnUse"><circle cx="5" cy="5" r="3" fill="red"/></pattern><pattern id="b" width=".25" height=".5"><rect width="6" height="6" fill="teal"/></pattern><pattern id="c" href="#a" patternTransform="rotate(30) scale(.8)"/><pattern id="d" width="8" height="8" patternUnits="userSpaceOnUse" viewBox="0 0 4 4"><path d="M1 1h2v2z" fill="navy"/></pattern><pattern id="e" width=".2" height=".2" patternContentUnits="objectBoundingBox"><rect width=".1" height=".1" fill="purple"/></pattern><rect x="5" y="5" width="40" height="25" fill="url(#a)" stroke="black"/><circle cx="75" cy="22" r="18" fill="url(#b)"/><rect x="5" y="40" width="40" height="25" fill="url(#c)" fill-opacity=".5"/><ellipse cx="75" cy="55" rx="20" ry="12" fill="url(#d)"/><path fill-rule="evenodd" d="M5 72h40v24h-40z M15 78h20v12h-20z" fill="url(#e)"/>`},
		"attributes":    {body: `<style>rect[width] { fill: green } rect[class~="b"] { fill: blue } circle:first-child { fill: gold } rect + rect { stroke: black }</style><g><circle cx="20" cy="60" r="10"/><circle cx="50" cy="60" r="10"/></g><rect x="5" y="5" width="20" height="20"/><rect class="a b" x="40" y="5" width="20" height="20"/>`},
		"switch":        {body: `<switch><rect x="20" y="20" width="20" height="20" requiredExtensions="x"/><rect x="50" y="50" width="20" height="20"/><rect width="90" height="90"/></switch>`},
	}
}

// TestAsLibrsvgDraws compares with what rsvg-convert draws: at 200 pixels, at
// most 0.5 % of them may be off by more than 32 of 255.
func TestAsLibrsvgDraws(t *testing.T) {
	t.Parallel()
	_, err := exec.LookPath("rsvg-convert")
	for name, d := range drawings(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := head + d.body + "</svg>"
			ours, notes := draw(t, text)
			if !slices.Equal(notes, d.notes) {
				t.Errorf("notes %q, want %q", notes, d.notes)
			}
			if err != nil {
				t.Skip("there is no rsvg-convert to compare with")
			}
			c := exec.Command("rsvg-convert", "-w", "200", "-h", "200")
			c.Stdin = strings.NewReader(text)
			out, err := c.Output()
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := png.Decode(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			off := 0
			for y := range 200 {
				for x := range 200 {
					a, b := ours.RGBAAt(x, y), color.RGBAModel.Convert(theirs.At(x, y)).(color.RGBA)
					for _, p := range [][2]uint8{{a.R, b.R}, {a.G, b.G}, {a.B, b.B}, {a.A, b.A}} {
						if int(p[0])-int(p[1]) > 32 || int(p[1])-int(p[0]) > 32 {
							off++
							break
						}
					}
				}
			}
			if off > 200 {
				t.Errorf("%.2f %% of the pixels differ", float64(off)/400)
			}
		})
	}
}

func draw(t *testing.T, text string) (*image.RGBA, []string) {
	t.Helper()
	in, err := svgin.Read([]byte(text), svgin.Options{Side: 100})
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := render.Image(context.Background(), in.Doc, render.Options{Width: 200, Blob: func(hash string) ([]byte, error) { return in.Blobs[hash], nil }})
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, n := range in.Notes {
		notes = append(notes, n.Code)
	}
	return m, notes
}

// TestLayers looks at what an import is made of, not at its pixels.
func TestLayers(t *testing.T) {
	t.Parallel()
	in, err := svgin.Read([]byte(head+`<title>A  seal</title><desc>Shows a seal</desc>
		<rect id="r" x="10" y="20" width="30" height="40" rx="5" fill="#123456"/>
		<g id="two"><circle cx="50" cy="50" r="10"/><path d="M0 0h10v10z" data-name="Corner"/></g>
		<text x="50" y="90" font-family="sans-serif" font-weight="700" font-size="10" text-anchor="middle" letter-spacing="1"> First <tspan>firing</tspan> </text>
		<text x="1" y="2" font-family="Papyrus" font-style="italic"><tspan x="5" y="6">a</tspan><tspan x="7" dy="1em">b</tspan></text></svg>`), svgin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc := in.Doc
	if doc.Name != "A seal" || doc.About.Alt != "Shows a seal" || doc.Width != 600 || doc.Height != 600 || len(doc.Layers) != 4 || doc.Layers[3].Group == nil {
		t.Fatalf("%+v", doc)
	}
	r, g, text := doc.Layers[0], doc.Layers[1], doc.Layers[2]
	a, b := doc.Layers[3].Group.Layers[0], doc.Layers[3].Group.Layers[1]
	if r.ID != "r" || r.Shape == nil || r.Shape.Kind != "rect" || r.Shape.W != 30 || r.Shape.Number("round") != 5 || r.Place.Apply(geom.Pt(0, 0)) != geom.Pt(60, 120) {
		t.Errorf("rect: %+v %+v", r, r.Shape)
	}
	if g.Group == nil || len(g.Group.Layers) != 2 || g.Group.Layers[0].Shape.Kind != "ellipse" || g.Group.Layers[1].Name != "Corner" {
		t.Errorf("group: %+v", g)
	}
	if x := text.Text; x == nil || x.Content != "First firing" || x.Font.Family != "sans-bold" || x.Size != 10 || x.Align != designer.Middle || x.Track != 1 {
		t.Errorf("text: %+v", text.Text)
	}
	if a.Text == nil || b.Text == nil || a.Text.Content != "a" || !a.Text.Font.Italic || b.Place.Apply(geom.Pt(0, 0)) != geom.Pt(7, 6+16) {
		t.Errorf("spans: %+v %+v at %v", a.Text, b.Text, b.Place)
	}
	if len(in.Notes) != 1 || in.Notes[0].Code != "font" || in.Notes[0].Values["family"] != "Papyrus" {
		t.Errorf("notes: %+v", in.Notes)
	}
}

// TestWide asks how wide texts are: where one begins behind another, and where
// the middle of one is that follows a line from its start.
func TestWide(t *testing.T) {
	t.Parallel()
	in, err := svgin.Read([]byte(head+`<text x="10" y="40" font-family="sans" font-size="10">one<tspan dy="12">two</tspan></text>
		<path id="p" d="M15 50A35 35 0 0 1 85 50"/><text font-family="sans" font-size="10"><textPath href="#p">abc</textPath></text></svg>`),
		svgin.Options{Wide: func(t designer.Text) float64 { return t.Size * float64(len(t.Content)) }})
	if err != nil || len(in.Notes) > 0 {
		t.Fatal(err, in.Notes)
	}
	joined, err := svgin.Read([]byte(head+`<text x="50" y="40" font-family="sans" font-size="10" text-anchor="middle">Co<tspan fill="red"> de</tspan> X</text></svg>`),
		svgin.Options{Wide: func(t designer.Text) float64 { return t.Size * float64(len(t.Content)) }})
	if err != nil || len(joined.Notes) > 0 || len(joined.Doc.Layers[0].Group.Layers) != 3 {
		t.Fatalf("%v %+v", err, joined.Notes)
	}
	for i, l := range joined.Doc.Layers[0].Group.Layers { // seven letters, 15 to 85
		want := []struct {
			text string
			x    float64
		}{{"Co", 15}, {"de", 45}, {"X", 75}}[i]
		if at := l.Place.Apply(geom.Pt(0, 0)).X; l.Text.Content != want.text || math.Abs(at-want.x) > 1e-6 || l.Text.Align != designer.Start {
			t.Errorf("%q at %v, want %q at %v", l.Text.Content, at, want.text, want.x)
		}
	}
	two, arc := in.Doc.Layers[0].Group.Layers[1], in.Doc.Layers[2]
	if at := two.Place.Apply(geom.Pt(0, 0)); at != geom.Pt(40, 52) {
		t.Errorf("the second run is at %v", at)
	}
	if a := arc.Text.Arc; a == nil || math.Abs(a.Radius-35) > 0.2 || math.Abs(a.Middle-(-180+15.0/35*180/math.Pi)) > 0.3 || a.Inside {
		t.Errorf("the text follows %+v", a)
	}
}

// TestDropShadow reads the short way to say a shadow.
func TestDropShadow(t *testing.T) {
	t.Parallel()
	in, err := svgin.Read([]byte(head+`<filter id="f"><feDropShadow dx="4" dy="6" stdDeviation="3" flood-color="navy"
		flood-opacity=".5"/></filter><rect filter="url(#f)" width="50" height="50"/></svg>`), svgin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := designer.Shadow{DX: 24, DY: 36, Blur: 36, Tone: designer.Tone{Color: designer.Color{B: 128, A: 255}, Alpha: 0.5}}
	if s := in.Doc.Layers[0].Shadow; s == nil || *s != want {
		t.Errorf("%+v", s)
	}
}

// TestNotes names what cannot be brought over.
func TestNotes(t *testing.T) {
	t.Parallel()
	for want, body := range map[string]string{
		"script":    `<script>alert(1)</script>`,
		"animation": `<rect width="9" height="9"><animate attributeName="x"/></rect><animate/>`,
		"element":   `<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>`,
		"external":  `<image href="file:///etc/passwd" width="9" height="9"/><use href="http://example.org/a.svg#b"/>`,
		"loop":      `<g id="a"><use href="#a"/></g>`,
		"link":      `<use href="#nothing"/>`,
		"mask":      `<rect width="9" height="9" mask="url(#m)"/>`,
		"clip":      `<rect width="9" height="9" clip-path="url(#m)"/>`,
		"blend":     `<rect width="9" height="9" style="mix-blend-mode: hue"/>`,
		"filter":    `<filter id="f"><feTurbulence/></filter><rect width="9" height="9" filter="url(#f)"/>`,
		"pattern":   `<pattern id="p"/><rect width="9" height="9" stroke="red" fill="url(#p)"/>`,
		"color":     `<rect width="9" height="9" stroke="red" fill="octarine"/>`,
		"css":       `<style>@import url(https://example.org/a.css); rect:hover { fill: red }</style>`,
		"marker":    `<path d="M0 0h9" stroke="red" marker-end="url(#m)"/>`,
		"text-path": `<path id="w" d="M0 0C30 -40 50 40 90 0"/><text font-family="sans" text-anchor="middle"><textPath href="#w">around</textPath></text>`,
		"picture":   `<image href="data:image/png;base64,AAAA" width="9" height="9"/>`,
		"number":    `<rect width="9e9" height="9"/>`,
	} {
		in, err := svgin.Read([]byte(head+`<circle r="5"/>`+body+"</svg>"), svgin.Options{})
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if !slices.ContainsFunc(in.Notes, func(n svgin.Note) bool { return n.Code == want }) {
			t.Errorf("%s: %+v", want, in.Notes)
		}
	}
}

// TestHarm feeds what means harm: each is refused by a plain fault, or
// harmless, and its work is bounded: by what it allocates, since clocks tell of
// the machine. It runs alone, so that nobody else's memory is counted; what would
// go on for ever ends with the time of all tests.
func TestHarm(t *testing.T) { //nolint:paralleltest // see above
	bomb := `<g id="a0"><rect width="1" height="1"/></g>`
	for i := 1; i < 40; i++ {
		bomb += fmt.Sprintf(`<g id="a%d"><use href="#a%d"/><use href="#a%d"/></g>`, i, i-1, i-1)
	}
	for name, one := range map[string]struct{ text, fault string }{
		"empty":         {"", "svg-none"},
		"no svg":        {"<html/>", "svg-none"},
		"cut off":       {head + "<g>", "svg-unreadable"},
		"nothing":       {head + "</svg>", "svg-empty"},
		"laughs":        {`<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("ha", 50) + `"><!ENTITY b "&a;&a;&a;">]>` + head + `<text>&b;</text></svg>`, "svg-entities"},
		"external":      {`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + head + `<text>&a;</text></svg>`, "svg-unreadable"},
		"deep":          {head + strings.Repeat("<g>", 100_000), "svg-deep"},
		"many":          {head + strings.Repeat("<g/>", 200_000) + "</svg>", "svg-many"},
		"layers":        {head + strings.Repeat(`<rect width="1" height="1"/>`, 20_000) + "</svg>", "unsound-many"},
		"uses":          {head + bomb + "</svg>", "svg-many"},
		"wide":          {`<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1"><rect width="1" height="1"/></svg>`, "svg-size"},
		"huge":          {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e300 1e300"><rect width="1" height="1"/></svg>`, "svg-size"},
		"not a number":  {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="NaN 0 Infinity 1" width="NaN"><rect width="1" height="1"/></svg>`, ""},
		"gradient loop": {head + `<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><rect width="9" height="9" stroke="red" fill="url(#a)"/></svg>`, ""},
		"mask loop":     {head + `<mask id="a"><rect width="9" height="9" mask="url(#a)"/></mask><rect width="9" height="9" mask="url(#a)"/></svg>`, ""},
		"clip loop":     {head + `<clipPath id="a" clip-path="url(#a)"><use href="#a"/><rect width="2" height="2" clip-path="url(#a)"/></clipPath><rect width="9" height="9" clip-path="url(#a)"/></svg>`, ""},
		"pattern loop":  {head + `<pattern id="a" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="url(#a)"/></pattern><rect width="90" height="90" stroke="red" fill="url(#a)"/></svg>`, ""},
		"fine pattern":  {head + `<pattern id="a" width="1e-9" height="1e-9"><rect width="9" height="9"/></pattern><rect width="90" height="90" stroke="red" fill="url(#a)"/></svg>`, ""},
		"nested tiles":  {head + `<pattern id="a" width=".05" height=".05"><rect width="9" height="9"/></pattern><pattern id="b" width=".05" height=".05"><rect width="90" height="90" fill="url(#a)"/></pattern><pattern id="c" width=".05" height=".05"><rect width="90" height="90" fill="url(#b)"/></pattern><rect width="90" height="90" fill="url(#c)"/></svg>`, "svg-many"},
		"marker loop":   {head + `<marker id="m"><path d="M0 0h9v9" stroke="red" marker-mid="url(#m)"/></marker><path d="M0 0h9v9" stroke="red" marker-mid="url(#m)"/></svg>`, ""},
		"many marks":    {head + `<marker id="m"><path d="M0 0h9v9"/></marker><path stroke="red" marker-mid="url(#m)" d="M0 0` + strings.Repeat("h1v1", 40_000) + `"/></svg>`, ""},
		"siblings":      {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>a ~ b ~ c ~ rect { fill: red }</style>` + strings.Repeat("<g/>", 40_000) + `<rect width="1" height="1"/></svg>`, ""},
		"kept entity":   {`<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>`, ""},
		"dashes":        {head + `<path d="M0 0h1e5" stroke="red" stroke-dasharray="1e-9"/></svg>`, ""},
		"large picture": {head + `<image width="9" height="9" href="data:image/png;base64,` + base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\x00\x00\x00\x00\x00\x00\x00")) + `"/><rect width="1" height="1"/></svg>`, ""},
		"stops":         {head + `<linearGradient id="a">` + strings.Repeat(`<stop offset=".5" stop-color="red"/>`, 150_000) + `</linearGradient><rect width="90" height="90" fill="url(#a)"/></svg>`, "svg-many"},
		"many dashes":   {head + `<path d="M0 0h90v90" stroke="red" stroke-dasharray="` + strings.Repeat("1 2 ", 300_000) + `"/></svg>`, ""},
		"dashed lines":  {head + `<path d="M0 0` + strings.Repeat("h90v90h-90v-90", 1000) + `" stroke="red" stroke-dasharray=".001"/></svg>`, ""},
		"wide filter":   {head + `<filter id="f" x="-1e6" y="-1e6" width="1e9" height="1e9"><feGaussianBlur stdDeviation="1e5"/></filter><rect width="90" height="90" filter="url(#f)"/></svg>`, ""},
		"masks":         {head + nested(`<mask id="m%d"><rect width="90" height="90" mask="url(#m%d)"/><rect width="90" height="90" mask="url(#m%d)"/></mask>`) + `<rect width="90" height="90" mask="url(#m29)"/></svg>`, "svg-many"},
		"clips":         {head + nested(`<clipPath id="m%d" clip-path="url(#m%d)"><rect width="90" height="90" clip-path="url(#m%d)"/></clipPath>`) + `<rect width="90" height="90" clip-path="url(#m29)"/></svg>`, "svg-many"},
		"groups":        {head + strings.Repeat(`<g opacity=".99">`, 60) + `<rect width="90" height="90"/>` + strings.Repeat("</g>", 60) + `</svg>`, ""},
		"rules":         {head + `<style>` + strings.Repeat(`.a.b.c * * * * .d { fill: red } `, 20_000) + `</style>` + strings.Repeat(`<g class="a b c d">`, 50) + strings.Repeat(`<rect class="d" width="1" height="1"/>`, 100) + strings.Repeat(`</g>`, 50) + `</svg>`, ""},
		"crossings":     {head + `<polygon points="` + strings.Repeat("1 2 90 80 ", 10_000) + `" stroke="red"/></svg>`, ""},
		"turns":         {head + `<rect width="9" height="9" transform="` + strings.Repeat("rotate(1)scale(1.0001)", 50_000) + `"/></svg>`, ""},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		in, err := svgin.Read([]byte(one.text), svgin.Options{})
		var fault *designer.Fault
		switch {
		case one.fault == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case one.fault != "" && (!errors.As(err, &fault) || fault.Code != one.fault):
			t.Errorf("%s: %v, want %s", name, err, one.fault)
		}
		if err == nil {
			blob := func(hash string) ([]byte, error) { return in.Blobs[hash], nil }
			if _, _, err := render.Image(t.Context(), in.Doc, render.Options{Width: 200, Blob: blob}); err != nil {
				t.Errorf("%s cannot be drawn: %v", name, err)
			}
		}
		runtime.ReadMemStats(&after)
		if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > mostHarm {
			t.Errorf("%s took %d MB", name, took)
		}
	}
}

// mostHarm bounds what reading and drawing one of them allocates, in MB.
const mostHarm = 800

// nested are elements of which each uses the one before twice.
func nested(one string) string {
	var out strings.Builder
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&out, one, i, i-1, i-1)
	}
	return out.String()
}

// FuzzRead reads anything: an import is a sound design, or a plain fault.
func FuzzRead(f *testing.F) {
	for _, d := range drawings(f) {
		f.Add([]byte(head + d.body + "</svg>"))
	}
	odd, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.svg"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range odd {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`<svg viewBox="0 0 1 1"><text x="1 2" dy="1em">a<tspan x="3">b</tspan></text></svg>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 20_000 {
			return
		}
		in, err := svgin.Read(data, svgin.Options{Side: 100}) // what has to be drawn is small
		var fault *designer.Fault
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("%v is no plain fault", err)
		}
		if err == nil && in.Doc.Check() != nil {
			t.Fatal(in.Doc.Check())
		}
	})
}
