package backpack

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// Whatever a host answers is read without harm, and shown in one line that is
// not long and moves no cursor.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		"", "null", "[]", "{}", `{"status":null}`, `{"status":{"error":[["a",{"name":"DUPLICATE_BADGE"}]],"statusCode":"400"}}`, "Unauthorized", "<html>",
		`{"profile":[],"results":{"email":7},"result":[null]}`, `{"email":[{"email":"a@b.example","verified":"no"}],"otherIdentifier":{}}`,
		`{"assertions":{},"signedAssertions":[1],"credential":[null,1,"x"],"compactJwsString":null}`, "{\"message\":\"\u202e\x1b[2J\"}", strings.Repeat("[", 2000),
		`{"badgeConnectAPI":{"apiBase":1}}`, `{"badgeConnectAPI":[{"apiBase":"://","tokenUrl":"x","authorizationUrl":"%"}]}`, `{"error":{"a":1},"error_description":[2],"expires":"-1"}`,
	} {
		f.Add([]byte(seed), 200, "")
		f.Add([]byte(seed), 429, "5")
	}
	f.Fuzz(func(t *testing.T, body []byte, status int, after string) {
		a := fetch.Answer{URL: "https://host.example/x", Status: status, Header: http.Header{"Retry-After": {after}, "Link": {after}}, Body: body}
		r, err := judged(a, issuer.OB2, time.Unix(1, 0))
		text := r.Said
		if err != nil {
			text = err.Error()
		}
		if len([]rune(text)) > 1000 || strings.ContainsAny(text, "\n\r\x1b\u202e") {
			t.Errorf("%q", text)
		}
		if wait, _ := After(err); wait < 0 || wait > 25*time.Hour {
			t.Errorf("waits for %v", wait)
		}
		ownerOf(body).Is("a@b.example")
		heldIn(body, []string{"assertions", "credential"}, []string{"signedAssertions", "compactJwsString"})
		entityOf(body)
		linked(a, "https://host.example/list")
	})
}
