package roster_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

var update = flag.Bool("update", false, "write the golden files of testdata/rosters anew")

// export is a line of testdata/rosters/index.txt.
type export struct{ file, copies, people, problems, said, hard string }

func exports(t *testing.T) (all []export) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "rosters", "index.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != 6 {
			t.Fatalf("index.txt: %q has %d parts", line, len(f))
		}
		all = append(all, export{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return all
}

// options are what the index says the reader was told.
func (e export) options(t *testing.T) (o roster.Options) {
	t.Helper()
	for word := range strings.FieldsSeq(strings.Trim(e.said, "-")) {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "no":
		case "no-email":
			o.AllowNoEmail = true
		case "dates":
			o.DateOrder = roster.DateOrder(value)
		case "hidden":
			o.Hidden = roster.Hidden(value)
		default:
			t.Fatalf("%s: nobody knows %q", e.file, word)
		}
	}
	return o
}

// TestExports reads the lists of many programs. How many people there are and
// what is wrong was written down before the first of them was read.
func TestExports(t *testing.T) {
	all := exports(t)
	misleading := 0
	for _, e := range all {
		if e.hard != "-" {
			misleading++
		}
		t.Run(e.file, func(t *testing.T) {
			t.Parallel()
			r, err := roster.ReadFile(filepath.Join("testdata", "rosters", e.file), e.options(t))
			if err != nil {
				var fault *issuer.Error
				if !errors.As(err, &fault) || e.people != "error" || fault.Code != e.problems {
					t.Fatalf("%v, want %s people and %s", err, e.people, e.problems)
				}
				return
			}
			if got := strconv.Itoa(r.People.Len()); got != e.people {
				t.Errorf("%s people, want %s", got, e.people)
			}
			if got := codesOf(r.Problems); got != sorted(e.problems) {
				t.Errorf("problems %s, want %s", got, sorted(e.problems))
			}
			golden(t, filepath.Join("testdata", "rosters", e.file+".golden"), written(r))
		})
	}
	if len(all) < 60 || misleading < 15 {
		t.Errorf("%d lists, %d of them misleading", len(all), misleading)
	}
}

// TestEveryExportIsListed holds the folder against its index.
func TestEveryExportIsListed(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("testdata", "rosters"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"index.txt": true, ".gitattributes": true}
	for _, e := range exports(t) {
		want[e.file], want[e.file+".golden"] = true, e.people != "error"
	}
	for _, entry := range entries {
		if !want[entry.Name()] {
			t.Errorf("%s is not in the index", entry.Name())
		}
	}
}

// codesOf lists codes as the index does: sorted, with how often each is there.
func codesOf(problems []roster.Problem) string {
	counts := map[string]int{}
	for _, p := range problems {
		counts[p.Code]++
	}
	var out []string
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		if n := counts[code]; n > 1 {
			code += "*" + strconv.Itoa(n)
		}
		out = append(out, code)
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, " ")
}

func sorted(words string) string {
	return strings.Join(slices.Sorted(strings.FieldsSeq(words)), " ")
}

// written is a reading for people to look through.
func written(r *roster.Reading) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q %q, headings in row %d\n\n", r.Encoding, r.Delimiter, r.Sheet, r.HeaderRow)
	for _, c := range r.Columns {
		mark := ""
		if c.Public {
			mark = ", public"
		}
		fmt.Fprintf(&b, "%s -> %s%s\n", c.Header, c.Field, mark)
	}
	for _, p := range r.People.List() {
		fmt.Fprintf(&b, "\nrow %d: %s <%s>\n", p.Row, p.Name, p.Email)
		for _, pair := range [][2]string{
			{"given", p.GivenName},
			{"family", p.FamilyName},
			{"evidence", strings.Join(p.Evidence, " ")},
			{"narrative", p.Narrative},
			{"criteria note", p.Note},
			{"issued on", p.IssuedOn.String()},
			{"expires", p.Expires.String()},
			{"language", p.Language},
			{"image", p.Image},
			{"badge", p.Badge},
		} {
			if pair[1] != "" {
				fmt.Fprintf(&b, "  %s: %s\n", pair[0], pair[1])
			}
		}
		for _, name := range slices.Sorted(maps.Keys(p.Extra)) {
			fmt.Fprintf(&b, "  {%s}: %q\n", name, p.Extra[name])
		}
	}
	for i, p := range r.Problems {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s %s: row %d, column %q, cell %q, suggestion %q\n", p.Severity, p.Code, p.Row, p.Column, p.Cell, p.Suggestion)
	}
	return b.String()
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
