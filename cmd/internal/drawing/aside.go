package drawing

import (
	"errors"
	"os"
	"path/filepath"

	"badgekiln/issuer"
)

// deletedFolder is where deleted designs lie, beside the others, until somebody
// takes them back or away.
const deletedFolder = ".deleted"

// DeletedDesigns lists what was deleted of the designs in a folder.
func DeletedDesigns(dir string) ([]DesignEntry, error) {
	return DesignsIn(filepath.Join(dir, deletedFolder))
}

// DeleteDesign puts a working copy aside, with all that can be undone in it, and
// gives the place it lies at, or would when dry.
func DeleteDesign(path string, dry bool) (string, error) {
	f, err := ReadDesign(path)
	if err != nil {
		return "", err
	}
	to, err := freeDesignPath(filepath.Join(filepath.Dir(path), deletedFolder), f.Doc.Name, nil)
	if err != nil || dry {
		return to, err
	}
	return to, moveDesign(path, to)
}

// RestoreDesign brings a deleted design back under a free name of a file, and
// gives its place, or what it would be when dry.
func RestoreDesign(aside string, dry bool) (string, error) {
	aside, err := filepath.Abs(aside)
	if err != nil {
		return "", err
	}
	if filepath.Base(filepath.Dir(aside)) != deletedFolder {
		return "", issuer.Fail(issuer.Input, "design-not-deleted", "file", aside).At(aside)
	}
	f, err := ReadDesign(aside)
	if err != nil {
		return "", err
	}
	to, err := freeDesignPath(filepath.Dir(filepath.Dir(aside)), f.Doc.Name, nil)
	if err != nil || dry {
		return to, err
	}
	return to, moveDesign(aside, to)
}

// moveDesign moves a working copy and its journal, the file last: whatever ends
// the program, the design is in one of the two places.
func moveDesign(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(historyPath(to)), 0o700); err != nil {
		return issuer.Unwritten(to, err)
	}
	if err := MoveHistory(from, to); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return issuer.Unwritten(to, errors.Join(err, MoveHistory(to, from)))
	}
	return nil
}
