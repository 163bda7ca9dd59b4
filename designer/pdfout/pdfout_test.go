package pdfout_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/pdfout"
	"badgekiln/designer/typeset/typetest"
)

// texts are lines as names and titles are, in ten scripts and in both
// directions.
func texts() []string {
	return []string{
		"Ada Lovelace", "Łukasz Brzęczyszczykiewicz", "Nguyễn Thị Ánh Ngọc", "Ǻgnes x̄ ế", "office affluent", "Αλέξανδρος Παπαδόπουλος",
		"Мария Ёлкина-Щукина", "شهادة تقدير", "عبد الرحمن بن محمد", "لا إله إلا", "مُحَمَّدٌ", "אביגיל כהן", "שָׁלוֹם בֶּן־דָּוִד", "प्रिया श्रीवास्तव", "ณัฐวุฒิ ปิ่นแก้ว",
		"山田太郎", "小林 さくら", "김지원", "Ali علي 123 Smith", "שלום World 2026", "قسم 12 من 40", "+972-50-1234567", "a & b <c> (d)", "👩‍🚀 Ada",
	}
}

// page is a design of lines, upright, turned, in boxes and on arcs.
func page(way string) designer.Document {
	all := texts()
	doc := designer.Document{Name: "Words", Width: 600, Height: 100 * float64(len(all))}
	for i, content := range all {
		text := &designer.Text{Content: content, Font: designer.Font{Family: "sans"}, Size: 30, Align: designer.Middle}
		place := geom.Move(300, 50+100*float64(i))
		switch way {
		case "arc":
			text.Size, text.MinSize, text.Arc = 20, 4, &designer.Arc{Radius: 45, Middle: -90, Sweep: 300}
		case "box":
			text.Box = &designer.Box{W: 500, H: 80}
			place = geom.Move(50, 10+100*float64(i))
		case "turned":
			text.Size = 16
			place = geom.Rotate(-8).Then(place)
		}
		doc.Layers = append(doc.Layers, &designer.Layer{
			ID: fmt.Sprint("l", i), Opacity: 1, Place: place, Fill: designer.FillColor(designer.Color{A: 255}), Text: text,
		})
	}
	return doc
}

// TestWordsComeBack has poppler read the texts of a page: all of them are
// found, in the order in which they are read.
func TestWordsComeBack(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("there is no pdftotext to read with")
	}
	fonts := typetest.Fonts(t)
	for _, way := range []string{"straight", "box", "turned", "arc"} {
		how := display.Options{Fonts: fonts}
		list, err := display.Of(t.Context(), page(way), how)
		if err != nil {
			t.Fatal(err)
		}
		data, err := pdfout.Write(t.Context(), list, 600, how)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts() {
			// A line of both directions has no order that could be told from
			// where its words stand.
			parts := []string{text}
			if mixed(text) {
				parts = strings.Fields(text)
			}
			for _, part := range parts {
				if !strings.Contains(squeezed(string(read)), squeezed(part)) {
					t.Errorf("%s: no %q", way, part)
				}
			}
		}
		if t.Failed() {
			t.Fatalf("%s: read %q", way, read)
		}
	}
}

// TestLettersHaveABox looks at the glyphs of the fonts of nothing: without a box
// PDFium, in Chromium and Edge, would find no word of a page.
func TestLettersHaveABox(t *testing.T) {
	t.Parallel()
	how := display.Options{Fonts: typetest.Fonts(t)}
	list, err := display.Of(t.Context(), page("straight"), how)
	if err != nil {
		t.Fatal(err)
	}
	data, err := pdfout.Write(t.Context(), list, 600, how)
	if err != nil {
		t.Fatal(err)
	}
	glyphs := 0
	for _, part := range bytes.Split(data, []byte("stream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // no stream, or one of a photo
		}
		if text, _ := io.ReadAll(r); bytes.HasSuffix(bytes.TrimSpace(text), []byte(" d1")) {
			glyphs++
		} else if bytes.HasSuffix(bytes.TrimSpace(text), []byte(" d0")) {
			t.Error("a glyph has no box")
		}
	}
	if glyphs == 0 {
		t.Error("no glyph was found")
	}
}

func mixed(text string) bool {
	rtl := strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) })
	return rtl && strings.ContainsFunc(text, func(r rune) bool { return r < 0x80 && r != ' ' })
}

// squeezed leaves out what readers add and take away: spaces, and the marks
// that say which way a text runs.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= 0x202a && r <= 0x202e || r == 0x200e || r == 0x200f || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, text)
}
