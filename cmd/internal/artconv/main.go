// Artconv turns the art folder (templates as SVG, emblems, palettes) into the
// files that the programs embed: designs as our own JSON, an index, emblems
// and palettes. It is run by hand when the art changes.
//
//	go run ./cmd/internal/artconv -from ART -to assets
//
// Outlines that are plain circles and rectangles become shapes.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
)

func main() {
	from := flag.String("from", "", "the art folder")
	to := flag.String("to", "assets", "where the files go")
	look := flag.String("sheet", "", "draw all designs side by side into this file too")
	single := flag.String("pictures", "", "draw each design into this folder too")
	bare := flag.Bool("bare", false, "leave texts out of those")
	flag.Parse()
	docs, err := run(*from, *to)
	if err == nil && *look != "" {
		err = sheet(*look, docs)
	}
	if err == nil && *single != "" {
		err = pictures(*single, docs, *bare)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "artconv:", err)
		os.Exit(1)
	}
}

// run writes everything below a folder and gives the designs.
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
		index.Templates[i].Level = palettes.level(t.Palette)
		if err := writeDesign(filepath.Join(to, filepath.FromSlash(template.DesignFile(t.ID))), doc); err != nil {
			return nil, err
		}
	}
	doc, about := seal()
	docs = append(docs, doc)
	index.add(about)
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
