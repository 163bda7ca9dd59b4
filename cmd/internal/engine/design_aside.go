package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
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
	to, err := freeDesignPath(filepath.Join(filepath.Dir(path), deletedFolder), f.Doc.Name)
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
	to, err := freeDesignPath(filepath.Dir(filepath.Dir(aside)), f.Doc.Name)
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

// MayDelete refuses for a design that a badge was awarded with.
func (e *Engine) MayDelete(ctx context.Context, f store.File) error {
	badge, err := e.DesignAwarded(ctx, f)
	if err == nil && badge != "" {
		err = issuer.Fail(issuer.Input, "design-awarded", "badge", badge)
	}
	return err
}

// DesignAwarded gives the name of a badge that was awarded with the picture of a
// design just as it is; "" for none.
func (e *Engine) DesignAwarded(ctx context.Context, f store.File) (name string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		versions, err := t.ClassVersions("")
		for _, v := range versions {
			if name != "" || err != nil {
				break
			}
			var same bool
			if same, err = drawnFrom(t, v.Design, f); err != nil || !same {
				continue
			}
			var awards int
			if awards, err = t.CountAwards(ledger.Query{Class: v.Slug}); awards > 0 {
				name = v.Name
			}
		}
		return err
	})
	return name, err
}

// drawnFrom tells whether a recorded design is this one.
func drawnFrom(t *ledger.Tx, hash string, f store.File) (bool, error) {
	if hash == "" {
		return false, nil
	}
	_, data, err := t.Blob(hash)
	if err != nil {
		return false, err
	}
	had, err := ParseDesign(data, "")
	if err != nil {
		return false, nil //nolint:nilerr // of a later version: not what is here
	}
	had.Doc.Drawn, f.Doc.Drawn = nil, nil
	return sameDesign(had.Doc, f.Doc), nil
}
