package publish

import (
	"path"
	"strings"

	"badgekiln/app/kit"
)

// shown is how many files of a folder stand in the table until it is opened.
const shown = 3

// row is one line of the table: a folder, a file of it, or how many more there
// are.
type row struct {
	group *Group
	file  *File
	more  int
	bytes int64
}

// rows lists the folders, each with some of its files.
func rows(f Files, open map[string]bool) []row {
	var list []row
	for i := range f.Groups {
		g := &f.Groups[i]
		if g.Path != "" {
			list = append(list, row{group: g})
		}
		n := len(g.Files)
		if g.Path != "" && !open[g.Path] {
			n = min(n, shown)
		}
		left := g.Size
		for k := range n {
			list = append(list, row{group: g, file: &g.Files[k]})
			left -= max(0, g.Files[k].Size)
		}
		if more := g.Count - n; more > 0 {
			list = append(list, row{group: g, more: more, bytes: left})
		}
	}
	return list
}

// press opens and closes a folder.
func (r *Room) press(at int) {
	if at < 0 || at >= len(r.rows) || r.rows[at].file != nil {
		return
	}
	g := r.rows[at].group.Path
	r.open[g] = !r.open[g]
	r.rows = rows(r.files, r.open)
	r.table.SetCount(len(r.rows))
}

func (r *Room) cell(at, col int) kit.TableCell {
	if at >= len(r.rows) {
		return kit.TableCell{}
	}
	line := r.rows[at]
	switch col {
	case 0:
		return r.nameCell(line)
	case 1:
		return r.sizeCell(line)
	}
	return r.hostCell(line)
}

func (r *Room) nameCell(line row) kit.TableCell {
	under := line.group.Path != ""
	switch {
	case line.more > 0:
		return kit.TableCell{Text: r.count("publish.more", line.more), Second: true, Indent: under}
	case line.file != nil:
		icon := "file"
		if ext := path.Ext(line.file.Path); ext == ".png" || ext == ".svg" {
			icon = "picture"
		}
		return kit.TableCell{Text: line.file.Path, Icon: icon, Indent: under}
	}
	return kit.TableCell{Text: r.groupName(line.group.Path), Icon: "folder", Strong: true}
}

// groupName is a folder as people call it, with where it lies.
func (r *Room) groupName(path string) string {
	top, name, _ := strings.Cut(strings.TrimSuffix(path, "/"), "/")
	if key := "publish.group." + top; r.env.Has(key) {
		return r.env.T(key, "name", name, "path", path)
	}
	return path
}

func (r *Room) sizeCell(line row) kit.TableCell {
	switch {
	case line.more > 0 && line.bytes <= 0, line.file != nil && line.file.Size < 0:
		return kit.TableCell{}
	case line.more > 0:
		return kit.TableCell{Text: r.size(line.bytes), Second: true}
	case line.file != nil:
		return kit.TableCell{Text: r.size(line.file.Size), Second: true}
	}
	return kit.TableCell{Text: r.count("publish.files", line.group.Count), Second: true}
}

func (r *Room) hostCell(line row) kit.TableCell {
	t := r.env.T
	switch {
	case line.more > 0:
		return kit.TableCell{}
	case line.file != nil && line.file.How == Fresh:
		return kit.TableCell{Text: t("publish.how.new"), Tone: kit.OK, Chip: true}
	case line.file != nil && line.file.How == Changed:
		return kit.TableCell{Text: t("publish.how.changed"), Tone: kit.Warn, Chip: true}
	case line.file != nil, line.group.New+line.group.Changed == 0:
		return kit.TableCell{Text: t("publish.how.same"), Chip: true}
	case line.group.Changed == 0:
		return kit.TableCell{Text: r.count("publish.new", line.group.New), Tone: kit.OK, Chip: true}
	}
	return kit.TableCell{Text: r.count("publish.changed", line.group.New+line.group.Changed), Tone: kit.Warn, Chip: true}
}
