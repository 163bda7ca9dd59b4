package site_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"maps"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/site"
)

// TestTree names every file of a small site.
func TestTree(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[0], "Ada Lovelace", "ada@example.org", nil)
	got := tree(t, w)
	want := []string{
		".htaccess", ".nojekyll", "404.html", "_headers",
		"a/01/01000001-0000-4000-8000-000000000000.html", "a/01/01000001-0000-4000-8000-000000000000.json",
		"a/01/01000001-0000-4000-8000-000000000001.html", "a/01/01000001-0000-4000-8000-000000000001.json",
		"b/club/1/achievement.json", "b/club/1/badge-1.1.json", "b/club/1/badge.json", "b/club/1/criteria.html", "b/club/1/image.png",
		"b/club/embed.html",
		"b/first-fire/1/achievement.json", "b/first-fire/1/badge-1.1.json", "b/first-fire/1/badge.json", "b/first-fire/1/criteria.html", "b/first-fire/1/image.png",
		"b/first-fire/2/achievement.json", "b/first-fire/2/badge-1.1.json", "b/first-fire/2/badge.json", "b/first-fire/2/criteria.html", "b/first-fire/2/image.png",
		"b/first-fire/embed.html", "feed.xml",
		"i/forge/badges.json", "i/forge/embed.html", "i/forge/image.svg", "i/forge/index.html", "i/forge/issuer-1.1.json", "i/forge/profile.json", "i/forge/revoked.json",
		"index.html", "robots.txt", "s/5f0a.json", "sitemap.xml",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Error(diff)
	}
	for _, f := range w.faces {
		if got[issuer.FacePath(f.ID)] != string(f.Bytes) {
			t.Errorf("%s is not what was frozen", f.ID)
		}
	}
	for path, text := range got {
		if !strings.HasSuffix(path, ".json") {
			continue
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%s is no JSON", path)
		}
		var doc struct{ ID string }
		if err := json.Unmarshal([]byte(text), &doc); err == nil && doc.ID != "" && doc.ID != base+path {
			t.Errorf("%s calls itself %s", path, doc.ID)
		}
	}
	if again := tree(t, w); !maps.Equal(got, again) {
		t.Error("the same source gives other bytes")
	}
	front := got["index.html"]
	if !strings.Contains(front, "b/first-fire/2/criteria.html") || strings.Contains(front, "b/first-fire/1/") || strings.Contains(front, "draft") {
		t.Errorf("the front page does not list the newest versions of open classes:\n%s", front)
	}
}

func TestWhatNoLongerStands(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	for n, state := range []issuer.State{issuer.Revoked, issuer.Superseded, issuer.Undone, issuer.Issued, issuer.Pending} {
		w.award(n, w.classes[2], "Ada Lovelace", "ada@example.org", func(a *issuer.Award) {
			a.State, a.Reason, a.Evidence, a.Narrative = state, "by <mistake>", []string{"https://example.org/ada"}, "Lovelace's pot"
		})
	}
	got := tree(t, w)
	for i, f := range w.faces {
		state, path := f.Award.State, issuer.FacePath(f.ID)
		page := got[issuer.FacePagePath(f.ID)]
		if state == issuer.Pending {
			if page != "" || got[path] != "" {
				t.Error("a pending award is public")
			}
			continue
		}
		stands := state == issuer.Issued
		tombstone := !stands && f.Format == issuer.OB2
		if !tombstone && got[path] != string(f.Bytes) {
			t.Errorf("%s %s: not the frozen bytes", state, f.Format)
		}
		if tombstone && got[path] != `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"`+base+path+`","revoked":true,"revocationReason":"by <mistake>"}` {
			t.Errorf("%s: tombstone %s", state, got[path])
		}
		if _, gone := got[issuer.GonePath(f.ID)]; gone != tombstone {
			t.Errorf("%s %s: says 410 %v", state, f.Format, gone)
		}
		if chip := strings.Contains(page, `class="chip ok"`); chip != stands {
			t.Errorf("%s: the page says it stands: %v", state, chip)
		}
		if strings.Contains(page, "Lovelace") != stands {
			t.Errorf("face %d, %s: name on the page %v", i, state, !stands)
		}
		if !stands && !strings.Contains(page, "by &lt;mistake&gt;") {
			t.Errorf("%s: no reason on the page", state)
		}
	}
}

// TestWhatOfAnErasedPersonIsPublishedGivesWay sees that something without a word of
// theirs takes the place of every file: what is published is never removed, and would
// stay as it was.
func TestWhatOfAnErasedPersonIsPublishedGivesWay(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[0], "", "", func(a *issuer.Award) { a.State, a.Subject = issuer.Revoked, "urn:uuid:1" })
	for i := range w.faces {
		w.faces[i].Bytes = nil
	}
	token := w.faces[1]
	token.ID, token.Format = "00000000-0000-4000-8000-00000000abcd", issuer.OB3JWT
	w.faces = append(w.faces, token)
	got := tree(t, w)
	for _, f := range w.faces[:2] {
		if !strings.Contains(got[issuer.FacePath(f.ID)], `"revoked":true`) || got[issuer.GonePath(f.ID)] == "" {
			t.Errorf("%s has no tombstone", f.Format)
		}
	}
	if text := got[issuer.TokenPath(token.ID)]; !strings.HasPrefix(text, "410") {
		t.Errorf("the token gives way to %q", text)
	}
	if page := got[issuer.FacePagePath(w.faces[1].ID)]; page == "" || strings.Contains(page, ".json\"") {
		t.Error("the page links to a file that is not there")
	}
}

// TestNamesStayPrivate searches every file for every name and address.
func TestNamesStayPrivate(t *testing.T) {
	t.Parallel()
	people := [][2]string{{"Ada Lovelace", "ada@example.org"}, {"Жанна д'Арк", "zhanna@example.org"}, {"王小明", "ming@example.org"}}
	w := newWorkshop()
	for n, who := range people {
		w.award(n, w.classes[0], who[0], who[1], func(a *issuer.Award) {
			if n == 1 {
				a.State = issuer.Revoked
			}
		})
	}
	for path, text := range tree(t, w) {
		for _, who := range people {
			for _, secret := range append(strings.Fields(who[0]), who[1], strings.Split(who[1], "@")[0]) {
				if strings.Contains(text, secret) || strings.Contains(path, secret) {
					t.Errorf("%s holds %q", path, secret)
				}
			}
		}
	}
	w.award(9, w.classes[2], "Grace Hopper", "grace@example.org", nil)
	found := map[string]bool{}
	for path, text := range tree(t, w) {
		if strings.Contains(text, "grace@") {
			t.Errorf("%s holds the address", path)
		}
		if strings.Contains(text, "Grace Hopper") {
			found[path[strings.LastIndex(path, "."):]] = true
		}
	}
	if !found[".html"] || !found[".json"] {
		t.Errorf("a public name is missing: found in %v", found)
	}
}

func TestHostileTextsStayText(t *testing.T) {
	t.Parallel()
	evil := `"><script>alert(1)</script>` + "{{.}}'&\u202e"
	w := newWorkshop()
	p := &w.issuers[0].Profile
	p.Name, p.Description, p.URL = evil, evil, "javascript:alert(1)"
	for i := range w.classes {
		c := &w.classes[i]
		c.Name, c.Description, c.Language, c.Tags = evil, evil, `x" onload="alert(1)`, []string{evil}
		c.Criteria = issuer.Criteria{Narrative: evil, URL: "javascript:alert(2)"}
	}
	w.award(1, w.classes[2], evil, "ada@example.org", func(a *issuer.Award) {
		a.Narrative, a.Evidence = evil, []string{"javascript:alert(3)", "https://e.example/?a=1&b=\"><script>"}
	})
	w.award(2, w.classes[2], evil, "bob@example.org", func(a *issuer.Award) { a.State, a.Reason = issuer.Revoked, evil })
	link := regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	for path, text := range tree(t, w) {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		if strings.Contains(text, "<script") || strings.Contains(text, `" onload`) {
			t.Errorf("%s lets text become markup:\n%s", path, text)
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(m[1], "javascript:") {
				t.Errorf("%s links to %s", path, m[1])
			}
		}
	}
}

// TestPagesNeedNothingElse checks each page's own policy: its style has the
// hash named there, and all pictures are of the site.
func TestPagesNeedNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[2], "Ada", "ada@example.org", func(a *issuer.Award) { a.Expires = a.IssuedOn.AddDate(1, 0, 0) })
	all := tree(t, w)
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	picture := regexp.MustCompile(`<img src="([^"]*)"`)
	for path, text := range all {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		found := style.FindAllStringSubmatch(text, -1)
		if len(found) != 1 || strings.Contains(text, "style=") {
			t.Fatalf("%s: %d styles, or one inside a tag", path, len(found))
		}
		sum := sha256.Sum256([]byte(found[0][1]))
		hash := strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;")
		if !strings.Contains(text, "default-src &#39;none&#39;") || !strings.Contains(text, hash) {
			t.Errorf("%s: the policy does not allow its own style", path)
		}
		if !strings.Contains(text, `<html lang="en">`) || strings.Contains(text, "ZgotmplZ") {
			t.Errorf("%s has no language, or a refused value", path)
		}
		for _, m := range append(picture.FindAllStringSubmatch(text, -1), regexp.MustCompile(`href="([^":]*)"`).FindAllStringSubmatch(text, -1)...) {
			if target := resolve(path, m[1]); all[target] == "" {
				t.Errorf("%s points to %s, which is not there", path, target)
			}
		}
	}
}

func resolve(from, to string) string {
	parts := strings.Split(from, "/")
	parts = parts[:len(parts)-1]
	for step := range strings.SplitSeq(to, "/") {
		if step == ".." {
			parts = parts[:len(parts)-1]
			continue
		}
		parts = append(parts, step)
	}
	return strings.Join(parts, "/")
}

// TestEveryWordIsUsed finds sentences of the pages that no page says.
func TestEveryWordIsUsed(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../assets/words/en/site.json")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, file := range append(sources, "pages/pages.html") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		said.Write(text)
	}
	var table map[string]string
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	for key := range table {
		if strings.HasPrefix(key, "site.") && !strings.Contains(said.String(), `"`+key+`"`) && !strings.HasPrefix(key, "site.month.") {
			t.Errorf("no page says %s", key)
		}
	}
}

func TestStopping(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[0], "Ada", "ada@example.org", nil)
	seen := 0
	for range site.Files(t.Context(), w, base, words(t)) {
		if seen++; seen == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var last error
	for _, err := range site.Files(ctx, w, base, words(t)) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("a cancelled run ends with %v", last)
	}
	w.classes = w.classes[1:]
	for _, err := range site.Files(t.Context(), w, base, words(t)) {
		last = err
	}
	if issuer.CodeOf(last) != "site-no-class" {
		t.Errorf("an award without its class ends with %v", last)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[0], "Ada Lovelace", "ada@example.org", nil)
	all := tree(t, w)
	rules := netlify(t, all["_headers"])
	for path := range all {
		got := rules("/forge/" + path)
		want := map[string]string{".json": "application/ld+json", ".jwt": "text/plain"}[filepath.Ext(path)]
		if path == "i/forge/badges.json" { // a list of our own, and no linked data
			want = ""
		}
		if kind := strings.Join(got["Content-Type"], "|"); kind != want {
			t.Errorf("%s comes as %q, want %q", path, kind, want)
		}
		if from := strings.Join(got["Access-Control-Allow-Origin"], "|"); from != "*" {
			t.Errorf("%s: for pages of %q", path, from)
		}
	}
}

// netlify reads rules as Netlify does: a name is a part of a path, a star
// anything, and one at the end the slash before it as well.
func netlify(t *testing.T, text string) func(path string) map[string][]string {
	t.Helper()
	type rule struct {
		matches     *regexp.Regexp
		name, value string
	}
	var rules []rule
	var matches *regexp.Regexp
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch name, value, found := strings.Cut(strings.TrimSpace(line), ": "); {
		case strings.HasPrefix(line, "/"):
			pattern := regexp.MustCompile(`:[a-z]+`).ReplaceAllString(strings.ReplaceAll(regexp.QuoteMeta(line), `\*`, "(.*)"), "([^/]+)")
			matches = regexp.MustCompile("(?i)^" + strings.Replace(pattern+"/?$", "/(.*)/?$", "/?(.*)/?$", 1))
		case found:
			rules = append(rules, rule{matches, name, value})
		}
	}
	return func(path string) map[string][]string {
		got := map[string][]string{}
		for _, r := range rules {
			if r.matches.MatchString(path) {
				got[r.name] = append(got[r.name], r.value)
			}
		}
		return got
	}
}

// TestContrast recomputes the contrast of the page's colours (WCAG 2.x).
func TestContrast(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("pages/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(css), "@media")
	if !ok {
		t.Fatal("no dark theme")
	}
	for theme, text := range map[string]string{"light": light, "dark": dark} {
		colour := map[string]float64{}
		for _, m := range regexp.MustCompile(`--(\w+): #(\w{6})`).FindAllStringSubmatch(text, -1) {
			colour[m[1]] = luminance(t, m[2])
		}
		for _, pair := range []string{
			"text bg", "text surface", "text sunken", "text2 bg", "text2 surface", "accent surface", "accent bg", "accent2 surface", "ok oks", "err errs", "on accent", "on accent2",
		} {
			front, back, _ := strings.Cut(pair, " ")
			a, b := colour[front], colour[back]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%s: %s has contrast %.2f", theme, pair, ratio)
			}
		}
	}
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, share := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(n>>(16-8*i)&255) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}

// TestPagesSpeakTheirLanguage reads what each page says of itself.
func TestPagesSpeakTheirLanguage(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.classes[2].Language = "de-AT"
	w.award(1, w.classes[2], "Ada", "ada@example.org", nil)
	w.award(2, w.classes[0], "Bob", "bob@example.org", func(a *issuer.Award) { a.Language = "de-AT" })
	w.award(3, w.classes[0], "Eve", "eve@example.org", nil)
	got := tree(t, w)
	for i, language := range []string{"de", "de", "de", "de", "en", "en"} {
		page := got[issuer.FacePagePath(w.faces[i].ID)]
		if !strings.Contains(page, `<html lang="`+language+`">`) {
			t.Errorf("face %d does not speak %s", i, language)
		}
		if month := map[string]string{"de": "1. Mai 2026", "en": "1 May 2026"}[language]; !strings.Contains(page, month) {
			t.Errorf("face %d does not write its date as %q", i, month)
		}
	}
	for path, language := range map[string]string{"b/club/1/criteria.html": "de", "b/first-fire/2/criteria.html": "en", "b/club/embed.html": "de", "index.html": "en"} {
		if !strings.Contains(got[path], `<html lang="`+language+`">`) {
			t.Errorf("%s does not speak %s", path, language)
		}
	}
}

// TestListsNameNobody reads what search engines and other programs list.
func TestListsNameNobody(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[2], "Ada Lovelace", "ada@example.org", nil)
	got := tree(t, w)
	for _, path := range []string{"index.html", "i/forge/index.html", "sitemap.xml", "feed.xml", "robots.txt", "i/forge/badges.json", "i/forge/embed.html", "b/club/embed.html"} {
		if strings.Contains(got[path], "Lovelace") || strings.Contains(got[path], "a/01/") {
			t.Errorf("%s tells of an award:\n%s", path, got[path])
		}
	}
	for _, path := range []string{"sitemap.xml", "feed.xml"} {
		if err := xml.Unmarshal([]byte(got[path]), new(struct{})); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if !strings.Contains(got[path], base+"b/first-fire/2/criteria.html") || strings.Contains(got[path], "b/first-fire/1/") || strings.Contains(got[path], "draft") {
			t.Errorf("%s does not list the newest versions of open classes:\n%s", path, got[path])
		}
	}
	if !regexp.MustCompile(`<title>[^<]*Forge[^<]*</title>\s*<updated>`).MatchString(got["feed.xml"]) {
		t.Errorf("the feed does not say whose badges are new:\n%s", got["feed.xml"])
	}
	for path, text := range got {
		if noindex := strings.Contains(text, `content="noindex"`); strings.HasPrefix(path, "a/") && strings.HasSuffix(path, ".html") && !noindex {
			t.Errorf("%s may be listed by search engines", path)
		}
	}
	if !strings.Contains(got["b/first-fire/1/criteria.html"], `href="../../../b/first-fire/2/criteria.html"`) || strings.Contains(got["b/first-fire/2/criteria.html"], "first-fire/1/") {
		t.Error("the earlier version does not lead to the newest")
	}
}

// TestLinkedIn reads the address that offers an award for a profile.
func TestLinkedIn(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.award(1, w.classes[0], "Ada", "ada@example.org", func(a *issuer.Award) { a.Expires = a.IssuedOn.AddDate(2, 1, 0) })
	page := tree(t, w)[issuer.FacePagePath(w.faces[0].ID)]
	m := regexp.MustCompile(`href="(https://www.linkedin.com/[^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("no link")
	}
	u, err := url.Parse(html.UnescapeString(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"startTask": {"CERTIFICATION_NAME"}, "name": {"First fire"}, "organizationName": {"The Forge"}, "issueYear": {"2026"}, "issueMonth": {"5"},
		"expirationYear": {"2028"}, "expirationMonth": {"6"}, "certId": {w.faces[0].ID}, "certUrl": {base + issuer.FacePagePath(w.faces[0].ID)},
	}
	if diff := cmp.Diff(want, u.Query()); diff != "" {
		t.Error(diff)
	}
}

// TestAlignmentNamesItsFramework: a name alone says little of where it comes from.
func TestAlignmentNamesItsFramework(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	w.classes[0].More.Alignment = []issuer.Alignment{
		{TargetName: "Heat", TargetURL: "https://frame.example/1", TargetFramework: "ESCO", TargetCode: "S3.1"},
		{TargetName: "Clay", TargetURL: "https://frame.example/2", TargetCode: "T-3"},
		{TargetName: "Alone", TargetURL: "https://frame.example/3"},
	}
	page := tree(t, w)["b/"+w.classes[0].Slug+"/1/criteria.html"]
	for _, want := range []string{`Heat</a><span dir="auto">ESCO · S3.1</span></li>`, `Clay</a><span dir="auto">T-3</span></li>`, "Alone</a></li>"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}
