// Command collect copies the licence files of every module in our programs
// from the module cache to a folder that assets embeds:
//
//	collect FOLDER PACKAGE...
//
// It runs by go generate before a package is made. It must not know what a
// licence says.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"badgekiln/assets"
	"badgekiln/cmd/internal/licences"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "use: collect FOLDER PACKAGE...")
		os.Exit(2)
	}
	if err := collect(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "collect licences:", err)
		os.Exit(1)
	}
}

// collect writes one file for each module; a module without a licence file is
// an error, because it must not be handed out.
func collect(folder string, packages []string) error {
	list, err := modules(packages)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, line := range list {
		part := strings.SplitN(line, "\t", 3)
		text, err := texts(part[2])
		if err == nil && part[0] == "eliasnaur.com/font" { // its own refers to that of the fonts
			var more string
			more, err = texts(filepath.Join(part[2], "roboto", "ttfs"))
			text += "\n" + more
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part[0], err)
		}
		if err := root.WriteFile(assets.LicenceFile(part[0], part[1]), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// modules gives module, version and folder of all that is linked in, Go's own
// library first.
func modules(packages []string) ([]string, error) {
	root, err := output("env", "GOROOT")
	if err != nil {
		return nil, err
	}
	const format = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}"
	out, err := output(append([]string{"list", "-deps", "-f", format}, packages...)...)
	if err != nil {
		return nil, err
	}
	list := []string{licences.Go + "\t" + runtime.Version() + "\t" + strings.TrimSpace(root)}
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list, nil
}

func output(args ...string) (string, error) {
	cmd := exec.Command("go", args...) //nolint:gosec,noctx // G204: our own words; it ends by itself
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return string(out), err
}

// texts joins the licence files at the top of a folder.
func texts(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var all []string
	for _, entry := range entries {
		if entry.IsDir() || !isLicence(entry.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, entry.Name())) //nolint:gosec // G304: a file of the module cache
		if err != nil {
			return "", err
		}
		all = append(all, strings.TrimSpace(string(data))+"\n")
	}
	if len(all) == 0 {
		return "", errors.New("no licence file in " + folder)
	}
	return strings.Join(all, "\n"), nil
}

func isLicence(name string) bool {
	name = strings.ToUpper(name)
	for _, start := range []string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"} {
		if strings.HasPrefix(name, start) && !strings.HasSuffix(name, ".GO") {
			return true
		}
	}
	return false
}
