package store_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// everything is a document with every member set somewhere.
func everything() designer.Document {
	path := &geom.Path{}
	path.Move(geom.Pt(0.1, -2))
	path.Line(geom.Pt(10, 1.0/3))
	path.Quad(geom.Pt(20, 5), geom.Pt(1e-9, 123456.789))
	path.Cube(geom.Pt(1, 2), geom.Pt(3, 4), geom.Pt(5, 6))
	path.Close()
	gold := designer.Color{R: 0xE3, G: 0xB4, B: 0x43, A: 0x80}
	stops := []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.Tone{Color: gold, Alpha: 0.5}}}
	return designer.Document{
		Name: "First <Firing> & more", Width: 600, Height: 600, Template: "seal-scalloped",
		About: designer.Credits{Author: "Zoë", Licence: "CC0-1.0", Source: "https://example.org", Alt: "A seal"},
		Slots: []designer.Slot{{Name: "base", Color: designer.Color{R: 1, G: 2, B: 3, A: 255}}, {Name: "own", Color: gold}},
		Layers: []*designer.Layer{
			{
				ID: "a", Name: "Seal", Opacity: 0.5, Place: geom.Rotate(30).Then(geom.Move(0.1, 1e-7)), Hidden: true, Role: "emblem",
				Fill:   designer.Paint{Kind: designer.Linear, Stops: stops, From: geom.Pt(0, 0), To: geom.Pt(0, 100)},
				Stroke: &designer.Stroke{Paint: designer.Fill("own"), Width: 2.5, Cap: designer.CapRound, Join: designer.JoinMiter, Miter: 8, Dash: []float64{3, 1.5}, Offset: -1},
				Shadow: &designer.Shadow{DX: 1, DY: 2, Blur: 3, Tone: designer.Tone{Slot: "base", Alpha: 0.3}},
				Shape:  &designer.Shape{Kind: "seal", W: 100, H: 50, Set: map[string]float64{"points": 24, "depth": 0.1}},
			},
			{
				ID: "b", Name: "Group", Opacity: 1, Place: geom.Identity(), Locked: true,
				Group: &designer.Group{Layers: []*designer.Layer{
					{
						ID: "c", Name: "Vase", Opacity: 1, Place: geom.Scale(2, 3), Emblem: "vase",
						Fill: designer.Paint{Kind: designer.Radial, Stops: stops, From: geom.Pt(1, 1), To: geom.Pt(9, 1), Ratio: 0.5, Focus: geom.Pt(2, 2)},
						Path: &designer.Outline{Path: path, EvenOdd: true},
					},
					{ID: "d", Name: "Photo", Opacity: 0, Place: geom.Identity(), Image: &designer.Picture{Blob: store.Hash([]byte("picture")), W: 10, H: 20}},
				}},
			},
			{
				ID: "q", Name: "Code", Opacity: 1, Place: geom.Identity(), Fill: designer.FillColor(gold),
				Code: &designer.Code{Content: "{verify_url}", Side: 120, Level: designer.CodeHigh, Quiet: 4},
			},
			{
				ID: "e", Name: "Title", Opacity: 1, Place: geom.Move(300, 300), Fill: designer.FillColor(gold), Role: "title",
				Text: &designer.Text{
					Content: "FIRST {name}\n“x”", Font: designer.Font{Family: "sans-bold", Weight: 800, Italic: true}, Size: 54, MinSize: 30,
					Room: 300, Track: 2, Leading: 1.1, Align: designer.Middle, Valign: designer.Centre,
					Arc: &designer.Arc{Radius: 210, Middle: -90, Sweep: 112, Inside: true},
				},
			},
			{
				ID: "f", Name: "Words", Opacity: 1, Place: geom.Identity(), Fill: designer.Fill("base"),
				Text: &designer.Text{Content: "", Font: designer.Font{Family: "serif"}, Size: 20, Box: &designer.Box{W: 200, H: 80}},
			},
			{ID: "g", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{}}},
		},
	}
}

func file() store.File {
	return store.File{Doc: everything(), Blobs: map[string][]byte{
		store.Hash([]byte("picture")): []byte("picture"),
		store.Hash([]byte("another")): []byte("another"),
	}}
}

func TestFileComesBackWhole(t *testing.T) {
	data, err := store.Bytes(file())
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(file(), got); d != "" {
		t.Error(d)
	}
}

func TestSameFileSameBytes(t *testing.T) {
	first, err := store.Bytes(file())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := store.Bytes(file())
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("other bytes, or %v", err)
		}
	}
	read, err := store.Read(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := store.Bytes(read); err != nil || !bytes.Equal(first, again) {
		t.Errorf("other bytes after reading, or %v", err)
	}
}

// The form is promised to files on people's disks: what this says must be read
// for ever.
func TestDesignOfVersionOne(t *testing.T) {
	const text = `{
 "format": "badgekiln-design",
 "version": 1,
 "name": "Disc",
 "about": {
  "alt": "A disc"
 },
 "width": 600,
 "height": 600,
 "slots": [
  {
   "name": "base",
   "color": "#102030"
  }
 ],
 "layers": [
  {
   "id": "1",
   "name": "Disc",
   "place": [
    1,
    0,
    0,
    1,
    100.5,
    100
   ],
   "fill": {
    "kind": "solid",
    "tone": {
     "slot": "base"
    }
   },
   "shape": {
    "kind": "ellipse",
    "w": 400,
    "h": 400
   }
  },
  {
   "id": "2",
   "opacity": 0.5,
   "stroke": {
    "paint": {
     "kind": "solid",
     "tone": {
      "color": "#FF000080",
      "alpha": 0.25
     }
    },
    "width": 3
   },
   "path": {
    "d": "M0 0L1.5 -2Q1 2 3 4C1 2 3 4 5 6Z"
   }
  }
 ]
}
`
	doc, err := store.UnmarshalDesign([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	again, err := store.MarshalDesign(doc)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(text, string(again)); d != "" {
		t.Error(d)
	}
}

func TestPruned(t *testing.T) {
	f := file().Pruned()
	if len(f.Blobs) != 1 || f.Blobs[store.Hash([]byte("picture"))] == nil {
		t.Errorf("kept %v", f.Blobs)
	}
	var fault *designer.Fault
	if _, err := f.Blob("gone"); !errors.As(err, &fault) || fault.Code != "picture-gone" {
		t.Errorf("gave %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	wrong := file()
	wrong.Blobs = map[string][]byte{store.Hash([]byte("x")): []byte("y")}
	endless := file()
	endless.Doc.Width = math.Inf(1)
	for name, c := range map[string]struct {
		f    store.File
		code string
	}{
		"blob of another hash": {wrong, "store-hash"},
		"endless width":        {endless, "unsound-size"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.Bytes(c.f)
			wants(t, err, c.code)
		})
	}
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	var fault *designer.Fault
	if !errors.As(err, &fault) {
		t.Fatalf("gave %v, not a fault", err)
	}
	if fault.Code != code {
		t.Errorf("gave %v, not %s", err, code)
	}
}

// entry is a file in a zip as someone may have made it.
type entry struct {
	name   string
	data   string
	packed bool
	change func(*zip.FileHeader)
}

// pack makes a zip with whatever lies its headers are told to tell.
func pack(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		if e.packed {
			w, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(e.data)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		h := &zip.FileHeader{
			Name: e.name, CRC32: crc32.ChecksumIEEE([]byte(e.data)),
			CompressedSize64: uint64(len(e.data)), UncompressedSize64: uint64(len(e.data)),
		}
		if e.change != nil {
			e.change(h)
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func design(t *testing.T) entry {
	t.Helper()
	doc := everything()
	data, err := store.MarshalDesign(doc)
	if err != nil {
		t.Fatal(err)
	}
	return entry{name: "design.json", data: string(data)}
}

func TestZipOfAnotherProgramIsRead(t *testing.T) {
	d := design(t)
	d.packed = true
	data := pack(t, entry{name: "blobs/" + store.Hash([]byte("x")), data: "x", packed: true}, d)
	f, err := store.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(everything(), f.Doc); d != "" {
		t.Error(d)
	}
}

func TestHostileZips(t *testing.T) {
	d := design(t)
	with := func(more ...entry) []byte { return pack(t, append([]entry{d}, more...)...) }
	header := func(change func(*zip.FileHeader)) []byte {
		e := d
		e.change = change
		return pack(t, e)
	}
	good := with()
	end := len(good) - 22
	edited := func(f func(b []byte)) []byte {
		b := bytes.Clone(good)
		f(b)
		return b
	}
	central := bytes.Index(good, []byte("PK\x01\x02"))
	many := make([]entry, 0, 1001)
	for i := range 1001 {
		data := strings.Repeat("x", i)
		many = append(many, entry{name: "blobs/" + store.Hash([]byte(data)), data: ""})
	}
	hash := store.Hash([]byte("picture"))
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"nothing":                        {nil, "store-not-design"},
		"no zip":                         {[]byte(strings.Repeat("no zip ", 100)), "store-not-design"},
		"a zip without a design":         {pack(t, entry{name: "blobs/" + hash, data: "picture"}), "store-not-design"},
		"another file":                   {with(entry{name: "readme.txt", data: "x"}), "store-name"},
		"a path upwards":                 {with(entry{name: "blobs/../../.profile", data: "x"}), "store-name"},
		"an absolute path":               {with(entry{name: "/etc/passwd", data: "x"}), "store-name"},
		"a path of Windows":              {with(entry{name: `blobs\..\x`, data: "x"}), "store-name"},
		"a folder":                       {with(entry{name: "blobs/"}), "store-name"},
		"a hash in capitals":             {with(entry{name: "blobs/" + strings.ToUpper(hash), data: "picture"}), "store-name"},
		"a name that plays tricks":       {with(entry{name: "\u202egpj.\x1b[31m" + strings.Repeat("é", 100), data: "x"}), "store-name"},
		"two designs":                    {with(d), "store-twice"},
		"two blobs of one name":          {with(entry{name: "blobs/" + hash, data: "picture"}, entry{name: "blobs/" + hash, data: "picture"}), "store-twice"},
		"a blob that is another":         {with(entry{name: "blobs/" + hash, data: "Picture"}), "store-hash"},
		"encrypted":                      {header(func(h *zip.FileHeader) { h.Flags |= 1 }), "store-encrypted"},
		"an unknown packer":              {header(func(h *zip.FileHeader) { h.Method = 14 }), "store-damaged"},
		"packed to a thousandth":         {pack(t, entry{name: "design.json", data: strings.Repeat(" ", 4<<20), packed: true}), "store-bomb"},
		"a design that is too large":     {pack(t, entry{name: "design.json", data: strings.Repeat(" ", 9<<20)}), "store-design-large"},
		"a blob said to be huge":         {with(entry{name: "blobs/" + hash, data: "picture", change: func(h *zip.FileHeader) { h.UncompressedSize64 = 65 << 20 }}), "store-too-large"},
		"blobs too large together":       {with(huge(t)...), "store-too-large"},
		"longer than it says":            {header(func(h *zip.FileHeader) { h.UncompressedSize64-- }), "store-damaged"},
		"shorter than it says":           {header(func(h *zip.FileHeader) { h.UncompressedSize64++ }), "store-damaged"},
		"another checksum":               {header(func(h *zip.FileHeader) { h.CRC32++ }), "store-damaged"},
		"too many entries":               {with(many...), "store-entries"},
		"fewer entries than there are":   {edited(func(b []byte) { b[end+8], b[end+10] = 0, 0 }), "store-damaged"},
		"more entries than there are":    {edited(func(b []byte) { b[end+8], b[end+10] = 2, 2 }), "store-damaged"},
		"counts that differ":             {edited(func(b []byte) { b[end+8] = 7 }), "store-damaged"},
		"zip64 in the end record":        {edited(func(b []byte) { binary.LittleEndian.PutUint32(b[end+16:], math.MaxUint32) }), "store-damaged"},
		"65,535 entries, see zip64":      {edited(func(b []byte) { copy(b[end+8:], "\xff\xff\xff\xff") }), "store-entries"},
		"zip64 in an entry":              {edited(func(b []byte) { binary.LittleEndian.PutUint32(b[central+24:], math.MaxUint32) }), "store-damaged"},
		"an entry behind the directory":  {edited(func(b []byte) { binary.LittleEndian.PutUint32(b[central+42:], uint32(len(b))) }), "store-damaged"},
		"an entry's name past the end":   {edited(func(b []byte) { binary.LittleEndian.PutUint16(b[central+28:], math.MaxUint16) }), "store-damaged"},
		"something before the directory": {append([]byte("#!/bin/sh\n"), good...), "store-damaged"},
		"something behind the end":       {append(bytes.Clone(good), "tail"...), "store-damaged"},
		"cut off":                        {good[:len(good)-30], "store-not-design"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.Read(bytes.NewReader(c.data), int64(len(c.data)))
			wants(t, err, c.code)
			var fault *designer.Fault
			if errors.As(err, &fault) && len(fault.Values["name"]) > 400 {
				t.Errorf("the name is shown whole: %q", fault.Values["name"])
			}
		})
	}
	t.Run("a file that is too large", func(t *testing.T) {
		_, err := store.Read(bytes.NewReader(good), 65<<20)
		wants(t, err, "store-too-large")
	})
}

// huge is three blobs that pack well enough to pass one by one.
func huge(t *testing.T) []entry {
	t.Helper()
	noise := make([]byte, 1<<17)
	x := uint32(1)
	for i := range noise {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	var out []entry
	for i := range 3 {
		data := strings.Repeat(string(rune('a'+i)), 24<<20-len(noise)) + string(noise)
		out = append(out, entry{name: "blobs/" + store.Hash([]byte(data)), data: data, packed: true})
	}
	return out
}

func TestHostileDesigns(t *testing.T) {
	const head = `{"format":"badgekiln-design","version":1,"width":600,"height":600,`
	layer := func(rest string) string { return head + `"layers":[{"id":"1",` + rest + `}]}` }
	nested := func(n int) string {
		text := `"group":{"layers":[]}`
		for i := range n {
			text = `"group":{"layers":[{"id":"g` + string(rune('A'+i%26)) + strings.Repeat("x", i) + `",` + text + `}]}`
		}
		return text
	}
	for name, c := range map[string]struct{ text, code string }{
		"empty":                      {``, "store-unreadable"},
		"no object":                  {`[]`, "store-unreadable"},
		"null":                       {`null`, "store-not-design"},
		"another format":             {`{"format":"picture","version":1}`, "store-not-design"},
		"no version":                 {`{"format":"badgekiln-design"}`, "store-not-design"},
		"a newer version":            {`{"format":"badgekiln-design","version":9,"layers":"elsewhere"}`, "store-newer"},
		"a newer member":             {head + `"layers":[],"glow":1}`, "store-newer"},
		"a newer member of a layer":  {layer(`"glow":1,"group":{"layers":[]}`), "store-newer"},
		"a newer paint":              {layer(`"fill":{"kind":"mesh"},"group":{"layers":[]}`), "store-newer"},
		"something behind":           {head + `"layers":[]}{}`, "store-unreadable"},
		"a layer that is null":       {head + `"layers":[null]}`, "store-unreadable"},
		"a place of five":            {layer(`"place":[1,0,0,1,0],"group":{"layers":[]}`), "store-unreadable"},
		"a flat place":               {layer(`"place":[1,0,0,0,0,0],"group":{"layers":[]}`), "unsound-place"},
		"a number that is none":      {layer(`"opacity":1e999,"group":{"layers":[]}`), "store-unreadable"},
		"a word for a number":        {layer(`"opacity":"NaN","group":{"layers":[]}`), "store-unreadable"},
		"a path of NaN":              {layer(`"path":{"d":"M NaN 0"}`), "unsound-number"},
		"a path of infinity":         {layer(`"path":{"d":"M0 0L inf 0"}`), "unsound-number"},
		"a path with half a point":   {layer(`"path":{"d":"M0"}`), "store-unreadable"},
		"a path that is no path":     {layer(`"path":{"d":"A1 1 0 0 0 1 1"}`), "store-unreadable"},
		"a colour that is none":      {head + `"slots":[{"name":"x","color":"blue"}],"layers":[]}`, "color-unreadable"},
		"a layer that is nothing":    {head + `"layers":[{"id":"1"}]}`, "unsound-kind"},
		"a layer that is two things": {layer(`"group":{"layers":[]},"shape":{"kind":"rect","w":1,"h":1}`), "unsound-kind"},
		"two layers of one id":       {head + `"layers":[{"id":"1","group":{"layers":[]}},{"id":"1","group":{"layers":[]}}]}`, "unsound-id"},
		"groups 33 deep":             {layer(nested(33)), "unsound-deep"},
		"nested without end":         {strings.Repeat(`[`, 1<<20), "unsound-deep"},
		"6,000 layers":               {head + `"layers":[` + ids(6000) + `]}`, "unsound-many"},
		"objects without end":        {head + `"layers":[` + strings.Repeat(`{},`, 1<<20) + `{}]}`, "unsound-many"},
		"9 MB":                       {strings.Repeat(" ", 9<<20), "store-design-large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.UnmarshalDesign([]byte(c.text))
			wants(t, err, c.code)
		})
	}
	if _, err := store.UnmarshalDesign([]byte(layer(nested(31)))); err != nil {
		t.Errorf("groups 32 deep are refused: %v", err)
	}
}

func ids(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`{"id":"`)
		b.WriteString(strings.Repeat("x", i%80))
		b.WriteByte(byte('a' + i/80%26))
		b.WriteByte(byte('a' + i/80/26))
		b.WriteString(`","group":{"layers":[]}}`)
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	data, err := store.Bytes(file())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	small, err := store.Bytes(store.File{Doc: designer.Document{Width: 1, Height: 1, Layers: everything().Layers[:1]}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := store.Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			var fault *designer.Fault
			if !errors.As(err, &fault) {
				t.Fatalf("no fault: %v", err)
			}
			return
		}
		again(t, read)
	})
}

// again writes what was read, and reads and writes it once more.
func again(t *testing.T, read store.File) {
	t.Helper()
	first, err := store.Bytes(read)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	back, err := store.Read(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatalf("what was written cannot be read: %v", err)
	}
	if d := cmp.Diff(read, back); d != "" {
		t.Fatal(d)
	}
	if second, err := store.Bytes(back); err != nil || !bytes.Equal(first, second) {
		t.Fatalf("other bytes, or %v", err)
	}
}

// FuzzUnmarshalDesign gets past the checksums.
func FuzzUnmarshalDesign(f *testing.F) {
	data, err := store.MarshalDesign(everything())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"format":"badgekiln-design","version":1,"width":1,"height":1,"layers":[{"id":"1","group":{"layers":[]},"fill":{"kind":"","stops":[{}]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := store.UnmarshalDesign(data)
		if err != nil {
			return
		}
		again(t, store.File{Doc: doc})
	})
}
