// Command kiln issues and checks Open Badges from the command line.
//
// It knows verbs, flags, streams and exit statuses, and turns codes into the
// words of assets. It must not know how a badge is made, signed or stored: the
// engine and the cores do that. It has no window in its dependency list.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"badgekiln/cmd/internal/engine"
)

func main() {
	engine.Runs()
	cobra.EnableCommandSorting = false // the help lists verbs in the order they are used in
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end, the second ends at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

// run is the program: arguments and streams in, exit status out.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer, env func(string) string) int {
	a, err := newApp(languageOf(args, env), in, out, errs, env)
	if err != nil {
		_, _ = io.WriteString(errs, err.Error()+"\n")
		return statusBroken
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	if err := root.ExecuteContext(ctx); err != nil {
		a.console.json = a.console.json || asksForJSON(args)
		a.worse(a.console.Fail(err))
	}
	return a.status
}

// asksForJSON looks for --json where the flags themselves could not be read.
func asksForJSON(args []string) bool {
	for _, arg := range args {
		switch arg {
		case "--":
			return false
		case "--json", "--json=true":
			return true
		}
	}
	return false
}
