package main

import (
	"fmt"
	"io"
	"strings"

	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) completionVerb() *cobra.Command {
	c := a.verb("completion", takes(1, 1), nil)
	c.ValidArgs = []string{"bash", "zsh", "fish", "powershell"}
	c.RunE = func(c *cobra.Command, args []string) error { return a.completion(c.Root(), args[0]) }
	return c
}

// completion writes the script a shell reads to complete our verbs and flags.
func (a *app) completion(root *cobra.Command, shell string) error {
	var script strings.Builder
	write := map[string]func(io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        root.GenZshCompletion,
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
	}[shell]
	if write == nil {
		return issuer.Fail(issuer.Usage, "shell-unknown", "shell", shell)
	}
	if err := write(&script); err != nil {
		return fmt.Errorf("write completion: %w", err)
	}
	value := map[string]string{"shell": shell, "script": script.String()}
	return a.console.Result(value, func(w io.Writer) { _, _ = io.WriteString(w, script.String()) })
}
