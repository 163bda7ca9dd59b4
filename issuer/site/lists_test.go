package site

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"badgekiln/issuer"
)

// TestListsForMachinesKeepTheirRules has another program read the sitemap and the feed
// by what their makers ask of them: of a site without a badge, with names full of
// trouble, and with very many.
func TestListsForMachinesKeepTheirRules(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed")
	}
	badges := func(names ...string) (list []issuer.BadgeClass) {
		for i, name := range names {
			made := time.Date(2026, 4, 1, 8, 0, i, 0, time.UTC)
			list = append(list, issuer.BadgeClass{Issuer: "forge", Slug: "b" + strconv.Itoa(i), Version: 1, Name: name, Description: name + "\n\n" + name, Made: made})
		}
		return list
	}
	many := make([]string, 60_000)
	for i := range many {
		many[i] = "Badge " + strconv.Itoa(i)
	}
	trouble := []string{"<script>alert(1)</script> & 'x' \"y\" ]]>", "\x00\x0b\ufffe\U000e0001 \u202eabc", "&amp;lt; <!-- --> <?xml?>", "🔥 ا ב 王"}
	for name, list := range map[string][]issuer.BadgeClass{"usual": badges("First fire", "Club"), "none": nil, "trouble": badges(trouble...), "many": badges(many...)} {
		by := Issuer{Profile: issuer.Profile{Slug: "forge", Name: "<b>&\x01"}, Identity: issuer.Identity{From: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}}
		const base = "https://xn--bcher-kva.example:8443/b%C3%BCcher/forge/"
		pages, err := sitemap(base, []string{"forge"}, list)
		if err != nil {
			t.Fatal(err)
		}
		news, err := feed(base, "New at <b>&\x01", map[string]Issuer{"forge": by}, list)
		if err != nil {
			t.Fatal(err)
		}
		if len(news) > 1<<20 || len(list) > 0 && !bytes.Contains(news, []byte("/b"+strconv.Itoa(len(list)-1)+"/")) {
			t.Errorf("%s: %d bytes of news, or not the newest", name, len(news))
		}
		dir := t.TempDir()
		if out := os.Getenv("BADGEKILN_LISTS"); out != "" { // for other programs
			dir = filepath.Join(out, name)
			if err := os.MkdirAll(dir, 0o750); err != nil {
				t.Fatal(err)
			}
		}
		for _, one := range []struct {
			file, how, schema string
			data              []byte
		}{{"sitemap.xml", "--schema", "sitemap.xsd", pages}, {"feed.xml", "--relaxng", "atom.rng", news}} {
			file := filepath.Join(dir, one.file)
			if err := os.WriteFile(file, one.data, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), "xmllint", "--nonet", "--noout", one.how, filepath.Join("testdata", one.schema), file).CombinedOutput() // #nosec G204 -- our own words
			if err != nil {
				t.Errorf("%s: %s: %v\n%.800s", name, one.file, err, out)
			}
		}
	}
}
