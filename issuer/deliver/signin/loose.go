package signin

import (
	"encoding/json"
	"errors"
	"strings"
)

// Loose is a text that servers may write as a number; whatever else they write is
// none.
type Loose string

// UnmarshalJSON implements json.Unmarshaler. It refuses nothing.
func (l *Loose) UnmarshalJSON(raw []byte) error {
	var plain string
	var number json.Number
	switch {
	case json.Unmarshal(raw, &plain) == nil:
		*l = Loose(plain)
	case json.Unmarshal(raw, &number) == nil:
		*l = Loose(number)
	default:
		*l = ""
	}
	return nil
}

// Read reads JSON as far as it is as expected: a member of another kind is left
// out, and the rest is read all the same. False when it is no JSON.
func Read(body []byte, into any) bool {
	err := json.Unmarshal(body, into)
	var other *json.UnmarshalTypeError
	return err == nil || errors.As(err, &other)
}

// Scopes reads scopes however they are written: a text with spaces or commas
// between them, a list, or an object of names and descriptions.
func Scopes(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return scopeList(one)
	}
	var list []Loose
	if json.Unmarshal(raw, &list) == nil {
		var all []string
		for _, one := range list {
			all = append(all, scopeList(string(one))...)
		}
		return all
	}
	var named map[string]json.RawMessage
	_ = json.Unmarshal(raw, &named)
	all := make([]string, 0, len(named))
	for name := range named {
		all = append(all, name)
	}
	return all
}

func scopeList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
}

// scopeText is scopes as RFC 6749 §3.3 writes them.
func scopeText(raw json.RawMessage) string { return strings.Join(Scopes(raw), " ") }
