package jws

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

const maxDepth = 64

// Object reads one JSON object strictly: UTF-8, no member twice at any depth,
// no endless nesting, nothing behind it. Numbers stay as they were written.
func Object(data []byte) (map[string]any, error) {
	if !utf8.Valid(data) {
		return nil, bad("jws-json")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := value(d, 0)
	if err != nil {
		return nil, err
	}
	object, ok := v.(map[string]any)
	if _, err := d.Token(); !ok || !errors.Is(err, io.EOF) {
		return nil, bad("jws-json")
	}
	return object, nil
}

func value(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil || depth > maxDepth {
		return nil, bad("jws-json").Because(err)
	}
	switch token {
	case json.Delim('{'):
		return members(d, depth)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			item, err := value(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		if _, err := d.Token(); err != nil {
			return nil, bad("jws-json").Because(err)
		}
		return list, nil
	}
	return token, nil
}

func members(d *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, bad("jws-json").Because(err)
		}
		if _, twice := object[name]; twice {
			return nil, bad("jws-twice", "member", name)
		}
		if object[name], err = value(d, depth+1); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, bad("jws-json").Because(err)
	}
	return object, nil
}
