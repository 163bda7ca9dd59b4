package ledger

import (
	"encoding/json"
	"reflect"
	"strconv"
)

// told is what the events say last of issuers, classes and keys.
type told struct {
	issuers map[string]issuerBody
	classes map[string]classBody // by slug and version
	names   map[string]bool      // public names, by slug
	keys    map[string]string    // multibase
	reasons map[string]string    // why a key was retired
}

// registry compares issuers, classes and keys with what was recorded when
// they were set: they decide what is signed next and how it is read.
func (c *checker) registry(t *Tx) error {
	said, err := t.told()
	if err != nil {
		return err
	}
	issuers, err := t.Issuers()
	if err != nil {
		return err
	}
	for _, p := range issuers {
		if body, ok := said.issuers[p.Slug]; !ok || body != profileBody(p) {
			c.find("registry", "what", "issuer", "id", p.Slug)
		}
	}
	classes, err := t.ClassVersions("")
	if err != nil {
		return err
	}
	for _, class := range classes {
		body, ok := said.classes[versionName(class.Slug, class.Version)]
		have := bodyOf(class)
		have.PublicNames = body.PublicNames // settled for all versions at once
		if !ok || !reflect.DeepEqual(have, body) || class.PublicNames != said.names[class.Slug] {
			c.find("registry", "what", "class", "id", versionName(class.Slug, class.Version))
		}
	}
	keys, err := t.Keys("")
	for _, k := range keys {
		if said.keys[k.ID] != k.Multibase || said.reasons[k.ID] != k.Reason {
			c.find("registry", "what", "key", "id", k.ID)
		}
	}
	return err
}

func versionName(slug string, version int) string { return slug + "/" + strconv.Itoa(version) }

// told reads the events that set issuers, classes and keys.
func (t *Tx) told() (told, error) {
	s := told{
		issuers: map[string]issuerBody{}, classes: map[string]classBody{}, names: map[string]bool{},
		keys: map[string]string{}, reasons: map[string]string{},
	}
	err := t.each(`SELECT e.kind, e.subject, p.body FROM events e JOIN payloads p ON p.seq = e.seq
		WHERE e.kind IN (?,?,?,?,?,?) ORDER BY e.seq`,
		[]any{IssuerSet, ClassAdded, ClassEdited, ClassState, KeyMade, KeyRetired},
		func(scan func(...any) error) error {
			var kind, subject, body string
			if err := scan(&kind, &subject, &body); err != nil {
				return err
			}
			s.add(kind, subject, []byte(body))
			return nil
		})
	return s, err
}

// add takes one event in. A payload that cannot be read is told of by the
// check of the chain, and here as what it fails to say.
func (s *told) add(kind, subject string, body []byte) {
	switch kind {
	case IssuerSet:
		var b issuerBody
		_ = json.Unmarshal(body, &b)
		s.issuers[subject] = b
	case ClassAdded, ClassEdited:
		var b classBody
		_ = json.Unmarshal(body, &b)
		s.classes[versionName(subject, b.Version)] = b
		s.names[subject] = b.PublicNames
	case ClassState:
		var b struct {
			Public *bool `json:"public_names"`
		}
		if json.Unmarshal(body, &b) == nil && b.Public != nil {
			s.names[subject] = *b.Public
		}
	case KeyMade, KeyRetired:
		var b struct{ Public, Reason string }
		_ = json.Unmarshal(body, &b)
		if kind == KeyMade {
			s.keys[subject] = b.Public
		}
		s.reasons[subject] = b.Reason
	}
}
