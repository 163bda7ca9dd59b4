// Package bake puts badges into pictures and takes them out again: bytes in,
// bytes out, by the Baking specification 1.0 (Open Badges 2.0 and older) and
// the document formats of Open Badges 3.0.
//
// A PNG is spliced chunk by chunk and an SVG is edited as text; a picture is
// never decoded and encoded again, so colour profiles, animation frames and
// other people's notes stay as they are. The package knows containers,
// keywords and what a badge text looks like from outside. It must not know
// what a badge says: unbaking proves nothing. It opens no file and no socket,
// and treats every byte as hostile: sizes are looked at before anything is
// inflated, and whatever it is given it answers with a code.
package bake

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
)

// Generation is the family of standards a badge text belongs to. It decides
// under which keyword or element the text lies, and one picture can hold one
// text of each.
type Generation int

// The generations.
const (
	OB2 Generation = 2 // Open Badges 2.0 and older
	OB3 Generation = 3 // Open Badges 3.0
)

// Keyword is the name of the PNG text chunk of a generation.
func (g Generation) Keyword() string {
	if g == OB3 {
		return "openbadgecredential"
	}
	return "openbadges"
}

// Container is the kind of picture.
type Container string

// The containers the standards know.
const (
	PNG Container = "png"
	SVG Container = "svg"
)

// Kind is the form of a badge text.
type Kind string

// The kinds of text. Unknown is text that is none of them.
const (
	JSON    Kind = "json"
	JWS     Kind = "jws" // compact serialisation
	URL     Kind = "url" // pictures before 1.0: only the address of the assertion
	Unknown Kind = "unknown"
)

// Payload is a text to bake: the exact bytes that are hosted or signed.
type Payload struct {
	Generation Generation
	Text       []byte
}

// Found is a text taken out of a picture. Text is byte for byte what was
// baked; out of an SVG it comes without the white space around it.
type Found struct {
	Generation Generation
	Kind       Kind
	Text       []byte
	Container  Container
	Verify     string   // the attribute of that name of an SVG beside the text; "" without
	Notes      []string // what is not as the standard wants it, as codes
}

// Notes of a Found.
const (
	NoteCompressed = "compressed"    // the chunk is compressed, which the standard forbids
	NoteRepeated   = "repeated"      // the keyword or element occurs again; the first counts
	NoteLegacyText = "legacy-text"   // a tEXt or zTXt chunk, as before 1.0
	NoteTrailing   = "trailing-data" // bytes follow the end of the picture
	NoteJWSHeader  = "jws-header"    // looks like a JWS, but its header names no algorithm
)

// Limits on what is read.
const (
	MaxPicture = 64 << 20 // bytes of a file
	MaxText    = 5 << 20  // bytes of a badge text, inflated
	MaxSide    = 1 << 15  // pixels of a side
	MaxPixels  = 1 << 26  // pixels altogether
	maxChunks  = 1 << 16
	maxDepth   = 256 // nested elements of an SVG
)

var compactJWS = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$`)

// Classify tells what kind of text a baked text is, looking past white space
// and NUL around it. A JWS is known by its three base64url parts; a header
// without an algorithm gets a note.
func Classify(text []byte) (Kind, []string) {
	s := strings.Trim(string(text), " \t\r\n\x00")
	switch {
	case strings.HasPrefix(s, "{"):
		return JSON, nil
	case strings.HasPrefix(s, "https://"), strings.HasPrefix(s, "http://"):
		return URL, nil
	case !compactJWS.MatchString(s):
		return Unknown, nil
	}
	header, err := base64.RawURLEncoding.DecodeString(s[:strings.IndexByte(s, '.')])
	if err != nil {
		return Unknown, nil
	}
	var h struct {
		Alg string `json:"alg"`
	}
	if json.Unmarshal(header, &h) != nil || h.Alg == "" {
		return JWS, []string{NoteJWSHeader}
	}
	return JWS, nil
}
