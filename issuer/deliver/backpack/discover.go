package backpack

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// Home makes an address of what a person typed: https unless it says otherwise,
// without a slash at the end.
func Home(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", issuer.Fail(issuer.Usage, "backpack-url", "url", typed)
	}
	u.RawQuery, u.Fragment = "", ""
	return strings.TrimRight(u.String(), "/"), nil
}

// Discover asks a host what it is: every kind in turn, or the one named. Code
// "backpack-unknown" when it is none.
func Discover(ctx context.Context, web Asker, typed string, kind Kind) (Service, error) {
	home, err := Home(typed)
	if err != nil {
		return Service{}, err
	}
	var s Service
	for _, one := range Kinds() {
		if kind != "" && kind != one {
			continue
		}
		var found bool
		switch one {
		case OB3:
			s, found, err = discoverOB3(ctx, web, home)
		case Connect:
			s, found, err = discoverConnect(ctx, web, home)
		case Badgr:
			s, found, err = discoverBadgr(ctx, web, home, kind == Badgr)
		case Mozilla:
			s, found, err = discoverMozilla(ctx, web, home)
		}
		if found || err != nil && (issuer.CodeOf(err) == "fetch-address" || issuer.CodeOf(err) == "fetch-scheme" || issuer.CodeOf(err) == "fetch-unreachable") {
			break
		}
	}
	if err != nil {
		return Service{}, err
	}
	if s.Kind == "" {
		return Service{}, issuer.Fail(issuer.Refused, "backpack-unknown", "url", home)
	}
	s.Home, s.Name = home, named(s.Name, home)
	return s, nil
}

// named is what a host is called: what it says, or its address.
func named(name, home string) string {
	if name = signin.Shown(name); name != "" {
		return name
	}
	u, err := url.Parse(home)
	if err != nil {
		return home
	}
	return u.Host
}

// get reads a JSON document; found is false when there is none.
func get(ctx context.Context, web Asker, at string, into any) (from string, found bool, err error) {
	a, err := signin.Follow(ctx, web, fetch.Question{URL: at, Header: head("Accept", typeJSON), Limit: maxAnswer})
	if err != nil || a.Status != http.StatusOK {
		return a.URL, false, err
	}
	return a.URL, signin.Read(a.Body, into), nil
}

// absolute makes addresses of a description whole: relative ones are below it
// (OpenAPI 3.0.1 §4.7.5), some write them without a scheme, and some with http for
// themselves, though they are asked by https.
func absolute(at, address string) string {
	base, err := url.Parse(at)
	if err != nil || address == "" {
		return ""
	}
	if !strings.Contains(address, "://") && !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, ".") {
		if host, _, _ := strings.Cut(address, "/"); strings.Contains(host, ".") {
			address = "https://" + address
		}
	}
	to, err := base.Parse(address)
	if err != nil {
		return ""
	}
	if base.Scheme == "https" && to.Scheme == "http" && strings.EqualFold(base.Host, to.Host) {
		to.Scheme = "https" // a server that does not know of the encryption before it
	}
	return to.String()
}

// discoverOB3 reads a service description (Open Badges 3.0 §7.1).
func discoverOB3(ctx context.Context, web Asker, home string) (Service, bool, error) {
	const base = "/ims/ob/v3p0"
	at := home + base + "/discovery"
	switch {
	case strings.HasSuffix(home, "/discovery"):
		at = home
	case strings.HasSuffix(home, base):
		at = home + "/discovery"
	}
	var d struct {
		Info struct {
			Title   string `json:"title"`
			Terms   string `json:"termsOfService"`
			Privacy string `json:"x-imssf-privacyPolicyUrl"`
		} `json:"info"`
		Servers    []server `json:"servers"`
		Components struct {
			Schemes map[string]struct {
				Register string `json:"x-imssf-registrationUrl"`
				Revoke   string `json:"x-imssf-revocationUrl"` // seen, though the standard names no place
				Flows    struct {
					Code struct {
						Authorize string          `json:"authorizationUrl"`
						Token     string          `json:"tokenUrl"`
						Refresh   string          `json:"refreshUrl"`
						Scopes    json.RawMessage `json:"scopes"`
					} `json:"authorizationCode"`
				} `json:"flows"`
			} `json:"securitySchemes"`
		} `json:"components"`
	}
	from, found, err := get(ctx, web, at, &d)
	if err != nil || !found {
		return Service{}, false, err
	}
	s := Service{Kind: OB3, Name: d.Info.Title, Terms: absolute(from, d.Info.Terms), Privacy: absolute(from, d.Info.Privacy)}
	s.API = strings.TrimSuffix(from, "/discovery")
	if at := serverOf(from, d.Servers); at != "" {
		s.API = at
	}
	scheme, have := d.Components.Schemes["OAuth2ACG"]
	if !have {
		for _, one := range d.Components.Schemes {
			if one.Flows.Code.Token != "" {
				scheme = one
			}
		}
	}
	code := scheme.Flows.Code
	if code.Token == "" || code.Authorize == "" {
		return Service{}, false, nil
	}
	s.Server = signin.Completed(ctx, web, signin.Server{
		Authorize: absolute(from, code.Authorize), Token: absolute(from, code.Token), Refresh: absolute(from, code.Refresh),
		Register: absolute(from, scheme.Register), Revoke: absolute(from, scheme.Revoke), Scopes: signin.Scopes(code.Scopes),
	}, from)
	return s, true, nil
}

// server is a place where an API is, as OpenAPI 3.0.1 §4.7.5 writes it.
type server struct {
	URL       string `json:"url"`
	Variables map[string]struct {
		Default signin.Loose `json:"default"`
	} `json:"variables"`
}

// serverOf chooses of several: the one at the host that was asked, since others may
// be for trials or inside somebody's network; else the first.
func serverOf(from string, all []server) string {
	home, err := url.Parse(from)
	if err != nil {
		return ""
	}
	first := ""
	for _, one := range all {
		at := one.URL
		for name, v := range one.Variables {
			at = strings.ReplaceAll(at, "{"+name+"}", string(v.Default))
		}
		at = strings.TrimRight(absolute(from, at), "/")
		if u, err := url.Parse(at); err == nil && strings.EqualFold(u.Host, home.Host) {
			return at
		}
		if first == "" {
			first = at
		}
	}
	return first
}

// discoverConnect reads a manifest (Open Badges 2.1 §6.1). Neither its version
// nor how its API's address ends is as the standard says everywhere, and where to
// sign in may stand in the server's own metadata only.
func discoverConnect(ctx context.Context, web Asker, home string) (Service, bool, error) {
	const well = "/.well-known/badgeconnect.json"
	at := home + well
	if strings.HasSuffix(home, well) {
		at = home
	} else if u, err := url.Parse(home); err == nil {
		at = u.Scheme + "://" + u.Host + well
	}
	var m struct {
		APIs json.RawMessage `json:"badgeConnectAPI"`
	}
	from, found, err := get(ctx, web, at, &m)
	if err != nil || !found {
		return Service{}, false, err
	}
	type api struct {
		Name      string          `json:"name"`
		Base      string          `json:"apiBase"`
		Terms     string          `json:"termsOfServiceUrl"`
		Privacy   string          `json:"privacyPolicyUrl"`
		Scopes    json.RawMessage `json:"scopesOffered"`
		Register  string          `json:"registrationUrl"`
		Authorize string          `json:"authorizationUrl"`
		Token     string          `json:"tokenUrl"`
		Revoke    string          `json:"tokenRevocationUrl"`
	}
	var list []api
	if !signin.Read(m.APIs, &list) || len(list) == 0 {
		list = make([]api, 1) // some give the only one by itself
		_ = json.Unmarshal(m.APIs, &list[0])
	}
	for _, a := range list {
		if a.Base == "" {
			continue
		}
		s := Service{Kind: Connect, Name: a.Name, API: strings.TrimRight(absolute(from, a.Base), "/"), Terms: absolute(from, a.Terms), Privacy: absolute(from, a.Privacy)}
		s.Server = signin.Completed(ctx, web, signin.Server{
			Authorize: absolute(from, a.Authorize), Token: absolute(from, a.Token), Register: absolute(from, a.Register),
			Revoke: absolute(from, a.Revoke), Scopes: signin.Scopes(a.Scopes),
		}, from)
		if s.Server.Token == "" || s.Server.Authorize == "" {
			continue
		}
		return s, true, nil
	}
	return Service{}, false, nil
}

// discoverBadgr knows a Badgr server by how it refuses whoever is not signed in.
func discoverBadgr(ctx context.Context, web Asker, home string, named bool) (Service, bool, error) {
	s, err := BadgrService(home)
	if err != nil || named {
		return s, err == nil, err
	}
	a, err := signin.Follow(ctx, web, fetch.Question{URL: s.API + "/backpack/assertions", Header: head("Accept", typeJSON), Limit: maxAnswer})
	if err != nil || a.Status != http.StatusUnauthorized && a.Status != http.StatusForbidden {
		return s, false, err
	}
	var got map[string]json.RawMessage
	return s, json.Unmarshal(a.Body, &got) == nil && len(got) > 0, nil
}

// discoverMozilla knows a Mozilla Backpack by the script it gives to issuers.
func discoverMozilla(ctx context.Context, web Asker, home string) (Service, bool, error) {
	a, err := signin.Follow(ctx, web, fetch.Question{URL: home + "/issuer.js", Header: head("Accept", "*/*"), Limit: maxAnswer})
	if err != nil || a.Status != http.StatusOK || paged(a) || !strings.Contains(string(a.Body), "OpenBadges") {
		return Service{}, false, err
	}
	return Service{Kind: Mozilla, API: home + "/api"}, true, nil
}

// Slug is a short name for a host, for those who give none.
func Slug(s Service) string {
	u, err := url.Parse(s.Home)
	if err != nil {
		return string(s.Kind)
	}
	return path.Base(strings.ToLower(u.Hostname()))
}
