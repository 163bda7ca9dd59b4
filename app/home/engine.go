package home

import (
	"context"
	"image"
	"time"

	"badgekiln/app/kit"
)

// Engine is what the room asks for. Calls may take time and are made off the
// window's goroutine.
type Engine interface {
	// Overview reads how things stand.
	Overview(ctx context.Context) (Overview, error)
	// People counts who was awarded something; of a million that takes a second.
	People(ctx context.Context) (int, error)
	// Picture draws a tile or draft, so many pixels across.
	Picture(ctx context.Context, key string, pixels int) (image.Image, error)
}

// Overview is how things stand.
type Overview struct {
	Begun     bool // there is a ledger
	Sample    bool // it is the sample workshop
	Issuer    string
	Designs   int
	Classes   int
	Awards    int  // valid now
	Listed    bool // a list was begun to be awarded
	Templates []Tile
	All       int // how many templates there are
	Drafts    []Draft
	Sampler   string             // key of the picture of the sample workshop
	Steps     map[Step]kit.Route // where each step is done
	Gallery   kit.Route
}

// Tile is a template to begin with.
type Tile struct {
	Key   string // of its picture
	Title string
	Note  string
	Route kit.Route
}

// Draft is something to go on with.
type Draft struct {
	Key     string // of its picture, or ""
	Title   string
	Kind    DraftKind
	Changed time.Time
	Left    int // of a run: people still to be awarded; of failed ones: how many
	Route   kit.Route
}

// DraftKind says what is half done.
type DraftKind string

// The kinds.
const (
	DraftDesign DraftKind = "design"
	DraftRun    DraftKind = "run"
	DraftClass  DraftKind = "class"  // never awarded
	DraftFailed DraftKind = "failed" // deliveries of a batch that did not get through
)

// Step is a step to the first badge.
type Step string

// The steps, in order.
const (
	StepIssuer   Step = "issuer"
	StepTemplate Step = "template"
	StepClass    Step = "class"
	StepList     Step = "list"
	StepAward    Step = "award"
)

func steps() []Step { return []Step{StepIssuer, StepTemplate, StepClass, StepList, StepAward} }

// done tells whether a step is behind one.
func (o Overview) done(s Step) bool {
	switch s {
	case StepIssuer:
		return o.Issuer != ""
	case StepTemplate:
		return o.Designs > 0 || o.Classes > 0
	case StepClass:
		return o.Classes > 0
	case StepList:
		return o.Listed || o.Awards > 0
	default:
		return o.Awards > 0
	}
}

// next is the step to take now; "" when all is done. Naming the organisation comes
// first and waits for nobody: who has not done it is asked with the badge.
func (o Overview) next() Step {
	for _, s := range steps()[1:] {
		if !o.done(s) {
			return s
		}
	}
	return ""
}
