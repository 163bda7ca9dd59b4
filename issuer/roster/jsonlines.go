package roster

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"
)

// Line is one line of JSON lines: an object whose members are texts.
type Line struct {
	Row     int // the line, from 1; empty ones count
	Members []Member
	Problem *Problem // the line is no such object; Members is empty then
}

// Member is a member of the object, its value as text: numbers as written,
// true and false as words, null as "".
type Member struct{ Name, Text string }

// Lines reads JSON lines as they come, and waits for no more than the line at
// hand. Empty lines are passed over. An error ends it.
func Lines(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := &lines{feed: newFeed(r)}
		for {
			line, err := in.object()
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// object reads the next line that is not empty.
func (l *lines) object() (Line, error) {
	for {
		text, tooLong, err := l.next()
		if err != nil {
			return Line{}, err
		}
		if tooLong {
			p := problem(l.row, "", "", CodeRowTooLong, SeverityBad, "", "limit", "1 MiB")
			return Line{Row: l.row, Problem: &p}, nil
		}
		if strings.TrimFunc(text, isEdge) == "" {
			continue
		}
		line := Line{Row: l.row}
		var column, code string
		if line.Members, column, code = readObject(text); code != "" {
			p := problem(l.row, column, text, code, SeverityBad, "")
			line.Problem = &p
		}
		return line, nil
	}
}

// readObject reads an object without nesting, but for a list of texts as
// evidence, of which there can be several. code says what is wrong and
// column in which member.
func readObject(text string) (members []Member, column, code string) {
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
		members = append(members, Member{Name: name, Text: value})
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
