package bake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
	"strconv"

	"badgekiln/issuer"
)

const (
	signature = "\x89PNG\r\n\x1a\n"
	frame     = 12 // length, type and check sum of a chunk
	headEnd   = len(signature) + frame + 13
	maxLength = 1<<31 - 1
)

// chunk is one chunk in place: whole is all its bytes, data the inside.
type chunk struct {
	kind  string
	whole []byte
	data  []byte
}

// pngParts is a PNG cut behind IHDR, badge chunks taken out.
type pngParts struct{ head, tail []byte }

// append splices the payloads in directly behind IHDR, where readers that
// stop early find them.
func (p pngParts) append(dst []byte, payloads []Payload) []byte {
	size := len(p.head) + len(p.tail)
	for _, load := range payloads {
		size += frame + len(load.Generation.Keyword()) + 5 + len(load.Text)
	}
	if cap(dst)-len(dst) < size {
		dst = append(make([]byte, 0, len(dst)+size), dst...)
	}
	dst = append(dst, p.head...)
	for _, load := range payloads {
		dst = AppendText(dst, load.Generation.Keyword(), load.Text)
	}
	return append(dst, p.tail...)
}

// AppendText writes one iTXt chunk (PNG §11.3.3.4): keyword, five zero bytes (end of
// keyword, no compression twice, no language, no translation), text. The caller sees to
// it that the keyword is one and that the text is UTF-8 without a zero byte.
func AppendText(dst []byte, keyword string, text []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(keyword)+5+len(text))) //nolint:gosec // G115: text is at most MaxText, or of a design file, which is far smaller
	start := len(dst)
	dst = append(dst, "iTXt"...)
	dst = append(dst, keyword...)
	dst = append(dst, 0, 0, 0, 0, 0)
	dst = append(dst, text...)
	return binary.BigEndian.AppendUint32(dst, crc32.ChecksumIEEE(dst[start:]))
}

func parsePNG(image []byte) (pngParts, error) {
	chunks, _, err := readPNG(image)
	if err != nil {
		return pngParts{}, err
	}
	size, baked := 0, false
	for _, c := range chunks {
		if _, is := badgeChunk(c); is {
			baked = true
		} else {
			size += len(c.whole)
		}
	}
	parts := pngParts{head: image[:headEnd]}
	if !baked {
		parts.tail = image[headEnd : len(signature)+size]
		return parts, nil
	}
	parts.tail = make([]byte, 0, size)
	for _, c := range chunks[1:] {
		if _, is := badgeChunk(c); !is {
			parts.tail = append(parts.tail, c.whole...)
		}
	}
	return parts, nil
}

// readPNG walks the chunks from IHDR to IEND and checks each: length within
// the file, check sum, order, claimed size. It tells whether bytes follow.
func readPNG(image []byte) (chunks []chunk, trailing bool, err error) {
	rest := image[len(signature):]
	for {
		if len(chunks) == maxChunks {
			return nil, false, issuer.Fail(issuer.Input, "png-chunks", "max", strconv.Itoa(maxChunks))
		}
		c, ok := nextChunk(rest)
		if !ok {
			return nil, false, issuer.Fail(issuer.Input, "png-truncated")
		}
		if (len(chunks) == 0) != (c.kind == "IHDR") {
			return nil, false, issuer.Fail(issuer.Input, "png-order")
		}
		if crc32.ChecksumIEEE(c.whole[4:len(c.whole)-4]) != binary.BigEndian.Uint32(c.whole[len(c.whole)-4:]) {
			return nil, false, issuer.Fail(issuer.Input, "png-crc", "chunk", printable(c.kind),
				"at", strconv.Itoa(len(image)-len(rest)))
		}
		if c.kind == "IHDR" {
			if err := checkHeader(c.data); err != nil {
				return nil, false, err
			}
		}
		chunks, rest = append(chunks, c), rest[len(c.whole):]
		if c.kind == "IEND" {
			return chunks, len(rest) > 0, nil
		}
	}
}

func nextChunk(rest []byte) (chunk, bool) {
	if len(rest) < frame {
		return chunk{}, false
	}
	length := binary.BigEndian.Uint32(rest)
	if length > maxLength || uint64(length)+frame > uint64(len(rest)) {
		return chunk{}, false
	}
	end := int(length) + frame
	return chunk{kind: string(rest[4:8]), whole: rest[:end], data: rest[8 : end-4]}, true
}

func checkHeader(data []byte) error {
	if len(data) != 13 {
		return issuer.Fail(issuer.Input, "png-order")
	}
	w, h := uint64(binary.BigEndian.Uint32(data)), uint64(binary.BigEndian.Uint32(data[4:]))
	if w == 0 || h == 0 || w > MaxSide || h > MaxSide || w*h > MaxPixels {
		return issuer.Fail(issuer.Input, "png-size",
			"width", strconv.FormatUint(w, 10), "height", strconv.FormatUint(h, 10), "max", strconv.Itoa(MaxSide))
	}
	return nil
}

// badgeChunk tells whether a chunk is a text chunk under a badge's keyword.
func badgeChunk(c chunk) (Generation, bool) {
	if c.kind != "iTXt" && c.kind != "tEXt" && c.kind != "zTXt" {
		return 0, false
	}
	keyword, _, ended := bytes.Cut(c.data, []byte{0})
	if !ended {
		return 0, false
	}
	for _, g := range []Generation{OB2, OB3} {
		if string(keyword) == g.Keyword() {
			return g, true
		}
	}
	return 0, false
}

func unbakePNG(image []byte) ([]Found, error) {
	chunks, trailing, err := readPNG(image)
	if err != nil {
		return nil, err
	}
	var out []Found
	for _, g := range []Generation{OB2, OB3} {
		f, found, err := pickPNG(chunks, g)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		if trailing {
			f.Notes = append(f.Notes, NoteTrailing)
		}
		out = append(out, f)
	}
	return out, nil
}

// pickPNG takes the first iTXt of a generation, otherwise its first tEXt or
// zTXt.
func pickPNG(chunks []chunk, g Generation) (Found, bool, error) {
	var itxt, text []chunk
	for _, c := range chunks {
		if is, ok := badgeChunk(c); !ok || is != g {
			continue
		}
		if c.kind == "iTXt" {
			itxt = append(itxt, c)
		} else {
			text = append(text, c)
		}
	}
	all := slices.Concat(itxt, text)
	if len(all) == 0 {
		return Found{}, false, nil
	}
	f := Found{Generation: g}
	packed, body, err := chunkText(all[0])
	if err != nil {
		return Found{}, false, err
	}
	f.Text = body
	if packed {
		f.Notes = append(f.Notes, NoteCompressed)
	}
	if len(itxt) > 1 || len(itxt) == 0 && len(text) > 1 {
		f.Notes = append(f.Notes, NoteRepeated)
	}
	if len(text) > 0 {
		f.Notes = append(f.Notes, NoteLegacyText)
	}
	return f, true, nil
}

// chunkText is the text of a badge chunk and whether it was compressed.
func chunkText(c chunk) (packed bool, text []byte, err error) {
	_, rest, _ := bytes.Cut(c.data, []byte{0})
	if len(rest) > MaxText+frame {
		return false, nil, tooBig(len(rest))
	}
	switch c.kind {
	case "tEXt":
		text = latin1(rest)
	case "zTXt":
		if len(rest) < 1 || rest[0] != 0 {
			return false, nil, issuer.Fail(issuer.Input, "badge-packed")
		}
		packed, rest = true, rest[1:]
	default: // iTXt
		if len(rest) < 2 {
			return false, nil, issuer.Fail(issuer.Input, "badge-header")
		}
		packed = rest[0] != 0
		_, afterLanguage, ok1 := bytes.Cut(rest[2:], []byte{0})
		_, body, ok2 := bytes.Cut(afterLanguage, []byte{0})
		if !ok1 || !ok2 || rest[0] > 1 || rest[1] != 0 {
			return false, nil, issuer.Fail(issuer.Input, "badge-header")
		}
		text, rest = body, body
	}
	if packed {
		if text, err = inflate(rest); err != nil {
			return false, nil, err
		}
		if c.kind == "zTXt" {
			text = latin1(text)
		}
	}
	if len(text) > MaxText {
		return false, nil, tooBig(len(text))
	}
	return packed, bytes.Clone(text), nil
}

func inflate(data []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "badge-packed").Because(err)
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxText+1))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "badge-packed").Because(err)
	}
	if len(text) > MaxText {
		return nil, tooBig(len(text))
	}
	return text, nil
}

// latin1 turns the text of a tEXt or zTXt chunk into UTF-8.
func latin1(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		out = append(out, string(rune(c))...)
	}
	return out
}

// printable keeps a hostile chunk type out of a sentence.
func printable(kind string) string {
	return string(bytes.Map(func(r rune) rune {
		if r < 'A' || r > 'z' {
			return '?'
		}
		return r
	}, []byte(kind)))
}
