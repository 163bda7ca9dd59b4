package proof

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The cryptosuite eddsa-jcs-2022 hashes the JSON itself, in the canonical form
// of RFC 8785 (JCS), and asks no vocabulary.

// jcsHash is the SHA-256 of the canonical JSON of an object.
func jcsHash(object map[string]any) ([32]byte, error) {
	text, err := appendJCS(nil, object)
	if err != nil {
		return [32]byte{}, err
	}
	return sha256.Sum256(text), nil
}

// JCS gives the canonical form of a JSON object (RFC 8785): members sorted by
// their UTF-16 code units, no white space, numbers as ECMAScript writes them.
// What read refuses is refused, and numbers that a double does not hold.
func JCS(doc []byte) ([]byte, error) {
	root, err := read(doc)
	if err != nil {
		return nil, err
	}
	return appendJCS(nil, root)
}

func appendJCS(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case string:
		return appendJCSText(dst, v), nil
	case json.Number:
		return appendJCSNumber(dst, v)
	case []any:
		return appendJCSList(dst, v)
	case map[string]any:
		return appendJCSObject(dst, v)
	}
	return nil, bad("proof-json")
}

func appendJCSList(dst []byte, list []any) (_ []byte, err error) {
	dst = append(dst, '[')
	for i, item := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendJCS(dst, item); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendJCSObject(dst []byte, object map[string]any) (_ []byte, err error) {
	names := slices.SortedFunc(maps.Keys(object), func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendJCSText(dst, name), ':')
		if dst, err = appendJCS(dst, object[name]); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// appendJCSNumber writes a number as ECMAScript does. encoding/json follows
// the same rules, but for the sign of nought.
func appendJCSNumber(dst []byte, n json.Number) ([]byte, error) {
	if err := number(n, ""); err != nil {
		return nil, err
	}
	f, err := n.Float64()
	if err != nil {
		return nil, bad("proof-number", "number", n.String(), "where", "").Because(err)
	}
	if f == 0 {
		return append(dst, '0'), nil
	}
	text, err := json.Marshal(f)
	return append(dst, text...), err
}

func appendJCSText(dst []byte, text string) []byte {
	const hexDigits = "0123456789abcdef"
	dst = append(dst, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c >= 0x20:
			dst = append(dst, c)
		case strings.IndexByte("\b\t\n\f\r", c) >= 0:
			dst = append(dst, '\\', "btn fr"[c-'\b'])
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(dst, '"')
}
