package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"badgekiln/assets"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// app is one run of the program.
type app struct {
	console *console
	words   *assets.Words
	env     func(string) string
	ledger  string // --ledger
	issuer  string // --issuer
	by      string // --by
	dry     bool   // --dry-run, where a verb has it
	status  int
}

// newApp makes a run that speaks a language, "" for the usual one.
func newApp(language string, in io.Reader, out, errs io.Writer, env func(string) string) (*app, error) {
	words, err := assets.LoadWords(cmp.Or(language, usualLanguage))
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	return &app{words: words, env: env, console: &console{
		in: in, out: out, err: errs, words: words,
		asks: isTerminal(in) && isTerminal(errs), shows: isTerminal(errs), isolates: isTerminal(out),
	}}, nil
}

// worse notes an exit status; the worst wins.
func (a *app) worse(status int) { a.status = max(a.status, status) }

// root makes the tree of verbs, in the groups the help shows.
func (a *app) root() *cobra.Command {
	version := false
	root := a.group("kiln", func(c *cobra.Command) error {
		if version {
			return a.version()
		}
		return a.help(c)
	})
	root.Flags().BoolVar(&version, "version", false, a.words.T("cli.flag.version"))
	root.CompletionOptions.DisableDefaultCmd = true
	for _, g := range []struct {
		name  string
		verbs []*cobra.Command
	}{
		{"begin", []*cobra.Command{a.sampleVerb(), a.issuerVerbs(), a.keyVerbs(), a.designVerbs(), a.classVerbs()}},
		{"award", []*cobra.Command{a.rosterVerbs(), a.awardVerb(), a.finishVerb(), a.faceVerbs(), a.printVerbs(), a.givenVerb(), a.handoutVerbs(), a.claimVerbs()}},
		{"records", []*cobra.Command{a.unfinished(a.expiring(a.awardsVerb())), a.showFiles(a.showVerb()), a.correctVerb(), a.renewVerb(), a.undoVerb(), a.revokeVerb(), a.suspendVerb(), a.resumeVerb(), a.endorseVerb(), a.endorsementsVerb(), a.siteVerbs(), a.mailVerbs(), a.outboxVerb(), a.ledgerVerbs(), a.eraseVerb(), a.peopleVerbs(), a.backpackVerbs(), a.pushVerb(), a.displayerVerb()}},
		{"check", []*cobra.Command{a.verifyVerb(), a.trustVerbs(), a.importVerb(), a.importsVerb()}},
		{"pictures", []*cobra.Command{a.bakeVerb(), a.unbakeVerb()}},
		{"program", []*cobra.Command{a.licencesVerb(), a.versionVerb(), a.completionVerb(), a.helpVerb()}},
	} {
		root.AddGroup(&cobra.Group{ID: g.name, Title: a.words.T("cli.group." + g.name)})
		for _, verb := range g.verbs {
			verb.GroupID = g.name
			root.AddCommand(verb)
		}
	}
	// Cobra adds a help verb of its own unless it is given one.
	if verb, _, err := root.Find([]string{"help"}); err == nil {
		root.SetHelpCommand(verb)
	}
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { a.showHelp(c) })
	root.SetFlagErrorFunc(flagFault)
	flags := root.PersistentFlags()
	flags.Var(fullText{&a.ledger}, "ledger", a.words.T("cli.flag.ledger"))
	flags.StringVar(&a.issuer, "issuer", "", a.words.T("cli.flag.issuer"))
	flags.StringVar(&a.by, "by", "", a.words.T("cli.flag.by"))
	flags.BoolVar(&a.console.json, "json", false, a.words.T("cli.flag.json"))
	flags.BoolVar(&a.console.quiet, "quiet", false, a.words.T("cli.flag.quiet"))
	flags.BoolVar(&a.console.yes, "yes", false, a.words.T("cli.flag.yes"))
	a.languageFlag(root)
	flags.BoolP("help", "h", false, a.words.T("cli.flag.help"))
	return root
}

// verb makes a command. path is its place in the tree with dots, under which
// its words lie: cli.<path>.use names the arguments, .short says what it does,
// .long says more where there is more to say.
func (a *app) verb(path string, takes cobra.PositionalArgs, do func(ctx context.Context, args []string) error) *cobra.Command {
	name := path[strings.LastIndexByte(path, '.')+1:]
	c := &cobra.Command{
		Use:                   strings.TrimSpace(name + " " + a.optional("cli."+path+".use")),
		Short:                 a.words.T("cli." + path + ".short"),
		Long:                  a.optional("cli." + path + ".long"),
		DisableFlagsInUseLine: true,
		SilenceErrors:         true,
		SilenceUsage:          true,
		Args:                  func(c *cobra.Command, args []string) error { return checkArgs(c, args, takes) },
		RunE:                  func(c *cobra.Command, args []string) error { return do(c.Context(), args) },
	}
	c.SuggestionsMinimumDistance = 2
	return c
}

// group makes a command that only holds others. bare runs when none is named;
// nil makes that an error.
func (a *app) group(path string, bare func(*cobra.Command) error, verbs ...*cobra.Command) *cobra.Command {
	c := a.verb(path, cobra.ArbitraryArgs, nil)
	c.Annotations = map[string]string{isGroup: ""}
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 && bare != nil {
			return bare(c)
		}
		return noSuchVerb(c, args)
	}
	c.AddCommand(verbs...)
	return c
}

// flag gives the description of a verb's flag: its own, or the common one of
// that name.
func (a *app) flag(path, name string) string {
	if own := "cli." + path + ".flag." + name; a.words.Has(own) {
		return a.words.T(own)
	}
	return a.words.T("cli.flag." + name)
}

// dryFlag gives a verb the flag --dry-run.
func (a *app) dryFlag(c *cobra.Command, path string) *cobra.Command {
	c.Flags().BoolVar(&a.dry, "dry-run", false, a.flag(path, "dry-run"))
	return c
}

// require makes flags obligatory; see checkArgs.
func require(c *cobra.Command, names ...string) *cobra.Command {
	for _, name := range names {
		_ = c.Flags().SetAnnotation(name, cobra.BashCompOneRequiredFlag, []string{"true"})
	}
	return c
}

func missingFlag(c *cobra.Command) (name string) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if _, must := f.Annotations[cobra.BashCompOneRequiredFlag]; must && !f.Changed && name == "" {
			name = f.Name
		}
	})
	return name
}

func (a *app) optional(key string) string {
	if !a.words.Has(key) {
		return ""
	}
	return a.words.T(key)
}
