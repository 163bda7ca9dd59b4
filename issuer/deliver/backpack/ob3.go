package backpack

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// ob3Host speaks the Open Badges 3.0 API (§6).
type ob3Host struct{ *Session }

// The media types of credentials.
const (
	typeJSON       = "application/json"
	typeCredential = "application/vc+ld+json"
	typeText       = "text/plain"
)

// Push upserts (§6.1): the JSON first, and the token where that is not liked,
// or the other way round as far as there are faces. Many hosts know JSON by its
// plain name only, so that is tried first.
func (h *ob3Host) Push(ctx context.Context, a Award) (Result, error) {
	last := error(issuer.Fail(issuer.Input, "backpack-no-face", "formats", "ob3, ob3-jwt"))
	for _, format := range OB3.Formats() {
		f, have := a.face(format)
		if !have {
			continue
		}
		types := []string{typeJSON, typeCredential}
		if format.Token() {
			types = []string{typeText}
		}
		for _, as := range types {
			answer, err := h.call(ctx, fetch.Question{
				Method: http.MethodPost, URL: h.Service.API + "/credentials", Body: f.Bytes, Header: head("Content-Type", as, "Accept", as),
			})
			if err != nil {
				return Result{}, err
			}
			r, err := judged(answer, format, h.Now())
			if err == nil {
				return r, nil
			}
			last = err
			if answer.Status != http.StatusUnsupportedMediaType && answer.Status != http.StatusNotAcceptable {
				break
			}
		}
		// Another proof is another credential: it is offered only where this one
		// was not understood.
		if issuer.CodeOf(last) != "backpack-refused" {
			break
		}
	}
	return Result{}, last
}

// Owner reads the profile (§6.3).
func (h *ob3Host) Owner(ctx context.Context) (Owner, error) { return h.profile(ctx) }

// List reads the credentials (§6.2), page by page.
func (h *ob3Host) List(ctx context.Context, since time.Time, most int) ([]Held, error) {
	return h.pages(ctx, h.Service.API+"/credentials", since, most, func(body []byte) []Held {
		return heldIn(body, []string{"credential", "credentials"}, []string{"compactJwsString", "compactJwsStrings"})
	})
}

// heldIn reads lists of documents and of tokens out of an answer, under any of
// the names that hosts give them.
func heldIn(body []byte, documents, tokens []string) []Held {
	var all map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil {
		return nil
	}
	var list []Held
	for _, name := range documents {
		var some []json.RawMessage
		_ = json.Unmarshal(all[name], &some) // null and other shapes are none
		for _, one := range some {
			var named struct {
				ID string `json:"id"`
			}
			_ = json.Unmarshal(one, &named)
			list = append(list, Held{ID: named.ID, Body: one})
		}
	}
	for _, name := range tokens {
		var some []string
		_ = json.Unmarshal(all[name], &some)
		for _, one := range some {
			list = append(list, Held{Body: []byte(one)})
		}
	}
	return list
}
