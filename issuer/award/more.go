package award

import (
	"encoding/json"
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

// fieldsOf replaces every field a row has.
func fieldsOf(p *roster.Person) func(string) string {
	fields := map[string]string{
		"name": p.Name, "given_name": p.GivenName, "family_name": p.FamilyName, "email": p.Email, "narrative": p.Narrative, "language": p.Language,
		"criteria_note": p.Note, "evidence": strings.Join(p.Evidence, " "),
	}
	for name, text := range p.Extra {
		fields[name] = text
	}
	return func(text string) string {
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
			out.WriteString(fields[strings.ToLower(strings.TrimSpace(field))])
			text = after
		}
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
