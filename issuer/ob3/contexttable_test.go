package ob3

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func compileText(text string) (*Contexts, error) {
	c := &Contexts{known: map[string]any{}}
	t, err := readTable("test", []byte(text))
	if err != nil {
		return nil, err
	}
	return c, c.add(t)
}

func TestTableNotation(t *testing.T) {
	t.Parallel()
	c, err := compileText(`
ns a http://a.example/
group pair
  one  a:   ref
  two  a:2  ^<b:c>
context http://x protected
  A  a:>
  # a remark
  B  a:
    *pair
    C  <d:e>  word list
  D  a:  json fresh
context http://y like http://x
  -D
  B  a:bee
    one  a:  set
context http://y build like http://y
  E  a:  graph
`)
	if err != nil {
		t.Fatal(err)
	}
	root := func(members map[string]any) map[string]any {
		members["id"], members["type"], members["@protected"] = "@id", "@type", true
		return members
	}
	scope := func(one, set string) map[string]any {
		return map[string]any{
			"@protected": true, "one": map[string]any{"@id": "http://a.example/one", one: set},
			"two": map[string]any{"@id": "http://a.example/2", "@type": "b:c"},
			"C":   map[string]any{"@id": "d:e", "@type": "@vocab", "@container": "@list"},
		}
	}
	bee := map[string]any{"@id": "http://a.example/bee", "@context": scope("@container", "@set")}
	want := &Contexts{
		known: map[string]any{
			"http://x": root(map[string]any{
				"A": "http://a.example/",
				"B": map[string]any{"@id": "http://a.example/B", "@context": scope("@type", "@id")},
				"D": map[string]any{"@id": "http://a.example/D", "@type": "@json", "@context": nil},
			}),
			"http://y": root(map[string]any{"A": "http://a.example/", "B": bee}),
		},
		builds: []map[string]any{{"http://y": root(map[string]any{
			"A": "http://a.example/", "B": bee,
			"E": map[string]any{"@id": "http://a.example/E", "@container": "@graph"},
		})}},
	}
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(Contexts{})); diff != "" {
		t.Error(diff)
	}
}

func TestTableFaults(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"unknown keyword":     "context http://x\nterm a b",
		"keyword alone":       "context",
		"level left out":      "context http://x\n    T <a:b>",
		"indented first":      "  T <a:b>",
		"unknown namespace":   "context http://x\n  T b:",
		"no IRI":              "context http://x\n  T",
		"empty IRI":           "context http://x\n  T <>",
		"unknown flag":        "context http://x\n  T <a:b> refs",
		"bad datatype":        "context http://x\n  T <a:b> ^c:d",
		"unknown group":       "context http://x\n  *g",
		"like nobody":         "context http://x like http://y",
		"context given twice": "context http://x\ncontext http://x",
		"rows under a minus":  "context http://x\n  -T\n    U <a:b>",
	} {
		if _, err := compileText(text); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
