package badges

import (
	"context"
	"image"
	"time"

	"badgekiln/issuer"
)

// Engine is what the room asks for. Every call may take time and is made off
// the window's goroutine.
type Engine interface {
	// Overview lists issuers and badge classes.
	Overview(ctx context.Context) (Overview, error)
	// Class gives one badge class with all its versions.
	Class(ctx context.Context, slug string) (Class, error)
	// Designs lists what a picture can be drawn from.
	Designs(ctx context.Context) ([]Design, error)
	// FromDesign draws a design, one of Designs or a design file at a path.
	FromDesign(ctx context.Context, id string) (Art, error)
	// FromFile reads a picture from a file.
	FromFile(ctx context.Context, path string) (Art, error)
	// Save makes a badge class, or a new version of one, and gives what came of
	// it. Without an issuer it makes that first.
	Save(ctx context.Context, d Draft) (Class, error)
	// Archive takes a badge class out of use.
	Archive(ctx context.Context, slug string) (Class, error)
}

// Overview is all there is.
type Overview struct {
	Issuers []Issuer
	Classes []Summary
	Sample  bool // the sample workshop
}

// Issuer is somebody who can award.
type Issuer struct{ ID, Name string }

// Summary is one badge class in the list.
type Summary struct {
	Slug    string
	Name    string
	Issuer  string // the issuer's name
	State   State
	Version int
	Awards  int         // held now, of all versions
	Picture image.Image // small; nil when it cannot be read
}

// State is where a badge class stands.
type State string

// The states of a badge class.
const (
	Unawarded State = "draft" // never awarded
	Open      State = "open"
	Archived  State = "archived"
)

// Rule says how often a person can hold a badge.
type Rule string

// The rules.
const (
	Once      Rule = "once"
	Renewable Rule = "renewable"
	Many      Rule = "many"
)

// Class is one badge class as it stands.
type Class struct {
	Texts
	Slug        string
	Issuer      string // the issuer's id
	IssuerName  string
	State       State
	PublicNames bool
	NamesFixed  bool // awarded once, so that PublicNames stays
	Picture     image.Image
	Design      string // name of the design it was drawn from, or ""
	Versions    []Version
}

// Version gives the number of the newest version.
func (c Class) Version() int { return len(c.Versions) }

// Held counts the awards of all versions.
func (c Class) Held() int {
	n := 0
	for _, v := range c.Versions {
		n += v.Held
	}
	return n
}

// Texts are what a version says.
type Texts struct {
	Name        string
	Description string
	Criteria    string // a text; with no CriteriaURL it may be an address
	CriteriaURL string // a web page about it, or ""
	Tags        []string
	Language    string // BCP 47, or ""
	Rule        Rule
	Expires     string // "", or a period such as 2y, 6m, 4w, 30d
	Schema      bool   // credentials name the schema they follow
	More        issuer.ClassMore
}

// Version is one version of a class.
type Version struct {
	Number  int
	Name    string
	Made    time.Time
	Held    int // standing awards
	Picture image.Image
}

// Design is one design to choose from.
type Design struct {
	ID    string
	Title string
	Small image.Image // nil when it cannot be drawn
}

// Art is a picture that was chosen and can become that of a class.
type Art struct {
	Kind  ArtKind
	Ref   string // id or path, as it was asked for
	Title string // of the design, or the file's name
	Image image.Image
}

// ArtKind says where a picture comes from.
type ArtKind string

// The kinds of pictures.
const (
	Kept       ArtKind = "" // the one the class has
	FromDesign ArtKind = "design"
	FromFile   ArtKind = "file"
)

// Draft is what is to be saved.
type Draft struct {
	Texts
	Slug        string // "" is a new class
	Issuer      string // id; "" is the only one, or the new one of the next two
	IssuerName  string // of the issuer to be made first; "" makes none
	IssuerEmail string
	PublicNames bool
	Art         Art
}
