package backpack

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// badgrHost speaks Badgr's API v2.
type badgrHost struct{ *Session }

// badgrAnswer is Badgr's envelope.
type badgrAnswer struct {
	Status struct {
		Success     bool   `json:"success"`
		Description string `json:"description"`
	} `json:"status"`
	Result []json.RawMessage `json:"result"`
}

// Push imports: by the address of the hosted assertion, else the baked picture,
// else the assertion itself. Exactly one of them may be sent.
func (h *badgrHost) Push(ctx context.Context, a Award) (Result, error) {
	hosted, have := a.face(issuer.OB2, issuer.OB11)
	signed, sealed := a.face(issuer.OB2Signed)
	var bodies [][]byte
	format := hosted.Format
	if have && hosted.URL != "" {
		bodies = append(bodies, member("url", hosted.URL))
	}
	if (have || sealed) && len(a.Picture) > 0 {
		bodies = append(bodies, member("image", "data:"+http.DetectContentType(a.Picture)+";base64,"+base64.StdEncoding.EncodeToString(a.Picture)))
	}
	if have {
		bodies = append(bodies, wrapped("assertion", hosted.Bytes))
	} else {
		format = signed.Format
	}
	if len(bodies) == 0 {
		return Result{}, issuer.Fail(issuer.Input, "backpack-no-face", "formats", "ob2, ob2-signed, ob11")
	}
	var last error
	for _, raw := range bodies {
		answer, err := h.call(ctx, fetch.Question{
			Method: http.MethodPost, URL: h.Service.API + "/backpack/import", Body: raw, Header: head("Content-Type", typeJSON, "Accept", typeJSON),
		})
		if err != nil {
			return Result{}, err
		}
		r, err := judged(answer, format, h.Now())
		if err == nil {
			r.Entity = entityOf(answer.Body)
			if r.State == Replaced {
				r.State = Created
			}
			return r, nil
		}
		last = err
		if code := issuer.CodeOf(err); code != "backpack-refused" && code != "backpack-not-fetched" {
			break
		}
	}
	return Result{}, last
}

// member is an object of one text.
func member(name, text string) []byte {
	value, _ := json.Marshal(text) // a text has no errors
	return wrapped(name, value)
}

func entityOf(body []byte) string {
	var got badgrAnswer
	var one struct {
		Entity signin.Loose `json:"entityId"`
	}
	if json.Unmarshal(body, &got) == nil && len(got.Result) > 0 {
		_ = json.Unmarshal(got.Result[0], &one)
	}
	return string(one.Entity)
}

// Owner reads the user's verified addresses.
func (h *badgrHost) Owner(ctx context.Context) (Owner, error) {
	answer, err := h.call(ctx, fetch.Question{URL: h.Service.API + "/users/self", Header: head("Accept", typeJSON)})
	if err != nil {
		return Owner{}, err
	}
	return ownerIn(answer, h.Now())
}

// List reads the backpack. It comes in one piece.
func (h *badgrHost) List(ctx context.Context, _ time.Time, most int) ([]Held, error) {
	answer, err := h.call(ctx, fetch.Question{URL: h.Service.API + "/backpack/assertions?include_expired=1&include_pending=1", Header: head("Accept", typeJSON), Limit: fetch.MaxBytes})
	if err != nil {
		return nil, err
	}
	if answer.Status != http.StatusOK {
		return nil, failed(answer, words(answer.Body), h.Now())
	}
	var got badgrAnswer
	if !signin.Read(answer.Body, &got) {
		return nil, strange(answer)
	}
	var list []Held
	for _, raw := range got.Result[:min(most, len(got.Result))] {
		var one struct {
			ID     string       `json:"openBadgeId"`
			Entity signin.Loose `json:"entityId"`
		}
		_ = json.Unmarshal(raw, &one)
		list = append(list, Held{ID: one.ID, Entity: string(one.Entity), Body: raw})
	}
	return list, nil
}

// BadgrService is a Badgr server at a host, which describes itself nowhere.
func BadgrService(home string) (Service, error) {
	u, err := url.Parse(home)
	if err != nil || u.Host == "" {
		return Service{}, issuer.Fail(issuer.Usage, "backpack-unknown", "url", home)
	}
	origin := u.Scheme + "://" + u.Host
	s := Service{Kind: Badgr, Name: u.Host, Home: home, API: origin + "/v2"}
	s.Server.Token = origin + "/o/token"
	return s, nil
}
