package main

import (
	"errors"
	"slices"
	"strings"

	"badgekiln/assets"

	"github.com/spf13/cobra"
)

// usualLanguage is spoken when nobody asks for another. The language of the
// desktop decides nothing here: scripts read what this program says.
const usualLanguage = "en"

// languageOf looks for --lang, which counts before the flags can be read: their
// own descriptions are said in that language. Otherwise KILN_LANG decides. It
// is "" where neither names a language there are words in; one that --lang
// names wrongly is told when the flags are read.
func languageOf(args []string, env func(string) string) string {
	language := spoken(env("KILN_LANG"))
	for i, arg := range args {
		if arg == "--" {
			break
		}
		asked, found := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			asked, found = args[i+1], true
		}
		if found {
			language = spoken(asked)
		}
	}
	return language
}

// spoken is the language of a tag or of a locale, such as de of de-AT and of
// de_DE.UTF-8; "" where there are no words in it.
func spoken(tag string) string {
	language, _, _ := strings.Cut(strings.ToLower(tag), "-")
	language, _, _ = strings.Cut(language, "_")
	language, _, _ = strings.Cut(language, ".")
	if !slices.Contains(assets.Languages(), language) {
		return ""
	}
	return language
}

// languageFlag adds --lang, which has done its work when it is read.
func (a *app) languageFlag(root *cobra.Command) {
	usage := a.words.T("cli.flag.lang", "languages", strings.Join(assets.Languages(), ", "))
	root.PersistentFlags().Var(languageName{}, "lang", usage)
	// The only error is a flag that does not exist, or that is completed already.
	_ = root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(assets.Languages(), cobra.ShellCompDirectiveNoFileComp))
}

// languageName is a flag that takes the languages there are words in.
type languageName struct{}

func (languageName) Set(tag string) error {
	if spoken(tag) == "" {
		return errors.New("no such language")
	}
	return nil
}
func (languageName) Type() string   { return "string" }
func (languageName) String() string { return "" }
