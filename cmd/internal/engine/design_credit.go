package engine

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"

	"badgekiln/designer"
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
			chunks = appendText(chunks, said[0], said[1])
		}
	}
	if len(chunks) == 0 || len(png) < pngHead {
		return png
	}
	return slices.Concat(png[:pngHead], chunks, png[pngHead:])
}

// appendText appends an iTXt chunk: keyword, five zero bytes (end of the
// keyword, no compression twice, no language, no translation), text.
func appendText(dst []byte, keyword, text string) []byte {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(keyword)+5+len(text))) // #nosec G115 -- a design file is far smaller
	start := len(dst)
	dst = append(dst, "iTXt"+keyword+"\x00\x00\x00\x00\x00"+text...)
	return binary.BigEndian.AppendUint32(dst, crc32.ChecksumIEEE(dst[start:]))
}
