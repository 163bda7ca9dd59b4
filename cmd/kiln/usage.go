package main

import (
	"errors"
	"strconv"
	"strings"

	"badgekiln/issuer"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// isGroup marks a command that only holds others.
const isGroup = "group"

// takes says how many arguments a verb takes; most is -1 for any number.
func takes(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return issuer.Fail(issuer.Usage, "argument-missing", "use", c.UseLine())
		case most >= 0 && len(args) > most:
			return issuer.Fail(issuer.Usage, "argument-extra", "argument", args[most], "use", c.UseLine())
		}
		return nil
	}
}

// takesPlace takes one argument: the name of what will be written, which is no
// text that could go to standard output.
func takesPlace(c *cobra.Command, args []string) error {
	if err := takes(1, 1)(c, args); err != nil {
		return err
	}
	if args[0] == stdio {
		return issuer.Fail(issuer.Usage, "out-stdio")
	}
	return nil
}

// checkArgs looks at arguments and at obligatory flags together, before
// anything is done.
func checkArgs(c *cobra.Command, args []string, takes cobra.PositionalArgs) error {
	if err := takes(c, args); err != nil {
		return err
	}
	if name := missingFlag(c); name != "" {
		return issuer.Fail(issuer.Usage, "flag-missing", "flag", "--"+name, "use", c.UseLine())
	}
	return checkGroups(c)
}

// What the flag library notes at flags of which one is needed, or one at most.
const (
	oneNeeded = "cobra_annotation_one_required"
	oneAtMost = "cobra_annotation_mutually_exclusive"
)

// checkGroups looks at flags that depend on each other, before the library does:
// its errors are not in our words.
func checkGroups(c *cobra.Command) error {
	var fault error
	look := func(kind string, wrong func(given int) bool, code string) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			for _, list := range f.Annotations[kind] {
				names, given := strings.Fields(list), 0
				for _, name := range names {
					if c.Flags().Changed(name) {
						given++
					}
				}
				if wrong(given) && fault == nil {
					fault = issuer.Fail(issuer.Usage, code, "flags", "--"+strings.Join(names, ", --"), "use", c.UseLine())
				}
			}
		})
	}
	look(oneAtMost, func(given int) bool { return given > 1 }, "flags-exclude")
	look(oneNeeded, func(given int) bool { return given == 0 }, "flags-one")
	return fault
}

// noSuchVerb says that a group was called without one of its verbs.
func noSuchVerb(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return issuer.Fail(issuer.Usage, "verb-missing", "verb", c.CommandPath())
	}
	path := c.CommandPath() + " " + args[0]
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return issuer.Fail(issuer.Usage, "verb-unknown-near", "verb", path, "near", c.CommandPath()+" "+strings.Join(near, ", "))
	}
	return issuer.Fail(issuer.Usage, "verb-unknown", "verb", path)
}

// flagFault puts the flag library's errors into our words. A flag after a verb
// that does not exist is the verb's fault.
func flagFault(c *cobra.Command, err error) error {
	if _, group := c.Annotations[isGroup]; group && c.Flags().NArg() > 0 {
		return noSuchVerb(c, c.Flags().Args())
	}
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	help := c.CommandPath() + " --help"
	switch {
	case errors.As(err, &unknown):
		return issuer.Fail(issuer.Usage, "flag-unknown", "flag", dashed(unknown.GetSpecifiedName()), "help", help)
	case errors.As(err, &empty):
		return issuer.Fail(issuer.Usage, "flag-empty", "flag", dashed(empty.GetSpecifiedName()), "help", help)
	case errors.As(err, &wrong):
		return issuer.Fail(issuer.Usage, "flag-value", "flag", "--"+wrong.GetFlag().Name,
			"value", strconv.Quote(wrong.GetValue()), "help", help).Because(wrong.Unwrap())
	default:
		return issuer.Fail(issuer.Usage, "flag-wrong", "help", help).Because(err)
	}
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// fullText is a flag whose value cannot be empty: an unset variable of a
// script must not mean somebody's own ledger.
type fullText struct{ to *string }

func (f fullText) Set(text string) error {
	if text == "" {
		return errors.New("empty")
	}
	*f.to = text
	return nil
}
func (f fullText) Type() string { return "string" }
func (f fullText) String() string {
	if f.to == nil {
		return ""
	}
	return *f.to
}
