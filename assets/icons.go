package assets

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed icons/*.svg
var icons embed.FS

// Icon gives an icon as SVG, drawn in black lines on a grid of 24; false when
// there is none of that name.
func Icon(name string) ([]byte, bool) {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	return data, err == nil
}

// IconNames lists all icons, sorted.
func IconNames() []string {
	paths, err := fs.Glob(icons, "icons/*.svg")
	if err != nil {
		return nil // the pattern is sound
	}
	for i, path := range paths {
		paths[i] = strings.TrimSuffix(strings.TrimPrefix(path, "icons/"), ".svg")
	}
	return paths
}
