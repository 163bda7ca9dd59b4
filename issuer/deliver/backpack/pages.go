package backpack

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// pageSize is how much is asked for at a time.
const pageSize = 100

// pages reads a list to its end or up to most: by the Link header with rel next
// where there is one that can be followed, by offset otherwise. What was seen
// before ends it: some hosts give the same page for every offset, and some link in
// circles.
func (s *Session) pages(ctx context.Context, at string, since time.Time, most int, read func([]byte) []Held) ([]Held, error) {
	q := url.Values{"limit": {strconv.Itoa(min(pageSize, most))}, "offset": {"0"}}
	if !since.IsZero() {
		q.Set("since", issuer.Stamp(since.UTC()))
	}
	seen := map[string]bool{} // addresses asked, and badges given
	fresh := func(what string) bool {
		was := seen[what]
		seen[what] = true
		return !was
	}
	var list []Held
	for next := at + "?" + q.Encode(); next != "" && len(list) < most && fresh(next); {
		answer, err := s.call(ctx, fetch.Question{URL: next, Header: head("Accept", typeJSON), Limit: fetch.MaxBytes})
		switch {
		case err != nil:
			return list, err
		case answer.Status != http.StatusOK && len(list) > 0 && (answer.Status == http.StatusNotFound || answer.Status == http.StatusBadRequest):
			return list, nil // beyond the end
		case answer.Status != http.StatusOK:
			return list, failed(answer, words(answer.Body), s.Now())
		case paged(answer):
			return list, strange(answer)
		}
		before, some := len(list), read(answer.Body)
		for _, one := range some {
			if fresh(one.ID + "\n" + string(one.Body)) {
				list = append(list, one)
			}
		}
		if len(some) > 0 && len(list) == before {
			break
		}
		var ends bool
		if next, ends = linked(answer, at); next == "" && !ends && len(list) > before {
			q.Set("offset", strconv.Itoa(len(list)))
			next = at + "?" + q.Encode()
		}
	}
	return list[:min(len(list), most)], nil
}

// linked is the next page that an answer names, if it is one of the same host. It
// ends where there are links and none is the next.
func linked(a fetch.Answer, list string) (next string, ends bool) {
	home, err := url.Parse(list)
	if err != nil {
		return "", true
	}
	lines := strings.Join(a.Header.Values("Link"), ",")
	for lines != "" {
		_, rest, found := strings.Cut(lines, "<")
		address, rest, closed := strings.Cut(rest, ">")
		if !found || !closed {
			break
		}
		params := rest
		if i := strings.IndexByte(rest, '<'); i >= 0 {
			params = rest[:i]
		}
		lines, ends = rest, true
		if !isNext(params) {
			continue
		}
		to, err := url.Parse(absolute(a.URL, strings.TrimSpace(address)))
		if err == nil && strings.EqualFold(to.Host, home.Host) && to.Scheme == home.Scheme {
			return to.String(), false
		}
		return "", false // it names itself as nobody from outside can reach it
	}
	return "", ends
}

// isNext reads the parameters of a link (RFC 8288 §3): rel is one word or several,
// in quotes of any kind or in none.
func isNext(params string) bool {
	for one := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(one, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("\"', \t", r) })
		return slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(word, "next") })
	}
	return false
}

// ownerIn reads whose backpack it is out of an answer.
func ownerIn(a fetch.Answer, now time.Time) (Owner, error) {
	switch status := within(a); {
	case status != http.StatusOK:
		a.Status = status
		return Owner{}, failed(a, words(a.Body), now)
	case paged(a):
		return Owner{}, strange(a)
	}
	return ownerOf(a.Body), nil
}

// ownerOf reads a profile in any of the shapes that hosts give it: itself, in
// "profile", or in a list called "results" or "result".
func ownerOf(body []byte) Owner {
	var any1 struct {
		Profile json.RawMessage `json:"profile"`
		Results json.RawMessage `json:"results"`
		Result  json.RawMessage `json:"result"`
	}
	_ = json.Unmarshal(body, &any1)
	for _, raw := range []json.RawMessage{any1.Profile, any1.Results, any1.Result} {
		var list []json.RawMessage
		switch {
		case len(raw) == 0 || string(raw) == "null":
			continue
		case json.Unmarshal(raw, &list) == nil && len(list) > 0:
			return profileOf(list[0])
		default:
			return profileOf(raw)
		}
	}
	return profileOf(body)
}

func profileOf(body []byte) Owner {
	var p struct {
		Name       any             `json:"name"`
		First      string          `json:"firstName"`
		Last       string          `json:"lastName"`
		Email      json.RawMessage `json:"email"`
		Emails     json.RawMessage `json:"emails"`
		Identifier json.RawMessage `json:"otherIdentifier"`
	}
	_ = json.Unmarshal(body, &p)
	o := Owner{}
	o.Name, _ = p.Name.(string)
	if o.Name == "" {
		o.Name = strings.TrimSpace(p.First + " " + p.Last)
	}
	o.Emails = append(addresses(p.Email), addresses(p.Emails)...)
	var ids []struct {
		Identifier string `json:"identifier"`
		Type       string `json:"identifierType"`
	}
	_ = json.Unmarshal(p.Identifier, &ids)
	for _, id := range ids {
		if id.Type == "emailAddress" {
			o.Emails = append(o.Emails, strings.TrimPrefix(id.Identifier, "mailto:"))
		}
	}
	return o
}

// addresses reads a text, a list of texts, or a list of objects as Badgr has
// them, of which only verified ones count.
func addresses(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		if one = strings.TrimPrefix(one, "mailto:"); one == "" {
			return nil
		}
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) == nil {
		return many
	}
	var objects []struct {
		Email    string `json:"email"`
		Verified *bool  `json:"verified"`
	}
	_ = json.Unmarshal(raw, &objects)
	many = nil // a list that is none of texts leaves empty ones behind
	for _, o := range objects {
		if o.Email != "" && (o.Verified == nil || *o.Verified) {
			many = append(many, o.Email)
		}
	}
	return many
}

// profile reads whose account it is, where both standards have it (3.0 API §6.3,
// Badge Connect §6.5.3). Addresses are email, and the identifiers of type
// emailAddress.
func (s *Session) profile(ctx context.Context) (Owner, error) {
	answer, err := s.call(ctx, fetch.Question{URL: s.Service.API + "/profile", Header: head("Accept", typeJSON)})
	if err != nil {
		return Owner{}, err
	}
	return ownerIn(answer, s.Now())
}
