package drawing

import (
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/issuer/bake"
)

// pngHead is how long a PNG is up to the end of IHDR, its first chunk.
const pngHead = 8 + 12 + 13

// withCredits has a PNG say who made what is in it, under what licence and what
// it was made from, in the words of the PNG standard. Only exports get this:
// the pictures of badges stay byte for byte what they were drawn as.
func withCredits(png []byte, about designer.Credits) []byte {
	var chunks []byte
	for _, said := range [][2]string{{"Author", about.Author}, {"Copyright", about.Licence}, {"Source", about.Source}} {
		if said[1] != "" {
			text := strings.ReplaceAll(strings.ToValidUTF8(said[1], ""), "\x00", "")
			chunks = bake.AppendText(chunks, said[0], []byte(text))
		}
	}
	if len(chunks) == 0 || len(png) < pngHead {
		return png
	}
	return slices.Concat(png[:pngHead], chunks, png[pngHead:])
}
