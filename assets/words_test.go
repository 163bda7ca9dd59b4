package assets_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"badgekiln/assets"
)

func TestLanguages(t *testing.T) {
	t.Parallel()
	if got := assets.Languages(); !slices.Equal(got, []string{"de", "en"}) {
		t.Fatalf("languages %q", got)
	}
	for _, language := range assets.Languages() {
		words, err := assets.LoadWords(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range assets.Languages() {
			if key := "settings.look.language." + other; !words.Has(key) {
				t.Errorf("%s: no name for the language %s", language, other)
			}
		}
		if got := words.T("site.lang"); got != language {
			t.Errorf("%s: the site calls its language %q", language, got)
		}
	}
	if _, err := assets.LoadWords("xx"); err == nil {
		t.Error("words of a language nobody speaks")
	}
}

// TestLanguagesSayTheSame holds every table against the English one: the same
// files, keys, values, lines and flags, so that a word cannot be forgotten nor
// a command be translated.
func TestLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	english := tables(t, "en")
	for _, language := range assets.Languages() {
		if language == "en" {
			continue
		}
		other := tables(t, language)
		for file := range other {
			if english[file] == nil {
				t.Errorf("%s/%s has no English table", language, file)
			}
		}
		for file, table := range english {
			if other[file] == nil {
				t.Errorf("%s/%s is missing", language, file)
			}
			compare(t, language+"/"+file, table, other[file])
		}
	}
}

// The parts of a sentence that no translation may change.
func parts() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"values": regexp.MustCompile(`\{[^{}]*\}`),
		"flags":  regexp.MustCompile(`(?:^|[^\w-])--[a-z][a-z-]+`),
		"verbs":  regexp.MustCompile(`'kiln\s[a-z]+`),
		"ticks":  regexp.MustCompile("`"),
	}
}

func compare(t *testing.T, where string, english, other map[string]string) {
	t.Helper()
	for key := range other {
		if _, ok := english[key]; !ok {
			t.Errorf("%s: %s is no key of the English table", where, key)
		}
	}
	for key, text := range english {
		said, ok := other[key]
		if !ok {
			t.Errorf("%s lacks %s: %q", where, key, text)
			continue
		}
		for name, part := range parts() {
			if want, got := found(part, text), found(part, said); !slices.Equal(want, got) {
				t.Errorf("%s: %s has the %s %q, want %q", where, key, name, got, want)
			}
		}
	}
}

// found lists what a pattern finds, each once and sorted: another language may
// name things in another order, or one of them twice.
func found(part *regexp.Regexp, text string) []string {
	all := part.FindAllString(text, -1)
	for i := range all {
		all[i] = strings.Join(strings.Fields(strings.TrimLeft(all[i], "( ")), " ")
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestSampleIsTheSameEverywhere holds what the sample writes into its ledger:
// its bytes must not depend on the language it was made in.
func TestSampleIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	english := tables(t, "en")["sample.json"]
	for _, language := range assets.Languages() {
		for key, text := range tables(t, language)["sample.json"] {
			if english[key] != text {
				t.Errorf("%s: %s is %q, want %q", language, key, text, english[key])
			}
		}
	}
}

// TestSentences looks at how every sentence is written.
func TestSentences(t *testing.T) {
	t.Parallel()
	spaces := regexp.MustCompile(`\S  +\S`)
	// Columns that are set under one another.
	set := regexp.MustCompile(`completion|\.use$|cli\.class\.add\.long`)
	// The mail program of whoever reads them breaks these lines.
	mail := regexp.MustCompile(`^mail\..*\.text$`)
	for _, language := range assets.Languages() {
		for file, table := range tables(t, language) {
			for key, text := range table {
				where := language + "/" + file + ": " + key
				switch {
				case strings.TrimSpace(text) == "":
					t.Errorf("%s is empty", where)
				case strings.Contains(text, "!"):
					t.Errorf("%s shouts: %q", where, text)
				case spaces.MatchString(text) && !set.MatchString(key):
					t.Errorf("%s has two spaces: %q", where, text)
				case strings.TrimRight(text, " \n") != text:
					t.Errorf("%s ends in space: %q", where, text)
				case strings.Count(text, "{") != strings.Count(text, "}"):
					t.Errorf("%s has a brace that does not close: %q", where, text)
				}
				for line := range strings.Lines(text) {
					if strings.Contains(text, "\n") && !mail.MatchString(key) && len([]rune(strings.TrimSuffix(line, "\n"))) > 110 {
						t.Errorf("%s has a long line: %q", where, line)
					}
				}
			}
		}
	}
}

// tables reads the files of a language as they lie on disk.
func tables(t *testing.T, language string) map[string]map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("words", language, "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files of %s: %v", language, err)
	}
	all := map[string]map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var table map[string]string
		if err := json.Unmarshal(data, &table); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[filepath.Base(name)] = table
	}
	return all
}
