package render

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"

	"github.com/disintegration/imaging"

	"badgekiln/designer"
)

// cleanQuality is that of a photograph that had to be turned.
const cleanQuality = 95

// Clean gives an imported picture without what its file says besides its pixels
// and their colours: where a photograph was taken, by whom, with what, its small
// copy, a badge baked into it. A photograph that says which way is up is turned
// that way. Pixels are not packed anew unless they must be.
func Clean(data []byte) ([]byte, error) {
	m, err := Decode(data)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		out, turned, ok := cleanJPEG(data)
		if ok && !turned {
			return out, nil
		}
		var packed bytes.Buffer
		if err := jpeg.Encode(&packed, m, &jpeg.Options{Quality: cleanQuality}); err != nil {
			return nil, designer.Fail("picture-unreadable").Because(err)
		}
		return packed.Bytes(), nil
	case bytes.HasPrefix(data, []byte("GIF8")): // its first picture, as Decode has it
		var packed bytes.Buffer
		if err := imaging.Encode(&packed, m, imaging.PNG); err != nil {
			return nil, designer.Fail("picture-unreadable").Because(err)
		}
		return packed.Bytes(), nil
	}
	return cleanPNG(data), nil
}

// cleanPNG keeps the chunks that pixels and colours are made of. The file is one
// that can be decoded.
func cleanPNG(data []byte) []byte {
	keep := map[string]bool{
		"IHDR": true, "PLTE": true, "tRNS": true, "IDAT": true, "IEND": true,
		"gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "sBIT": true, "cICP": true,
	}
	const head = 8
	out := append([]byte{}, data[:head]...)
	for rest := data[head:]; len(rest) >= 12; {
		n := int64(binary.BigEndian.Uint32(rest)) + 12
		if n > int64(len(rest)) {
			break
		}
		kind := string(rest[4:8])
		if keep[kind] {
			out = append(out, rest[:n]...)
		}
		if kind == "IEND" {
			break
		}
		rest = rest[n:]
	}
	return out
}

// cleanJPEG keeps the segments that pixels and colours are made of. turned tells
// that the file says another way is up; ok is false when it cannot be followed.
func cleanJPEG(data []byte) (out []byte, turned, ok bool) {
	out = append(out, data[:2]...)
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		kind := rest[1]
		if kind == 0xff { // padding
			rest = rest[1:]
			continue
		}
		n := int(binary.BigEndian.Uint16(rest[2:])) + 2
		if kind == 0xd8 || kind == 0xd9 || kind >= 0xd0 && kind <= 0xd7 || n < 4 || n > len(rest) {
			return nil, false, false
		}
		if kind == 0xda { // the pixels, up to the end
			end := bytes.LastIndex(rest, []byte{0xff, 0xd9})
			if end < 0 {
				return nil, false, false
			}
			return append(out, rest[:end+2]...), turned, true
		}
		segment := rest[4:n]
		switch {
		case kind == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			turned = turned || turnedBy(segment[6:])
		case kind == 0xe2 && bytes.HasPrefix(segment, []byte("ICC_PROFILE\x00")), kind == 0xe0 && bytes.HasPrefix(segment, []byte("JFIF\x00")), kind == 0xee:
			out = append(out, rest[:n]...)
		case kind >= 0xe0 && kind <= 0xef, kind == 0xfe: // what programs and people note
		default:
			out = append(out, rest[:n]...)
		}
		rest = rest[n:]
	}
	return nil, false, false
}

// turnedBy tells whether the notes of a camera say that another way is up; when
// they cannot be followed, too.
func turnedBy(tiff []byte) bool {
	if len(tiff) < 8 {
		return true
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return true
	}
	count := int64(order.Uint16(tiff[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(tiff)) {
			return true
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			return order.Uint16(tiff[entry+8:]) != 1
		}
	}
	return false
}
