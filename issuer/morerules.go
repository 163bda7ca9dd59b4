package issuer

import (
	"encoding/json"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// moreCheck finds what is wrong with further members. Its methods are the rules
// of one member or one kind of part; each notes what breaks it.
type moreCheck struct{ faults []MoreFault }

func (c *moreCheck) bad(field, value string) { c.fault(WhyUnusable, field, value) }

func (c *moreCheck) fault(why, field, value string) {
	if strings.TrimSpace(value) == "" {
		why = WhyNeeded
	}
	if len(value) > 120 {
		value = value[:120] + "…"
	}
	c.faults = append(c.faults, MoreFault{field, strings.ToValidUTF8(value, "\uFFFD"), why})
}

// err is the first fault as a failure.
func (c *moreCheck) err() error {
	if len(c.faults) == 0 {
		return nil
	}
	return Fail(Usage, "more-field", "field", c.faults[0].Field, "value", c.faults[0].Value)
}

func (c *moreCheck) need(field, value string) {
	if strings.TrimSpace(value) == "" {
		c.bad(field, value)
	}
}

func (c *moreCheck) word(field, value, list string) {
	if !slices.Contains(strings.Fields(list), value) && !extended.MatchString(value) {
		c.fault(WhyWord, field, value)
	}
}

var (
	extended = regexp.MustCompile(`^ext:[a-zA-Z0-9._-]+$`)
	language = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
	shortID  = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// iri wants an absolute identifier.
func (c *moreCheck) iri(field, value string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme == "" || len(value) <= len(u.Scheme)+1 || strings.ContainsAny(value, " \t\r\n<>\"{}|\\^`") {
		c.fault(WhyIRI, field, value)
	}
}

func (c *moreCheck) perhapsIRI(field, value string) {
	if value != "" {
		c.iri(field, value)
	}
}

// web wants an address of the web.
func (c *moreCheck) web(field, value string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		c.fault(WhyWeb, field, value)
		return
	}
	c.iri(field, value)
}

// name wants a full identifier or a short name behind the achievement's own.
func (c *moreCheck) name(field, value string) {
	if !strings.Contains(value, ":") {
		if !shortID.MatchString(value) {
			c.bad(field, value)
		}
		return
	}
	c.iri(field, value)
}

func (c *moreCheck) number(field string, n json.Number) {
	if n == "" {
		return
	}
	f, err := n.Float64()
	if err != nil || !json.Valid([]byte(n)) || f == math.Trunc(f) && math.Abs(f) > 1<<53-1 {
		c.fault(WhyNumber, field, string(n))
	}
}

func (c *moreCheck) time(field, value string) {
	if value == "" {
		return
	}
	if _, err := time.Parse(time.RFC3339, value); err != nil {
		c.fault(WhyTime, field, value)
	}
}

func (c *moreCheck) date(field, value string) {
	if value == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		c.fault(WhyTime, field, value)
	}
}

func (c *moreCheck) image(field string, i *Image) {
	if i != nil {
		c.iri(field+".id", i.ID)
	}
}

func (c *moreCheck) lang(field, value string) {
	if value != "" && !language.MatchString(value) {
		c.fault(WhyLanguage, field, value)
	}
}

func (c *moreCheck) alignments(field string, list []Alignment) {
	for i, a := range list {
		at := field + "[" + strconv.Itoa(i) + "]."
		c.need(at+"targetName", a.TargetName)
		c.web(at+"targetUrl", a.TargetURL)
		if a.TargetType != "" {
			c.word(at+"targetType", a.TargetType, targetTypes)
		}
	}
}

func (c *moreCheck) identifiers(field string, list []Identifier) {
	for i, id := range list {
		at := field + "[" + strconv.Itoa(i) + "]."
		c.need(at+"identifier", id.Identifier)
		c.word(at+"identifierType", id.Type, identifierTypes)
	}
}

func (c *moreCheck) address(field string, a *Address) {
	if a == nil {
		return
	}
	if a.CountryCode != "" && !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(a.CountryCode) {
		c.bad(field+".addressCountryCode", a.CountryCode)
	}
	c.number(field+".latitude", a.Latitude)
	c.number(field+".longitude", a.Longitude)
	if (a.Latitude == "") != (a.Longitude == "") {
		missing := field + ".latitude"
		if a.Longitude == "" {
			missing = field + ".longitude"
		}
		c.fault(WhyNeeded, missing, "")
	}
	if *a == (Address{}) {
		c.bad(field, "{}")
	}
}

func (c *moreCheck) party(field string, p *Party, depth int) {
	if p == nil {
		return
	}
	c.iri(field+".id", p.ID)
	if p.URL != "" {
		c.web(field+".url", p.URL)
	}
	c.perhapsIRI(field+".image", p.Image)
	c.address(field+".address", p.Address)
	c.identifiers(field+".otherIdentifier", p.OtherIdentifier)
	c.date(field+".dateOfBirth", p.DateOfBirth)
	if depth > 4 {
		c.bad(field+".parentOrg", p.ID)
		return
	}
	c.party(field+".parentOrg", p.ParentOrg, depth+1)
}

// endorsements wants whole credentials with their proofs: ours cannot sign for
// somebody else. Of 2.0 an address is enough.
func (c *moreCheck) endorsements(list []json.RawMessage, tokens []string, old []json.RawMessage) {
	for i, text := range list {
		at := "endorsement[" + strconv.Itoa(i) + "]"
		var e struct {
			Type  any `json:"type"`
			Proof any `json:"proof"`
		}
		if json.Unmarshal(text, &e) != nil || e.Proof == nil || !strings.Contains(string(text), `"EndorsementCredential"`) {
			c.bad(at, string(text))
		}
	}
	for i, token := range tokens {
		if strings.Count(token, ".") != 2 || strings.ContainsAny(token, " \t\r\n") {
			c.bad("endorsementJwt["+strconv.Itoa(i)+"]", token)
		}
	}
	for i, text := range old {
		at := "endorsement2.0[" + strconv.Itoa(i) + "]"
		var address string
		if json.Unmarshal(text, &address) == nil {
			c.iri(at, address)
			continue
		}
		if !strings.Contains(string(text), `"Endorsement"`) || len(text) == 0 || text[0] != '{' {
			c.bad(at, string(text))
		}
	}
}

// extensions wants what a reader of 2.0 needs to make sense of one: a name, and
// an object that says by which vocabulary it is to be read.
func (c *moreCheck) extensions(list []Extension) {
	seen := map[string]bool{}
	for i, e := range list {
		at := "extensions2.0[" + strconv.Itoa(i) + "]."
		switch {
		case seen[e.Name]:
			c.bad(at+"name", e.Name)
		case !extension.MatchString(e.Name):
			c.web(at+"name", e.Name)
		}
		seen[e.Name] = true
		var v struct {
			Context any `json:"@context"`
			Type    any `json:"type"`
		}
		types := func(word string) bool {
			if list, many := v.Type.([]any); many {
				return slices.Contains(list, any(word))
			}
			return v.Type == word
		}
		if err := json.Unmarshal(e.Value, &v); err != nil || len(e.Value) > maxExtension || v.Context == nil || !types("Extension") || !types(e.Name) {
			c.bad(at+"value", string(e.Value))
		}
	}
}

// maxExtension is the most bytes of one extension.
const maxExtension = 64 << 10

var (
	extension = regexp.MustCompile(`^extensions:[A-Za-z][A-Za-z0-9_-]*$`)
	hostName  = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$`)
)

func (c *moreCheck) scope(s *Scope) {
	if s == nil {
		return
	}
	at := "verification2.0"
	for _, host := range s.AllowedOrigins {
		if !hostName.MatchString(host) {
			c.bad(at+".allowedOrigins", host)
		}
	}
	for _, start := range s.StartsWith {
		c.web(at+".startsWith", start)
	}
	if s.Property != "" && s.Property != "id" {
		c.bad(at+".verificationProperty", s.Property)
	}
	if len(s.AllowedOrigins)+len(s.StartsWith) == 0 && s.Property == "" {
		c.bad(at, "{}")
	}
}

// done looks at every text for what cannot be signed.
func (c *moreCheck) done(m any) *moreCheck {
	text, err := json.Marshal(m)
	if err != nil {
		c.whole(err)
		return c
	}
	tree, err := Tree(text)
	if err != nil {
		c.whole(err)
		return c
	}
	c.plain("", tree)
	return c
}

// whole tells of members that cannot be written at all; mostly something was
// found before that says where.
func (c *moreCheck) whole(err error) {
	if len(c.faults) == 0 {
		c.bad("", err.Error())
	}
}

func (c *moreCheck) plain(field string, v any) {
	switch v := v.(type) {
	case Obj:
		for _, m := range v {
			c.plain(strings.TrimPrefix(field+"."+m.Name, "."), m.Value)
		}
	case Arr:
		for _, item := range v {
			c.plain(field, item)
		}
	case string:
		for _, r := range v {
			if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0x7f || r == 0xfffd || r == 0xfffe || r == 0xffff {
				c.bad(field, strconv.Quote(v))
			}
		}
	}
}
