package further

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// Award are the members of every award of a list. results are what the badge
// says can be reached.
func (s *Sheet) Award(m *issuer.AwardMore, results []issuer.ResultDescription) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		s.card("did",
			two(s.Text("role", "role", &m.Role, 1), s.Text("term", "term", &m.Term, 1)),
			two(s.Text("licenseNumber", "licence", &m.LicenseNumber, 1), s.Number("creditsEarned", "earned", &m.CreditsEarned)),
			two(s.Text("activityStartDate", "from", &m.ActivityStart, 1), s.Text("activityEndDate", "to", &m.ActivityEnd, 1)),
			s.Text("awardedDate", "awarded", &m.AwardedDate, 1)),
		s.card("reached", List(s, "result", "reached", &m.Result, func(r issuer.Result) string { return strings.TrimSpace(r.Description + " " + r.Value) },
			func(path string, r *issuer.Result) []fyne.CanvasObject { return s.resultFields(path, r, results) })),
		s.card("evidence", List(s, "evidence", "evidence", &m.Evidence, func(e issuer.Evidence) string { return e.Name }, s.evidenceFields)),
		s.card("source", Group(s, "source", "source.other", &m.Source, s.partyFields)),
		s.card("award-picture", Group(s, "image", "award-picture.has", &m.Image, func(path string, p *issuer.Image) []fyne.CanvasObject {
			return []fyne.CanvasObject{s.Text(path+".id", "wallet-picture.id", &p.ID, 1), s.Text(path+".caption", "caption", &p.Caption, 2)}
		})),
		s.card("identifiers.person", s.identifiers("identifier", &m.Identifier)),
		s.card("endorsements", s.endorsements(&m.Endorsement, &m.EndorsementJWT, &m.OldEndorsement)...),
		s.card("extensions", s.extensions(&m.Extensions)),
	}
}

// resultFields are what somebody reached, of what the badge says there is.
func (s *Sheet) resultFields(path string, r *issuer.Result, results []issuer.ResultDescription) []fyne.CanvasObject {
	values, texts := []string{""}, []string{s.t("choice.none")}
	levels, names := []string{""}, []string{s.t("choice.none")}
	for _, d := range results {
		values, texts = append(values, d.ID), append(texts, d.Name)
		if d.ID == r.Description {
			for _, l := range d.Levels {
				levels, names = append(levels, l.ID), append(names, l.Name)
			}
		}
	}
	statuses, said := []string{""}, []string{s.t("choice.none")}
	for _, status := range issuer.Statuses() {
		statuses, said = append(statuses, status), append(said, s.t("status."+key(status)))
	}
	return []fyne.CanvasObject{
		two(s.Pick(path+".resultDescription", "reached.what", values, texts, &r.Description, true), s.Text(path+".value", "reached.value", &r.Value, 1)),
		two(s.Pick(path+".status", "reached.status", statuses, said, &r.Status, false), s.Pick(path+".achievedLevel", "reached.level", levels, names, &r.Level, false)),
		kit.NewField(s.t("alignments"), "", s.alignments(path+".alignment", &r.Alignment)),
	}
}

// Pick is a field for one of a closed list; again tells that other fields
// follow from it.
func (s *Sheet) Pick(path, word string, values, texts []string, to *string, again bool) fyne.CanvasObject {
	if !slices.Contains(values, *to) {
		values, texts = append(values, *to), append(texts, *to)
	}
	choice := kit.NewSelect(s.t(word), values, texts, *to, func(value string) {
		*to = value
		s.page.Typed(path)
		if again {
			s.page.Rebuild()
		}
	})
	f := kit.NewField(s.t(word), s.hint(word), choice)
	s.met(path, f, choice)
	return f
}

func (s *Sheet) evidenceFields(path string, e *issuer.Evidence) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		two(s.Text(path+".name", "evidence.name", &e.Name, 1), s.Text(path+".id", "evidence.id", &e.ID, 1)),
		s.Text(path+".narrative", "evidence.narrative", &e.Narrative, 2),
		s.Text(path+".description", "description", &e.Description, 2),
		two(s.Text(path+".genre", "evidence.genre", &e.Genre, 1), s.Text(path+".audience", "evidence.audience", &e.Audience, 1)),
	}
}
