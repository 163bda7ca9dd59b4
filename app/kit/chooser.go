package kit

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// chooser is the dialog of ChooseFile: a path to type with the folder's content
// below, and the newest files that fit.
type chooser struct {
	env    Env
	want   Choose
	done   func(string)
	entry  *Entry
	note   *Text
	rows   *fyne.Container
	scroll fyne.CanvasObject
	d      *Dialog
	read   *Latest[listing]
	shown  []found
	items  []*Item
	at     int
	folder string // the one listed
}

// found is a file or folder that can be chosen.
type found struct {
	path    string
	folder  bool
	changed time.Time
}

// listing is what there is to choose from.
type listing struct {
	folder string
	here   []found
	recent []found
	err    error
}

const prefFolder = "choose.folder"

func newChooser(e Env, c Choose, done func(string)) *chooser {
	return &chooser{env: e, want: c, done: done, read: NewLatest[listing](e.Tasks), at: -1}
}

func (c *chooser) show() {
	t := c.env.T
	start := c.want.Start
	if start == "" {
		start = c.env.Prefs.String(prefFolder, c.env.Home)
	}
	c.entry = NewEntry(t("app.choose.path"))
	c.entry.OnChanged = func(string) { c.list() }
	c.entry.OnKey = c.key
	c.entry.OnSubmitted = func(string) { c.enter() }
	c.note = Second("").In(ColorErr)
	c.note.Hide()
	c.rows = VBox(0)
	up := NewIconButton("arrow-up", t("app.choose.up"), c.up)
	word := c.want.Button
	switch {
	case word != "":
	case c.want.Folder:
		word = t("app.choose.folder")
	case c.want.Save:
		word = t("app.choose.save")
	default:
		word = t("app.choose.open")
	}
	no := NewButton(t("app.cancel"), "", Plain, func() { c.d.Close() })
	yes := NewButton(word, "", Primary, c.enter)
	c.scroll = Scroll(c.rows)
	list := AtLeast(0, 300, CardWith(1, c.scroll))
	body := VBox(8, HBox(8, Spread(c.entry), up), c.note, Spread(list))
	c.d = c.env.NewDialog(c.want.Title, body, no, yes).Sized(620, 480).Focus(c.entry)
	c.put(start, c.want.Name)
	c.d.Show()
}

// put shows a folder, and a name typed behind it.
func (c *chooser) put(folder, name string) {
	if folder != "" && !strings.HasSuffix(folder, string(filepath.Separator)) {
		folder += string(filepath.Separator)
	}
	text := folder + name
	c.entry.SetText(text)
	c.entry.CursorColumn = len([]rune(text))
	c.entry.Refresh()
	c.list()
}

// path is what is typed, made whole: a name alone is taken in the folder
// listed, and ~ is the user's folder.
func (c *chooser) path() string { return wholePath(c.entry.Text, c.env.Home) }

// wholePath makes a typed path whole.
func wholePath(text, home string) string {
	text = strings.TrimSpace(text)
	text = strings.TrimPrefix(text, "file://")
	if text == "~" || strings.HasPrefix(text, "~"+string(filepath.Separator)) {
		text = home + text[1:]
	}
	if text != "" && !filepath.IsAbs(text) && home != "" {
		text = filepath.Join(home, text)
	}
	return text
}

// list reads the folder of what is typed; what stands behind its last slash
// narrows the list.
func (c *chooser) list() {
	typed := c.path()
	folder, part := filepath.Split(typed)
	if strings.HasSuffix(c.entry.Text, string(filepath.Separator)) {
		folder, part = typed, ""
	}
	want, home, recent := c.want, c.env.Home, c.want.Recent && part == ""
	c.read.Run(func(ctx context.Context) (listing, error) {
		l := listing{folder: folder}
		l.here, l.err = within(folder, part, want)
		if recent {
			l.recent = newest(ctx, home, want)
		}
		return l, nil
	}, func(l listing, _ error) { c.fill(l, part) })
}

// within lists what fits in a folder: folders first, then files by name. A
// file to save over is shown too.
func within(folder, part string, want Choose) ([]found, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	part = strings.ToLower(part)
	var folders, files []found
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(part, ".") {
			continue
		}
		if !want.Save && !strings.Contains(strings.ToLower(name), part) {
			continue
		}
		path := filepath.Join(folder, name)
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case info.IsDir():
			folders = append(folders, found{path: path, folder: true})
		case !want.Folder && info.Mode().IsRegular() && fits(name, want):
			files = append(files, found{path: path, changed: info.ModTime()})
		}
	}
	return append(folders, files...), nil
}

func fits(name string, want Choose) bool {
	return len(want.Extensions) == 0 || slices.Contains(want.Extensions, strings.ToLower(filepath.Ext(name)))
}

// newest lists the newest files that fit from where people put them.
func newest(ctx context.Context, home string, want Choose) []found {
	var all []found
	for _, place := range []string{"Downloads", "Desktop", "Documents"} {
		root := filepath.Join(home, place)
		_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error { // what cannot be read is not offered
			switch {
			case ctx.Err() != nil:
				return fs.SkipAll
			case err != nil:
				return fs.SkipDir
			case e.IsDir():
				deep := strings.Count(strings.TrimPrefix(path, root), string(filepath.Separator))
				if path != root && (deep > 2 || strings.HasPrefix(e.Name(), ".")) {
					return fs.SkipDir
				}
			case fits(e.Name(), want) && !strings.HasPrefix(e.Name(), "."):
				if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
					all = append(all, found{path: path, changed: info.ModTime()})
				}
			}
			return nil
		})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].changed.After(all[j].changed) })
	return all[:min(len(all), 5)]
}

// mostRows are shown of a folder; typing narrows it.
const mostRows = 200

func (c *chooser) fill(l listing, part string) {
	t := c.env.T
	c.folder, c.shown, c.items, c.at = l.folder, nil, nil, -1
	c.rows.Objects = nil
	c.note.Hidden = l.err == nil || part != "" && c.want.Save
	if l.err != nil {
		c.note.text = t("app.choose.cannot")
		c.note.Refresh()
	}
	if len(l.recent) > 0 {
		c.heading(t("app.choose.recent"))
		for _, f := range l.recent {
			c.row(f, true)
		}
		c.heading(t("app.choose.here"))
	}
	for _, f := range l.here[:min(len(l.here), mostRows)] {
		c.row(f, false)
	}
	if len(l.here) == 0 && l.err == nil {
		c.rows.Add(Pad(10, Hint(t("app.choose.none"))))
	}
	c.rows.Refresh()
	c.d.Refresh()
}

func (c *chooser) heading(text string) { c.rows.Add(Inset(8, 10, 4, 10, Label(text))) }

func (c *chooser) row(f found, recent bool) {
	icon, name := "file", filepath.Base(f.path)
	if f.folder {
		icon = "folder"
	}
	side := ""
	if recent {
		side = filepath.Base(filepath.Dir(f.path))
	}
	if !f.folder {
		if side != "" {
			side += "  "
		}
		side += Moment(f.changed)
	}
	line := HBox(8, NewGlyph(icon, ColorText2, 16), Spread(Line(name)), Second(side))
	i := len(c.shown)
	row := NewRow(name, Exactly(0, 30, Inset(0, 10, 0, 10, line)), func() { c.take(i) })
	c.shown = append(c.shown, f)
	c.items = append(c.items, row)
	c.rows.Add(row)
}

// take chooses what stands in a row: a folder is gone into, a file is chosen.
func (c *chooser) take(i int) {
	f := c.shown[i]
	switch {
	case f.folder:
		name := ""
		if c.want.Save {
			name = filepath.Base(c.path())
			if strings.HasSuffix(c.entry.Text, string(filepath.Separator)) {
				name = c.want.Name
			}
		}
		c.put(f.path, name)
		c.d.canvas.Focus(c.entry)
	case c.want.Save:
		c.put(filepath.Dir(f.path), filepath.Base(f.path))
	default:
		c.choose(f.path)
	}
}

func (c *chooser) up() {
	name := ""
	if c.want.Save {
		name = filepath.Base(c.path())
	}
	c.put(filepath.Dir(strings.TrimSuffix(c.folder, string(filepath.Separator))), name)
}

// key walks the list from the entry and completes with Tab what is typed.
func (c *chooser) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyDown:
		c.mark(c.at + 1)
	case fyne.KeyUp:
		c.mark(c.at - 1)
	default:
		return false
	}
	return true
}

func (c *chooser) mark(at int) {
	if at >= len(c.items) {
		return
	}
	c.at = max(at, -1)
	for i, row := range c.items {
		row.SetOn(i == c.at)
	}
	if s, ok := c.scroll.(interface{ ScrollToOffset(fyne.Position) }); ok && c.at >= 0 {
		row := c.items[c.at]
		s.ScrollToOffset(fyne.NewPos(0, max(0, row.Position().Y-c.scroll.Size().Height/2)))
	}
}

// enter takes the marked row, or what is typed.
func (c *chooser) enter() {
	if c.at >= 0 && c.at < len(c.shown) {
		c.take(c.at)
		return
	}
	path := c.path()
	if path == "" {
		return
	}
	want := c.want
	Run(c.env.Tasks, func(context.Context) (lies, error) { return lieOf(path), nil }, func(l lies, _ error) { c.judge(path, l, want) })
}

// lies says what is at a path.
type lies struct{ there, folder, parent bool }

func lieOf(path string) (l lies) {
	if info, err := os.Stat(path); err == nil {
		l.there, l.folder = true, info.IsDir()
	}
	info, err := os.Stat(filepath.Dir(path))
	l.parent = err == nil && info.IsDir()
	return l
}

// judge decides about a typed path.
func (c *chooser) judge(path string, at lies, want Choose) {
	t := c.env.T
	switch {
	case want.Folder && (at.folder || want.Save && !at.there):
		c.choose(path)
	case at.folder:
		c.put(path, want.Name)
	case want.Folder:
		c.say(t("app.choose.no-folder"))
	case !at.there && !want.Save:
		c.say(t("app.choose.missing"))
	case at.there && want.Save:
		c.env.Ask(t("app.choose.replace", "file", filepath.Base(path)), t("app.choose.replace.text"), t("app.choose.replace.do"), true, func() { c.choose(path) })
	case !at.parent:
		c.say(t("app.choose.no-folder"))
	default:
		c.choose(path)
	}
}

func (c *chooser) say(text string) {
	c.note.Hidden = false
	c.note.text = text
	c.note.Refresh()
	c.d.Refresh()
}

func (c *chooser) choose(path string) {
	folder := filepath.Dir(path)
	if c.want.Folder {
		folder = path
	}
	c.env.Prefs.SetString(prefFolder, folder)
	c.d.Close()
	c.done(filepath.Clean(path))
}
