package template

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/store"
)

// The files of a catalogue. Each template is its design, DesignFile(id).
const (
	IndexFile    = "templates/index.json"
	EmblemsFile  = "emblems.json"
	PalettesFile = "palettes.json"
)

// DesignFile is the file of a template.
func DesignFile(id string) string { return "templates/" + id + ".json" }

// Catalogue is everything to begin with. It does not change and may be used by
// several at once.
type Catalogue struct {
	files    fs.FS
	index    Index
	emblems  []Emblem
	palettes Palettes
}

// Index lists templates, in the order they are offered.
type Index struct {
	Families  []Family   `json:"families"`
	Templates []Template `json:"templates"`
}

// Family is a kind of templates.
type Family struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Template describes a design to begin with.
type Template struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Family  string   `json:"family"`
	Palette string   `json:"palette"`           // the one it comes in
	Level   string   `json:"level"`             // the metals it comes in
	Metal   bool     `json:"metal,omitempty"`   // shows its level
	Tags    []string `json:"tags"`              // what people look for
	Emblems []string `json:"emblems,omitempty"` // in it
	Avoid   []string `json:"avoid,omitempty"`   // palettes that would make a protected sign of it
	Text    []Line   `json:"text,omitempty"`    // from the bottom layer up
}

// Line is a text of a template.
type Line struct {
	Role string  `json:"role"`
	Most int     `json:"most,omitempty"` // about so many letters fit
	Size float64 `json:"size,omitempty"` // the least, in units
	Font string  `json:"font"`           // the class
}

// Load reads a catalogue. Designs are read when they are opened.
func Load(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{files: files}
	for name, to := range map[string]any{IndexFile: &c.index, EmblemsFile: &c.emblems, PalettesFile: &c.palettes} {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("load templates: %w", err)
		}
		if err := json.Unmarshal(data, to); err != nil {
			return nil, fmt.Errorf("load templates: %s: %w", name, err)
		}
	}
	return c, nil
}

// Templates lists all, in the order they are offered.
func (c *Catalogue) Templates() []Template { return slices.Clone(c.index.Templates) }

// Families lists the families, in the order they are offered.
func (c *Catalogue) Families() []Family { return slices.Clone(c.index.Families) }

// Template finds one by its id.
func (c *Catalogue) Template(id string) (Template, bool) {
	at := slices.IndexFunc(c.index.Templates, func(t Template) bool { return t.ID == id })
	if at < 0 {
		return Template{}, false
	}
	return c.index.Templates[at], true
}

// FamilyTitle gives the title of a family.
func (c *Catalogue) FamilyTitle(id string) string {
	for _, f := range c.index.Families {
		if f.ID == id {
			return f.Title
		}
	}
	return id
}

// Open gives a template's design in its own palette and level. Code
// "template-unknown" when there is none.
func (c *Catalogue) Open(id string) (designer.Document, error) {
	if _, ok := c.Template(id); !ok {
		return designer.Document{}, designer.Fail("template-unknown", "template", id)
	}
	data, err := fs.ReadFile(c.files, DesignFile(id))
	if err != nil {
		return designer.Document{}, fmt.Errorf("open template: %w", err)
	}
	return store.UnmarshalDesign(data)
}
