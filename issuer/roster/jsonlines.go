package roster

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// object is one line of JSON lines: an object whose members are texts.
type object struct {
	row     int // the line, from 1; empty ones count
	members []member
	problem *Problem // the line is no such object; members is empty then
}

// member is a member of the object, its value as text: numbers as written,
// true and false as words, null as "".
type member struct{ name, text string }

// object reads the next line that is not empty.
func (l *lines) object() (object, error) {
	for {
		text, tooLong, err := l.next()
		if err != nil {
			return object{}, err
		}
		if tooLong {
			p := problem(l.row, "", "", CodeRowTooLong, SeverityBad, "", "limit", "1 MiB")
			return object{row: l.row, problem: &p}, nil
		}
		if strings.TrimFunc(text, isEdge) == "" {
			continue
		}
		line := object{row: l.row}
		var column, code string
		if line.members, column, code = readObject(text); code != "" {
			p := problem(l.row, column, text, code, SeverityBad, "")
			line.problem = &p
		}
		return line, nil
	}
}

// readObject reads an object without nesting, but for a list of texts as
// evidence, of which there can be several. code says what is wrong and
// column in which member.
func readObject(text string) (members []member, column, code string) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, "", CodeBadJSON
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		name, isName := t.(string)
		if err != nil || !isName || seen[name] {
			return nil, name, CodeBadJSON
		}
		seen[name] = true
		value, code := readValue(dec, mayBeList(name))
		if code != "" {
			return nil, name, code
		}
		members = append(members, member{name, value})
	}
	if t, err := dec.Token(); err != nil || t != json.Delim('}') {
		return nil, "", CodeBadJSON
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, "", CodeBadJSON
	}
	return members, "", ""
}

// mayBeList tells the members that can hold several values, as a list.
func mayBeList(name string) bool {
	field, _ := keyOther(headerKey(name))
	return field == FieldEvidence
}

// readList reads the rest of a list of texts into a cell with one a line.
func readList(dec *json.Decoder) (text, code string) {
	var entries []string
	for dec.More() {
		entry, code := readValue(dec, false)
		if code != "" {
			return "", code
		}
		entries = append(entries, entry)
	}
	if _, err := dec.Token(); err != nil {
		return "", CodeBadJSON
	}
	return strings.Join(entries, "\n"), ""
}

func readValue(dec *json.Decoder, list bool) (text, code string) {
	t, err := dec.Token()
	if err != nil {
		return "", CodeBadJSON
	}
	switch v := t.(type) {
	case json.Delim:
		if v == '[' && list {
			return readList(dec)
		}
		return "", CodeNested
	case string:
		return v, ""
	case json.Number:
		return v.String(), ""
	case bool:
		if v {
			return "true", ""
		}
		return "false", ""
	}
	return "", ""
}
