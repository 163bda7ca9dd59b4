package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func rehearse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("use: rehearse STATUS PROGRAM ARGUMENT...")
	}
	run := func(more ...string) any {
		status := 0
		err := ts.Exec(args[1], append(slices.Clone(args[2:]), more...)...)
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			status = exit.ExitCode()
		} else {
			ts.Check(err)
		}
		if strconv.Itoa(status) != args[0] {
			ts.Fatalf("%v: exit status %d, want %s", more, status, args[0])
		}
		return document(ts, ts.ReadFile("stdout"))
	}
	before := everything(ts)
	dry := run("--json", "--dry-run")
	if diff := cmp.Diff(before, everything(ts)); diff != "" {
		ts.Fatalf("a dry run changed:\n%s", diff)
	}
	earnest := run("--json")
	failed := follow(earnest, "error") != nil
	for _, doc := range []any{dry, earnest} { // what the operating system says is in no contract
		if e, ok := follow(doc, "error").(map[string]any); ok {
			delete(e, "detail")
		}
	}
	switch diff := cmp.Diff(earnest, dry); {
	case failed && diff != "":
		ts.Fatalf("the errors differ:\n%s", diff)
	case !failed && (follow(dry, "dry_run") != true || follow(earnest, "dry_run") != nil):
		ts.Fatalf("dry_run is %v, in earnest %v", follow(dry, "dry_run"), follow(earnest, "dry_run"))
	case !failed && cmp.Equal(before, everything(ts)):
		ts.Fatalf("in earnest nothing was changed either")
	}
}

// everything is each file and folder below the script's own, with what is in
// it. SQLite's index of a write-ahead log and an empty log come and go with
// whoever looks.
func everything(ts *testscript.TestScript) map[string]string {
	found := map[string]string{}
	root := ts.Getenv("WORK")
	ts.Check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".db-shm") || strings.HasSuffix(path, ".db-wal") && info.Size() == 0 {
			return nil
		}
		found[path] = info.Mode().String()
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			found[path] += fmt.Sprintf(" %x", sha256.Sum256(data))
			return err
		}
		return nil
	}))
	return found
}

// TestEveryVerbThatWritesHasADryRun holds the list of verbs that only look; any
// other verb has the flag.
func TestEveryVerbThatWritesHasADryRun(t *testing.T) {
	t.Parallel()
	looks := []string{
		"kiln issuer show", "kiln issuer list", "kiln key list", "kiln key export", "kiln class list", "kiln class show", "kiln roster read",
		"kiln people list", "kiln people show", "kiln people lists show",
		"kiln design templates", "kiln design show", "kiln design check", "kiln design deleted", "kiln awards", "kiln show", "kiln ledger check", "kiln ledger log", "kiln verify",
		"kiln imports", "kiln endorsements", "kiln trust list", "kiln site target list", "kiln site check", "kiln site preview", "kiln mail profile list", "kiln mail profile check",
		"kiln backpack list", "kiln backpack collections", "kiln backpack check", "kiln handout list", "kiln claim list", "kiln licences", "kiln version", "kiln completion", "kiln help",
	}
	a, _, _ := testApp(t)
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			walk(sub)
		}
		if _, group := c.Annotations[isGroup]; group {
			return
		}
		if has := c.Flags().Lookup("dry-run") != nil; has == slices.Contains(looks, c.CommandPath()) {
			t.Errorf("%s has --dry-run: %v", c.CommandPath(), has)
		}
	}
	walk(a.root())
}
