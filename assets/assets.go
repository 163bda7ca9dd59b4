// Package assets holds what people see and read: words, pictures, the sample.
//
// It knows files and how to hand them out, and nothing else: no logic, no
// imports of ours. The cores never import it; a main passes what they need.
package assets

import "embed"

//go:embed words
var files embed.FS

//go:embed icon.png
var icon []byte

// AppIcon is the program's icon, a PNG.
func AppIcon() []byte { return icon }
