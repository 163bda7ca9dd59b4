package render

import "strings"

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
		shut := strings.IndexByte(content[open:], '}')
		if shut < 0 {
			break
		}
		value, known := fields[strings.TrimSpace(content[open+1:open+shut])]
		if !known { // the brace may stand before a field: "{{name}"
			out.WriteString(content[:open+1])
			content = content[open+1:]
			continue
		}
		out.WriteString(content[:open])
		out.WriteString(value)
		content = content[open+shut+1:]
	}
	out.WriteString(content)
	return out.String()
}

// FieldsOf lists the merge fields that a text names, besides those known. It
// may name more than are ones: a brace that Fill leaves alone.
func FieldsOf(content string, known map[string]string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(content, "{")
		if !found {
			return names
		}
		name, _, shut := strings.Cut(rest, "}")
		if name = strings.TrimSpace(name); shut {
			if _, same := known[name]; !same {
				names = append(names, name)
			}
		}
		content = rest
	}
}
