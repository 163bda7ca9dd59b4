package record

import (
	"encoding/json"
	"time"

	"badgekiln/issuer"
)

// fields is the stored form of a record. Its names are kept for ever.
type fields struct {
	Version   string                     `json:"version"`
	ID        string                     `json:"id"`
	Issuer    issuerFields               `json:"issuer"`
	Class     classFields                `json:"class"`
	Award     awardFields                `json:"award"`
	Recipient Identity                   `json:"recipient"`
	Status    []Status                   `json:"status,omitempty"`
	Other     map[string]json.RawMessage `json:"other,omitempty"`
}

type issuerFields struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	URL         string             `json:"url,omitempty"`
	Email       string             `json:"email,omitempty"`
	Description string             `json:"description,omitempty"`
	Image       string             `json:"image,omitempty"`
	More        issuer.ProfileMore `json:"more"`
}

type classFields struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Narrative   string           `json:"criteria,omitempty"`
	URL         string           `json:"criteria_url,omitempty"`
	Tags        []string         `json:"tags,omitempty"`
	Language    string           `json:"language,omitempty"`
	Version     string           `json:"version,omitempty"`
	Image       string           `json:"image,omitempty"`
	Schema      bool             `json:"schema,omitempty"`
	More        issuer.ClassMore `json:"more"`
}

type awardFields struct {
	IssuedOn  string           `json:"issued_on,omitempty"`
	Expires   string           `json:"expires,omitempty"`
	Name      string           `json:"name,omitempty"`
	Email     string           `json:"email,omitempty"`
	Subject   string           `json:"subject,omitempty"`
	Evidence  []string         `json:"evidence,omitempty"`
	Narrative string           `json:"narrative,omitempty"`
	Language  string           `json:"language,omitempty"`
	More      issuer.AwardMore `json:"more"`
}

// MarshalJSON writes the stored form.
func (r Record) MarshalJSON() ([]byte, error) {
	p, c, a := r.Profile, r.Class, r.Award
	return Encode(fields{
		Version: r.Version, ID: r.ID, Recipient: r.Recipient, Status: r.Status, Other: r.Other,
		Issuer: issuerFields{r.Issuer, p.Name, p.URL, p.Email, p.Description, r.ProfileImage, p.More},
		Class: classFields{
			r.ClassID, c.Name, c.Description, c.Criteria.Narrative, c.Criteria.URL, c.Tags, c.Language, r.ClassVersion, r.ClassImage, c.Schema, c.More,
		},
		Award: awardFields{stamp(a.IssuedOn), stamp(a.Expires), a.Name, a.Email, r.Subject, a.Evidence, a.Narrative, a.Language, a.More},
	})
}

// UnmarshalJSON reads the stored form.
func (r *Record) UnmarshalJSON(text []byte) error {
	var f fields
	if err := json.Unmarshal(text, &f); err != nil {
		return err
	}
	i, c, a := f.Issuer, f.Class, f.Award
	*r = Record{
		Version: f.Version, ID: f.ID, Recipient: f.Recipient, Status: f.Status, Other: f.Other, Subject: a.Subject,
		Issuer: i.ID, Profile: issuer.Profile{Name: i.Name, URL: i.URL, Email: i.Email, Description: i.Description, More: i.More}, ProfileImage: i.Image,
		ClassID: c.ID, ClassImage: c.Image, Class: issuer.BadgeClass{
			Name: c.Name, Description: c.Description, Criteria: issuer.Criteria{Narrative: c.Narrative, URL: c.URL},
			Tags: c.Tags, Language: c.Language, Schema: c.Schema, More: c.More,
		},
		Award: issuer.Award{
			IssuedOn: instant(a.IssuedOn), Expires: instant(a.Expires), Name: a.Name, Email: a.Email, Evidence: a.Evidence,
			Narrative: a.Narrative, Language: a.Language, Salt: f.Recipient.Salt, More: a.More,
		},
	}
	if f.Recipient.Identity == "" {
		r.Award.Subject = a.Subject
	}
	r.version(c.Version)
	return nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return issuer.Stamp(t)
}
