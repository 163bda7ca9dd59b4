package studio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"codeberg.org/go-fonts/liberation/liberationserifitalic"

	"badgekiln/app/kit/kittest"
	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// fake is an engine that keeps designs in memory.
type fake struct {
	about designer.Credits // what drawings say of who made them
	long  []string         // titles that have no room

	photos map[string][]byte // of drawings
	lost   []Lost            // of drawings
	t      testing.TB
	files  map[string][]byte
	names  map[string]string
	saves  int
	fail   error

	meanwhile func() // done once while a design is written
	ids       int
	wrote     map[string][]byte

	kept     *fakeKeeper
	versions []Version
	brand    brand.Kit

	picture   []byte // what every file holds that a picture is read of, 40 × 20
	people    []map[string]string
	lists     map[string][]map[string]string // by path
	set       []family.Member
	templates []Design
}

// cat and fonts are read once for all tests: they take a moment.
var shared1 = sync.OnceValues(func() (*typeset.Fonts, error) {
	var sources []typeset.Source
	for _, f := range assets.Fonts() {
		sources = append(sources, typeset.Source{Family: f.Family, Weight: f.Weight, Italic: f.Italic, Data: f.Data})
	}
	return typeset.NewFonts(sources)
})

var shared2 = sync.OnceValues(func() (*template.Catalogue, error) { return template.Load(assets.Art()) })

func newFake(tb testing.TB) *fake {
	tb.Helper()
	return &fake{t: tb, files: map[string][]byte{}, names: map[string]string{}, wrote: map[string][]byte{}}
}

func (f *fake) bytes(file store.File) []byte {
	var b bytes.Buffer
	if err := store.Write(&b, file); err != nil {
		f.t.Fatal(err)
	}
	return b.Bytes()
}

func (f *fake) Designs(context.Context) ([]Design, error) {
	if f.fail != nil {
		return nil, f.fail
	}
	var out []Design
	for id, name := range f.names {
		if strings.HasPrefix(id, "aside/") {
			continue
		}
		d := Design{ID: id, Name: name, Changed: time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)}
		if f.files[id] == nil {
			d.Trouble = designer.Fail("store-damaged")
		}
		out = append(out, d)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, nil
}

func (f *fake) Past(ctx context.Context, id string) (Past, Keeper, error) {
	file, err := f.Design(ctx, id)
	if err != nil {
		return Past{}, nil, err
	}
	f.kept = &fakeKeeper{}
	return Past{Trail: designer.Trail{Steps: []designer.TrailStep{{Doc: file.Doc}}}, Blobs: file.Blobs, Clean: true}, f.kept, nil
}

func (f *fake) Logo(context.Context, string) (Logo, error) {
	return Logo{Colors: map[string]designer.Color{"base": {R: 9, G: 9, B: 90, A: 255}}, Changes: []brand.Change{{Slot: "base"}}}, f.fail
}

func (f *fake) Brand(context.Context) (brand.Kit, bool, error) {
	return f.brand, f.brand.Palettes != nil, nil
}

func (f *fake) KeepBrand(_ context.Context, kit brand.Kit) error { f.brand = kit; return nil }

func (f *fake) ReadBrand(context.Context, string) (brand.Kit, error) { return f.brand, f.fail }

func (f *fake) WriteBrand(context.Context, string, brand.Kit) error { return f.fail }

func (f *fake) WithBrand(_ context.Context, file store.File, kit brand.Kit) (store.File, []string, error) {
	if len(kit.Palettes) > 0 {
		file.Doc = template.Recolour(file.Doc, template.Palette{Colors: kit.Palettes[0].Colors}, template.Level{})
	}
	for role, text := range kit.Texts {
		if doc, err := template.WithText(file.Doc, role, text); err == nil {
			file.Doc = doc
		}
	}
	var missed []string
	for _, font := range kit.Fonts {
		missed = append(missed, font.Family) // there are none here
	}
	return file, missed, f.fail
}

func (f *fake) MakeSet(_ context.Context, _ string, members []family.Member) (Made, error) {
	f.set = members
	return Made{Members: len(members), TooLong: f.long}, f.fail
}

func (f *fake) RemakeSet(context.Context, string, string) (Made, error) {
	return Made{Members: len(f.set), ByHand: f.long}, f.fail
}

func (f *fake) Templates(context.Context) ([]Design, error) { return f.templates, f.fail }

func (f *fake) Template(ctx context.Context, id string) (store.File, error) { return f.Design(ctx, id) }

func (f *fake) KeepTemplate(_ context.Context, file store.File) error {
	id := fmt.Sprint("template-", len(f.templates))
	f.files[id] = f.bytes(file)
	f.templates = append(f.templates, Design{ID: id, Name: file.Doc.Name})
	return f.fail
}

func (f *fake) DeleteTemplate(ctx context.Context, id string) (string, error) {
	f.templates = slices.DeleteFunc(f.templates, func(d Design) bool {
		if d.ID == id {
			f.names[id] = d.Name
		}
		return d.ID == id
	})
	return f.DeleteDesign(ctx, id)
}

func (f *fake) People(_ context.Context, each func(map[string]string)) error {
	return f.give(f.people, each)
}

func (f *fake) PeopleIn(_ context.Context, path string, each func(map[string]string)) error {
	return f.give(f.lists[path], each)
}

func (f *fake) give(rows []map[string]string, each func(map[string]string)) error {
	for _, row := range rows {
		each(row)
	}
	return f.fail
}

func (f *fake) Pack(_ context.Context, folder string) (Pack, error) {
	return Pack{Folder: folder, Name: "pack", Licence: "MIT", Pieces: []Piece{{folder + "/a.svg", "arrow left"}, {folder + "/b.svg", "bee"}}}, f.fail
}

func (f *fake) Piece(_ context.Context, _ string, fill designer.Paint) (Drawing, error) {
	l := &designer.Layer{ID: "x", Opacity: 1, Place: geom.Identity(), Fill: fill, Shape: &designer.Shape{Kind: "ellipse", W: 24, H: 24}}
	return Drawing{Layer: l, About: f.about, Blobs: f.photos, Lost: f.lost}, f.fail
}

func (f *fake) Drawing(ctx context.Context, name string, _ []byte, fill designer.Paint) (Drawing, error) {
	d, err := f.Piece(ctx, "", fill)
	d.Layer.Name = name
	return d, err
}

func (f *fake) SystemFonts(context.Context) ([]MachineFont, error) {
	var list []MachineFont
	for i, travels := range []bool{true, false} {
		list = append(list, MachineFont{Described: typeset.Described{Family: []string{"Hearth", "Kept"}[i], Style: "Italic", Weight: 400, Italic: true, Travels: travels}, Path: "/fonts"})
	}
	return list, f.fail
}

func (f *fake) SystemFace(_ context.Context, m MachineFont) (*typeset.Fonts, error) {
	return typeset.NewFonts([]typeset.Source{{Family: m.Family, Weight: m.Weight, Italic: m.Italic, Data: liberationserifitalic.TTF}})
}

func (f *fake) DressIn(_ context.Context, file store.File, m MachineFont, ids []string) (store.File, Dressed, error) {
	doc, err := edit.SetText(ids, func(x *designer.Text) { x.Font = designer.Font{Family: m.Family, Weight: m.Weight, Italic: m.Italic} })(file.Doc)
	hash := store.Hash(liberationserifitalic.TTF)
	doc.Fonts = []designer.Carried{{Family: m.Family, Weight: m.Weight, Italic: m.Italic, Blob: hash}}
	return store.File{Doc: doc, Blobs: map[string][]byte{hash: liberationserifitalic.TTF}}, Dressed{Family: m.Family, Outlined: !m.Travels}, err
}

func (f *fake) Versions(context.Context, string) ([]Version, error) { return f.versions, nil }

func (f *fake) KeepVersion(_ context.Context, id, name string, file store.File) error {
	v := Version{ID: fmt.Sprint(id, "/", len(f.versions)), Name: name, At: time.Date(2026, 11, 25, 10, len(f.versions), 0, 0, time.UTC)}
	f.files[v.ID] = f.bytes(file)
	f.versions = append([]Version{v}, f.versions...)
	return nil
}

func (f *fake) Version(ctx context.Context, v Version) (store.File, error) {
	return f.Design(ctx, v.ID)
}

// fakeKeeper remembers what it was told to keep.
type fakeKeeper struct {
	trail designer.Trail
	saves int

	meanwhile func() // done once while the states are written
}

func (k *fakeKeeper) Put(t designer.Trail, _ map[string][]byte) error {
	if do := k.meanwhile; do != nil {
		k.meanwhile = nil
		do()
	}
	k.trail = t
	return nil
}

func (k *fakeKeeper) Saved(store.File) error {
	k.saves++
	return nil
}

func (k *fakeKeeper) Close() error { return nil }

func (f *fake) Design(_ context.Context, id string) (store.File, error) {
	data, ok := f.files[id]
	if !ok {
		return store.File{}, errors.New("no such design")
	}
	return store.Read(bytes.NewReader(data), int64(len(data)))
}

func (f *fake) SaveDesign(_ context.Context, id string, file store.File) error {
	if f.fail != nil {
		return f.fail
	}
	f.saves++
	if do := f.meanwhile; do != nil {
		f.meanwhile = nil
		do()
	}
	f.files[id] = f.bytes(file)
	return nil
}

func (f *fake) AddDesign(_ context.Context, name string, file store.File) (Design, error) {
	id := fmt.Sprintf("design-%d", len(f.files)+1)
	f.files[id], f.names[id] = f.bytes(file), name
	return Design{ID: id, Name: name}, nil
}

func (f *fake) RenameDesign(_ context.Context, id, name string) (Design, error) {
	f.names[id] = name
	return Design{ID: id, Name: name}, nil
}

func (f *fake) DeleteDesign(_ context.Context, id string) (string, error) {
	aside := "aside/" + id
	f.files[aside], f.names[aside] = f.files[id], f.names[id]
	delete(f.files, id)
	delete(f.names, id)
	return aside, nil
}

func (f *fake) DeletedDesigns(context.Context) (list []Design, err error) {
	for id, name := range f.names {
		if strings.HasPrefix(id, "aside/") {
			list = append(list, Design{ID: id, Name: name})
		}
	}
	return list, nil
}

func (f *fake) DeletedDesign(ctx context.Context, aside string) (store.File, error) {
	return f.Design(ctx, aside)
}

func (f *fake) RestoreDesign(ctx context.Context, aside string) (Design, error) {
	file, err := f.Design(ctx, aside)
	if err != nil {
		return Design{}, err
	}
	name := f.names[aside]
	delete(f.files, aside)
	delete(f.names, aside)
	return f.AddDesign(ctx, name, file)
}

func (f *fake) ImportDesign(ctx context.Context, path string) (Design, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Design{}, err
	}
	file, err := store.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Design{}, err
	}
	return f.AddDesign(ctx, file.Doc.Name, file)
}

func (f *fake) ClassDesign(ctx context.Context, class string) (store.File, error) {
	return f.Design(ctx, class)
}
func (f *fake) Catalogue() (*template.Catalogue, error)  { return shared2() }
func (f *fake) Fonts(store.File) (*typeset.Fonts, error) { return shared1() }

func (f *fake) ExportPicture(ctx context.Context, path string, file store.File, width int, _ bool, fields map[string]string) error {
	fonts, err := shared1()
	if err != nil {
		return err
	}
	m, _, err := render.Image(ctx, file.Doc, render.Options{Width: width, Fonts: fonts, Blob: file.Blob, Fields: fields})
	if err != nil {
		return err
	}
	f.wrote[path] = m.Pix
	return nil
}

func (f *fake) ExportDesign(_ context.Context, path string, file store.File) error {
	f.wrote[path] = f.bytes(file)
	return nil
}

func (f *fake) ReadPicture(context.Context, string) ([]byte, int, int, error) {
	if f.picture == nil {
		return nil, 0, 0, errors.New("no picture")
	}
	return f.picture, 40, 20, nil
}

func (f *fake) NewID() string { f.ids++; return fmt.Sprintf("n%d", f.ids) }

// sampleDoc is a small design with one of everything that tests touch.
func sampleDoc() designer.Document {
	doc := blank("First Firing")
	doc.Layers = []*designer.Layer{
		{
			ID: "disc", Name: "Disc", Opacity: 1, Place: geom.Move(100, 100), Fill: designer.Fill("base"),
			Shape: &designer.Shape{Kind: "ellipse", W: 400, H: 400},
		},
		{
			ID: "pair", Name: "Pair", Opacity: 1, Place: geom.Identity(),
			Group: &designer.Group{Layers: []*designer.Layer{
				{ID: "left", Name: "Left", Opacity: 1, Place: geom.Move(200, 350), Fill: designer.Fill("pop"), Shape: &designer.Shape{Kind: "rect", W: 60, H: 60}},
				{ID: "right", Name: "Right", Opacity: 1, Place: geom.Move(340, 350), Fill: designer.Fill("pop"), Shape: &designer.Shape{Kind: "rect", W: 60, H: 60}},
			}},
		},
		{
			ID: "title", Name: "Title", Role: "title", Opacity: 1, Place: geom.Move(300, 300), Fill: designer.Fill("paper"),
			Text: &designer.Text{Content: "FIRST FIRING", Font: designer.Font{Family: "sans-bold"}, Size: 40, Align: designer.Middle, Arc: &designer.Arc{Radius: 150, Middle: -90, Sweep: 180}},
		},
		{
			ID: "name", Name: "Name", Role: "recipient", Opacity: 1, Place: geom.Move(300, 310), Fill: designer.Fill("ink"),
			Text: &designer.Text{Content: "{name}", Font: designer.Font{Family: "sans"}, Size: 36, Align: designer.Middle, Room: 300},
		},
	}
	return doc
}

// open opens the sample in a studio of 1280 × 800, whose strip judges nothing:
// that takes longer than most of what is tested.
func open(t *testing.T, say kittest.Words) (*kittest.Bench, *Room, *fake) {
	t.Helper()
	return openWith(t, say, func(r *Room) { r.studio.strip.folded = true })
}

// openJudged opens it as people see it.
func openJudged(t *testing.T, say kittest.Words) (*kittest.Bench, *Room, *fake) {
	t.Helper()
	return openWith(t, say, func(*Room) {})
}

func openWith(t *testing.T, say kittest.Words, first func(*Room)) (*kittest.Bench, *Room, *fake) {
	t.Helper()
	b := kittest.New(t, say)
	f := newFake(t)
	if _, err := f.AddDesign(t.Context(), "First Firing", store.File{Doc: sampleDoc()}); err != nil {
		t.Fatal(err)
	}
	r := New(b.Env, f)
	first(r)
	b.Show(r.Content())
	r.Shown()
	r.openDesign(Design{ID: "design-1", Name: "First Firing"})
	b.Settle()
	if len(b.Errors) > 0 {
		t.Fatal(b.Errors)
	}
	return b, r, f
}

// Screen places of the canvas.

func (s *studio) spot(p geom.Point) fyne.Position { return pos(s.board.view.screen(p)) }

func mouse(p fyne.Position, mod fyne.KeyModifier, button desktop.MouseButton) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: button, Modifier: mod}
}

// click presses and lets go at a document point. Clicks lie apart in time, so
// that two are no double one.
func click(b *kittest.Bench, s *studio, p geom.Point, mod fyne.KeyModifier) {
	b.Clock = b.Clock.Add(2 * time.Second)
	at := s.spot(p)
	s.board.MouseDown(mouse(at, mod, desktop.MouseButtonPrimary))
	s.board.MouseUp(mouse(at, mod, desktop.MouseButtonPrimary))
}

// drag drags from one document point to another in steps.
func drag(b *kittest.Bench, s *studio, from, to geom.Point, mod fyne.KeyModifier) {
	press(b, s, from, to, mod)
	s.board.MouseUp(mouse(s.spot(to), mod, desktop.MouseButtonPrimary))
	s.board.DragEnd()
}

func press(b *kittest.Bench, s *studio, from, to geom.Point, mod fyne.KeyModifier) {
	b.Clock = b.Clock.Add(2 * time.Second)
	s.board.MouseDown(mouse(s.spot(from), mod, desktop.MouseButtonPrimary))
	const steps = 8
	for i := 1; i <= steps; i++ {
		p := from.Add(to.Sub(from).Times(float64(i) / steps))
		s.board.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: s.spot(p)}})
	}
}

// storeFile is the design as it would be stored.
func storeFile(s *studio) store.File {
	return store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}
}
