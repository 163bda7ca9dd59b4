package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func (a *app) helpVerb() *cobra.Command {
	c := a.verb("help", cobra.ArbitraryArgs, nil)
	c.RunE = func(c *cobra.Command, args []string) error {
		verb, rest, err := c.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return noSuchVerb(verb, rest)
		}
		return a.help(verb)
	}
	c.ValidArgsFunction = func(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var names []cobra.Completion
		for _, verb := range c.Root().Commands() {
			if !verb.Hidden {
				names = append(names, cobra.CompletionWithDesc(verb.Name(), verb.Short))
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// showHelp is help for --help, where the library takes no error.
func (a *app) showHelp(c *cobra.Command) {
	if err := a.help(c); err != nil {
		a.worse(a.console.Fail(err))
	}
}

// help writes what a verb does, with its verbs and flags.
func (a *app) help(c *cobra.Command) error {
	text := a.helpText(c)
	value := map[string]string{"verb": c.CommandPath(), "help": text}
	return a.console.Result(value, func(w io.Writer) { _, _ = io.WriteString(w, text) })
}

func (a *app) helpText(c *cobra.Command) string {
	var w strings.Builder
	fmt.Fprintf(&w, "%s\n\n%s\n  %s\n", c.Short, a.words.T("cli.page.use"), a.useLine(c))
	if c.Long != "" {
		fmt.Fprintf(&w, "\n%s\n", c.Long)
	}
	if len(c.Groups()) == 0 && c.HasAvailableSubCommands() {
		a.list(&w, a.words.T("cli.page.verbs"), c.Commands(), "")
	}
	for _, g := range c.Groups() {
		a.list(&w, g.Title, c.Commands(), g.ID)
	}
	if flags := c.LocalNonPersistentFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(&w, "\n%s\n%s", a.words.T("cli.page.flags"), flags)
	}
	fmt.Fprintf(&w, "\n%s\n%s", a.words.T("cli.page.global"), c.Root().PersistentFlags().FlagUsages())
	if c == c.Root() {
		fmt.Fprintf(&w, "\n%s\n", a.words.T("cli.page.status"))
	}
	return w.String()
}

func (a *app) useLine(c *cobra.Command) string {
	if _, group := c.Annotations[isGroup]; group {
		return c.CommandPath() + " " + a.words.T("cli.page.verb")
	}
	return c.UseLine()
}

func (a *app) list(w io.Writer, title string, verbs []*cobra.Command, group string) {
	_, _ = fmt.Fprintf(w, "\n%s\n", title)
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, verb := range verbs {
		if !verb.Hidden && verb.GroupID == group {
			_, _ = fmt.Fprintf(columns, "  %s\t%s\n", verb.Name(), verb.Short)
		}
	}
	_ = columns.Flush()
}
