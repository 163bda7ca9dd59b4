package backpack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// Group is a collection that somebody made public in a Mozilla Backpack.
type Group struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Badges []Display `json:"badges"`
}

// Display is a badge of a public collection. Its texts are a stranger's.
type Display struct {
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Issuer      string    `json:"issuer,omitempty"`
	URL         string    `json:"url,omitempty"`      // of the assertion; "" or a web address
	Image       string    `json:"image,omitempty"`    // "" or a web address
	Criteria    string    `json:"criteria,omitempty"` // "" or a web address
	Issued      string    `json:"issued,omitempty"`   // a date
	Validated   time.Time `json:"validated,omitzero"`
}

const maxGroups = 200

// Displayed reads what the owner of an address shows in public by a host's
// Displayer API. Code "displayer-missing" when the host knows nobody of that
// address.
func Displayed(ctx context.Context, web Asker, root, email string, now time.Time) ([]Group, error) {
	answer, err := web.Ask(ctx, fetch.Question{
		Method: http.MethodPost, URL: root + "/displayer/convert/email", Limit: maxAnswer, Body: []byte(url.Values{"email": {email}}.Encode()),
		Header: head("Content-Type", "application/x-www-form-urlencoded", "Accept", typeJSON),
	})
	if err != nil {
		return nil, err
	}
	var user struct {
		ID any `json:"userId"`
	}
	_ = json.Unmarshal(answer.Body, &user)
	id := plain(user.ID)
	switch {
	case answer.Status == http.StatusNotFound:
		return nil, issuer.Fail(issuer.Refused, "displayer-missing", "email", email)
	case answer.Status != http.StatusOK:
		return nil, failed(answer, words(answer.Body), now)
	case id == "":
		return nil, issuer.Fail(issuer.Refused, "backpack-answer", "host", root)
	}
	base := root + "/displayer/" + url.PathEscape(id)
	var list struct {
		Groups []struct {
			ID   any `json:"groupId"`
			Name any `json:"name"`
		} `json:"groups"`
	}
	if _, found, err := get(ctx, web, base+"/groups.json", &list); err != nil || !found {
		return nil, unread(root, err)
	}
	groups := []Group{}
	for _, one := range list.Groups[:min(len(list.Groups), maxGroups)] {
		g := Group{ID: plain(one.ID), Name: plain(one.Name), Badges: []Display{}}
		var inside struct {
			Badges []rawDisplay `json:"badges"`
		}
		if _, found, err := get(ctx, web, base+"/group/"+url.PathEscape(g.ID)+".json", &inside); err != nil || !found {
			return groups, unread(root, err)
		}
		for _, b := range inside.Badges {
			g.Badges = append(g.Badges, b.display())
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func unread(root string, err error) error {
	if err != nil {
		return err
	}
	return issuer.Fail(issuer.Refused, "backpack-answer", "host", root)
}

// plain is a text or a number as one line; "" for anything else.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return signin.Shown(v)
	case float64:
		return fmt.Sprint(v)
	}
	return ""
}

// rawDisplay is a badge as the Displayer API gives it. Every member may be
// missing or something else.
type rawDisplay struct {
	Hosted    any `json:"hostedUrl"`
	Image     any `json:"imageUrl"`
	Validated any `json:"lastValidated"`
	Assertion struct {
		Issued any             `json:"issued_on"`
		Newer  any             `json:"issuedOn"`
		Badge  json.RawMessage `json:"badge"`
	} `json:"assertion"`
}

func (r rawDisplay) display() Display {
	var badge struct {
		Name        any             `json:"name"`
		Description any             `json:"description"`
		Criteria    any             `json:"criteria"`
		Image       any             `json:"image"`
		Issuer      json.RawMessage `json:"issuer"`
	}
	_ = json.Unmarshal(r.Assertion.Badge, &badge)
	var by struct {
		Name any `json:"name"`
	}
	_ = json.Unmarshal(badge.Issuer, &by)
	d := Display{
		Name: plain(badge.Name), Description: plain(badge.Description), Issuer: plain(by.Name),
		URL: webAddress(r.Hosted), Image: webAddress(r.Image), Criteria: webAddress(badge.Criteria),
		Issued: date(r.Assertion.Issued),
	}
	if d.Image == "" {
		d.Image = webAddress(badge.Image)
	}
	if d.Issued == "" {
		d.Issued = date(r.Assertion.Newer)
	}
	if at, err := time.Parse(time.RFC3339, plain(r.Validated)); err == nil {
		d.Validated = at.UTC()
	}
	return d
}

// webAddress is an address that may stand in a page: of the web, and no other.
func webAddress(v any) string {
	text, _ := v.(string)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// date reads the day of an issue: Unix seconds (0.5, 1.0) or a text that begins
// with one.
func date(v any) string {
	if seconds, is := v.(float64); is && seconds > 0 && seconds < 1e11 {
		return time.Unix(int64(seconds), 0).UTC().Format(time.DateOnly)
	}
	text, _ := v.(string)
	if at, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))]); err == nil {
		return at.Format(time.DateOnly)
	}
	return ""
}

// trimmedRoot is the address of a Mozilla Backpack, without what people copy
// along.
func trimmedRoot(home string) string {
	for _, tail := range []string{"/displayer", "/backpack", "/share", "/issuer", "/api"} {
		home = strings.TrimSuffix(home, tail)
	}
	return home
}

// DisplayRoot makes the root of a Displayer of what a person typed.
func DisplayRoot(typed string) (string, error) {
	home, err := Home(typed)
	return trimmedRoot(home), err
}
