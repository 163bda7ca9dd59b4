package studio

import (
	"context"
	"maps"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// exportKinds are the files that a design is written as, the usual one first:
// the name of each is the end of its path, after a + what else there is to it.
func exportKinds() []string { return []string{"png", "png+few", "jpg", "svg", "pdf"} }

// exportDialog asks how wide, as what and where, and writes a file.
func (s *studio) exportDialog() {
	t := s.env.T
	sizes := []string{"90", "180", "300", "600", "1200", "2400"}
	texts := make([]string, len(sizes))
	for i, n := range sizes {
		texts[i] = t("studio.export.pixels", "size", n)
	}
	size := kit.NewSelect(t("studio.export.size"), sizes, texts, "600", nil)
	kinds := exportKinds()
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = t("studio.export.kind." + strings.ReplaceAll(k, "+", "-"))
	}
	kind := kit.NewSelect(t("studio.export.kind"), kinds, names, kinds[0], nil)
	var d *kit.Dialog
	d = s.env.NewDialog(t("studio.export.title"), kit.VBox(12,
		kit.NewField(t("studio.export.kind"), t("studio.export.kind.hint"), kind),
		kit.NewField(t("studio.export.size"), t("studio.export.hint"), size)),
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }),
		kit.NewButton(t("studio.export.where"), "", kit.Primary, func() {
			width, _ := strconv.Atoi(size.Value())
			ending, _, few := strings.Cut(kind.Value(), "+")
			ending = "." + ending
			d.Close()
			s.env.ChooseFile(kit.Choose{
				Title: t("studio.export.title"), Button: t("studio.export.do"), Extensions: []string{ending}, Save: true,
				Name: fileName(s.session.Document().Name) + ending,
			}, func(path string) { s.exportPicture(withExtension(path, ending), width, few) })
		}))
	d.Show()
}

// exportPicture writes the design, fields filled as the canvas shows them.
func (s *studio) exportPicture(path string, width int, few bool) {
	f := store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}
	fields := s.fields()
	kit.Do(s.env.Tasks, func(ctx context.Context) error {
		return s.r.engine.ExportPicture(ctx, path, f, width, few, fields)
	}, func(err error) { s.wrote(path, err) })
}

// saveAsDialog writes the design itself to a place of one's own.
func (s *studio) saveAsDialog() {
	t := s.env.T
	s.env.ChooseFile(kit.Choose{
		Title: t("studio.saveas.title"), Button: t("studio.saveas.do"), Extensions: []string{".badge"}, Save: true,
		Name: fileName(s.session.Document().Name) + ".badge",
	}, func(path string) {
		path = withExtension(path, ".badge")
		f := store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}.Pruned()
		kit.Do(s.env.Tasks, func(ctx context.Context) error {
			return s.r.engine.ExportDesign(ctx, path, f)
		}, func(err error) { s.wrote(path, err) })
	})
}

// wrote says where a file went.
func (s *studio) wrote(path string, err error) {
	if err != nil {
		s.fail(err)
		return
	}
	t := s.env.T
	var d *kit.Dialog
	open := kit.NewButton(t("studio.export.folder"), "folder", kit.Plain, func() { d.Close(); s.env.OpenFolder(filepath.Dir(path)) })
	ok := kit.NewButton(t("app.close"), "", kit.Primary, func() { d.Close() })
	d = s.env.NewDialog(t("studio.export.done", "file", filepath.Base(path)), kit.Body(path).In(kit.ColorText2), open, ok)
	d.Focus(ok).Show()
}

// mostLost is how many sentences a dialog shows.
const mostLost = 8

// tellLost says what of a file could not be brought over, if anything.
func (s *studio) tellLost(lost []Lost) {
	if len(lost) == 0 {
		return
	}
	t := s.env.T
	var lines []fyne.CanvasObject
	for i, l := range lost {
		if i == mostLost {
			lines = append(lines, kit.Body(t("studio.lost.more", "count", strconv.Itoa(len(lost)-i))).In(kit.ColorText2))
			break
		}
		pairs := make([]string, 0, 2*len(l.Values))
		for k, v := range l.Values {
			pairs = append(pairs, k, v)
		}
		lines = append(lines, kit.Body(t("svgin."+l.Code, pairs...)))
	}
	var d *kit.Dialog
	ok := kit.NewButton(t("app.close"), "", kit.Primary, func() { d.Close(); s.focus() })
	d = s.env.NewDialog(t("studio.lost.title"), kit.VBox(6, lines...), ok)
	d.Focus(ok).Show()
}

// fileName makes a name for files out of a name for people.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return -1
		}
		return r
	}, name)
	if name = strings.Trim(name, " ."); name == "" {
		return "badge"
	}
	return name
}

func withExtension(path, ext string) string {
	if strings.EqualFold(filepath.Ext(path), ext) {
		return path
	}
	return path + ext
}

// choosePicture asks for a picture file and puts it on the canvas.
func (s *studio) choosePicture() {
	s.env.ChooseFile(kit.Choose{
		Title: s.env.T("studio.picture.title"), Extensions: pictureEndings(), Recent: true,
	}, func(path string) { s.addPicture(path, s.middle()) })
}

type importedPicture struct {
	data []byte
	w, h int
}

// hold takes pictures that layers are about to refer to. Whoever draws or saves
// at this moment keeps the ones there were.
func (s *studio) hold(more map[string][]byte) {
	held := maps.Clone(s.file.Blobs)
	if held == nil {
		held = map[string][]byte{}
	}
	maps.Copy(held, more)
	s.file.Blobs = held
	s.paper.renew()
}

// addPicture reads a picture and puts it with its middle at a place, no larger
// than half the badge.
func (s *studio) addPicture(path string, at geom.Point) {
	session := s.session
	kit.Run(s.env.Tasks, func(ctx context.Context) (importedPicture, error) {
		data, w, h, err := s.r.engine.ReadPicture(ctx, path)
		return importedPicture{data, w, h}, err
	}, func(p importedPicture, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		if session != s.session {
			return
		}
		hash := store.Hash(p.data)
		s.hold(map[string][]byte{hash: p.data})
		k := min(300/float64(max(p.w, p.h)), 1)
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		_, err = s.session.AddImage(name, hash, float64(p.w)*k, float64(p.h)*k, at)
		s.try(err)
		s.focus()
	})
}

// use goes to the badges with this design.
func (s *studio) use() {
	s.saving.flush()
	s.env.Go(kit.Route{Room: kit.RoomBadges, What: "new", ID: s.design.ID, Args: map[string]string{
		"design": s.design.ID, "name": titleOf(s.session.Document()),
	}})
}

// titleOf is what a design calls its badge: its title text, or its name.
func titleOf(doc designer.Document) string {
	var title string
	var walk func([]*designer.Layer)
	walk = func(layers []*designer.Layer) {
		for _, l := range layers {
			if l.Role == "title" && l.Text != nil && title == "" && !isField(l) {
				title = wording(l)
			}
			if l.Group != nil {
				walk(l.Group.Layers)
			}
		}
	}
	walk(doc.Layers)
	if title == "" {
		return doc.Name
	}
	return title
}
