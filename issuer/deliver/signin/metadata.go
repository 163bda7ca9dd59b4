package signin

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"badgekiln/issuer/deliver/fetch"
)

// Completed asks a server for its own metadata (RFC 8414, OpenID Discovery) and
// takes what manifests do not say: who it is, where tokens are revoked, or even
// where to sign in. What contradicts the manifest, or lies elsewhere than its token
// address, or than the manifest at home when that names none, is left aside; a
// server without metadata stays as it is.
func Completed(ctx context.Context, web Asker, s Server, home string) Server {
	if s.Token != "" {
		home = s.Token
	}
	at, err := url.Parse(home)
	if err != nil || at.Host == "" {
		return s
	}
	origin := at.Scheme + "://" + at.Host
	for _, path := range []string{"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"} {
		answer, err := Follow(ctx, web, fetch.Question{URL: origin + path, Header: http.Header{"Accept": {"application/json"}}, Limit: maxAnswer})
		if err != nil || answer.Status != http.StatusOK {
			continue
		}
		var m struct {
			Issuer    string   `json:"issuer"`
			Tells     bool     `json:"authorization_response_iss_parameter_supported"`
			Authorize string   `json:"authorization_endpoint"`
			Token     string   `json:"token_endpoint"`
			Revoke    string   `json:"revocation_endpoint"`
			Methods   []string `json:"token_endpoint_auth_methods_supported"`
			Register  string   `json:"registration_endpoint"`
		}
		if !Read(answer.Body, &m) || !sameOrigin(m.Token, origin) || s.Token != "" && m.Token != s.Token {
			continue
		}
		s.Token = m.Token
		if s.Authorize == "" && sameOrigin(m.Authorize, origin) {
			s.Authorize = m.Authorize
		}
		if sameOrigin(m.Issuer, origin) {
			s.Issuer, s.TellsIss = m.Issuer, m.Tells
		}
		if s.Revoke == "" && sameOrigin(m.Revoke, origin) {
			s.Revoke = m.Revoke
		}
		if s.Register == "" && sameOrigin(m.Register, origin) {
			s.Register = m.Register
		}
		s.BasicOnly = len(m.Methods) > 0 && !slices.Contains(m.Methods, "client_secret_post")
		return s
	}
	return s
}

func sameOrigin(address, origin string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme+"://"+u.Host == origin
}
