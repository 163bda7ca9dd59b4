package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// photoClass makes the sample's badge one that shows a picture of its owner.
func photoClass(t *testing.T, e *Engine, field string) {
	t.Helper()
	doc := designer.Document{Width: 200, Height: 200, Layers: []*designer.Layer{{
		ID: "p", Opacity: 1, Place: geom.Identity(), Image: &designer.Picture{W: 200, H: 200, Field: field, Crop: true},
	}}}
	design, err := drawing.DesignBytes(store.File{Doc: doc})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.EditClass(context.Background(), "first-firing", ClassChange{Design: design}); err != nil {
		t.Fatal(err)
	}
}

// photo is a JPEG of noise, so that no two are alike, with words of a camera.
func photo(t *testing.T, seed uint64, words string) []byte {
	t.Helper()
	m, draw := image.NewRGBA(image.Rect(0, 0, 80, 60)), rand.New(rand.NewPCG(seed, 1))
	for y := range 60 {
		for x := range 80 {
			m.Set(x, y, color.RGBA{uint8(draw.IntN(256)), uint8(draw.IntN(256)), uint8(draw.IntN(256)), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	said := append([]byte("Exif\x00\x00"), words...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(said)+2))
	return slices.Concat(out.Bytes()[:2], segment, said, out.Bytes()[2:])
}

func readPeople(t *testing.T, csv string) *roster.Reading {
	t.Helper()
	list, err := roster.Parse([]byte(csv), "list.csv", roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A list's pictures come from whoever wrote it: nothing outside of their folder
// is read, nothing large is decoded, nothing waits for ever.
func TestPicturesOfAListAreHostile(t *testing.T) {
	t.Parallel()
	e, _, _ := sampled(t, world(t))
	photoClass(t, e, "image")
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret.png")
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	bomb := slices.Clone(small.Bytes())
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, data := range map[string][]byte{
		outside: small.Bytes(), filepath.Join(dir, "good.png"): small.Bytes(), filepath.Join(dir, "bomb.png"): bomb,
		filepath.Join(dir, "cut.png"): small.Bytes()[:len(small.Bytes())/2], filepath.Join(dir, "text.png"): []byte("no picture"), filepath.Join(dir, "Ünï 1.PNG"): small.Bytes(),
	} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	huge, err := os.Create(filepath.Join(dir, "huge.png"))
	if err == nil {
		err = huge.Truncate(drawing.MaxPictureFile + 1)
	}
	if err != nil || huge.Close() != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"good.png": "", "good": "", "./good.png": "", "sub/../good.png": "*", "Ünï 1.PNG": "", outside: PortraitOutside, "../x.png": PortraitOutside,
		"bomb.png": PortraitLarge, "huge.png": PortraitLarge, "text.png": PortraitKind, "folder.png": PortraitKind, "none.png": PortraitMissing, "https://ex.org/a.png": PortraitWeb,
		"data:image/png;base64,AAAA": "*", strings.Repeat("a/", 3000): "*", "cut.png": "", ".": PortraitKind,
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink(outside, filepath.Join(dir, "link.png")); err != nil {
			t.Fatal(err)
		}
		if err := fifo(filepath.Join(dir, "pipe.png")); err != nil {
			t.Fatal(err)
		}
		want["link.png"], want["pipe.png"] = PortraitOutside, PortraitKind
	}
	for name, code := range want {
		list := readPeople(t, "email,image\na@ex.org,\""+name+"\"\n")
		p, err := e.Portraits(context.Background(), "first-firing", list, dir)
		if err != nil {
			t.Fatal(err)
		}
		got, state := "", list.Rows.At(0).State
		if len(list.Problems) > 1 { // besides the name that is missing
			got = list.Problems[len(list.Problems)-1].Code
		}
		bad := code != "" && code != PortraitWeb
		if code == "*" && got == "" || code != "*" && got != code || (state == roster.Bad) != bad || (list.People.Len() == 0) != bad {
			t.Errorf("%.40s: %q, %s", name, got, state)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	// What is damaged behind its beginning is found before anybody is awarded.
	list := readPeople(t, "email,image\na@ex.org,cut.png\nb@ex.org,good.png\n")
	p, err := e.Portraits(context.Background(), "first-firing", list, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	_, say := testWords(t)
	order := Order{Request: award.Request{Class: "first-firing", List: list, ListName: "list.csv"}, Portraits: p}
	if got, err := e.Award(context.Background(), order, say); issuer.CodeOf(err) != "rows-bad" || got.Awarded != 0 {
		t.Errorf("%d awarded, %v", got.Awarded, err)
	}
	order.SkipBad = true
	if got, err := e.Award(context.Background(), order, say); err != nil || got.Awarded != 1 {
		t.Errorf("%d awarded, %v", got.Awarded, err)
	}
}

// The picture of a person is kept without what a camera wrote into it, is in no
// file of the ledger after the person was erased, and in no credential ever.
func TestAPersonsPictureIsKeptAndErased(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, files, _ := sampled(t, world(t))
	photoClass(t, e, "photo")
	dir := t.TempDir()
	for i, name := range []string{"a.jpg", "b.jpg"} {
		if err := os.WriteFile(filepath.Join(dir, name), photo(t, uint64(i), "GPS 53.55 9.99 of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := readPeople(t, "email,name,Photo\na@ex.org,Ada Quill,a.jpg\nb@ex.org,Bo,b.jpg\n")
	p, err := e.Portraits(ctx, "first-firing", list, dir)
	if err != nil {
		t.Fatal(err)
	}
	_, say := testWords(t)
	got, err := e.Award(ctx, Order{Request: award.Request{Class: "first-firing", List: list, ListName: "list.csv"}, Portraits: p}, say)
	if err != nil || got.Awarded != 2 || p.Close() != nil {
		t.Fatal(got.Awarded, err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(files.Ledger), ".squares-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	var traces [][]byte
	for _, row := range got.Plan.Rows.All() {
		d, err := e.Show(ctx, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		hash, ok := issuer.FieldPicture(d.Fields["photo"])
		data, err := e.Blob(ctx, hash)
		if !ok || err != nil || bytes.Contains(data, []byte("GPS")) {
			t.Fatalf("%v: %d bytes, %v", d.Fields, len(data), err)
		}
		traces = append(traces, data[len(data)/2:len(data)/2+100])
		for _, f := range d.Faces {
			err := e.View(ctx, func(t *ledger.Tx) error {
				text, err := t.FaceBytes(f.ID)
				if bytes.Contains(text, []byte(hash)) || bytes.Contains(text, []byte("photo")) {
					return issuer.Fail(issuer.Broken, "test")
				}
				return err
			})
			if err != nil {
				t.Errorf("%s tells of the picture: %v", f.Format, err)
			}
		}
	}
	if !inLedger(t, files.Ledger, traces[0]) || !inLedger(t, files.Ledger, traces[1]) {
		t.Fatal("the trace is looked for in the wrong place")
	}
	if _, err := e.Erase(ctx, "a@ex.org"); err != nil {
		t.Fatal(err)
	}
	if inLedger(t, files.Ledger, traces[0]) {
		t.Error("her picture is there still")
	}
	if !inLedger(t, files.Ledger, traces[1]) {
		t.Error("his picture is gone")
	}
	if report, err := e.Check(ctx); err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v, %v", report.Findings, err)
	}
}

// inLedger looks for bytes in the files of a ledger. Those of a blob lie in
// pages of 4 KiB; a trace of a hundred is hardly ever cut by their edge, and
// the noise of the test is drawn from a fixed seed.
func inLedger(t *testing.T, path string, trace []byte) bool {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		data, err := os.ReadFile(name)
		if err == nil && bytes.Contains(data, trace) {
			return true
		}
	}
	return false
}
