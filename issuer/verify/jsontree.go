package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"badgekiln/issuer"
)

// object is a JSON object as it was written: numbers stay text.
type object = map[string]any

const maxNesting = 100

var errJSON = errors.New("not one JSON object without doubled members")

// parse reads one JSON object strictly: UTF-8, no member twice (two readers
// would see two badges), no endless nesting, nothing behind it.
func parse(text []byte) (object, error) {
	if !utf8.Valid(text) {
		return nil, errJSON
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := value(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errJSON
	}
	o, ok := v.(object)
	if !ok {
		return nil, errJSON
	}
	return o, nil
}

func value(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	if depth > maxNesting {
		return nil, errJSON
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
		_, err := d.Token()
		return list, err
	}
	return token, nil
}

func members(d *json.Decoder, depth int) (any, error) {
	o := object{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if _, twice := o[name]; !ok || twice {
			return nil, errJSON
		}
		if o[name], err = value(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return o, err
}

// str is a member that is a non-empty string.
func str(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

// many reads "one value or an array".
func many(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// one reads an object, also as the only member of an array.
func one(v any) object {
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	o, _ := v.(object)
	return o
}

// texts reads strings, one or many; other values are left out.
func texts(v any) []string {
	var out []string
	for _, item := range many(v) {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// ref is the address of a linked object: an IRI, or the id of an embedded one.
func ref(v any) string {
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	if s, ok := v.(string); ok {
		return s
	}
	return str(one(v), "id")
}

// isURI tells whether a text is an absolute URI.
func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && len(s) > len(u.Scheme)+1 && !strings.ContainsAny(s, " \t\r\n<>\"{}|\\^`")
}

// isWeb tells whether a text is an http or https address, and gives its
// authority in lower case, without the usual port.
func isWeb(s string) (authority string, ok bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	} else {
		host = strings.TrimSuffix(host, ":80")
	}
	return host, true
}

func asError(err error, target **issuer.Error) bool { return errors.As(err, target) }
