package award

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// more makes the further members of one award out of those of the request and
// of what the row says: {field} in a text is that field of the row. What comes
// out empty is left out.
func (pl *drafter) more(p *roster.Person) (issuer.AwardMore, error) {
	text, err := issuer.EncodeMore(pl.further)
	if err != nil || text == "{}" {
		return issuer.AwardMore{}, err
	}
	m := pl.further
	if strings.ContainsRune(text, '{') {
		tree, err := issuer.Tree([]byte(text))
		if err != nil {
			return m, err
		}
		m = issuer.AwardMore{}
		if err := json.Unmarshal(issuer.Bytes(filled(tree, fieldsOf(p)).(issuer.Obj)), &m); err != nil {
			return m, err
		}
		// What somebody else signed stays as it is.
		m.Endorsement, m.EndorsementJWT, m.OldEndorsement = pl.further.Endorsement, pl.further.EndorsementJWT, pl.further.OldEndorsement
	}
	m.Result = slices.DeleteFunc(m.Result, func(r issuer.Result) bool {
		return r.Value == "" && r.Status == "" && r.Level == "" && len(r.Alignment) == 0
	})
	m.Evidence = slices.DeleteFunc(m.Evidence, func(e issuer.Evidence) bool {
		return e.ID+e.Name+e.Narrative+e.Description == ""
	})
	m.Identifier = slices.DeleteFunc(m.Identifier, func(id issuer.Identifier) bool { return id.Identifier == "" })
	return m, m.Check(pl.class.More)
}

// fieldsInMore are the fields of ours that the texts of further members can
// show.
const fieldsInMore = "name given_name family_name email narrative language criteria_note evidence"

// checkMore refuses a field that neither we nor the list know, which would be
// left out of every badge without a word. The rows of a stream have no columns
// before they are there.
func checkMore(r Request) error {
	m := r.More
	m.Endorsement, m.EndorsementJWT, m.OldEndorsement = nil, nil, nil
	text, err := issuer.EncodeMore(m)
	if err != nil || r.List == nil || len(r.List.Columns) == 0 || !strings.ContainsRune(text, '{') {
		return err
	}
	tree, err := issuer.Tree([]byte(text))
	if err != nil {
		return err
	}
	known := strings.Fields(fieldsInMore)
	for _, c := range r.List.Columns {
		if c.Field != "" && !slices.Contains(known, c.Field) {
			known = append(known, c.Field)
		}
	}
	filled(tree, func(text string) string {
		return inBraces(text, func(field string) string {
			if err == nil && !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, field) }) {
				err = issuer.Fail(issuer.Usage, "more-column", "field", "{"+field+"}", "fields", "{"+strings.Join(known, "} {")+"}")
			}
			return ""
		})
	})
	return err
}

// fieldsOf replaces every field a row has. A list's own columns bear the names
// of their headings, and those are found however they are capitalised.
func fieldsOf(p *roster.Person) func(string) string {
	fields := map[string]string{
		"name": p.Name, "given_name": p.GivenName, "family_name": p.FamilyName, "email": p.Email, "narrative": p.Narrative, "language": p.Language,
		"criteria_note": p.Note, "evidence": strings.Join(p.Evidence, " "),
	}
	for _, name := range slices.Sorted(maps.Keys(p.Extra)) {
		if low := strings.ToLower(name); fields[low] == "" {
			fields[low] = p.Extra[name]
		}
	}
	maps.Copy(fields, p.Extra)
	return func(text string) string {
		return inBraces(text, func(field string) string {
			if said, exact := fields[field]; exact {
				return said
			}
			return fields[strings.ToLower(field)]
		})
	}
}

// inBraces puts what say gives in the place of every {field} of a text.
func inBraces(text string, say func(field string) string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		field, after, closed := strings.Cut(rest, "}")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		if !closed {
			out.WriteString("{" + rest)
			return out.String()
		}
		out.WriteString(say(strings.TrimSpace(field)))
		text = after
	}
}

func filled(v any, fill func(string) string) any {
	switch v := v.(type) {
	case issuer.Obj:
		for i := range v {
			v[i].Value = filled(v[i].Value, fill)
		}
		return v
	case issuer.Arr:
		for i := range v {
			v[i] = filled(v[i], fill)
		}
		return v
	case string:
		return fill(v)
	}
	return v
}

// How somebody met the criteria is evidence without an address in both
// standards: a text of its own, beside what the narrative says of all evidence.

// noteOf is that text; "" without.
func noteOf(m issuer.AwardMore) string {
	if i := noteAt(m); i >= 0 {
		return m.Evidence[i].Narrative
	}
	return ""
}

func noteAt(m issuer.AwardMore) int {
	return slices.IndexFunc(m.Evidence, func(e issuer.Evidence) bool { return e == issuer.Evidence{Narrative: e.Narrative} && e.Narrative != "" })
}

// withNote puts another text in its place; "" leaves what is there.
func withNote(m issuer.AwardMore, note string) issuer.AwardMore {
	if note == "" {
		return m
	}
	m.Evidence = slices.Clone(m.Evidence)
	if i := noteAt(m); i >= 0 {
		m.Evidence[i].Narrative = note
	} else {
		m.Evidence = append(m.Evidence, issuer.Evidence{Narrative: note})
	}
	return m
}

// withoutNote takes that text away.
func withoutNote(m issuer.AwardMore) issuer.AwardMore {
	if i := noteAt(m); i >= 0 {
		m.Evidence = slices.Delete(slices.Clone(m.Evidence), i, i+1)
	}
	return m
}
