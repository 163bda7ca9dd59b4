package windowtrials

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The sample is awarded from an empty home with nothing but the pointer.
func TestSampleInFewClicks(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.do(s.Settled())
	s.shot("sample-1-home")
	s.click("Open the sample workshop")
	s.click("Choose the list")
	s.do(s.Settled())
	s.shot("sample-2-list")
	s.goOn("Award 13")
	s.shot("sample-3-plan")
	s.click("Award 13")
	s.says("13 people have their badge")
	s.shot("sample-4-result")
	t.Logf("from start to awarded sample: %d clicks, %d typed fields", s.Clicks, s.Fields)
	if s.Clicks > 12 || s.Fields > 3 {
		t.Errorf("that is more than 12 clicks and 3 fields")
	}
	pictures := found(t, s.home, ".png")
	if len(pictures) != 13 {
		t.Fatalf("%d pictures, want 13: %v", len(pictures), pictures)
	}
	ledgers := found(t, s.home, "workshop.db")
	if len(ledgers) != 1 {
		t.Fatalf("sample ledgers: %v", ledgers)
	}
	s.kiln(append([]string{"--ledger", ledgers[0], "verify", "--offline"}, pictures...)...)
	s.do(s.Stop())
}

// can tells whether something can be pressed now.
func (s *scene) can(label string) bool {
	v, err := s.See()
	return err == nil && v.Has(label)
}

// An organiser makes an issuer and a badge of their own, changes the design,
// awards a list by its path; every word typed is in the credentials, and the
// picture in them is the changed design.
func TestOwnBadgeByHand(t *testing.T) {
	t.Parallel()
	s := open(t)
	list := write(t, filepath.Join(s.home, "Desk", "kiln-friends.csv"),
		"Name,E-mail\nAda Quill,ada.quill@example.org\nBert Oven,Bert.Oven@Example.org \nCleo Ash,cleo@example.net\n")
	s.do(s.Settled())
	s.click("Open the sample workshop", "Start my own")
	s.says("ledger.db")
	s.click("Item:First Firing")

	// The title is changed in place and the accent slot recoloured.
	b := s.board("the design", func(b board) bool { return b.Zoom > 0 })
	before := art(t, s.only("badge.badge"), s)
	x, y := b.at(300, 104)
	s.edit(x, y)
	s.do(s.Keys("ctrl+a"), s.Type("GLAZE MASTER"), s.Keys("Escape"))
	s.board("the title typed", func(b board) bool { return !b.Typing })
	s.shot("own-1-design")

	s.click("Use in a badge")
	s.do(s.Fill("Your organisation", "Salt Marsh Potters"), s.Fill("Name", "Glaze Master"),
		s.Fill("Description", "Mixes a glaze and fires it."), s.Fill("How it is earned (criteria)", "Fire three glazed bowls."))
	s.shot("own-2-badge")
	s.click("Save badge")
	s.do(s.Settled())
	s.shot("own-3-saved")
	s.click("Award…")
	s.do(s.Fill("Path of the file", list))
	s.click("Read it")
	s.goOn("Award 3")
	s.shot("own-4-plan")
	s.click("Award 3")
	s.says("3 people have their badge")
	s.shot("own-5-result")
	t.Logf("an own badge: %d clicks, %d typed fields", s.Clicks, s.Fields)
	s.do(s.Stop())

	pictures := found(t, s.home, ".png")
	if len(pictures) != 3 {
		t.Fatalf("%d pictures, want 3: %v", len(pictures), pictures)
	}
	after := art(t, s.only("badge.badge"), s)
	if far(before, after) == 0 {
		t.Error("the design was not changed")
	}
	for _, picture := range pictures {
		credential := s.kiln("unbake", picture)
		for _, typed := range []string{"Salt Marsh Potters", "Glaze Master", "Mixes a glaze and fires it.", "Fire three glazed bowls."} {
			if !strings.Contains(credential, typed) {
				t.Errorf("%s does not say %q", filepath.Base(picture), typed)
			}
		}
		if off := far(decode(t, picture), after); off > 0 {
			t.Errorf("%s shows another picture than the changed design: %d pixels differ", filepath.Base(picture), off)
		}
	}
	awards := s.kiln("awards", "--json")
	for _, email := range []string{"ada.quill@example.org", "bert.oven@example.org", "cleo@example.net"} {
		if !strings.Contains(awards, email) {
			t.Errorf("the ledger does not know %s", email)
		}
	}
	s.kiln(append([]string{"verify", "--offline"}, pictures...)...)
}

// only gives the one file of the designs folder beside the own ledger that has
// one of the names.
func (s *scene) only(names ...string) string {
	s.t.Helper()
	var hits []string
	for _, path := range found(s.t, filepath.Join(s.home, ".config", "badgekiln", "designs"), ".badge") {
		for _, name := range names {
			if filepath.Base(path) == name {
				hits = append(hits, path)
			}
		}
	}
	if len(hits) != 1 {
		s.t.Fatalf("designs of the own ledger called %v: %v", names, hits)
	}
	return hits[0]
}

// art draws a design by the command line, as large as a badge is baked.
func art(t *testing.T, design string, s *scene) image.Image {
	t.Helper()
	out := filepath.Join(t.TempDir(), "art.png")
	s.kiln("design", "render", design, "-o", out, "--size", "600")
	return decode(t, out)
}

func decode(t *testing.T, path string) image.Image {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// far counts the pixels in which two pictures differ.
func far(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	n := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r0, g0, b0, a0 := a.At(x, y).RGBA()
			r1, g1, b1, a1 := b.At(x, y).RGBA()
			if r0 != r1 || g0 != g1 || b0 != b1 || a0 != a1 {
				n++
			}
		}
	}
	return n
}
