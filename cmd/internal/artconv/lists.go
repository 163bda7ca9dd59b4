package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/template"
)

// readJSON reads a file. It may be given a map for an object whose order
// counts; see ordered.
func readJSON(file string, to any) error {
	data, err := os.ReadFile(file) // #nosec G304 -- the folder named
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, to); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// ordered is an object of JSON with its names in order.
type ordered[T any] []struct {
	name  string
	value T
}

// UnmarshalJSON reads names and values one after the other.
func (o *ordered[T]) UnmarshalJSON(data []byte) error {
	values := map[string]T{}
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return nil //nolint:nilerr // the end, or what Unmarshal would have refused
		}
		switch v := token.(type) {
		case json.Delim:
			if v == '{' || v == '[' {
				depth++
			} else {
				depth--
			}
		case string:
			if value, ok := values[v]; ok && depth == 1 {
				*o = append(*o, struct {
					name  string
					value T
				}{v, value})
				delete(values, v)
			}
		}
	}
}

type palettes struct{ template.Palettes }

// readPalettes reads slots, palettes and levels, in their order.
func readPalettes(file string) (palettes, error) {
	var art struct {
		Slots    []string                           `json:"slots"`
		Levels   ordered[map[string]designer.Color] `json:"levels"`
		Palettes ordered[map[string]string]         `json:"palettes"`
	}
	var p palettes
	if err := readJSON(file, &art); err != nil {
		return p, err
	}
	p.Slots = art.Slots
	for _, l := range art.Levels {
		p.Levels = append(p.Levels, template.Level{Name: l.name, Colors: l.value})
	}
	for _, a := range art.Palettes {
		one := template.Palette{Name: a.name, Level: a.value["level"], Colors: map[string]designer.Color{}}
		for _, slot := range p.Slots {
			c, err := designer.ParseColor(a.value[slot])
			if err != nil {
				return p, fmt.Errorf("%s: %s %s: %w", file, a.name, slot, err)
			}
			one.Colors[slot] = c
		}
		p.Palettes.Palettes = append(p.Palettes.Palettes, one)
	}
	return p, nil
}

func (p palettes) find(name string) template.Palette {
	i := slices.IndexFunc(p.Palettes.Palettes, func(x template.Palette) bool { return x.Name == name })
	return p.Palettes.Palettes[i]
}

func (p palettes) level(name string) string { return p.find(name).Level }

func (p palettes) slots(name string) []designer.Slot {
	var list []designer.Slot
	for _, slot := range p.Slots {
		list = append(list, designer.Slot{Name: slot, Color: p.find(name).Colors[slot]})
	}
	return list
}

// readEmblems reads emblems and sees that each can be drawn.
func readEmblems(file string) ([]template.Emblem, error) {
	var art []template.Emblem
	if err := readJSON(file, &art); err != nil {
		return nil, err
	}
	for _, e := range art {
		if _, err := geom.ReadPath(e.D); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, e.Name, err)
		}
	}
	return art, nil
}

type index struct{ template.Index }

// readIndex reads the list of templates and gathers their families.
func readIndex(file string) (index, error) {
	var art []struct {
		ID, Title, Family, FamilyTitle, Palette string
		Tags, AvoidPalettes, Emblems            []string
		Metal                                   bool
		Text                                    []struct {
			Role, Font string
			MaxChars   int
			MinSize    float64
		}
	}
	var x index
	if err := readJSON(file, &art); err != nil {
		return x, err
	}
	for _, a := range art {
		t := template.Template{
			ID: a.ID, Title: a.Title, Family: a.Family, Palette: a.Palette, Metal: a.Metal, Tags: a.Tags, Emblems: a.Emblems, Avoid: a.AvoidPalettes,
		}
		for _, l := range a.Text {
			t.Text = append(t.Text, template.Line{Role: l.Role, Most: l.MaxChars, Size: l.MinSize, Font: l.Font})
		}
		x.Templates = append(x.Templates, t)
		if !slices.ContainsFunc(x.Families, func(f template.Family) bool { return f.ID == a.Family }) {
			x.Families = append(x.Families, template.Family{ID: a.Family, Title: a.FamilyTitle})
		}
	}
	return x, nil
}

// add puts a template of a family of its own first.
func (x *index) add(t template.Template) {
	x.Families = slices.Insert(x.Families, 0, template.Family{ID: t.Family, Title: "Seals"})
	x.Templates = slices.Insert(x.Templates, 0, t)
}
