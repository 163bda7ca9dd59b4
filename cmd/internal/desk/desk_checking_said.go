package desk

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"badgekiln/app/checking"
	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/record"
	"badgekiln/issuer/verify"
)

// The most that is shown of a stranger's badge, in letters.
const (
	maxShownValue = 600    // of one text in the document
	maxShownText  = 60_000 // of the whole document
	maxShownFact  = 4_000  // of one fact
)

// badgesOf takes apart what was found in an input.
func badgesOf(v verify.Result) []checking.Badge {
	parts := v.Credentials
	if len(parts) == 0 {
		parts = []verify.Result{v}
	}
	var list []checking.Badge
	for _, part := range parts {
		if part.Text == "" {
			continue
		}
		b := badgeOf(part.Version, part.Format, []byte(part.Text))
		if what, err := record.Read(part.Version, []byte(part.Text), func(url string) []byte { return v.Documents[url] }); err == nil {
			b.Name, b.Sections = what.Class.Name, sections(what)
		}
		list = append(list, b)
	}
	return list
}

func badgeOf(version, format string, text []byte) checking.Badge {
	b := checking.Badge{Version: version, Format: format, Text: string(text), Ending: ".json"}
	trimmed := strings.Trim(b.Text, " \t\r\n\x00")
	b.Pretty = pretty([]byte(trimmed))
	if jws.Looks(trimmed) {
		b.Ending = ".jwt"
		parts := strings.Split(trimmed, ".")
		head, err1 := base64.RawURLEncoding.DecodeString(parts[0])
		body, err2 := base64.RawURLEncoding.DecodeString(parts[1])
		if err1 == nil && err2 == nil {
			b.Pretty = pretty(head) + "\n" + pretty(body)
		}
	}
	return b
}

// pretty writes a JSON document with one member a line, in its own order, and
// long texts cut. What is no JSON stays as it is.
func pretty(text []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, text, "", "  ") != nil {
		return cut(string(text), maxShownText)
	}
	lines := strings.Split(out.String(), "\n")
	for i, line := range lines {
		lines[i] = cut(line, maxShownValue)
	}
	return cut(strings.Join(lines, "\n"), maxShownText)
}

// cut ends a text that is too long in an ellipsis. What is no text, or could
// turn lines about, is left out.
func cut(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, r < ' ' && r != '\n' && r != '\t', r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, text)
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i] + "…"
		}
	}
	return text
}

// teller collects facts.
type teller struct{ list []checking.Section }

func (t *teller) begin(name string) { t.list = append(t.list, checking.Section{Name: name}) }

func (t *teller) put(f checking.Fact) {
	f.Text, f.Label = strings.TrimSpace(cut(f.Text, maxShownFact)), cut(f.Label, maxShownValue)
	if f.Text == "" && f.Kind != checking.Hidden {
		return
	}
	at := &t.list[len(t.list)-1]
	at.Facts = append(at.Facts, f)
}

func (t *teller) say(name, text string) { t.put(checking.Fact{Name: name, Text: text}) }
func (t *teller) exact(name, text string) {
	t.put(checking.Fact{Name: name, Text: text, Kind: checking.Exact})
}

// link is an address of the web, or any other id.
func (t *teller) link(name, text string) { t.put(linked(checking.Fact{Name: name, Text: text})) }

func (t *teller) own(label, text string) { t.put(checking.Fact{Label: label, Text: text}) }

func linked(f checking.Fact) checking.Fact {
	if f.Kind = checking.Exact; strings.HasPrefix(f.Text, "https://") || strings.HasPrefix(f.Text, "http://") {
		f.Kind = checking.Address
	}
	return f
}

// joined joins what is there.
func joined(between string, parts ...string) string {
	var list []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, between)
}

func told(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04 MST")
}

// sections are what a badge says of itself, in the order in which people ask.
func sections(r record.Record) []checking.Section {
	t := &teller{}
	t.award(r)
	t.class(r)
	t.issuer(r)
	t.results(r)
	t.evidence(r)
	t.alignments(r)
	t.endorsements(r)
	t.rest(r)
	var list []checking.Section
	for _, s := range t.list {
		if len(s.Facts) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func (t *teller) award(r record.Record) {
	a, more := r.Award, r.Award.More
	t.begin("award")
	t.say("person", a.Name)
	switch {
	case r.Recipient.Hashed:
		t.put(checking.Fact{Name: "recipient", Kind: checking.Hidden})
	default:
		t.exact("recipient", r.Recipient.Identity)
	}
	if r.Subject != r.Recipient.Identity {
		t.exact("subject", r.Subject)
	}
	for _, i := range more.Identifier {
		t.put(checking.Fact{Label: i.Type, Text: i.Identifier, Kind: checking.Exact})
	}
	t.say("issued", told(a.IssuedOn))
	t.say("awarded", more.AwardedDate)
	t.say("expires", told(a.Expires))
	t.say("activity", joined(" – ", more.ActivityStart, more.ActivityEnd))
	t.say("narrative", a.Narrative)
	t.say("role", more.Role)
	t.say("term", more.Term)
	t.say("license", more.LicenseNumber)
	t.say("credits.earned", more.CreditsEarned.String())
	t.say("language", a.Language)
	if more.Source != nil {
		t.say("source", joined("\n", more.Source.Name, more.Source.ID, more.Source.URL, more.Source.Email))
	}
	t.link("id.badge", r.ID)
}

func (t *teller) class(r record.Record) {
	c, more := r.Class, r.Class.More
	t.begin("class")
	t.say("name", c.Name)
	t.say("description", c.Description)
	t.say("criteria", c.Criteria.Narrative)
	t.link("criteria.url", c.Criteria.URL)
	t.say("type", more.AchievementType)
	t.say("tags", strings.Join(c.Tags, " · "))
	t.say("class.version", r.ClassVersion)
	t.say("language", c.Language)
	t.say("field", more.FieldOfStudy)
	t.say("specialization", more.Specialization)
	t.say("credits", more.CreditsAvailable.String())
	t.exact("code", more.HumanCode)
	for _, i := range more.OtherIdentifier {
		t.put(checking.Fact{Label: i.Type, Text: i.Identifier, Kind: checking.Exact})
	}
	if more.Creator != nil && more.Creator.ID != r.Issuer {
		t.say("creator", joined("\n", more.Creator.Name, more.Creator.ID, more.Creator.URL))
	}
	for _, one := range more.Related {
		t.put(linked(checking.Fact{Name: "related", Text: joined(" · ", one.ID, one.Language, one.Version)}))
	}
	for _, one := range more.Translations {
		t.own(one.Language, joined("\n", one.Name, one.Description, one.Criteria))
	}
	t.say("caption", more.ImageCaption)
	t.say("author", more.ImageAuthor)
	if !strings.HasPrefix(r.ClassImage, "data:") {
		t.link("image", r.ClassImage)
	}
	for _, s := range more.TermsOfUse {
		t.link("terms", s.ID)
	}
	if more.RefreshService != nil {
		t.link("refresh", more.RefreshService.ID)
	}
	t.link("id.class", r.ClassID)
}

func (t *teller) issuer(r record.Record) {
	p, more := r.Profile, r.Profile.More
	t.begin("issuer")
	t.say("name", p.Name)
	t.say("description", p.Description)
	t.link("url", p.URL)
	t.exact("email", p.Email)
	t.say("phone", more.Phone)
	t.say("official", more.Official)
	if a := more.Address; a != nil {
		t.say("address", joined("\n", joined(" ", a.Street, a.PostBox), joined(" ", a.PostalCode, a.Locality), a.Region, joined(" ", a.Country, a.CountryCode)))
	}
	for _, i := range more.OtherIdentifier {
		t.put(checking.Fact{Label: i.Type, Text: i.Identifier, Kind: checking.Exact})
	}
	if more.ParentOrg != nil {
		t.say("parent", joined("\n", more.ParentOrg.Name, more.ParentOrg.ID))
	}
	if s := more.Scope; s != nil {
		t.exact("scope", joined("\n", joined("\n", s.AllowedOrigins...), joined("\n", s.StartsWith...)))
	}
	t.link("id.issuer", r.Issuer)
}

// results say what was reached, under the name the badge class gives it.
func (t *teller) results(r record.Record) {
	t.begin("results")
	described := map[string]issuer.ResultDescription{}
	for _, d := range r.Class.More.ResultDescription {
		described[d.ID] = d
	}
	for _, one := range r.Award.More.Result {
		d := described[one.Description]
		level := one.Level
		for _, l := range d.Levels {
			if l.ID == one.Level {
				level = joined(": ", l.Name, l.Description)
			}
		}
		of := joined(" – ", d.ValueMin, d.ValueMax)
		if of != "" {
			of = "(" + of + ")"
		}
		f := checking.Fact{Label: joined(" · ", d.Name, d.Type), Text: joined("\n", joined(" ", one.Value, of), level, one.Status)}
		if f.Label == "" {
			f.Name = "result"
		}
		t.put(f)
	}
}

func (t *teller) evidence(r record.Record) {
	t.begin("evidence")
	for _, url := range r.Award.Evidence {
		t.link("evidence", url)
	}
	for _, e := range r.Award.More.Evidence {
		f := checking.Fact{Label: e.Name, Text: joined("\n", e.Description, e.Narrative, joined(" · ", e.Genre, e.Audience), e.ID)}
		if f.Label == "" {
			f.Name = "evidence"
		}
		t.put(f)
	}
}

func (t *teller) alignments(r record.Record) {
	t.begin("alignment")
	for _, a := range r.Class.More.Alignment {
		f := checking.Fact{Label: a.TargetName, Text: joined("\n", a.TargetDescription, joined(" · ", a.TargetFramework, a.TargetCode, a.TargetType), a.TargetURL)}
		if f.Label == "" {
			f.Name = "alignment"
		}
		t.put(f)
	}
}

// endorsements are what others say for a badge. Whether they really said it is
// among the checks.
func (t *teller) endorsements(r record.Record) {
	t.begin("endorsements")
	for _, list := range [][]json.RawMessage{
		r.Award.More.Endorsement, r.Class.More.Endorsement, r.Profile.More.Endorsement,
		r.Award.More.OldEndorsement, r.Class.More.OldEndorsement, r.Profile.More.OldEndorsement,
	} {
		for _, one := range list {
			t.endorsement(one)
		}
	}
	for _, list := range [][]string{r.Award.More.EndorsementJWT, r.Class.More.EndorsementJWT, r.Profile.More.EndorsementJWT} {
		for _, token := range list {
			parts := strings.Split(token, ".")
			if body, err := base64.RawURLEncoding.DecodeString(parts[min(1, len(parts)-1)]); err == nil {
				t.endorsement(body)
			}
		}
	}
}

func (t *teller) endorsement(text []byte) {
	var address string
	if json.Unmarshal(text, &address) == nil {
		t.link("endorsement", address)
		return
	}
	said := struct {
		Issuer  json.RawMessage                         `json:"issuer"`
		Subject struct{ EndorsementComment string }     `json:"credentialSubject"`
		Claim   struct{ EndorsementComment, ID string } `json:"claim"`
		VC      struct {
			CredentialSubject struct{ EndorsementComment string }
		} `json:"vc"`
		Iss string `json:"iss"`
	}{}
	_ = json.Unmarshal(text, &said) // what cannot be read is left out
	who := said.Iss
	party := struct{ ID, Name string }{}
	if json.Unmarshal(said.Issuer, &who) != nil && json.Unmarshal(said.Issuer, &party) == nil {
		who = joined(" · ", party.Name, party.ID)
	}
	comment := joined("\n", said.Subject.EndorsementComment, said.Claim.EndorsementComment, said.VC.CredentialSubject.EndorsementComment)
	if comment == "" {
		comment = "–"
	}
	if who == "" {
		t.say("endorsement", comment)
		return
	}
	t.own(who, comment)
}

// rest is where revocation can be looked up, and what no standard knows.
func (t *teller) rest(r record.Record) {
	t.begin("status")
	for _, s := range r.Status {
		f := linked(checking.Fact{Label: joined(" · ", s.Type, s.Purpose), Text: s.List})
		if f.Label == "" {
			f.Name = "list"
		}
		t.put(f)
		t.say("index", s.Index)
	}
	t.begin("other")
	for _, list := range [][]issuer.Extension{r.Award.More.Extensions, r.Class.More.Extensions, r.Profile.More.Extensions} {
		for _, e := range list {
			t.put(checking.Fact{Label: e.Name, Text: cut(string(e.Value), maxShownValue), Kind: checking.Exact})
		}
	}
	names := make([]string, 0, len(r.Other))
	for name := range r.Other {
		names = append(names, name)
	}
	sort.Strings(names)
	const most = 40
	for i, name := range names {
		if i == most {
			t.own("…", strconv.Itoa(len(names)-most))
			break
		}
		t.put(checking.Fact{Label: name, Text: cut(string(r.Other[name]), maxShownValue), Kind: checking.Exact})
	}
}
