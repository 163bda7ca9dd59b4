package further

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Clone copies members with everything they hold, so that typing in one copy
// leaves the other alone.
func Clone[T any](from T) T {
	to := from
	deepen(reflect.ValueOf(&to).Elem())
	return to
}

func deepen(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // the rest holds nothing
	case reflect.Pointer:
		if !v.IsNil() {
			fresh := reflect.New(v.Type().Elem())
			fresh.Elem().Set(v.Elem())
			deepen(fresh.Elem())
			v.Set(fresh)
		}
	case reflect.Slice:
		if !v.IsNil() {
			fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(fresh, v)
			for i := range fresh.Len() {
				deepen(fresh.Index(i))
			}
			v.Set(fresh)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			deepen(v.Field(i))
		}
	}
}

// Tidy is a copy without what says nothing: spaces round texts, entries left
// empty, groups in which nothing was filled in.
func Tidy[T any](from T) T {
	to := Clone(from)
	tidy(reflect.ValueOf(&to).Elem())
	return to
}

func tidy(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // the rest stays
	case reflect.String:
		v.SetString(strings.TrimSpace(v.String()))
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if tidy(v.Elem()); v.Elem().IsZero() {
			v.SetZero()
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 { // a document as text
			if text := bytes.TrimSpace(v.Bytes()); len(text) == 0 {
				v.SetZero()
			} else {
				v.SetBytes(text)
			}
			return
		}
		kept := reflect.Zero(v.Type())
		for i := range v.Len() {
			if tidy(v.Index(i)); !v.Index(i).IsZero() {
				kept = reflect.Append(kept, v.Index(i))
			}
		}
		v.Set(kept)
	case reflect.Struct:
		for i := range v.NumField() {
			tidy(v.Field(i))
		}
	}
}

// Same tells whether two members say the same.
func Same[T any](a, b T) bool {
	return reflect.DeepEqual(a, b) || reflect.DeepEqual(Tidy(a), Tidy(b))
}

// plainOf is a document as people see it: an address without its quotes.
func plainOf(raw json.RawMessage) string {
	var address string
	if json.Unmarshal(raw, &address) == nil {
		return address
	}
	return string(raw)
}

// rawOf is what was typed as a document: text that is no object is an address.
func rawOf(text string) json.RawMessage {
	plain := strings.TrimSpace(text)
	if plain == "" || strings.HasPrefix(plain, "{") {
		return json.RawMessage(text)
	}
	quoted, err := json.Marshal(plain)
	if err != nil {
		return json.RawMessage(text)
	}
	return quoted
}

// Named gives results and levels without a short name one made from what they
// are called, so that nobody has to think of it.
func Named(m issuer.ClassMore) issuer.ClassMore {
	m = Clone(m)
	taken := map[string]bool{}
	for _, r := range m.ResultDescription {
		taken[r.ID] = true
		for _, l := range r.Levels {
			taken[l.ID] = true
		}
	}
	fill := func(id *string, name string) {
		if *id != "" || name == "" {
			return
		}
		short := shortName(name)
		*id = short
		for n := 2; taken[*id]; n++ {
			*id = short + "-" + strconv.Itoa(n)
		}
		taken[*id] = true
	}
	for i := range m.ResultDescription {
		r := &m.ResultDescription[i]
		fill(&r.ID, r.Name)
		for n := range r.Levels {
			fill(&r.Levels[n].ID, r.Levels[n].Name)
		}
	}
	return m
}

// shortName keeps the plain letters and figures of a name.
func shortName(name string) string {
	short := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	if len(short) == 0 {
		return "result"
	}
	return strings.Join(short, "-")
}
