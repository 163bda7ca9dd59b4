package assets

import (
	"embed"
	"io/fs"
)

//go:embed templates emblems.json palettes.json
var art embed.FS

// Art holds designs to begin with (templates/), emblems.json and
// palettes.json, as designer/template reads them.
func Art() fs.FS { return art }
