package engine

import (
	"context"
	"maps"
	"path/filepath"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Designs beside the ledger and in it.
const (
	DesignFolder = "designs"                              // beside the ledger: working copies
	designType   = "application/vnd.badgekiln.design+zip" // among the ledger's blobs
)

// ClassDesign gives the .badge file that the picture of a version of a class
// was drawn from, or nil when it came as a picture; version 0 is the newest.
func (e *Engine) ClassDesign(ctx context.Context, slug string, version int) ([]byte, error) {
	var data []byte
	err := e.View(ctx, func(t *ledger.Tx) error {
		class, err := t.Class(slug, version)
		if err != nil || class.Design == "" {
			return err
		}
		_, data, err = t.Blob(class.Design)
		return err
	})
	if err != nil || data == nil {
		return nil, err
	}
	return drawing.Unrecorded(data)
}

// DesignsDir is the folder of working copies, beside the ledger. It need not
// be there yet.
func (e *Engine) DesignsDir() string { return filepath.Join(filepath.Dir(e.Path()), DesignFolder) }

// Designs lists the working copies, the latest change first. A file that
// cannot be read is listed with its error.
func (e *Engine) Designs() ([]drawing.DesignEntry, error) { return drawing.DesignsIn(e.DesignsDir()) }

// NewDesignPath gives the path of a working copy that is not there yet, after
// a name for people, and makes the folder.
func (e *Engine) NewDesignPath(name string) (string, error) {
	return drawing.NewDesignPathIn(e.DesignsDir(), name)
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
	had, err := drawing.ParseDesign(data, "")
	if err != nil {
		return false, nil //nolint:nilerr // of a later version: not what is here
	}
	had.Doc.Drawn, f.Doc.Drawn = nil, nil
	return drawing.SameDesign(had.Doc, f.Doc), nil
}

// LeftOfTemplate are the texts that only the template said of a design that a badge
// of an issuer shows.
func (e *Engine) LeftOfTemplate(ctx context.Context, file store.File, issuer string) ([]preflight.Finding, error) {
	i, err := e.Issuer(ctx, issuer)
	if err != nil {
		return nil, err
	}
	return drawing.LeftOfTemplate(file, i.Name)
}

// draw makes the picture of a change that brings a design and none. slug is
// the class, "" for a new one of an issuer.
func (e *Engine) draw(ctx context.Context, change ClassChange, slug, issuerSlug string) (ClassChange, error) {
	if change.Design == nil || change.Picture != nil {
		return change, nil
	}
	file, err := drawing.ParseDesign(change.Design, "")
	if err != nil {
		return change, err
	}
	fields := map[string]string{}
	err = e.View(ctx, func(t *ledger.Tx) error {
		if slug != "" {
			old, err := t.Class(slug, 0)
			if err != nil {
				return err
			}
			issuerSlug, fields["class.name"] = old.Issuer, old.Name
		}
		profile, err := t.Issuer(issuerSlug)
		fields["issuer.name"] = profile.Name
		return err
	})
	if err != nil {
		return change, err
	}
	if change.Name != nil {
		fields["class.name"] = strings.TrimSpace(*change.Name)
	}
	if change.Design, change.fonts, err = drawing.ThisBuild().Record(file); err != nil {
		return change, err
	}
	change.Picture, err = drawing.ClassPicture(ctx, file, fields)
	return change, err
}

// fontType is how the ledger calls a font file.
const fontType = "font/sfnt"

// withFonts adds the font files that were kept with a design.
func (e *Engine) withFonts(ctx context.Context, file store.File) (store.File, error) {
	missing := drawing.ThisBuild().Lacks(file)
	if len(missing) == 0 {
		return file, nil
	}
	file.Blobs = maps.Clone(file.Blobs)
	if file.Blobs == nil {
		file.Blobs = map[string][]byte{}
	}
	err := e.View(ctx, func(t *ledger.Tx) error {
		for _, hash := range missing {
			_, data, err := t.Blob(hash)
			if err != nil {
				return issuer.Fail(issuer.Broken, "font-lost").Because(err)
			}
			file.Blobs[hash] = data
		}
		return nil
	})
	return file, err
}
