package issuer

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// The words that 3.0 lists for some members. Each list is open: a word of
// one's own begins with "ext:".
const (
	achievementTypes = "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree " +
		"Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma " +
		"DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership " +
		"ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate " +
		"SecondarySchoolDiploma"
	identifierTypes = "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn " +
		"lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier"
	resultTypes = "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion " +
		"RubricCriterionLevel RubricScore ScaledScore Status"
	targetTypes = "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL"
	statuses    = "Completed Enrolled Failed InProgress OnHold Provisional Withdrew" // this one is closed
)

// AchievementTypes lists the words for what an achievement is.
func AchievementTypes() []string { return strings.Fields(achievementTypes) }

// IdentifierTypes lists the words for the system an identifier is of.
func IdentifierTypes() []string { return strings.Fields(identifierTypes) }

// ResultTypes lists the words for what a result is.
func ResultTypes() []string { return strings.Fields(resultTypes) }

// Statuses lists the words for how far somebody is.
func Statuses() []string { return strings.Fields(statuses) }

// TargetTypes lists the words for what an alignment points at.
func TargetTypes() []string { return strings.Fields(targetTypes) }

// MoreFault is one thing that is wrong with further members. Field is written
// as "alignment[0].targetUrl"; Why is one of the words below.
type MoreFault struct{ Field, Value, Why string }

// What can be wrong with a member.
const (
	WhyNeeded   = "needed"   // it is empty and must not be
	WhyWord     = "word"     // not a word of its list, and none of one's own
	WhyIRI      = "iri"      // no absolute identifier
	WhyWeb      = "web"      // no address of the web
	WhyNumber   = "number"   // no number
	WhyTime     = "time"     // no date, or no time
	WhyLanguage = "language" // no language code
	WhyUnusable = "unusable" // anything else
)

// Check tells what is wrong with the further members of a class. The failure
// has the code more-field with the values field and value.
func (m ClassMore) Check() error {
	c := m.check()
	return c.err()
}

// Faults finds everything that is wrong with the further members of a class.
func (m ClassMore) Faults() []MoreFault { return m.check().faults }

func (m ClassMore) check() *moreCheck {
	c := &moreCheck{}
	if m.AchievementType != "" {
		c.word("achievementType", m.AchievementType, achievementTypes)
	}
	c.alignments("alignment", m.Alignment)
	c.party("creator", m.Creator, 0)
	c.number("creditsAvailable", m.CreditsAvailable)
	c.identifiers("otherIdentifier", m.OtherIdentifier)
	for i, r := range m.Related {
		at := "related[" + strconv.Itoa(i) + "]."
		c.iri(at+"id", r.ID)
		c.lang(at+"inLanguage", r.Language)
	}
	c.resultDescriptions(m.ResultDescription)
	c.perhapsIRI("imageAuthor", m.ImageAuthor)
	c.image("credentialImage", m.Image)
	c.endorsements(m.Endorsement, m.EndorsementJWT, m.OldEndorsement)
	c.extensions(m.Extensions)
	c.translations(m.Translations)
	for i, s := range m.TermsOfUse {
		at := "termsOfUse[" + strconv.Itoa(i) + "]."
		c.iri(at+"id", s.ID)
		c.need(at+"type", s.Type)
	}
	if m.RefreshService != nil {
		c.iri("refreshService.id", m.RefreshService.ID)
		if m.RefreshService.Type != "1EdTechCredentialRefresh" {
			c.bad("refreshService.type", m.RefreshService.Type)
		}
	}
	return c.done(m)
}

// resultDescriptions looks at what can be reached: no two of them, nor two levels,
// share an identifier, and what is required is among what there is.
func (c *moreCheck) resultDescriptions(list []ResultDescription) {
	seen := map[string]bool{}
	once := func(field, id string) {
		c.name(field, id)
		if seen[id] {
			c.bad(field, id)
		}
		seen[id] = true
	}
	for i, r := range list {
		at := "resultDescription[" + strconv.Itoa(i) + "]."
		once(at+"id", r.ID)
		c.need(at+"name", r.Name)
		c.word(at+"resultType", r.Type, resultTypes)
		c.alignments(at+"alignment", r.Alignment)
		levels := map[string]bool{}
		for n, l := range r.Levels {
			at := at + "rubricCriterionLevel[" + strconv.Itoa(n) + "]."
			once(at+"id", l.ID)
			c.need(at+"name", l.Name)
			c.alignments(at+"alignment", l.Alignment)
			levels[l.ID] = true
		}
		if r.RequiredLevel != "" && !levels[r.RequiredLevel] {
			c.bad(at+"requiredLevel", r.RequiredLevel)
		}
		if r.RequiredValue != "" && len(r.AllowedValue) > 0 && !slices.Contains(r.AllowedValue, r.RequiredValue) {
			c.bad(at+"requiredValue", r.RequiredValue)
		}
	}
}

// translations looks at the words of a class in further languages, each once.
func (c *moreCheck) translations(list []Translation) {
	languages := map[string]bool{}
	for i, tr := range list {
		at := "translations[" + strconv.Itoa(i) + "]."
		c.need(at+"language", tr.Language)
		c.lang(at+"language", tr.Language)
		c.need(at+"name", tr.Name)
		c.need(at+"description", tr.Description)
		if languages[tr.Language] {
			c.bad(at+"language", tr.Language)
		}
		languages[tr.Language] = true
	}
}

// Check tells what is wrong with the further members of an award of a class.
func (m AwardMore) Check(class ClassMore) error { return m.check(class).err() }

// Faults finds everything that is wrong with the further members of an award.
func (m AwardMore) Faults(class ClassMore) []MoreFault { return m.check(class).faults }

func (m AwardMore) check(class ClassMore) *moreCheck {
	c := &moreCheck{}
	for i, e := range m.Evidence {
		at := "evidence[" + strconv.Itoa(i) + "]"
		c.perhapsIRI(at+".id", e.ID)
		if e == (Evidence{}) {
			c.bad(at, "{}")
		}
	}
	for i, r := range m.Result {
		at := "result[" + strconv.Itoa(i) + "]."
		if r.Description == "" && r.Value == "" && r.Status == "" && r.Level == "" && len(r.Alignment) == 0 {
			c.bad(strings.TrimSuffix(at, "."), "{}")
		}
		if r.Status != "" && !slices.Contains(strings.Fields(statuses), r.Status) {
			c.bad(at+"status", r.Status)
		}
		c.alignments(at+"alignment", r.Alignment)
		c.result(at, r, class)
	}
	c.time("activityStartDate", m.ActivityStart)
	c.time("activityEndDate", m.ActivityEnd)
	c.time("awardedDate", m.AwardedDate)
	c.number("creditsEarned", m.CreditsEarned)
	c.party("source", m.Source, 0)
	c.image("image", m.Image)
	c.identifiers("identifier", m.Identifier)
	c.endorsements(m.Endorsement, m.EndorsementJWT, m.OldEndorsement)
	c.extensions(m.Extensions)
	return c.done(m)
}

// result holds a result against the description it names.
func (c *moreCheck) result(at string, r Result, class ClassMore) {
	if r.Description == "" {
		if r.Level != "" {
			c.bad(at+"achievedLevel", r.Level)
		}
		return
	}
	which := slices.IndexFunc(class.ResultDescription, func(d ResultDescription) bool { return d.ID == r.Description })
	if which < 0 {
		c.bad(at+"resultDescription", r.Description)
		return
	}
	d := class.ResultDescription[which]
	if r.Level != "" && !slices.ContainsFunc(d.Levels, func(l Level) bool { return l.ID == r.Level }) {
		c.bad(at+"achievedLevel", r.Level)
	}
	if d.Type == "Status" && r.Status == "" {
		c.bad(at+"status", r.Status)
	}
	if r.Value != "" && len(d.AllowedValue) > 0 && !slices.Contains(d.AllowedValue, r.Value) {
		c.bad(at+"value", r.Value)
	}
}

// Check tells what is wrong with the further members of a profile.
func (m ProfileMore) Check() error {
	c := m.check()
	return c.err()
}

// Faults finds everything that is wrong with the further members of a profile.
func (m ProfileMore) Faults() []MoreFault { return m.check().faults }

func (m ProfileMore) check() *moreCheck {
	c := &moreCheck{}
	c.address("address", m.Address)
	c.identifiers("otherIdentifier", m.OtherIdentifier)
	c.party("parentOrg", m.ParentOrg, 0)
	c.date("dateOfBirth", m.DateOfBirth)
	c.endorsements(m.Endorsement, m.EndorsementJWT, m.OldEndorsement)
	c.extensions(m.Extensions)
	c.scope(m.Scope)
	return c.done(m)
}

// EncodeMore writes further members for the ledger; "{}" for none.
func EncodeMore(m any) (string, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return "", err
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}
