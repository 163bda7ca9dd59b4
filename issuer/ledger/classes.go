package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"badgekiln/issuer"
)

const classColumns = `SELECT c.issuer, c.slug, v.version, v.name, v.description, v.criteria_narrative, v.criteria_url,
	v.tags, v.language, v.expires, v.rule, v.with_schema, c.public_names, v.image, d.bytes, coalesce(v.design, ''), v.urn, c.state, v.made, v.more, p.type
	FROM classes c JOIN class_versions v ON v.class = c.slug JOIN blobs d ON d.hash = v.data_image JOIN blobs p ON p.hash = v.image `

func scanClass(scan func(...any) error) (c issuer.BadgeClass, err error) {
	var tags, made, more string
	var data []byte
	if err = scan(&c.Issuer, &c.Slug, &c.Version, &c.Name, &c.Description, &c.Criteria.Narrative, &c.Criteria.URL,
		&tags, &c.Language, &c.Expires, &c.Rule, &c.Schema, &c.PublicNames, &c.Image, &data, &c.Design, &c.URN, &c.State, &made, &more, &c.ImageType); err != nil {
		return c, err
	}
	c.DataImage = string(data)
	if err = json.Unmarshal([]byte(tags), &c.Tags); err != nil {
		return c, fmt.Errorf("read tags: %w", err)
	}
	if err = readMore(more, &c.More); err != nil {
		return c, err
	}
	c.Made, err = parsed(made)
	return c, err
}

func (t *Tx) classes(where string, args ...any) ([]issuer.BadgeClass, error) {
	var list []issuer.BadgeClass
	err := t.each(classColumns+where, args, func(scan func(...any) error) error {
		c, err := scanClass(scan)
		list = append(list, c)
		return err
	})
	return list, err
}

// Classes lists the newest version of each class of an issuer, in the order
// they were made; "" lists all.
func (t *Tx) Classes(slug string) ([]issuer.BadgeClass, error) {
	return t.classes(`WHERE (?1 = '' OR c.issuer = ?1) AND v.version =
		(SELECT max(version) FROM class_versions WHERE class = c.slug) ORDER BY c.rowid`, slug)
}

// ClassVersions lists every version of a class, or with "" of all classes.
func (t *Tx) ClassVersions(slug string) ([]issuer.BadgeClass, error) {
	return t.classes("WHERE ?1 = '' OR c.slug = ?1 ORDER BY c.rowid, v.version", slug)
}

// Class reads a class; version 0 is the newest. Code "class-unknown" when
// there is none.
func (t *Tx) Class(slug string, version int) (issuer.BadgeClass, error) {
	c, err := scanClass(t.row(classColumns+`WHERE c.slug = ?1 AND v.version =
		CASE ?2 WHEN 0 THEN (SELECT max(version) FROM class_versions WHERE class = ?1) ELSE ?2 END`, slug, version).Scan)
	if none(err) {
		return c, issuer.Fail(issuer.Usage, "class-unknown", "class", slug)
	}
	return c, err
}

// AddClass stores the first version of a class.
func (t *Tx) AddClass(c issuer.BadgeClass) error {
	if err := t.exec("INSERT INTO classes (slug, issuer, state, public_names, made) VALUES (?,?,?,?,?)",
		c.Slug, c.Issuer, string(c.State), c.PublicNames, Stamp(t.now)); err != nil {
		return err
	}
	return t.addVersion(c, ClassAdded)
}

// EditClass stores a further version of a class; c.Version is the new number.
func (t *Tx) EditClass(c issuer.BadgeClass) error { return t.addVersion(c, ClassEdited) }

func (t *Tx) addVersion(c issuer.BadgeClass, kind string) error {
	tags, err := json.Marshal(append([]string{}, c.Tags...))
	if err != nil {
		return fmt.Errorf("store class: %w", err)
	}
	data, err := t.PutBlob("text/uri-list", []byte(c.DataImage))
	if err != nil {
		return err
	}
	more, err := issuer.EncodeMore(c.More)
	if err != nil {
		return fmt.Errorf("store class: %w", err)
	}
	if err := t.exec(`INSERT INTO class_versions (class, version, name, description, criteria_narrative, criteria_url,
		tags, language, expires, rule, with_schema, urn, image, data_image, design, more, made) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,nullif(?, ''),?,?)`,
		c.Slug, c.Version, c.Name, c.Description, c.Criteria.Narrative, c.Criteria.URL, string(tags), c.Language,
		c.Expires, string(c.Rule), c.Schema, c.URN, c.Image, data, c.Design, more, Stamp(t.now)); err != nil {
		return err
	}
	return t.Record(kind, c.Slug, bodyOf(c))
}

// classBody is a class version as events tell it; pictures are hashes.
type classBody struct {
	Issuer      string      `json:"issuer"`
	Version     int         `json:"version"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Narrative   string      `json:"criteria_narrative"`
	CriteriaURL string      `json:"criteria_url"`
	Tags        []string    `json:"tags"`
	Language    string      `json:"language"`
	Expires     string      `json:"expires"`
	Rule        issuer.Rule `json:"rule"`
	PublicNames bool        `json:"public_names"`
	Schema      bool        `json:"schema"`
	URN         string      `json:"urn"`
	Image       string      `json:"image"`
	DataImage   string      `json:"data_image"`
	Design      string      `json:"design,omitempty"` // events of the first release have none
	More        string      `json:"more,omitempty"`   // nor this
}

func bodyOf(c issuer.BadgeClass) classBody {
	small := sha256.Sum256([]byte(c.DataImage))
	return classBody{
		Issuer: c.Issuer, Version: c.Version, Name: c.Name, Description: c.Description, Narrative: c.Criteria.Narrative,
		CriteriaURL: c.Criteria.URL, Tags: append([]string{}, c.Tags...), Language: c.Language, Expires: c.Expires, Rule: c.Rule,
		PublicNames: c.PublicNames, Schema: c.Schema, URN: c.URN, Image: c.Image, DataImage: hex.EncodeToString(small[:]), Design: c.Design,
		More: moreText(c.More),
	}
}

// SetClassState moves a class between draft, open and archived.
func (t *Tx) SetClassState(slug string, state issuer.ClassState) error {
	if err := t.exec("UPDATE classes SET state = ? WHERE slug = ?", string(state), slug); err != nil {
		return err
	}
	return t.Record(ClassState, slug, map[string]any{"state": state})
}

// SetPublicNames records the choice about names, before the first award only.
func (t *Tx) SetPublicNames(slug string, public bool) error {
	var awards int
	if err := t.row("SELECT count(*) FROM listed WHERE class = ?", slug).Scan(&awards); err != nil {
		return err
	}
	if awards > 0 {
		return issuer.Fail(issuer.Input, "names-decided", "class", slug)
	}
	if err := t.exec("UPDATE classes SET public_names = ? WHERE slug = ?", public, slug); err != nil {
		return err
	}
	return t.Record(ClassState, slug, map[string]any{"public_names": public})
}
