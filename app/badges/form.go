package badges

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"badgekiln/app/further"
	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// The fields of the page, by which faults are shown under them.
const (
	fieldIssuerName  = "issuer-name"
	fieldIssuerEmail = "issuer-email"
	fieldName        = "name"
	fieldDescription = "description"
	fieldCriteria    = "criteria"
	fieldPage        = "page"
	fieldLanguage    = "language"
	fieldPicture     = "picture"
	fieldExpires     = "expires"
)

// fault is what is wrong with a field: the key of its sentence, and what was
// typed.
type fault struct{ word, value string }

// form is what the page holds, as typed. A copy shares its further members: one
// that is to be typed in is made by clone.
type form struct {
	slug                    string
	issuer                  string // id of a known one
	issuerName, issuerEmail string // of the one to be made first
	name, description       string
	criteria, page          string
	language                string
	tags                    string
	rule                    Rule
	expires                 bool
	count, unit             string // of the period
	publicNames, schema     bool
	art                     Art
	more                    issuer.ClassMore
}

// clone is a form of its own: typing in it leaves the other alone.
func (f form) clone() form {
	f.more = further.Clone(f.more)
	return f
}

// blank is a form of a new badge.
func blank(publicNames bool) form {
	return form{rule: Once, count: "2", unit: "y", publicNames: publicNames}
}

// formOf is a form of a badge class as it stands.
func formOf(c Class) form {
	f := form{
		slug: c.Slug, issuer: c.Issuer, name: c.Name, description: c.Description, criteria: c.Criteria, page: c.CriteriaURL,
		language: c.Language, tags: strings.Join(c.Tags, ", "), rule: c.Rule, publicNames: c.PublicNames,
		count: "2", unit: "y", schema: c.Schema, more: further.Clone(c.More),
	}
	if n, unit, ok := period(c.Expires); ok {
		f.expires, f.count, f.unit = true, n, unit
	}
	return f
}

// same tells whether saving g where f was saved would change nothing. Pictures
// are the same when they were asked for by the same name.
func (f form) same(g form) bool {
	if f.art.Kind != g.art.Kind || f.art.Ref != g.art.Ref {
		return false
	}
	f.art, g.art = Art{}, Art{}
	if !f.expires && !g.expires { // nobody sees them
		f.count, f.unit, g.count, g.unit = "", "", "", ""
	}
	if !further.Same(f.more, g.more) {
		return false
	}
	f.more, g.more = issuer.ClassMore{}, issuer.ClassMore{}
	return reflect.DeepEqual(f, g)
}

// period takes a period such as 2y apart.
func period(text string) (count, unit string, ok bool) {
	if len(text) < 2 {
		return "", "", false
	}
	count, unit = text[:len(text)-1], text[len(text)-1:]
	return count, unit, slices.Contains(units(), unit) && wholeNumber(count)
}

func units() []string { return []string{"y", "m", "w", "d"} }

func wholeNumber(text string) bool {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return err == nil && n > 0 && n < 10000
}

// draft is what is to be saved.
func (f form) draft() Draft {
	d := Draft{
		Texts: Texts{
			Name: strings.TrimSpace(f.name), Description: strings.TrimSpace(f.description), Criteria: strings.TrimSpace(f.criteria), CriteriaURL: strings.TrimSpace(f.page),
			Tags: tagsOf(f.tags), Language: strings.TrimSpace(f.language), Rule: f.rule, Schema: f.schema,
			More: further.Tidy(f.more),
		},
		Slug: f.slug, Issuer: f.issuer, PublicNames: f.publicNames, Art: f.art,
	}
	if f.issuer == "" {
		d.IssuerName, d.IssuerEmail = strings.TrimSpace(f.issuerName), strings.TrimSpace(f.issuerEmail)
	}
	if f.expires {
		d.Expires = strings.TrimSpace(f.count) + f.unit
	}
	return d
}

// tagsOf splits what was typed at commas; a tag said twice counts once.
func tagsOf(text string) []string {
	var tags []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '،' || r == '、' }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(tags, part) {
			tags = append(tags, part)
		}
	}
	return tags
}

// faults finds everything that keeps a form from being saved, all at once.
// known tells that there is an issuer already.
func (f form) faults(known bool) map[string]fault {
	found := map[string]fault{}
	mark := func(field string, bad bool, value string) {
		if bad {
			found[field] = fault{"badges.fault." + field, value}
		}
	}
	blank := func(text string) bool { return strings.TrimSpace(text) == "" }
	if !known {
		mark(fieldIssuerName, blank(f.issuerName), "")
		mark(fieldIssuerEmail, !blank(f.issuerEmail) && !issuer.IsAddress(strings.TrimSpace(f.issuerEmail)), f.issuerEmail)
	}
	mark(fieldName, blank(f.name), "")
	mark(fieldDescription, blank(f.description), "")
	mark(fieldCriteria, blank(f.criteria) && blank(f.page), "")
	mark(fieldPage, !blank(f.page) && !webPage(f.page), f.page)
	mark(fieldLanguage, !blank(f.language) && !language(f.language), f.language)
	mark(fieldPicture, f.slug == "" && f.art.Kind == Kept, "")
	mark(fieldExpires, f.expires && !wholeNumber(f.count), f.count)
	return found
}

// tidied is the form as it is to be saved: nothing that says nothing, and a
// short name for every result.
func (f form) tidied() form {
	f.more = further.Named(further.Tidy(f.more))
	return f
}

// allFaults are the faults of a tidied form, each with its sentence.
func (f form) allFaults(env kit.Env, known bool) map[string]string {
	said := further.Say(env, f.more.Faults())
	for field, fault := range f.faults(known) {
		said[field] = env.T(fault.word, "value", fault.value)
	}
	return said
}

// webPage tells whether a text is an address of the web.
func webPage(text string) bool {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(text, " \t\r\n<>\"{}|\\^`")
}

// language tells whether a text can be a language code: letters and figures in
// parts of at most eight, the first of two or three letters.
func language(text string) bool {
	for i, part := range strings.Split(strings.TrimSpace(text), "-") {
		plain := !strings.ContainsFunc(part, func(r rune) bool {
			return r > unicode.MaxASCII || !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r))
		})
		if !plain || len(part) == 0 || len(part) > 8 || i == 0 && len(part) != 2 && len(part) != 3 {
			return false
		}
	}
	return true
}

// letters counts what people would call letters, closely enough for a hint.
func letters(text string) int { return utf8.RuneCountInString(strings.TrimSpace(text)) }

// calm writes a name that stands all in capitals, as pictures have it, the way
// names are written. Short ones may be abbreviations and stay.
func calm(name string) string {
	if letters(name) < 5 || name != strings.ToUpper(name) || name == strings.ToLower(name) {
		return name
	}
	first := true
	return strings.Map(func(r rune) rune {
		defer func() { first = !unicode.IsLetter(r) && r != '\'' && r != '’' }()
		if first {
			return r
		}
		return unicode.ToLower(r)
	}, name)
}

// fieldOf gives the field an engine's failure belongs to, or "".
func fieldOf(code string) string {
	switch code {
	case "issuer-no-name":
		return fieldIssuerName
	case "class-no-name", "class-exists", "slug-unusable":
		return fieldName
	case "class-no-description":
		return fieldDescription
	case "class-no-criteria":
		return fieldCriteria
	case "period-unreadable":
		return fieldExpires
	case "url-unusable":
		return fieldPage
	case "class-no-picture":
		return fieldPicture
	}
	if strings.HasPrefix(code, "picture-") || strings.HasPrefix(code, "design-") {
		return fieldPicture
	}
	return ""
}
