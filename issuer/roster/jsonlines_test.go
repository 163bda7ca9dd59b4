package roster

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestJSONLines(t *testing.T) {
	t.Parallel()
	in := "\n{\"a\":\"x\",\"n\":1.50,\"big\":123456789012345678901,\"t\":true,\"f\":false,\"none\":null,\"\":\"?\"}\n{\"a\":{\"b\":1}}\n"
	l := &lines{feed: newFeed(strings.NewReader(in))}
	var got []object
	for {
		line, err := l.object()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, line)
	}
	want := []member{
		{"a", "x"},
		{"n", "1.50"},
		{"big", "123456789012345678901"},
		{"t", "true"},
		{"f", "false"},
		{"none", ""},
		{"", "?"},
	}
	if len(got) != 2 || got[0].row != 2 {
		t.Fatalf("%v", got)
	}
	if !slices.Equal(got[0].members, want) {
		t.Errorf("%q", got[0].members)
	}
	if p := got[1].problem; p == nil || p.Code != CodeNested || p.Column != "a" || p.Row != 3 || got[1].members != nil {
		t.Errorf("%+v", p)
	}
}
