package preflight

import (
	"slices"
	"strings"
	"unicode/utf8"

	"badgekiln/designer"
	"badgekiln/designer/template"
)

// shortest is how many letters a text has to have to be somebody's: a year or an
// abbreviation may be right wherever it stands.
const shortest = 5

// Left tells of texts that say what those of the template did: the name of a house,
// a person or a day that were made up. What a badge is called may well be right. It
// draws nothing.
func Left(doc, begun designer.Document) (found []Finding) {
	was := template.Texts(begun)
	for _, l := range template.Texts(doc) {
		said := strings.TrimSpace(l.Text.Content)
		same := func(w *designer.Layer) bool { return w.Role == l.Role && strings.TrimSpace(w.Text.Content) == said }
		if madeUp(l.Role, said) && slices.ContainsFunc(was, same) {
			found = append(found, Finding{Code: TextLeft, Severity: Warn, Layer: l.ID, Values: map[string]string{"name": nameOf(l), "text": said}})
		}
	}
	return found
}

func madeUp(role, said string) bool {
	switch role {
	case template.RoleRecipient:
		return said != ""
	case template.RoleOrg, template.RoleDate:
		return utf8.RuneCountInString(said) >= shortest
	}
	return false
}
