package settings

import (
	"path/filepath"
	"strings"

	"badgekiln/app/kit"
)

// openFile asks for a file that is there.
func (r *Room) openFile(title string, endings []string, then func(path string)) {
	r.env.ChooseFile(kit.Choose{Title: r.env.T(title), Extensions: endings}, then)
}

// saveFile asks for a place to write to. One that is taken was agreed to when
// then is called.
func (r *Room) saveFile(title, name string, then func(path string)) {
	r.env.ChooseFile(kit.Choose{Title: r.env.T(title), Save: true, Name: name}, then)
}

// path is a path as typed or pasted: without quotes, with ~ as the user's
// folder, below it when it does not say where.
func (r *Room) path(typed string) string {
	text := strings.Trim(strings.TrimSpace(typed), `"'`)
	text = strings.TrimPrefix(text, "file://")
	if text == "~" || strings.HasPrefix(text, "~/") || strings.HasPrefix(text, `~\`) {
		text = filepath.Join(r.env.Home, text[1:])
	}
	if text != "" && !filepath.IsAbs(text) {
		text = filepath.Join(r.env.Home, text)
	}
	return text
}
