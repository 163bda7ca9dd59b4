package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"badgekiln/assets"

	"github.com/spf13/cobra"
)

func TestLanguageOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args, env, want string
	}{
		{"", "", ""},
		{"version", "de", "de"},
		{"version --lang de", "", "de"},
		{"--lang=de version", "", "de"},
		{"--lang de-AT version", "en", "de"},
		{"--lang en", "de_DE.UTF-8", "en"},
		{"--lang de --lang en", "", "en"},
		{"--lang xx", "de", ""},
		{"version --lang", "de", "de"},
		{"version -- --lang de", "", ""},
		{"version", "C.UTF-8", ""},
		{"version", "../de", ""},
	} {
		env := func(name string) string { return map[string]string{"KILN_LANG": c.env, "LANG": "de"}[name] }
		if got := languageOf(strings.Fields(c.args), env); got != c.want {
			t.Errorf("%q with KILN_LANG=%s: %q, want %q", c.args, c.env, got, c.want)
		}
	}
}

// TestEveryVerbSpeaksEveryLanguage reads the help of each verb in each
// language: no key is left for a word, and nothing is cut off the verb's name.
func TestEveryVerbSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`\b(cli|error|hint)\.[a-z]+\.|\{[a-z]+\}`)
	for _, language := range assets.Languages() {
		var out, errs bytes.Buffer
		a, err := newApp(language, strings.NewReader(""), &out, &errs, func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		verbs := 0
		var walk func(c *cobra.Command)
		walk = func(c *cobra.Command) {
			verbs++
			text := a.helpText(c)
			if found := key.FindString(strings.ReplaceAll(text, "'{name}'", "")); found != "" {
				t.Errorf("%s, %s shows %q", language, c.CommandPath(), found)
			}
			for line := range strings.Lines(c.Long) {
				if len([]rune(line)) > 112 {
					t.Errorf("%s, %s: a long line: %s", language, c.CommandPath(), line)
				}
			}
			for _, sub := range c.Commands() {
				walk(sub)
			}
		}
		walk(a.root())
		if verbs < 40 {
			t.Errorf("%s: only %d verbs", language, verbs)
		}
	}
}

// TestYesIsAnswered: the letters offered are those that are taken.
func TestYesIsAnswered(t *testing.T) {
	t.Parallel()
	for _, language := range assets.Languages() {
		words, err := assets.LoadWords(language)
		if err != nil {
			t.Fatal(err)
		}
		yes, no, _ := strings.Cut(words.T("cli.ask.choice"), "/")
		if !strings.HasPrefix(words.T("cli.ask.yes"), yes) || strings.HasPrefix(words.T("cli.ask.yes"), strings.ToLower(no)) {
			t.Errorf("%s: %s is offered, %s is taken", language, words.T("cli.ask.choice"), words.T("cli.ask.yes"))
		}
	}
}
