package issuer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
)

// moreTypes are what the standards call the things that further members hold.
// Whoever copies from a credential brings them along; where they stand says the
// same, so they are read over.
const moreTypes = "Achievement Address Alignment Evidence GeoCoordinates IdentifierEntry Image Profile Related Result ResultDescription RubricCriterionLevel"

// DecodeMore reads further members as people write them, and lays them over
// what is there: a member that the text names is replaced as a whole, "null"
// takes it away. A member that is not known is an error, for it would be left
// out of every badge.
func DecodeMore(text []byte, into any) error {
	target := reflect.ValueOf(into).Elem()
	// Not into the target itself: that would write into lists and pointers it
	// shares with others, and keep of an entry what the new one does not say.
	fresh := reflect.New(target.Type())
	if err := strictly(text, fresh.Interface()); err != nil {
		fresh = reflect.New(target.Type())
		if strictly(withoutTypes(text), fresh.Interface()) != nil {
			return Fail(Usage, "more-unreadable", "detail", err.Error()).Because(err)
		}
	}
	var named map[string]json.RawMessage
	if err := json.Unmarshal(text, &named); err != nil {
		return Fail(Usage, "more-unreadable", "detail", err.Error()).Because(err)
	}
	for i := range target.NumField() {
		member, _, _ := strings.Cut(target.Type().Field(i).Tag.Get("json"), ",")
		for name := range named {
			if strings.EqualFold(name, member) { // as encoding/json finds it
				target.Field(i).Set(fresh.Elem().Field(i))
			}
		}
	}
	return nil
}

func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errTree
	}
	return nil
}

// withoutTypes takes the types of known things away, but from what somebody
// else signed or defined; nil when the text is no tree.
func withoutTypes(text []byte) []byte {
	tree, err := Tree(text)
	root, object := tree.(Obj)
	if err != nil || !object {
		return nil
	}
	return Bytes(untyped(root).(Obj))
}

func untyped(v any) any {
	switch v := v.(type) {
	case Obj:
		v = slices.DeleteFunc(v, func(m Member) bool { return m.Name == "type" && isMoreType(m.Value) })
		for i := range v {
			if !strings.HasPrefix(v[i].Name, "endorsement") && !strings.HasPrefix(v[i].Name, "extensions") {
				v[i].Value = untyped(v[i].Value)
			}
		}
		return v
	case Arr:
		for i := range v {
			v[i] = untyped(v[i])
		}
	}
	return v
}

func isMoreType(v any) bool {
	all, list := v.(Arr)
	if !list {
		all = Arr{v}
	}
	return !slices.ContainsFunc(all, func(one any) bool {
		text, _ := one.(string)
		return !slices.Contains(strings.Fields(moreTypes), text)
	})
}
