package engine

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/paper"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"

	"golang.org/x/text/unicode/norm"
)

// names are as people have them, in ten scripts, and long.
func names(t *testing.T) (list []string) {
	t.Helper()
	fonts, err := drawing.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"Ada Lovelace", "Łukasz Brzęczyszczykiewicz", "Nguyễn Thị Phương Thảo", "Αλέξανδρος Παπαδόπουλος", "Ирина Соколова", "محمد الأمين بن عبد الله", "אביגיל כהן",
		"प्रिया श्रीवास्तव", "ศิริพร แก้วใส", "山田 太郎", "김지원", "Zoë Ångström-von und zu Übermut", "Ada 🎉 Lovelace", "Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine",
		"Ana María de la Concepción Fernández-Villaverde y Martínez de Irujo, Duquesa de Almodóvar del Río", "Mehmet Can Öztürk (he/him) & Söhne <GmbH> {name}",
	} {
		for _, family := range []string{"sans", "sans-bold", "serif"} {
			if name != "" && len(fonts.Lay(designer.Text{Font: designer.Font{Family: family}, Size: 10}, name).Missing) > 0 {
				t.Logf("no font has %s: make fonts", name)
				name = ""
			}
		}
		if name != "" {
			list = append(list, name)
		}
	}
	return list
}

// batchOf awards the sample's badge to people of these names.
func batchOf(t *testing.T, people []string) (*Engine, string) {
	t.Helper()
	e, _, order := sampled(t, world(t))
	var list strings.Builder
	list.WriteString("email,name\n")
	for i, name := range people {
		list.WriteString("p" + string(rune('a'+i)) + "@example.org,\"" + name + "\"\n")
	}
	path := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(path, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	reading, err := roster.ReadFile(path, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, say := testWords(t)
	got, err := e.Award(context.Background(), Order{Request: award.Request{Class: order.Class, List: reading, ListName: "people.csv"}}, say)
	if err != nil || got.Awarded != len(people) {
		t.Fatal(got.Awarded, err)
	}
	return e, got.Plan.Batch
}

// TestPapers draws all papers of people of many scripts. Where poppler and qpdf
// are, the names are read out of them again. PAPERS names a folder that they are
// kept in to be looked at.
func TestPapers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	people := names(t)
	e, batch := batchOf(t, people)
	_, say := testWords(t)
	all := []Paper{{Kind: Cards, PerPage: 8}, {Kind: PickupList}, {Kind: Certificates, Template: "band"}}
	if os.Getenv("PAPERS") != "" {
		all = append(all, Paper{Kind: Cards, PerPage: 10}, Paper{Kind: Cards, PerPage: 4, Size: "letter"})
		for i, template := range paper.Templates() {
			all = append(all, Paper{Kind: Certificates, Template: template, Upright: i%2 == 0})
		}
		for i, template := range paper.Templates() {
			all = append(all, Paper{Kind: Certificates, Template: template, Upright: i%2 != 0, Size: "letter", Language: "de", Signer: "Marta Kowalska, Werkstattleitung"})
		}
	}
	for _, p := range all {
		p.Batch = batch
		got, err := e.Papers(ctx, p, say)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		flawed, err := got.Book(ctx, &out)
		if err != nil {
			t.Fatal(err)
		}
		name := string(p.Kind) + p.Template + got.Size + map[bool]string{true: "-upright"}[p.Upright] + string(rune('a'+p.PerPage))
		if len(flawed) > 0 {
			t.Errorf("%s: %+v", name, flawed)
		}
		path := filepath.Join(t.TempDir(), "paper.pdf")
		if dir := os.Getenv("PAPERS"); dir != "" {
			path = filepath.Join(dir, name+".pdf")
		}
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		readBack(t, path, got.Pages(), people)
	}
}

func readBack(t *testing.T, path string, pages int, people []string) {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err == nil {
		if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil { // #nosec G204 -- a test
			t.Errorf("%s: %s", path, out)
		}
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return
	}
	text, err := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", path, "-").Output() // #nosec G204 -- a test
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\f"); n != pages {
		t.Errorf("%s: %d pages, want %d", path, n, pages)
	}
	said := bareText(string(text))
	for _, name := range people {
		if !strings.Contains(said, bareText(name)) {
			t.Errorf("%s does not say %s", filepath.Base(path), name)
		}
	}
}

// bareText is a text without what only lays it out: spaces, lines, marks of
// direction, and letters for the joined forms of others.
func bareText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// A name that does not fit in the smallest letters is told of, by its row.
func TestPapersTellOfNamesTooLong(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, batch := batchOf(t, []string{"Ada", strings.Repeat("Ferdinand ", 90)})
	_, say := testWords(t)
	for _, kind := range []PaperKind{Certificates, Cards, PickupList} {
		got, err := e.Papers(ctx, Paper{Kind: kind, Batch: batch}, say)
		if err != nil {
			t.Fatal(err)
		}
		flawed, err := got.Book(ctx, io.Discard)
		if err != nil || len(flawed) != 1 || flawed[0].Row != 3 {
			t.Errorf("%s: %+v, %v", kind, flawed, err)
		}
		if _, whole, err := got.Picture(ctx, got.Worst(), 300); whole || err != nil {
			t.Errorf("%s: the picture shows all, %v", kind, err)
		}
	}
}

// What is asked for and is not there has a code of its own.
func TestPapersRefuse(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, batch := batchOf(t, []string{"Ada"})
	_, say := testWords(t)
	for want, p := range map[string]Paper{
		"batch-unknown":  {Kind: Cards, Batch: "none"},
		"paper-template": {Kind: Certificates, Batch: batch, Template: "gold"},
		"paper-size":     {Kind: Certificates, Batch: batch, Size: "a3"},
		"paper-cards":    {Kind: Cards, Batch: batch, PerPage: 7},
		"paper-nobody":   {Kind: Cards, Batch: batch, Awards: []string{}},
	} {
		if _, err := e.Papers(ctx, p, say); issuer.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := e.View(ctx, func(t *ledger.Tx) error { _, err := t.Handouts(batch); return err }); err != nil {
		t.Fatal(err)
	}
}
