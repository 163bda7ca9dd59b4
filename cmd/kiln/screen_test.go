package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"badgekiln/issuer"
)

// orders is a name that renames a terminal's window, colours what follows, and
// turns the letters behind it round.
const orders = "Ada \x1b]0;mine\x07\x1b[31m\u009b1m\u202egnp\u2066"

// obeys tells whether a text would do any of that.
func obeys(text string) bool {
	return strings.ContainsAny(text, "\x1b\x07\u009b\u202e\u2066\x7f") || !utf8.ValidString(text)
}

// TestStrangersGiveNoOrders: lists, badges, file names and servers say what they
// like; on the screen it is letters.
func TestStrangersGiveNoOrders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	kiln := func(stdin string, args ...string) string {
		var out, errs bytes.Buffer
		env := map[string]string{"HOME": dir, "XDG_CONFIG_HOME": dir}
		run(t.Context(), args, strings.NewReader(stdin), &out, &errs, func(name string) string { return env[name] })
		return out.String() + errs.String()
	}
	quoted, err := json.Marshal(orders)
	if err != nil {
		t.Fatal(err)
	}
	q := string(quoted)
	badge := put("badge.json", `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"type":["VerifiableCredential","OpenBadgeCredential"],"id":"urn:uuid:1","name":`+q+`,"issuer":{"id":"https://e.example/i","type":["Profile"],"name":`+q+`},
		"credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:uuid:2","type":["Achievement"],"name":`+q+`,
		"description":"d","criteria":{"narrative":"c"}}}}`)
	list := put("list.csv", "name,email\nAda \u009b1m\u202egnp,Ada \u202egnp\n") // one with an escape is none
	rows := `{"name":` + q + `,"email":"ada@example.org"}` + "\n" + `{"name":"Ada ","email":` + q + "}\n"
	design := filepath.Join(dir, "d.badge")
	for _, args := range [][]string{
		{"issuer", "set", "--name", "One"},
		{"design", "new", "--template", "seal-scalloped", "-o", design},
		{"class", "add", "--name", "Badge", "--description", "D", "--criteria", "C", "--design", design},
	} {
		if said := kiln("", args...); strings.Contains(said, "kiln: ") {
			t.Fatal(args, said)
		}
	}
	for _, args := range [][]string{
		{"verify", badge, "--offline", "--verbose"},
		{"verify", badge, "--offline", "--json"},
		{"verify", filepath.Join(dir, orders)},
		{"roster", "read", list},
		{"roster", "read", list, "--json"},
		{"award", "badge", "-"},
		{"award", "badge", "-", "--json", "--again"},
	} {
		said := kiln(rows, args...)
		if obeys(said) {
			t.Errorf("%q: %q", args, said)
		}
		if !strings.Contains(said, "Ada ") {
			t.Errorf("%q says no name: %q", args, said)
		}
	}
	a, _, errs := testApp(t)
	a.console.Fail(issuer.Fail(issuer.Refused, "file-missing", "file", orders)) // as a server's answer stands in it
	a.console.Say("cli.award.stream.end", "figures", orders)
	if text := errs.String(); obeys(text) || strings.Count(text, "Ada ]0;mine[31m1mgnp") != 2 {
		t.Errorf("%q", text)
	}
}

// TestJSONIsExact: what the screen leaves out comes whole out of a document.
func TestJSONIsExact(t *testing.T) {
	t.Parallel()
	a, out, _ := testApp(t)
	a.console.json = true
	if err := a.console.Result(map[string]string{"name": orders + "\x7f"}, nil); err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got["name"] != orders+"\x7f" || obeys(out.String()) {
		t.Errorf("%q, %v of %s", got["name"], err, out)
	}
}
