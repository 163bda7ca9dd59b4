package backpack

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// connectHost speaks Badge Connect (Open Badges 2.1 §6).
type connectHost struct{ *Session }

// Push posts the whole assertion (§6.5.2). It has to be live at its id before:
// hosts of the Badgr family read nothing but the id and fetch it. A signed one
// goes as it is.
func (h *connectHost) Push(ctx context.Context, a Award) (Result, error) {
	f, have := a.face(Connect.Formats()...)
	if !have {
		return Result{}, issuer.Fail(issuer.Input, "backpack-no-face", "formats", "ob2, ob2-signed, ob11")
	}
	raw, err := connectBody(f)
	if err != nil {
		return Result{}, err
	}
	answer, err := h.call(ctx, fetch.Question{
		Method: http.MethodPost, URL: h.Service.API + "/assertions", Body: raw, Header: head("Content-Type", typeJSON, "Accept", typeJSON),
	})
	if err != nil {
		return Result{}, err
	}
	r, err := judged(answer, f.Format, h.Now())
	if err == nil && r.State == Replaced {
		r.State = Created // 200 is what the standard answers to a new one
	}
	return r, err
}

func connectBody(f Face) ([]byte, error) {
	switch {
	case f.Format.Token():
		return json.Marshal(map[string]string{"signedAssertion": string(f.Bytes)})
	case f.Format == issuer.OB11: // it has no id of its own, and hosts that take it fetch it
		return json.Marshal(map[string]any{"assertion": map[string]string{"id": f.URL, "type": "Assertion"}})
	}
	return wrapped("assertion", f.Bytes), nil
}

// wrapped is an object of one member, whose value goes as it is: an encoder would
// take out spaces and write letters in other ways, and a credential is frozen.
func wrapped(member string, document []byte) []byte {
	return slices.Concat([]byte(`{"`+member+`":`), document, []byte("}"))
}

// Owner reads the profile (§6.5.3).
func (h *connectHost) Owner(ctx context.Context) (Owner, error) { return h.profile(ctx) }

// List reads the assertions (§6.5.1); Badgr calls them results.
func (h *connectHost) List(ctx context.Context, since time.Time, most int) ([]Held, error) {
	return h.pages(ctx, h.Service.API+"/assertions", since, most, func(body []byte) []Held {
		return heldIn(body, []string{"assertions", "results"}, []string{"signedAssertions"})
	})
}
