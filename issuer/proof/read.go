package proof

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// read parses JSON strictly: one object, UTF-8, no member name twice, no
// half of a surrogate pair, bounded size and depth. Whatever different readers
// could understand differently is not signed.
func read(doc []byte) (map[string]any, error) {
	if len(doc) > maxBytes {
		return nil, bad("proof-size", "limit", strconv.Itoa(maxBytes>>20)+" MB")
	}
	if !utf8.Valid(doc) || !json.Valid(doc) || brokenSurrogates(doc) {
		return nil, bad("proof-json")
	}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	r := reader{decoder: decoder}
	value, err := r.value(0)
	if err != nil {
		return nil, err
	}
	root, ok := value.(map[string]any)
	if !ok {
		return nil, bad("proof-json")
	}
	return root, nil
}

type reader struct {
	decoder *json.Decoder
	objects int
}

func (r *reader) value(depth int) (any, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, bad("proof-json").Because(err)
	}
	if depth > maxDepth {
		return nil, bad("proof-size", "limit", strconv.Itoa(maxDepth)+" levels")
	}
	switch token {
	case json.Delim('{'):
		return r.object(depth)
	case json.Delim('['):
		list := []any{}
		for r.decoder.More() {
			item, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := r.decoder.Token()
		return list, err
	}
	return token, nil
}

func (r *reader) object(depth int) (any, error) {
	if r.objects++; r.objects > maxObjects {
		return nil, bad("proof-size", "limit", strconv.Itoa(maxObjects)+" objects")
	}
	object := map[string]any{}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, bad("proof-json").Because(err)
		}
		if _, twice := object[name]; twice {
			return nil, bad("proof-twice", "member", name)
		}
		if object[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := r.decoder.Token()
	return object, err
}

// brokenSurrogates finds \uD800 to \uDFFF without their other half, which
// encoding/json would turn into U+FFFD and others would keep. doc is valid
// JSON.
func brokenSurrogates(doc []byte) bool {
	for i := 0; i < len(doc); i++ {
		if doc[i] != '\\' {
			continue
		}
		i++
		if doc[i] != 'u' {
			continue
		}
		unit := hex4(doc[i+1:])
		i += 4
		switch {
		case unit < 0xd800 || unit > 0xdfff:
		case unit > 0xdbff || i+6 >= len(doc) || doc[i+1] != '\\' || doc[i+2] != 'u':
			return true
		default:
			if low := hex4(doc[i+3:]); low < 0xdc00 || low > 0xdfff {
				return true
			}
			i += 6
		}
	}
	return false
}

func hex4(text []byte) uint64 {
	unit, err := strconv.ParseUint(string(text[:4]), 16, 32)
	if err != nil {
		return 0
	}
	return unit
}
