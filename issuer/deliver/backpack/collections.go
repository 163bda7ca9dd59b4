package backpack

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// Collection is some badges of a Badgr backpack that their owner keeps together,
// and may show to others.
type Collection struct {
	Entity string   // Badgr's name for it; "" for one that is not there yet
	Name   string   // at most 128 letters there
	Text   string   // what the owner says of it
	Public bool     // whoever has the link sees it
	Link   string   // "" while it is not public
	Badges []string // entities, as Held has them
}

// collectionBody is a collection as Badgr's API v2 writes it.
type collectionBody struct {
	Entity    signin.Loose   `json:"entityId,omitempty"`
	Name      signin.Loose   `json:"name"`
	Text      signin.Loose   `json:"description"`
	Published bool           `json:"published"`
	Link      signin.Loose   `json:"shareUrl,omitempty"`
	Badges    []signin.Loose `json:"assertions"`
}

func (c collectionBody) collection() Collection {
	out := Collection{Entity: string(c.Entity), Name: string(c.Name), Text: string(c.Text), Public: c.Published}
	if c.Published {
		out.Link = string(c.Link)
	}
	for _, one := range c.Badges {
		out.Badges = append(out.Badges, string(one))
	}
	return out
}

// Collections reads the collections of whoever is signed in. Code
// "backpack-no-collections" where the kind of host has none.
func Collections(ctx context.Context, s *Session) ([]Collection, error) {
	answer, err := s.collections(ctx, http.MethodGet, "", nil)
	if err != nil {
		return nil, err
	}
	var got badgrAnswer
	if paged(answer) || !signin.Read(answer.Body, &got) {
		return nil, strange(answer)
	}
	list := []Collection{}
	for _, raw := range got.Result {
		var one collectionBody
		if signin.Read(raw, &one) && one.Entity != "" {
			list = append(list, one.collection())
		}
	}
	return list, nil
}

// SaveCollection makes a collection, or changes the one of its entity, and gives it
// as it is then.
func SaveCollection(ctx context.Context, s *Session, c Collection) (Collection, error) {
	body := collectionBody{Name: signin.Loose(c.Name), Text: signin.Loose(c.Text), Published: c.Public, Badges: []signin.Loose{}}
	for _, one := range c.Badges {
		body.Badges = append(body.Badges, signin.Loose(one))
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return c, err
	}
	method := http.MethodPost
	if c.Entity != "" {
		method = http.MethodPut
	}
	answer, err := s.collections(ctx, method, c.Entity, raw)
	if err != nil {
		return c, err
	}
	var got badgrAnswer
	var one collectionBody
	if signin.Read(answer.Body, &got) && len(got.Result) > 0 && signin.Read(got.Result[0], &one) && one.Entity != "" {
		c.Entity, c.Public, c.Link = string(one.Entity), one.Published, one.collection().Link
	}
	return c, nil
}

// collections asks for the collections, or for one of them.
func (s *Session) collections(ctx context.Context, method, entity string, body []byte) (fetch.Answer, error) {
	if s.Service.Kind != Badgr {
		return fetch.Answer{}, issuer.Fail(issuer.Usage, "backpack-no-collections", "host", s.Service.Name)
	}
	at := s.Service.API + "/backpack/collections"
	if entity != "" {
		at += "/" + url.PathEscape(entity)
	}
	q := fetch.Question{Method: method, URL: at, Body: body, Header: head("Accept", typeJSON), Limit: fetch.MaxBytes}
	if body != nil {
		q.Header.Set("Content-Type", typeJSON)
	}
	answer, err := s.call(ctx, q)
	if err != nil {
		return answer, err
	}
	if answer.Status = within(answer); answer.Status >= http.StatusMultipleChoices {
		return answer, failed(answer, words(answer.Body), s.Now())
	}
	return answer, nil
}
