package preflight_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
)

// The disc of sound has a white outline, is a square and small; each case breaks
// one rule of the platform.
func TestHosts(t *testing.T) {
	t.Parallel()
	good := func() designer.Document {
		d := sound(words("title", "HELLO", 80, rgb(0xffffff)))
		d.Layers[0] = disc("rim", 296, rgb(0xffffff))
		return d
	}
	wide, dim, box, tiny, noisy := good(), good(), good(), good(), good()
	wide.Width = 700
	dim.Layers[0] = disc("rim", 296, rgb(0x808080))
	box.Layers = append([]*designer.Layer{disc("box", 500, rgb(0xffffff))}, box.Layers...)
	tiny.Layers = append(tiny.Layers, words("small", "HELLO", 30, rgb(0xffffff)))
	noisy.Layers = append(noisy.Layers, &designer.Layer{ID: "p", Opacity: 1, Place: geom.Scale(2, 2), Image: &designer.Picture{Blob: "noise", W: 300, H: 300}})
	for name, c := range map[string]struct {
		doc  designer.Document
		host string
		side int
		want []string
	}{
		"accredible":       {good(), "accredible", 256, nil},
		"accredible small": {good(), "accredible", 255, []string{preflight.HostSide}},
		"accredible wide":  {wide, "accredible", 600, []string{preflight.HostSquare}},
		"backpack":         {good(), "backpack", 600, nil},
		"backpack large":   {noisy, "backpack", 600, []string{preflight.HostBytes}},
		"canvas":           {good(), "canvas", 400, nil},
		"canvas reduces":   {good(), "canvas", 600, []string{preflight.HostReduced}},
		"canvas box":       {box, "canvas", 400, []string{preflight.HostCorners}},
		"canvas small":     {good(), "canvas", 300, []string{preflight.HostSide}},
		"canvas tiny":      {tiny, "canvas", 400, []string{preflight.HostLegible}},
		"credly":           {good(), "credly", 600, nil},
		"credly small":     {good(), "credly", 599, []string{preflight.HostSide}},
		"fedora tiny":      {tiny, "fedora", 600, []string{preflight.HostLegible}},
		"fedora large":     {noisy, "fedora", 600, []string{preflight.HostBytes}},
		"holopin":          {good(), "holopin", 512, nil},
		"holopin dim":      {dim, "holopin", 512, []string{preflight.HostOutline}},
		"holopin box":      {box, "holopin", 512, []string{preflight.HostCorners}},
		"kitsune":          {good(), "kitsune", 256, nil},
		"moodle":           {wide, "moodle", 100, []string{preflight.HostSquare}},
		"sertifier":        {tiny, "sertifier", 600, []string{preflight.HostLegible}},
		"none":             {noisy, "", 100, nil},
	} {
		var host preflight.Host
		if c.host != "" {
			var err error
			if host, err = preflight.HostNamed(c.host); err != nil {
				t.Fatal(err)
			}
		}
		r, err := preflight.Check(context.Background(), c.doc, preflight.Options{Fonts: fonts(t), Blob: blob, Side: c.side, Host: host})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range r.Findings {
			if slices.Contains(preflight.HostChecks(), f.Code) {
				got = append(got, f.Code)
				if f.Values["host"] != host.Title {
					t.Errorf("%s: %v", name, f.Values)
				}
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: found %v, want %v", name, got, c.want)
		}
		if all := len(preflight.Checks()) + len(host.Checks()); len(r.Fine)+len(r.Open) < all-len(r.Findings) {
			t.Errorf("%s: %d found and %d fine of %d checks", name, len(r.Findings), len(r.Fine), all)
		}
	}
	if _, err := preflight.HostNamed("nobody"); err == nil {
		t.Error("nobody has rules")
	}
}

// rows counts from 2, as a table with headings does.
func rows(names ...string) iter.Seq2[int, map[string]string] {
	return func(yield func(int, map[string]string) bool) {
		for i, name := range names {
			if !yield(i+2, map[string]string{"name": name}) {
				return
			}
		}
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	name := words("name", "{name}", 80, rgb(0xffffff))
	name.Text.Room, name.Text.MinSize = 300, 24
	arc := words("arc", "FOR {name|upper}", 40, rgb(0xffffff))
	arc.Text.Arc, arc.Text.MinSize = &designer.Arc{Radius: 200, Middle: -90, Sweep: 120}, 36
	hidden := words("hidden", "{name}", 80, rgb(0xffffff))
	hidden.Text.Room, hidden.Hidden = 1, true
	doc := sound(name, arc, hidden, words("same", "SAME", 80, rgb(0xffffff)))
	long := strings.Repeat("Maximiliane ", 5)
	r, err := preflight.Rows(context.Background(), doc, preflight.Options{Fonts: fonts(t)},
		rows("Ada", "Konstantin", long+"Q", long, "漢", "", long))
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		layer, code string
		row, rows   int
	}
	var got []line
	for _, f := range r.Findings {
		got = append(got, line{f.Layer, f.Code, f.Row, f.Rows})
	}
	want := []line{
		{"arc", preflight.TextMissing, 6, 1},
		{"name", preflight.TextMissing, 6, 1},
		{"arc", preflight.TextOverflow, 4, 3},
		{"name", preflight.TextOverflow, 4, 3},
	}
	if !slices.Equal(got[:min(len(got), len(want))], want) || r.Read != 7 || r.Texts != 2 {
		t.Errorf("found %+v of %d rows and %d texts, want %+v", got, r.Read, r.Texts, want)
	}
	fits, err := preflight.Rows(context.Background(), doc, preflight.Options{Fonts: fonts(t)}, rows("Ada", "Konstantin", "Bo"))
	if err != nil || len(fits.Findings) > 0 || len(fits.Closest) != 2 || fits.Closest[0].Row != 3 || fits.Closest[1].Row != 3 {
		t.Errorf("what fits: %+v, %v", fits, err)
	}
	for _, f := range fits.Closest {
		if f.Measured < 50 || f.Measured > 101 {
			t.Errorf("%s takes %v %% of its room", f.Layer, f.Measured)
		}
	}
}

// A hundred thousand rows with few different names are no work.
func TestRowsAreSetOnce(t *testing.T) {
	t.Parallel()
	name := words("name", "{name}", 80, rgb(0xffffff))
	name.Text.Room, name.Text.MinSize = 300, 24
	many := slices.Repeat([]string{"Ada", "Bo", "Cy"}, 33_000)
	r, err := preflight.Rows(context.Background(), sound(name), preflight.Options{Fonts: fonts(t)}, rows(many...))
	if err != nil || r.Read != 99_000 || len(r.Closest) != 1 || r.Closest[0].Rows != 99_000 {
		t.Errorf("%+v, %v", r, err)
	}
}
