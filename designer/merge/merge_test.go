package merge_test

import (
	"slices"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
)

func TestFill(t *testing.T) {
	t.Parallel()
	fields := map[string]string{
		"name": "ada o'neil", "org": " ", "issued_on": "2026-03-05", "when": "in spring", "score": "1234.5", "german": "Straße",
		"dusk": "2026-03-05T18:30:00+02:00",
	}
	for text, want := range map[string]string{
		"":                               "",
		"{name}":                         "ada o'neil",
		"for { name }!":                  "for ada o'neil!",
		"{{name}":                        "{ada o'neil",
		"{nobody}":                       "{nobody}",
		"{nobody|upper}":                 "{nobody|upper}",
		"{name|upper}":                   "ADA O'NEIL",
		"{name|title}":                   "Ada O'neil",
		"{german|upper}":                 "STRASSE",
		"{name|upper tr}":                "ADA O'NEİL",
		`{org|else "on {its} own"}`:      "on {its} own",
		"{org|else alone}":               "alone",
		`{org|before "at "}`:             " ",
		`{name|before "for "|after "!"}`: "for ada o'neil!",
		`{name|before „für “|else “nobody”}`:           "für ada o'neil",
		"{issued_on|date}":                             "Mar 5, 2026",
		"{issued_on|date long}":                        "March 5, 2026",
		"{issued_on|date long de}":                     "5. März 2026",
		"{issued_on|date long en-GB}":                  "5 March 2026",
		"{issued_on|date full cs}":                     "čtvrtek 5. března 2026",
		"{issued_on|date short pl}":                    "05.03.2026",
		"{issued_on|date long zh-TW}":                  "2026年3月5日",
		"{issued_on|date iso}":                         "2026-03-05",
		"{issued_on|2 January 2006}":                   "5 March 2026",
		`{issued_on|"Mon 02.01.06, 2006" de}`:          "Do. 05.03.26, 2026",
		"{issued_on|date January 2006|upper}":          "MARCH 2026",
		"{dusk|date iso}":                              "2026-03-05",
		"{when|date long}":                             "in spring",
		"{org|date long|else undated}":                 "undated",
		"{score|number}":                               "1,234.5",
		"{score|number 2 de}":                          "1.234,50",
		"{score|number 0}":                             "1,234",
		"{name|number}":                                "ada o'neil",
		"{name|shout}":                                 "{name|shout}",
		"{issued_on|date sometime}":                    "{issued_on|date sometime}",
		"{score|number 99}":                            "{score|number 99}",
		`{name|else "no end}`:                          `{name|else "no end}`,
		"{name|" + strings.Repeat("upper|", 200) + "}": "{name|" + strings.Repeat("upper|", 200) + "}",
	} {
		if got := merge.Fill(text, fields); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	fields["language"] = "fr-CH"
	if got := merge.Fill("{issued_on|date long}, {score|number 2}", fields); got != "5 mars 2026, 1 234,50" && got != "5 mars 2026, 1\u00a0234,50" && got != "5 mars 2026, 1\u202f234,50" {
		t.Errorf("%q", got)
	}
}

// What is in braces and no field stays as it is, and a value is not read again.
func TestBraces(t *testing.T) {
	t.Parallel()
	fields := map[string]string{"name": "Ada", "a.b": "x", "brace": "{name}"}
	for content, want := range map[string]string{
		"": "", "plain": "plain", "{name}": "Ada", "to {name}!": "to Ada!", "{unknown} {name}": "{unknown} Ada",
		"{{name}}": "{Ada}", "{name": "{name", "{a.b}{a.b}": "xx", "{ name }": "Ada", "{brace}": "{name}", "}{": "}{",
	} {
		if got := merge.Fill(content, fields); got != want {
			t.Errorf("%q: %q, not %q", content, got, want)
		}
	}
}

// Each language writes dates with its own words, and the year in each style.
func TestDatesOfAllLanguages(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, lang := range strings.Fields("ar bg cs da de el en es et fi fr he hi hr hu it ja ko lt lv nb nl pl pt ro ru sk sl sv th tr uk vi zh") {
		fields := map[string]string{"d": "2026-03-05", "language": lang}
		for _, style := range merge.Styles() {
			if got := merge.Fill("{d|date "+style+"}", fields); !strings.Contains(got, "26") || strings.Contains(got, "{") {
				t.Errorf("%s %s: %q", lang, style, got)
			}
		}
		full := merge.Fill("{d|date full}", fields)
		if other, twice := seen[full]; twice {
			t.Errorf("%s and %s both write %q", lang, other, full)
		}
		seen[full] = lang
	}
}

func TestNamesAndUnread(t *testing.T) {
	t.Parallel()
	text := `{name} {issued_on|date long} {x|else "{y}"} {org|shout} {open|else "`
	if got := merge.Names(text, map[string]string{"name": ""}); !slices.Equal(got, []string{"issued_on", "x", "y", "org"}) {
		t.Errorf("%q", got)
	}
	if got := merge.Unread(text); !slices.Equal(got, []string{"{org|shout}", "{open|…"}) {
		t.Errorf("%q", got)
	}
}

// What of a layer waits for a person, and what does not.
func TestOpen(t *testing.T) {
	t.Parallel()
	slots := []designer.Slot{{Name: "base"}, {Name: "house", Field: "colour"}}
	with := func(change func(*designer.Layer)) *designer.Layer {
		l := layer("a")
		change(l)
		return l
	}
	for name, one := range map[string]struct {
		layer               *designer.Layer
		shadow, look, there bool
	}{
		"nothing":          {layer: layer("a")},
		"closed shadow":    {layer: with(func(l *designer.Layer) { l.Shadow = &designer.Shadow{Tone: designer.SlotTone("base")} })},
		"shadow by a slot": {layer: with(func(l *designer.Layer) { l.Shadow = &designer.Shadow{Tone: designer.SlotTone("house")} }), shadow: true},
		"paint by a slot":  {layer: with(func(l *designer.Layer) { l.Fill = designer.Fill("house") }), look: true},
		"line by a field": {layer: with(func(l *designer.Layer) {
			l.Stroke = &designer.Stroke{Paint: designer.Paint{Kind: designer.Solid, Tone: designer.Tone{Field: "colour"}}}
		}), look: true},
		"picture by a field":   {layer: with(func(l *designer.Layer) { l.Shape, l.Image = nil, &designer.Picture{Field: "photo"} }), look: true},
		"text with a field":    {layer: with(func(l *designer.Layer) { l.Shape, l.Text = nil, &designer.Text{Content: "for {name}"} }), look: true},
		"text without":         {layer: with(func(l *designer.Layer) { l.Shape, l.Text = nil, &designer.Text{Content: "for you"} })},
		"there for some alone": {layer: with(func(l *designer.Layer) { l.When = &designer.When{Field: "level"} }), there: true},
	} {
		if shadow, look, there := merge.Open(one.layer, slots, nil); shadow != one.shadow || look != one.look || there != one.there {
			t.Errorf("%s: shadow %v, look %v, there %v", name, shadow, look, there)
		}
	}
}

func layer(id string) *designer.Layer {
	return &designer.Layer{ID: id, Opacity: 1, Place: geom.Identity(), Fill: designer.Fill("base"), Shape: &designer.Shape{Kind: "rect", W: 9, H: 9}}
}

func TestApply(t *testing.T) {
	t.Parallel()
	red, blue := designer.Color{R: 255, A: 255}, designer.Color{B: 255, A: 255}
	static, gold, tinted, photo := layer("static"), layer("gold"), layer("tinted"), layer("photo")
	gold.When = &designer.When{Field: "level", Test: designer.Equals, Value: "gold | platinum"}
	tinted.Stroke = &designer.Stroke{Width: 2, Paint: designer.Paint{Kind: designer.Linear, Stops: []designer.Stop{
		{Tone: designer.Tone{Slot: "base", Alpha: 1, Field: "hue"}}, {At: 1, Tone: designer.SlotTone("base")},
	}}}
	photo.Shape, photo.Fill, photo.Image = nil, designer.Paint{}, &designer.Picture{W: 9, H: 9, Field: "image"}
	group := &designer.Layer{ID: "g", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{static, tinted}}}
	doc := designer.Document{
		Width: 600, Height: 600, Layers: []*designer.Layer{static, gold, photo, group},
		Slots: []designer.Slot{{Name: "base", Color: red, Field: "level"}, {Name: "Gold", Color: blue}},
	}
	if got := merge.Apply(doc, nil); &got.Layers[0] != &doc.Layers[0] {
		t.Error("without fields it is another one")
	}
	got := merge.Apply(doc, map[string]string{"level": " GOLD "})
	switch {
	case got.Layers[1].Hidden || got.Layers[1].When != nil || got.Slots[0].Color != blue || got.Slots[0].Field != "":
		t.Errorf("gold: %+v, %+v", got.Layers[1], got.Slots)
	case got.Layers[0] != static || got.Layers[2] != photo || got.Layers[3] != group:
		t.Error("what is as it was is another one")
	case doc.Slots[0].Color != red || gold.When == nil:
		t.Error("the design itself has changed")
	}
	got = merge.Apply(doc, map[string]string{"level": "tin", "hue": "#00F", "image": "abc"})
	stops := got.Layers[3].Group.Layers[1].Stroke.Paint.Stops
	switch {
	case !got.Layers[1].Hidden || got.Slots[0].Color != red:
		t.Errorf("tin: %+v, %+v", got.Layers[1], got.Slots)
	case got.Layers[2].Image.Blob != "abc" || got.Layers[2].Image.Field != "":
		t.Errorf("picture: %+v", got.Layers[2].Image)
	case stops[0].Tone != (designer.Tone{Color: blue, Alpha: 1}) || stops[1].Tone != designer.SlotTone("base"):
		t.Errorf("stops: %+v", stops)
	case got.Layers[3].Group.Layers[0] != static || tinted.Stroke.Paint.Stops[0].Tone.Field == "":
		t.Error("what is as it was has changed")
	}
	if again := merge.Apply(got, map[string]string{"level": "gold"}); again.Layers[1] != got.Layers[1] {
		t.Error("what is settled is settled again")
	}
	if got := merge.Fields(doc, map[string]string{"hue": ""}); !slices.Equal(got, []string{"level", "image"}) {
		t.Errorf("fields %q", got)
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		test   designer.Test
		value  string
		hidden bool
	}{
		{designer.Filled, " ", true},
		{designer.Filled, "x", false},
		{designer.Blank, "", false},
		{designer.Blank, "x", true},
		{designer.Equals, "B", false},
		{designer.Equals, "", true},
		{designer.Differs, "b ", true},
		{designer.Differs, "c", false},
	} {
		l := layer("a")
		l.When = &designer.When{Field: "f", Test: c.test, Value: "a|b"}
		f := merge.Filler{Fields: map[string]string{"f": c.value}}
		if got := f.Layer(l); got.Hidden != c.hidden {
			t.Errorf("%s %q: hidden %t", c.test, c.value, got.Hidden)
		}
		f.All = true
		if f.Layer(l).Hidden {
			t.Errorf("%s: all are there", c.test)
		}
	}
}

func TestColours(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"#abc": "#AABBCC", "aabbcc": "#AABBCC", "Ada": "", "#zz": "", "": "", " POP ": "#010203"} {
		slots := []designer.Slot{{Name: "base", Field: "c"}, {Name: "pop", Color: designer.Color{R: 1, G: 2, B: 3, A: 255}}}
		got := merge.Slots(slots, map[string]string{"c": value})[0].Color
		if want == "" && got != (designer.Color{}) || want != "" && got.String() != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}

// FuzzFill reads texts of anybody: it ends, and without braces nothing changes.
func FuzzFill(f *testing.F) {
	f.Add(`{name|else "x"|upper} {d|date long de}`, "Ada", "de")
	f.Add(`{d|"Mon 2 Jan 06" tr}{`, "2026-03-05", "zh-TW")
	f.Add("{n|number 3}", "-1e15", "hi")
	f.Fuzz(func(t *testing.T, content, value, lang string) {
		fields := map[string]string{"name": value, "d": value, "n": value, "language": lang}
		got := merge.Fill(content, fields)
		if !strings.Contains(content, "{") && got != content {
			t.Errorf("%q became %q", content, got)
		}
		merge.Names(content, fields)
		merge.Unread(content)
	})
}
