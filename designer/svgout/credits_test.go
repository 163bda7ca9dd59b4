package svgout_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/svgout"
)

// TestCredits reads back who made a drawing and under what licence, whatever
// letters are in it.
func TestCredits(t *testing.T) {
	t.Parallel()
	const odd = `<b>"Ona" & 'Zoë'</b>` + "\x00\x07 ]]>"
	for _, one := range []struct {
		about designer.Credits
		page  string
	}{
		{designer.Credits{Author: odd, Licence: "CC-BY-SA-4.0", Source: "icons: " + odd}, "https://creativecommons.org/licenses/by-sa/4.0/"},
		{designer.Credits{Licence: "CC0-1.0"}, "https://creativecommons.org/publicdomain/zero/1.0/"},
		{designer.Credits{Licence: "https://example.org/terms"}, "https://example.org/terms"},
		{designer.Credits{Author: "Ada", Licence: "CC-BY-4.0; MIT (icons)"}, ""},
		{designer.Credits{Source: "icons"}, ""},
	} {
		data := written(t, one.about)
		var file struct {
			Work struct {
				Creator string `xml:"creator>Agent>title"`
				Rights  string `xml:"rights"`
				Source  string `xml:"source"`
				Licence struct {
					Page string `xml:"resource,attr"`
				} `xml:"license"`
			} `xml:"metadata>RDF>Work"`
		}
		if err := xml.Unmarshal(data, &file); err != nil {
			t.Fatalf("%v: %s", err, data)
		}
		plain := strings.NewReplacer("\x00", "", "\x07", "").Replace
		work := file.Work
		if work.Creator != plain(one.about.Author) || work.Rights != one.about.Licence || work.Source != plain(one.about.Source) || work.Licence.Page != one.page {
			t.Errorf("%+v became %+v", one, work)
		}
	}
	if data := written(t, designer.Credits{Alt: "A kiln"}); bytes.Contains(data, []byte("<metadata")) {
		t.Errorf("nothing is known, and said all the same: %s", data)
	}
}

func written(t *testing.T, about designer.Credits) []byte {
	t.Helper()
	list, err := display.Of(t.Context(), designer.Document{Name: "Seal & Co", About: about, Width: 600, Height: 600}, display.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := svgout.Write(list, 300)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
