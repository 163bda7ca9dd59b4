package svgin_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/svgin"
	"badgekiln/designer/svgout"
)

// TestCreditsOfOthers reads who made a drawing as the programs and collections
// people take drawings from write it.
func TestCreditsOfOthers(t *testing.T) {
	t.Parallel()
	const spaces = `xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"`
	for name, one := range map[string]struct {
		rdf, title string
		want       designer.Credits
	}{
		"Inkscape": {
			`<rdf:RDF ` + spaces + ` xmlns:cc="http://creativecommons.org/ns#"><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>
				<dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/><dc:title>Blue kiln</dc:title><dc:date>2021</dc:date>
				<dc:creator><cc:Agent><dc:title>Ada Fake</dc:title></cc:Agent></dc:creator>
				<dc:rights><cc:Agent><dc:title>Kiln Club</dc:title></cc:Agent></dc:rights>
				<dc:source>https://example.org/kiln</dc:source>
				<cc:license rdf:resource="http://creativecommons.org/licenses/by-sa/4.0/"/></cc:Work>
				<cc:License rdf:about="http://creativecommons.org/licenses/by-sa/4.0/"><cc:permits rdf:resource="http://creativecommons.org/ns#Reproduction"/></cc:License></rdf:RDF>`,
			"Blue kiln",
			designer.Credits{Author: "Ada Fake; © Kiln Club", Licence: "CC-BY-SA-4.0", Source: "https://example.org/kiln"},
		},
		"openclipart, of late": {
			`<rdf:RDF ` + spaces + ` xmlns:cc="http://creativecommons.org/ns#"><cc:Work><dc:format>image/svg+xml</dc:format>
				<cc:license rdf:resource="http://creativecommons.org/licenses/publicdomain/"/>
				<dc:publisher><cc:Agent rdf:about="http://openclipart.org/"><dc:title>Openclipart</dc:title></cc:Agent></dc:publisher>
				<dc:title>Pot</dc:title><dc:description/><dc:source>https://openclipart.org/detail/1/pot-by-ona</dc:source>
				<dc:creator><cc:Agent><dc:title>ona</dc:title></cc:Agent></dc:creator>
				<dc:subject><rdf:Bag><rdf:li>clay</rdf:li></rdf:Bag></dc:subject></cc:Work></rdf:RDF>`,
			"Pot",
			designer.Credits{Author: "ona", Licence: "CC-PDDC", Source: "https://openclipart.org/detail/1/pot-by-ona"},
		},
		"openclipart, of old": {
			`<rdf:RDF xmlns="http://web.resource.org/cc/" ` + spaces + `><Work rdf:about=""><dc:title>Old pot</dc:title>
				<dc:creator><Agent><dc:title>Ben</dc:title></Agent></dc:creator><dc:rights><Agent><dc:title>Ben</dc:title></Agent></dc:rights>
				<license rdf:resource="http://web.resource.org/cc/PublicDomain"/></Work></rdf:RDF>`,
			"Old pot",
			designer.Credits{Author: "Ben", Licence: "CC-PDDC"},
		},
		"a list of people, a licence within": {
			`<rdf:RDF ` + spaces + ` xmlns:cc="http://creativecommons.org/ns#"><cc:Work>
				<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Ben</rdf:li><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>
				<dc:rights>© 2019 the club</dc:rights><cc:license><cc:License rdf:about="https://creativecommons.org/publicdomain/zero/1.0/legalcode"/></cc:license></cc:Work></rdf:RDF>`,
			"kiln",
			designer.Credits{Author: "Ada, Ben", Licence: "CC0-1.0; © 2019 the club"},
		},
		"prefixes that nothing declares": {
			`<rdf:RDF><cc:Work><dc:creator>Ada</dc:creator><cc:license rdf:resource="https://creativecommons.org/licenses/by/3.0/de/"/></cc:Work></rdf:RDF>`,
			"kiln",
			designer.Credits{Author: "Ada", Licence: "https://creativecommons.org/licenses/by/3.0/de/"},
		},
		"nothing": {`<rdf:RDF ` + spaces + `/>`, "kiln", designer.Credits{}},
	} {
		in := credited(t, one.rdf, "")
		if in.Doc.About != one.want || in.Doc.Name != one.title {
			t.Errorf("%s: %q %+v, not %q %+v", name, in.Doc.Name, in.Doc.About, one.title, one.want)
		}
		if len(in.Notes) > 0 {
			t.Errorf("%s: %+v", name, in.Notes)
		}
	}
}

func credited(t *testing.T, rdf, more string) svgin.Result {
	t.Helper()
	in, err := svgin.Read([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">`+more+`<metadata>`+rdf+`</metadata><path d="M0 0h9v9z"/></svg>`), svgin.Options{Name: "kiln"})
	if err != nil {
		t.Fatalf("%v: %s", err, rdf)
	}
	return in
}

// TestCreditsComeBack reads what our own export wrote, whatever letters are in it.
func TestCreditsComeBack(t *testing.T) {
	t.Parallel()
	for _, about := range []designer.Credits{
		{Author: `<b>"Ona" & 'Zoë'</b> ]]> 山田`, Licence: "CC-BY-SA-4.0", Source: "icons: <Ben>; https://example.org/?a=1&b=2"},
		{Author: "Ada", Licence: "CC-BY-4.0; MIT (icons)", Alt: "A kiln"},
		{Licence: "https://example.org/terms"},
		{Licence: "CC0-1.0", Source: "photo"},
		{Author: "Ada, Ben; © Club", Licence: "All rights reserved."},
	} {
		layer := &designer.Layer{ID: "a", Opacity: 1, Place: geom.Move(9, 9), Fill: designer.FillColor(designer.Color{A: 255}), Shape: &designer.Shape{Kind: "ellipse", W: 90, H: 90}}
		list, err := display.Of(t.Context(), designer.Document{Name: "Seal & Co", About: about, Width: 600, Height: 600, Layers: []*designer.Layer{layer}}, display.Options{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := svgout.Write(list, 300)
		if err != nil {
			t.Fatal(err)
		}
		in, err := svgin.Read(data, svgin.Options{Name: "x"})
		if err != nil {
			t.Fatal(err)
		}
		if in.Doc.About != about || in.Doc.Name != "Seal & Co" {
			t.Errorf("%+v came back as %q %+v", about, in.Doc.Name, in.Doc.About)
		}
	}
}

// TestHostileCredits keeps what a file says of itself short, and shows no letter
// that is not seen.
func TestHostileCredits(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Ada ", 200_000)
	in := credited(t, `<rdf:RDF><cc:Work><dc:title>`+long+`</dc:title><dc:creator>`+long+`</dc:creator><dc:rights>A`+"\u202e\u2066\u200b&#xad;"+`B&#10;`+"\u009b"+`C</dc:rights><dc:source>`+
		strings.Repeat("<dc:x>&lt;script&gt;"+long[:400]+"</dc:x>", 500)+`</dc:source></cc:Work></rdf:RDF>`, `<desc>`+long+`</desc>`)
	about := in.Doc.About
	for what, text := range map[string]string{"name": in.Doc.Name, "author": about.Author, "source": about.Source, "alt": about.Alt} {
		if n := utf8.RuneCountInString(text); n > 2000 || n == 0 {
			t.Errorf("the %s is %d letters long", what, n)
		}
	}
	if about.Licence != "AB C" {
		t.Errorf("the licence is %q", about.Licence)
	}
	// Two works, and one that is no one's metadata.
	in = credited(t, `<rdf:RDF><cc:Work><dc:creator>Ada</dc:creator></cc:Work><cc:Work><dc:creator>Ben</dc:creator></cc:Work></rdf:RDF>`, `<g><metadata><rdf:RDF><cc:Work><dc:creator>Eve</dc:creator></cc:Work></rdf:RDF></metadata></g>`)
	if in.Doc.About.Author != "Ada" {
		t.Errorf("by %q", in.Doc.About.Author)
	}
}
