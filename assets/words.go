package assets

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

// Words is the table of everything both programs say in one language.
// Keys are dotted and lower case: "error.<code>", "hint.<code>",
// "roster.<code>", "verify.<code>", "cli.<verb>.<what>". A sentence names its
// values in braces: "Row {row} has no address."
type Words struct{ table map[string]string }

// Languages lists the languages there are words in, sorted.
func Languages() []string {
	folders, err := fs.ReadDir(files, "words")
	if err != nil {
		return nil
	}
	languages := make([]string, 0, len(folders))
	for _, folder := range folders {
		languages = append(languages, folder.Name())
	}
	return languages
}

// LoadWords reads the table of a language, "en" for example: all files of its
// folder taken together. A key given twice is an error.
func LoadWords(language string) (*Words, error) {
	names, err := fs.Glob(files, path.Join("words", language, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("load words: no language %q", language)
	}
	sort.Strings(names)
	w := &Words{table: map[string]string{}}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("load words: %w", err)
		}
		var part map[string]string
		if err := json.Unmarshal(data, &part); err != nil {
			return nil, fmt.Errorf("load words %s: %w", name, err)
		}
		for key, text := range part {
			if _, twice := w.table[key]; twice {
				return nil, fmt.Errorf("load words %s: %q is given twice", name, key)
			}
			w.table[key] = text
		}
	}
	return w, nil
}

// Has tells whether the table knows the key.
func (w *Words) Has(key string) bool { _, ok := w.table[key]; return ok }

// Keys lists all keys, sorted.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.table))
	for key := range w.table {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// T gives the sentence of a key; pairs are alternating names and values.
// An unknown key gives the key itself, so that nothing is silent.
func (w *Words) T(key string, pairs ...string) string {
	values := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return w.Fill(key, values)
}

// Fill is T with the values in a map.
func (w *Words) Fill(key string, values map[string]string) string {
	text, ok := w.table[key]
	if !ok {
		return key
	}
	if len(values) == 0 {
		return text
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		name := text[open+1 : open+end]
		out.WriteString(text[:open])
		if v, ok := values[name]; ok {
			out.WriteString(v)
		} else {
			out.WriteString(text[open : open+end+1])
		}
		text = text[open+end+1:]
	}
	out.WriteString(text)
	return out.String()
}
