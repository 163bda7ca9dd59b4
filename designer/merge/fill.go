package merge

import (
	"slices"
	"strings"

	"badgekiln/designer"
)

// mostFormats is how long the formats of a field may be, in bytes.
const mostFormats = 500

// Fill replaces the merge fields in braces by their values. A field without a
// value, and a brace that is no field, stay as they are.
func Fill(content string, fields map[string]string) string {
	if len(fields) == 0 || !strings.Contains(content, "{") {
		return content
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(content, '{')
		if open < 0 {
			break
		}
		value, n, ok := valueOf(content[open+1:], fields)
		if !ok { // the brace may stand before a field: "{{name}"
			out.WriteString(content[:open+1])
			content = content[open+1:]
			continue
		}
		out.WriteString(content[:open])
		out.WriteString(value)
		content = content[open+1+n:]
	}
	out.WriteString(content)
	return out.String()
}

// valueOf gives what stands for the field behind a brace, and how many bytes of
// the text that was.
func valueOf(behind string, fields map[string]string) (value string, n int, ok bool) {
	name, formats, n, ok := field(behind)
	if !ok {
		return "", 0, false
	}
	value, ok = fields[name]
	if !ok || formats == nil {
		return value, n, ok
	}
	for _, f := range formats {
		if value, ok = f.do(value, fields["language"]); !ok {
			return "", 0, false
		}
	}
	return value, n, true
}

// field reads a field behind its brace. n is how long it is, with the brace that
// ends it.
func field(behind string) (name string, formats []format, n int, ok bool) {
	end := strings.IndexAny(behind, "}|")
	if end < 0 {
		return "", nil, 0, false
	}
	name = strings.TrimSpace(behind[:end])
	if behind[end] == '}' {
		return name, nil, end + 1, true
	}
	rest := behind[end+1:]
	from, quoted := 0, false
	for i, c := range rest {
		switch {
		case i > mostFormats:
			return "", nil, 0, false
		case quoted:
			quoted = !closes(c)
		case opens(c):
			quoted = true
		case c == '|' || c == '}':
			formats = append(formats, read(rest[from:i]))
			from = i + 1
			if c == '}' {
				return name, formats, end + 1 + from, true
			}
		}
	}
	return "", nil, 0, false
}

// Quotation marks, as keyboards and word processors make them.
func opens(c rune) bool { return c == '"' || c == '“' || c == '„' || c == '”' }

func closes(c rune) bool { return c == '"' || c == '“' || c == '”' }

// Names lists the merge fields that a text names, besides those known. It may
// name more than are ones: a brace that Fill leaves alone.
func Names(content string, known map[string]string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(content, "{")
		if !found {
			return names
		}
		if name, _, _, ok := field(rest); ok {
			if _, same := known[name]; !same {
				names = append(names, name)
			}
		}
		content = rest
	}
}

// Unread lists what stands in braces of a text with formats that are none, or
// with quotation marks or braces that nobody closes.
func Unread(content string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(content, "{")
		if !found {
			return out
		}
		content = rest
		bar, shut := strings.IndexByte(rest, '|'), strings.IndexByte(rest, '}')
		if bar < 0 || shut >= 0 && shut < bar || strings.Contains(rest[:bar], "{") {
			continue
		}
		_, formats, n, ok := field(rest)
		switch {
		case !ok && shut < 0:
			out = append(out, "{"+rest[:bar+1]+"…")
		case !ok:
			out = append(out, "{"+rest[:shut+1])
		case slices.ContainsFunc(formats, func(f format) bool { _, good := f.do("", ""); return !good }):
			out = append(out, "{"+rest[:n])
		}
	}
}

// Formats tells whether a text or code says how a field is written.
func Formats(l *designer.Layer) bool {
	content := contentOf(l)
	for {
		_, rest, found := strings.Cut(content, "{")
		if !found {
			return false
		}
		if _, formats, _, ok := field(rest); ok && formats != nil {
			return true
		}
		content = rest
	}
}

func contentOf(l *designer.Layer) string {
	switch {
	case l.Text != nil:
		return l.Text.Content
	case l.Code != nil:
		return l.Code.Content
	}
	return ""
}
