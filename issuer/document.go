package issuer

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// A credential's document is written as a tree whose members keep their order.
// Texts that differ from award to award are Holes. What is left when the holes
// are taken out is the Shape: the same for a whole batch, and often for years,
// so it is stored once, signed by template, and the bytes come back by putting
// the values into the holes again.

// Obj is a JSON object whose members keep their order.
type Obj []Member

// Member is one name and value of an Obj.
type Member struct {
	Name  string
	Value any // Obj, Arr, string, bool, int, Number, Raw, Hole, NumberHole or ProofHole
}

// Arr is a JSON array.
type Arr []any

// Hole is a text that belongs to one award only.
type Hole string

// NumberHole is a whole number that belongs to one award only. Documents that
// are canonicalised have none: a number can be written in several ways.
type NumberHole string

// Raw is JSON that was written before and has no holes.
type Raw []byte

// Number is a number as it is written in JSON.
type Number string

// ProofHole is where the proof value goes, known only after signing.
type ProofHole struct{}

// The marks of holes in a shape. Neither byte can occur in JSON text.
const (
	holeMark  = 0x00
	proofMark = 0x01
)

// Document is a tree taken apart.
type Document struct {
	Shape  []byte   // JSON text; a hole is one 0x00 byte between quotes, the proof's is 0x01
	Values []string // plain texts of the holes, in order
}

// What a badge needs as a rule, so that nothing is copied while it grows.
const (
	usualShape = 4096
	usualHoles = 12
)

// Take takes a tree apart into shape and values.
func Take(root Obj) Document { return TakeInto(make([]byte, 0, usualShape), root) }

// TakeInto is Take that writes the shape into memory used before. It may move
// on to larger memory.
func TakeInto(room []byte, root Obj) Document {
	d := Document{Shape: room[:0], Values: make([]string, 0, usualHoles)}
	d.put(root)
	return d
}

// Sum is the shape's SHA-256 in hex, the name it is stored under.
func (d Document) Sum() string {
	sum := sha256.Sum256(d.Shape)
	return hex.EncodeToString(sum[:])
}

func (d *Document) put(value any) {
	switch v := value.(type) {
	case Obj:
		d.Shape = append(d.Shape, '{')
		for i, m := range v {
			if i > 0 {
				d.Shape = append(d.Shape, ',')
			}
			d.quote(m.Name)
			d.Shape = append(d.Shape, ':')
			d.put(m.Value)
		}
		d.Shape = append(d.Shape, '}')
	case Arr:
		d.Shape = append(d.Shape, '[')
		for i, item := range v {
			if i > 0 {
				d.Shape = append(d.Shape, ',')
			}
			d.put(item)
		}
		d.Shape = append(d.Shape, ']')
	case string:
		d.quote(v)
	case bool:
		d.Shape = strconv.AppendBool(d.Shape, v)
	case int:
		d.Shape = strconv.AppendInt(d.Shape, int64(v), 10)
	case Hole:
		d.Shape = append(d.Shape, '"', holeMark, '"')
		d.Values = append(d.Values, string(v))
	case Raw:
		d.Shape = append(d.Shape, v...)
	case Number:
		d.Shape = append(d.Shape, v...)
	case NumberHole:
		d.Shape = append(d.Shape, holeMark)
		d.Values = append(d.Values, string(v))
	case ProofHole:
		d.Shape = append(d.Shape, '"', proofMark, '"')
	default:
		panic("issuer: a document holds Obj, Arr, string, bool, int, Number, Raw, Hole, NumberHole and ProofHole only")
	}
}

func (d *Document) quote(s string) {
	d.Shape = append(d.Shape, '"')
	d.Shape = AppendEscaped(d.Shape, s)
	d.Shape = append(d.Shape, '"')
}

// AppendEscaped appends s as the inside of a JSON string. Only what JSON
// demands is escaped, and '>' after "]]" so that an SVG's CDATA section can
// hold the text unchanged. Bytes that are not UTF-8 become U+FFFD.
func AppendEscaped(dst []byte, s string) []byte {
	const hexDigits = "0123456789abcdef"
	plain := 0
	for plain < len(s) && isPlain(s[plain]) {
		plain++
	}
	if dst = append(dst, s[:plain]...); plain == len(s) {
		return dst
	}
	for i := plain; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < 0x20 || c == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		case c == '>' && i >= 2 && s[i-1] == ']' && s[i-2] == ']':
			dst = append(dst, `\u003e`...)
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += size
			continue
		}
		i++
	}
	return dst
}

// isPlain tells whether a byte stands for itself wherever it stands.
func isPlain(c byte) bool {
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '>'
}

// EncodeValues makes the stored form of values: each escaped for JSON, joined
// by the hole mark.
func EncodeValues(values []string) []byte {
	size := len(values)
	for _, v := range values {
		size += len(v)
	}
	out := make([]byte, 0, size)
	for i, v := range values {
		if i > 0 {
			out = append(out, holeMark)
		}
		out = AppendEscaped(out, v)
	}
	return out
}

// Splice puts stored values and the proof value back into a shape, byte for
// byte, through no encoder. It reports false when the number of holes and of
// values differ.
func Splice(shape, values []byte, proof string) ([]byte, bool) {
	out := make([]byte, 0, len(shape)+len(values)+len(proof))
	rest, first := values, true
	for {
		at := 0
		for at < len(shape) && shape[at] > proofMark {
			at++
		}
		out = append(out, shape[:at]...)
		if at == len(shape) {
			return out, len(rest) == 0
		}
		mark := shape[at]
		shape = shape[at+1:]
		if mark == proofMark {
			out = append(out, proof...)
			continue
		}
		if !first {
			if len(rest) == 0 || rest[0] != holeMark {
				return nil, false
			}
			rest = rest[1:]
		}
		first = false
		end := bytes.IndexByte(rest, holeMark)
		if end < 0 {
			end = len(rest)
		}
		out = append(out, rest[:end]...)
		rest = rest[end:]
	}
}

// Bytes writes a tree that has no proof to come, holes filled.
func Bytes(root Obj) []byte {
	d := Take(root)
	data, _ := Splice(d.Shape, EncodeValues(d.Values), "")
	return data
}

// The kinds of frozen bytes: how shape, values and proof are joined.
const (
	KindJSON = "json" // by Splice
	KindJWS  = "jws"  // header, LF, payload are spliced, encoded, and the proof is the signature
)

// JWSShape joins the shapes of a token's header and payload. Header comes
// without holes: every token of a shape has the same.
func JWSShape(header, payload []byte) []byte {
	return append(append(append([]byte{}, header...), '\n'), payload...)
}

// Join gives the bytes of a face back, or false when the parts do not fit.
func Join(kind string, shape, values []byte, proof string) ([]byte, bool) {
	if kind != KindJWS {
		return Splice(shape, values, proof)
	}
	header, payload, found := bytes.Cut(shape, []byte{'\n'})
	body, fits := Splice(payload, values, "")
	if !found || !fits {
		return nil, false
	}
	code := base64.RawURLEncoding
	out := make([]byte, 0, code.EncodedLen(len(header))+code.EncodedLen(len(body))+len(proof)+2)
	out = append(code.AppendEncode(out, header), '.')
	out = append(code.AppendEncode(out, body), '.')
	return append(out, proof...), true
}

// Tree reads JSON into a tree that writes the same members in the same order.
// It fails for what is no JSON.
func Tree(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := tree(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errTree
	}
	return v, nil
}

var errTree = errors.New("more than one JSON value")

func tree(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			list := Arr{}
			for d.More() {
				item, err := tree(d)
				if err != nil {
					return nil, err
				}
				list = append(list, item)
			}
			_, err = d.Token()
			return list, err
		}
		object := Obj{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			item, err := tree(d)
			if err != nil {
				return nil, err
			}
			object = append(object, Member{Name: name.(string), Value: item})
		}
		_, err = d.Token()
		return object, err
	case json.Number:
		return Number(t), nil
	case nil:
		return Number("null"), nil
	}
	return token, nil
}
