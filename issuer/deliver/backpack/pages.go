package backpack

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// pageSize is how much is asked for at a time.
const pageSize = 100

// pages reads a list to its end or up to most, by the Link header with rel next
// where there is one, by offset otherwise. A host that gives the same page
// again, or links elsewhere, ends it.
func (s *Session) pages(ctx context.Context, at string, since time.Time, most int, read func([]byte) []Held) ([]Held, error) {
	q := url.Values{"limit": {strconv.Itoa(min(pageSize, most))}, "offset": {"0"}}
	if !since.IsZero() {
		q.Set("since", issuer.Stamp(since.UTC()))
	}
	next, seen := at+"?"+q.Encode(), map[string]bool{}
	var list []Held
	for next != "" && !seen[next] && len(list) < most {
		seen[next] = true
		answer, err := s.call(ctx, fetch.Question{URL: next, Header: head("Accept", typeJSON), Limit: fetch.MaxBytes})
		if err != nil {
			return list, err
		}
		if answer.Status != http.StatusOK {
			return list, failed(answer, words(answer.Body), s.Now())
		}
		some := read(answer.Body)
		list = append(list, some...)
		next = linked(answer, at)
		if next == "" && answer.Header.Get("Link") == "" && len(some) == pageSize {
			q.Set("offset", strconv.Itoa(len(list)))
			next = at + "?" + q.Encode()
		}
	}
	return list[:min(len(list), most)], nil
}

// linked is the next page that an answer names, if it is one of the same list.
func linked(a fetch.Answer, list string) string {
	home, err := url.Parse(list)
	if err != nil {
		return ""
	}
	for _, line := range a.Header.Values("Link") {
		for one := range strings.SplitSeq(line, ",") {
			address, params, found := strings.Cut(one, ">")
			small := strings.ToLower(strings.ReplaceAll(params, " ", ""))
			if !found || !strings.Contains(small, `rel="next"`) && !strings.HasSuffix(small, "rel=next") && !strings.Contains(small, "rel=next;") {
				continue
			}
			to, err := home.Parse(strings.TrimPrefix(strings.TrimSpace(address), "<"))
			if err == nil && to.Host == home.Host && to.Scheme == home.Scheme {
				return to.String()
			}
		}
	}
	return ""
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
	if answer.Status != http.StatusOK {
		return Owner{}, failed(answer, words(answer.Body), s.Now())
	}
	return ownerOf(answer.Body), nil
}
