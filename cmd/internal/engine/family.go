package engine

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"badgekiln/designer/family"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// SetMember is a badge of a set and the file it lies in.
type SetMember struct {
	File   string        `json:"file"` // as seen from the folder of the parent
	Member family.Member `json:"member"`
}

// setPath is where the set made of a design is remembered.
func setPath(design string) string {
	return strings.TrimSuffix(historyPath(design), ".log") + ".set.json"
}

// SetOf lists the set that was made of a design; none is no error.
func SetOf(design string) ([]SetMember, error) {
	data, err := os.ReadFile(setPath(design))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list []SetMember
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "set-unreadable-file", "file", setPath(design)).Because(err)
	}
	return list, nil
}

// MakeSet makes a set of a design, into a folder, and remembers it. Files that
// are there stay: each member gets a free name.
//
// dry makes them without writing anything: what is given says only what they
// would be called.
func MakeSet(design, dir string, members []family.Member, dry bool) ([]SetMember, error) {
	f, err := ReadDesign(design)
	if err != nil {
		return nil, err
	}
	catalogue, err := Templates()
	if err != nil {
		return nil, err
	}
	before, err := madeBefore(design)
	if err != nil {
		return nil, err
	}
	var list []SetMember
	for _, m := range members {
		made, err := makeMember(f, catalogue, m)
		if err != nil {
			return list, err
		}
		if dry {
			list = append(list, SetMember{File: relative(design, filepath.Join(dir, Slug(made.Doc.Name, "badge")+DesignEnding)), Member: m})
			continue
		}
		path, err := NewDesignPathIn(dir, made.Doc.Name)
		if err != nil {
			return list, err
		}
		if err := WriteDesign(path, made); err != nil {
			return list, err
		}
		list = append(list, SetMember{File: relative(design, path), Member: m})
	}
	if dry {
		return list, nil
	}
	return list, keepSet(design, append(before, list...))
}

// madeBefore are the sets made of a design already whose files are still there:
// a second set is remembered beside the first, or the first could not be made
// again.
func madeBefore(design string) ([]SetMember, error) {
	list, err := SetOf(design)
	return slices.DeleteFunc(list, func(m SetMember) bool {
		_, err := os.Lstat(filepath.Join(filepath.Dir(design), filepath.FromSlash(m.File)))
		return errors.Is(err, fs.ErrNotExist)
	}), err
}

func makeMember(f store.File, c *template.Catalogue, m family.Member) (store.File, error) {
	doc, err := family.Make(f.Doc, c, m)
	return store.File{Doc: doc, Blobs: f.Blobs}, err
}

func relative(design, path string) string {
	base, err := filepath.Abs(filepath.Dir(design))
	if err == nil {
		if abs, err := filepath.Abs(path); err == nil {
			if rel, err := filepath.Rel(base, abs); err == nil {
				return filepath.ToSlash(rel)
			}
		}
	}
	return path
}

func keepSet(design string, list []SetMember) error {
	data, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(setPath(design)), 0o700); err != nil {
		return unwritten(setPath(design), err)
	}
	if err := durable.WriteFile(setPath(design), data, 0o600); err != nil {
		return unwritten(setPath(design), err)
	}
	return nil
}

// RemakeSet makes the members of a set again, after the design they were made
// of has changed. What each was before stays as a named version of it. A member
// whose file is gone is made anew.
//
// dry makes them without writing anything.
func RemakeSet(design, before string, now time.Time, dry bool) ([]SetMember, error) {
	list, err := SetOf(design)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	f, err := ReadDesign(design)
	if err != nil {
		return nil, err
	}
	catalogue, err := Templates()
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		path := filepath.Join(filepath.Dir(design), filepath.FromSlash(m.File))
		made, err := makeMember(f, catalogue, m.Member)
		if err != nil {
			return list, err
		}
		if dry {
			continue
		}
		if old, err := ReadDesign(path); err == nil {
			if sameDesign(old.Doc, made.Doc) {
				continue
			}
			if err := KeepVersion(path, before, old, now); err != nil {
				return list, err
			}
		}
		if err := WriteDesign(path, made); err != nil {
			return list, err
		}
	}
	return list, nil
}
