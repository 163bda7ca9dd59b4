// Artconv turns the art folder (templates as SVG, emblems, palettes) into the
// files that the programs embed: designs as our own JSON, an index, emblems
// and palettes. It is run by hand when the art changes.
//
//	go run ./cmd/internal/artconv -from ART -to assets
//	go run ./cmd/internal/artconv -from ART -compare DIR   each beside its original, and why it differs
//	go run ./cmd/internal/artconv -sheets DIR              what is embedded, to be looked at
//	go run ./cmd/internal/artconv -check                   all of it, in every palette
//
// Outlines that are plain circles and rectangles become shapes. What a design
// has otherwise than its original is in mend, with the reason.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

func main() {
	from := flag.String("from", "", "the art folder")
	to := flag.String("to", "", "where the files go")
	beside := flag.String("compare", "", "draw each design beside its original into this folder")
	fontDir := flag.String("fonts", "assets/display", "the fonts that make fonts fetched, for -compare")
	look := flag.String("sheets", "", "draw what is embedded into this folder")
	judge := flag.Bool("check", false, "look at what is embedded, in every palette")
	flag.Parse()
	if err := do(*from, *to, *beside, *fontDir, *look, *judge); err != nil {
		fmt.Fprintln(os.Stderr, "artconv:", err)
		os.Exit(1)
	}
}

func do(from, to, beside, fontDir, look string, judge bool) error {
	if from != "" {
		docs, err := run(from, to)
		if err == nil && beside != "" {
			err = compare(from, beside, fontDir, docs)
		}
		if err != nil {
			return err
		}
	}
	catalogue, err := template.Load(assets.Art())
	if err == nil && look != "" {
		err = sheets(look, catalogue)
	}
	if err != nil || !judge {
		return err
	}
	bad, err := check(catalogue)
	if err == nil && bad > 0 {
		err = fmt.Errorf("%d designs do not pass", bad)
	}
	return err
}

// run writes everything below a folder, if one is named, and gives the designs.
func run(from, to string) ([]designer.Document, error) {
	palettes, err := readPalettes(filepath.Join(from, "palettes.json"))
	if err != nil {
		return nil, err
	}
	emblems, err := readEmblems(filepath.Join(from, "emblems.json"))
	if err != nil {
		return nil, err
	}
	index, err := readIndex(filepath.Join(from, "templates.json"))
	if err != nil {
		return nil, err
	}
	var docs []designer.Document
	for i, t := range index.Templates {
		doc, err := readTemplate(filepath.Join(from, "templates", t.ID+".svg"), t, palettes)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
		for k, l := range template.Texts(doc) { // what was mended counts
			index.Templates[i].Text[k].Size = l.Text.MinSize
		}
		index.Templates[i].Level = palettes.level(t.Palette)
		if to == "" {
			continue
		}
		if err := writeDesign(filepath.Join(to, filepath.FromSlash(template.DesignFile(t.ID))), doc); err != nil {
			return nil, err
		}
	}
	doc, about := seal()
	docs = append(docs, doc)
	index.add(about)
	if to == "" {
		return docs, nil
	}
	if err := writeDesign(filepath.Join(to, filepath.FromSlash(template.DesignFile(about.ID))), doc); err != nil {
		return nil, err
	}
	for name, value := range map[string]any{
		template.IndexFile: index.Index, template.EmblemsFile: emblems, template.PalettesFile: palettes.Palettes,
	} {
		if err := writeJSON(filepath.Join(to, filepath.FromSlash(name)), value); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

func readTemplate(file string, t template.Template, palettes palettes) (designer.Document, error) {
	data, err := os.ReadFile(file) // #nosec G304 -- the folder named
	if err != nil {
		return designer.Document{}, err
	}
	return convert(data, palettes.slots(t.Palette))
}

func writeDesign(file string, doc designer.Document) error {
	data, err := store.MarshalDesign(doc)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, append(bytes.TrimSpace(data), '\n'), 0o644) // #nosec G306 -- a file of the repository
}

func writeJSON(file string, value any) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(value); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { // #nosec G301 -- a folder of the repository
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644) // #nosec G306 -- a file of the repository
}
