package backpack_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
)

// displayer is a Displayer as it was recorded, with texts that try to become
// markup.
func displayer(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /displayer/convert/email", func(w http.ResponseWriter, r *http.Request) {
		switch r.FormValue("email") {
		case "ada@example.org":
			reply(w, 200, m{"status": "okay", "email": "ada@example.org", "userId": 1})
		case "":
			reply(w, 400, m{"status": "invalid", "error": "missing `email` parameter"})
		default:
			reply(w, 404, m{"status": "missing", "error": "Could not find a user by the email address"})
		}
	})
	mux.HandleFunc("GET /displayer/1/groups.json", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, m{"userId": 1, "groups": []any{m{"groupId": 1, "name": "My <group>", "badges": 1}, m{"groupId": "2", "name": nil, "badges": 0}}})
	})
	mux.HandleFunc("GET /displayer/1/group/1.json", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, m{"userId": 1, "groupId": 1, "badges": []any{
			m{
				"lastValidated": "2019-01-02T03:04:05.000Z", "hostedUrl": "https://badges.example.org/a/2.json", "imageUrl": "https://host.example/image.png",
				"assertion": m{"issued_on": 1546300800, "badge": m{"name": "<script>alert(1)</script>", "description": "D\u202e", "criteria": "javascript:alert(1)", "issuer": m{"name": "I"}}},
			},
			m{"hostedUrl": "javascript:alert(1)", "imageUrl": 7, "assertion": m{"issuedOn": "2019-05-06T07:08:09Z", "badge": "https://x"}},
		}})
	})
	mux.HandleFunc("GET /displayer/1/group/2.json", func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, m{"badges": nil}) })
	s := httptest.NewTLSServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestDisplayed(t *testing.T) {
	t.Parallel()
	own := displayer(t)
	w := web(&host{own: own})
	root, err := backpack.DisplayRoot(own.URL + "/displayer/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backpack.Displayed(t.Context(), w, root, "bob@example.org", clock()); issuer.CodeOf(err) != "displayer-missing" {
		t.Errorf("%v", err)
	}
	groups, err := backpack.Displayed(t.Context(), w, root, "ada@example.org", clock())
	if err != nil || len(groups) != 2 || len(groups[0].Badges) != 2 {
		t.Fatal(groups, err)
	}
	first, second := groups[0].Badges[0], groups[0].Badges[1]
	if first.Issued != "2019-01-01" || first.Criteria != "" || first.Issuer != "I" || first.Validated.IsZero() || strings.Contains(first.Description, "\u202e") {
		t.Errorf("%+v", first)
	}
	if second.URL != "" || second.Image != "" || second.Issued != "2019-05-06" {
		t.Errorf("%+v", second)
	}
	page, err := backpack.List(groups, backpack.ListTexts{Language: "en", Title: "Badges", None: "None", Criteria: "Criteria", Proof: "Proof"})
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	if strings.Contains(text, "<script") || strings.Contains(text, "javascript:") || !strings.Contains(text, "&lt;script&gt;") {
		t.Error(text)
	}
}

func TestIssuePage(t *testing.T) {
	t.Parallel()
	page, err := backpack.IssuePage("https://host.example", []string{`https://badges.example.org/a/1.json?"><script>`}, backpack.IssueTexts{Language: "en", Title: "T"})
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	if strings.Count(text, "<script") != 2 || !strings.Contains(text, `src="https://host.example/issuer.js"`) {
		t.Error(text)
	}
}
