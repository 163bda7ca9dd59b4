package signin

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// Exchange makes tokens of the code that a browser brought back (RFC 6749
// §4.1.3, RFC 7636 §4.5). Code "signin-code" when the code was used before or
// is too old, "signin-client" when the server does not know the client.
func (a *Attempt) Exchange(ctx context.Context, web Asker, s Server, c Client, back url.Values, now time.Time) (Tokens, error) {
	code := back.Get("code")
	if code == "" {
		return Tokens{}, issuer.Fail(issuer.Refused, "signin-no-code")
	}
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {a.Redirect}, "code_verifier": {a.verifier},
	}
	scope := c.Scope
	if granted := scopeList(back.Get("scope")); len(granted) > 0 { // OB 3.0 §7.2.2.2: it may be less
		scope = strings.Join(granted, " ")
	}
	if scope != "" {
		form.Set("scope", scope) // OB 2.1 §6.3.3 asks for it
	}
	answer, err := post(ctx, web, s.Token, s, c, form)
	if err != nil {
		return Tokens{}, err
	}
	return tokens(answer, scope, now, "signin-code")
}

// Renew makes new tokens of the refresh token (RFC 6749 §6). The old ones may
// be dead when it returns, whatever it returns. Code "signin-again" when the
// person has to sign in anew.
func Renew(ctx context.Context, web Asker, s Server, c Client, old Tokens, now time.Time) (Tokens, error) {
	if old.Refresh == "" {
		return Tokens{}, issuer.Fail(issuer.Refused, "signin-again", "said", "")
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh}}
	if old.Scope != "" {
		form.Set("scope", old.Scope) // OB 3.0 §7.3.1 demands it
	}
	at := s.Refresh
	if at == "" {
		at = s.Token
	}
	answer, err := post(ctx, web, at, s, c, form)
	if err != nil {
		return Tokens{}, err
	}
	if code, _ := said(answer); code == "invalid_scope" && form.Has("scope") {
		form.Del("scope")
		if answer, err = post(ctx, web, at, s, c, form); err != nil {
			return Tokens{}, err
		}
	}
	fresh, err := tokens(answer, old.Scope, now, "signin-again")
	if err == nil && fresh.Refresh == "" {
		fresh.Refresh = old.Refresh
	}
	return fresh, err
}

// Ended tells an error of Renew after which the old tokens can never work again: the
// server says so, or there is nothing to renew them with.
func Ended(err error) bool {
	var e *issuer.Error
	if !errors.As(err, &e) || e.Code != "signin-again" {
		return false
	}
	said := e.Values["said"]
	return said == "" || strings.HasPrefix(said, "invalid_grant")
}

// Revoke ends tokens at their server (RFC 7009): the refresh token and the
// access token, whatever the first answer. Nothing is asked of a server that
// has no place for it; revoked is then false.
func Revoke(ctx context.Context, web Asker, s Server, c Client, t Tokens, now time.Time) (revoked bool, err error) {
	if s.Revoke == "" {
		return false, nil
	}
	for _, one := range [][2]string{{"refresh_token", t.Refresh}, {"access_token", t.Access}} {
		if one[1] == "" {
			continue
		}
		answer, failure := post(ctx, web, s.Revoke, s, c, url.Values{"token": {one[1]}, "token_type_hint": {one[0]}})
		switch {
		case failure != nil:
			err = failure
		case ok(answer):
			revoked = true
		default:
			if code, _ := said(answer); code != "unsupported_token_type" && code != "invalid_token" {
				err = failed(answer, now, "signin-not-revoked")
			}
		}
	}
	return revoked && err == nil, err
}

// Password makes tokens of an account's name and password, for the one family
// of servers that has this (Badgr: RFC 6749 §4.3). The password is kept nowhere.
func Password(ctx context.Context, web Asker, tokenURL, user, password, scope string, now time.Time) (Tokens, error) {
	form := url.Values{"grant_type": {"password"}, "username": {user}, "password": {password}, "client_id": {"public"}, "scope": {scope}}
	answer, err := send(ctx, web, tokenURL, form, nil)
	if err != nil {
		return Tokens{}, err
	}
	return tokens(answer, scope, now, "signin-password")
}

// post sends a form as a client: its secret in a header, as both standards
// demand, and once more in the form where the server knows only that.
func post(ctx context.Context, web Asker, at string, s Server, c Client, form url.Values) (fetch.Answer, error) {
	inForm := func() (fetch.Answer, error) {
		form.Set("client_id", c.ID)
		if c.Secret != "" {
			form.Set("client_secret", c.Secret)
		}
		return send(ctx, web, at, form, nil)
	}
	if c.Secret == "" || c.Posts {
		return inForm()
	}
	var answer fetch.Answer
	for _, pair := range pairs(c) {
		var err error
		answer, err = send(ctx, web, at, form, http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(pair))}})
		if err != nil || !unknownClient(answer) {
			return answer, err
		}
	}
	if s.BasicOnly {
		return answer, nil
	}
	return inForm()
}

// pairs are the name and secret of a client: encoded (RFC 6749 §2.3.1), and as they
// are where that is something else, for servers that do not decode them.
func pairs(c Client) []string {
	encoded, raw := url.QueryEscape(c.ID)+":"+url.QueryEscape(c.Secret), c.ID+":"+c.Secret
	if encoded == raw {
		return []string{raw}
	}
	return []string{encoded, raw}
}

// unknownClient tells that a server did not know who asks, in its words or by its
// status alone. The code or the token that was sent is then not used up.
func unknownClient(a fetch.Answer) bool {
	code, _ := said(a)
	return code == "invalid_client" || code == "" && a.Status == http.StatusUnauthorized
}

func send(ctx context.Context, web Asker, at string, form url.Values, head http.Header) (fetch.Answer, error) {
	all := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"}}
	for name, values := range head {
		all[name] = values
	}
	answer, err := Follow(ctx, web, fetch.Question{Method: http.MethodPost, URL: at, Header: all, Body: []byte(form.Encode()), Limit: maxAnswer})
	if err != nil || ok(answer) {
		return answer, err
	}
	for _, name := range []string{"code", "code_verifier", "refresh_token", "token", "client_secret", "password"} {
		answer.Body = Scrubbed(answer.Body, form.Get(name))
	}
	return answer, nil
}

// Scrubbed takes secrets out of what a server wrote back: some quote what they
// refuse.
func Scrubbed(body []byte, secrets ...string) []byte {
	for _, secret := range secrets {
		if secret != "" {
			body = bytes.ReplaceAll(body, []byte(secret), []byte("…"))
		}
	}
	return body
}

// tokens reads the answer of a token endpoint (RFC 6749 §5.1).
func tokens(a fetch.Answer, scope string, now time.Time, code string) (Tokens, error) {
	got, fine := granted(a)
	if word, _ := said(a); !ok(a) || !fine && word != "" { // some refuse with 200
		if word == "invalid_client" || word == "unauthorized_client" {
			code = "signin-client"
		}
		return Tokens{}, failed(a, now, faultOr(a, code))
	}
	if !fine {
		return Tokens{}, issuer.Fail(issuer.Refused, "signin-answer", "host", a.URL, "what", "access_token")
	}
	t := Tokens{Access: string(got.Access), Refresh: string(got.Refresh), Scope: scope}
	seconds := number(got.Expires)
	if seconds == 0 {
		seconds = number(got.Short)
	}
	if seconds > 0 {
		t.Until = now.Add(time.Duration(min(seconds, 10*365*86400)) * time.Second).UTC().Truncate(time.Second)
	}
	if granted := scopeText(got.Scope); granted != "" {
		t.Scope = granted
	}
	return t, nil
}

// grant is what a token endpoint gives.
type grant struct {
	Access  Loose           `json:"access_token"`
	Refresh Loose           `json:"refresh_token"`
	Expires any             `json:"expires_in"`
	Short   any             `json:"expires"` // Backpack Connect
	Scope   json.RawMessage `json:"scope"`
}

// granted reads a grant: JSON, or a form, as servers wrote it before RFC 6749.
func granted(a fetch.Answer) (g grant, fine bool) {
	if Read(a.Body, &g) {
		return g, g.Access != ""
	}
	form, err := url.ParseQuery(strings.TrimSpace(string(a.Body)))
	if err != nil || form.Get("access_token") == "" {
		return g, false
	}
	scope, _ := json.Marshal(form.Get("scope")) // a text has no errors
	return grant{Loose(form.Get("access_token")), Loose(form.Get("refresh_token")), form.Get("expires_in"), form.Get("expires"), scope}, true
}
