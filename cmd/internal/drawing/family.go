package drawing

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// SetMember is a badge of a set and the file it lies in.
type SetMember struct {
	File   string        `json:"file"` // as seen from the folder of the parent
	Member family.Member `json:"member"`
	ByHand bool          `json:"-"` // something that was changed in it by hand was kept
	Tight  bool          `json:"-"` // its title is too long for the room there is
}

// setEnding is what the memory of a set is called, behind the name of its design.
const setEnding = ".set.json"

// setPath is where the set made of a design is remembered.
func setPath(design string) string {
	return versionsPath(design) + setEnding
}

// madePath is where is kept how a member was made last, so that what was changed
// in it by hand is told from what was not.
func madePath(member string) string {
	return versionsPath(member) + ".made.json"
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
func MakeSet(ctx context.Context, design, dir string, members []family.Member, dry bool) ([]SetMember, error) {
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
	if members, err = turnedWell(ctx, f, members); err != nil {
		return nil, err
	}
	files := make([]store.File, len(members)) // all, before the first is written
	for i, m := range members {
		if files[i], err = makeMember(f, catalogue, m); err != nil {
			return nil, err
		}
	}
	fonts, err := FontsOf(f)
	if err != nil {
		return nil, err
	}
	var list []SetMember
	taken := map[string]bool{}
	for i, m := range members {
		name, tight := files[i].Doc.Name, tooLong(fonts, files[i].Doc, m)
		if dry {
			path, err := freeDesignPath(dir, name, taken)
			if err != nil {
				return nil, err
			}
			taken[path] = true
			list = append(list, SetMember{File: relative(design, path), Member: m, Tight: tight})
			continue
		}
		path, err := NewDesignPathIn(dir, name)
		if err == nil {
			err = writeMember(path, files[i], files[i].Doc)
		}
		if err != nil {
			return list, errors.Join(err, keepSet(design, append(before, list...)))
		}
		list = append(list, SetMember{File: relative(design, path), Member: m, Tight: tight})
	}
	if dry {
		return list, nil
	}
	return list, keepSet(design, append(before, list...))
}

// tooLong tells whether the title of a member has no room even in its least size.
func tooLong(fonts *typeset.Fonts, doc designer.Document, m family.Member) bool {
	tight := false
	edit.Walk(doc, func(l *designer.Layer) {
		if l.Text != nil && m.Title != "" && l.Text.Content == m.Title && (l.ID == m.Layer || l.Role == template.RoleTitle) {
			tight = tight || fonts.Lay(*l.Text, l.Text.Content).Overflow
		}
	})
	return tight
}

// turnedWell leaves base and accent of all members in their places where a design
// loses by changing them: a text that cannot be read any more, or a sign that
// others have protected.
func turnedWell(ctx context.Context, f store.File, members []family.Member) ([]family.Member, error) {
	if !slices.ContainsFunc(members, func(m family.Member) bool { return m.Turned }) {
		return members, nil
	}
	var lost [2]int
	for i, m := range []family.Member{{Name: f.Doc.Name}, {Name: f.Doc.Name, Turned: true}} {
		made, err := makeMember(f, nil, m)
		if err != nil {
			return nil, err
		}
		report, err := Preflight(ctx, made, Checking{})
		if err != nil {
			return nil, err
		}
		for _, found := range report.Findings {
			if found.Severity == preflight.Bad || found.Code == preflight.Protected {
				lost[i]++
			}
		}
	}
	if lost[1] <= lost[0] {
		return members, nil
	}
	members = slices.Clone(members)
	for i := range members {
		members[i].Turned = false
	}
	return members, nil
}

// writeMember writes a member, and beside it how it was made. An end of the
// program between the two leaves a member of which nobody can tell what was
// changed by hand, and not one of which that is told wrongly.
func writeMember(path string, f store.File, made designer.Document) error {
	if err := os.Remove(madePath(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return issuer.Unwritten(madePath(path), err)
	}
	if err := WriteDesign(path, f); err != nil {
		return err
	}
	return keepMade(path, made)
}

func keepMade(path string, made designer.Document) error {
	data, err := store.MarshalDesign(made)
	if err != nil {
		return err
	}
	return writeBeside(madePath(path), data)
}

// writeBeside writes what is remembered of a design into the folder of journals.
func writeBeside(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return issuer.Unwritten(path, err)
	}
	return issuer.Unwritten(path, durable.WriteFile(path, data, 0o600))
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
	return writeBeside(setPath(design), data)
}

// RemakeSet makes the members of a set again, after the design they were made
// of has changed. What was changed in one by hand stays, and what each was before
// is a named version of it. A member whose file is gone is made anew; one that was
// deleted here stays deleted.
//
// dry makes them without writing anything.
func RemakeSet(design, before string, now time.Time, dry bool) ([]SetMember, error) {
	list, err := SetOf(design)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(m SetMember) bool {
		return filepath.Base(filepath.Dir(filepath.FromSlash(m.File))) == deletedFolder
	})
	f, err := ReadDesign(design)
	if err != nil {
		return nil, err
	}
	catalogue, err := Templates()
	if err != nil {
		return nil, err
	}
	files := make([]store.File, len(list))
	for i, m := range list {
		if files[i], err = makeMember(f, catalogue, m.Member); err != nil {
			return nil, titleGone(err, design)
		}
	}
	for i, m := range list {
		at := filepath.Join(filepath.Dir(design), filepath.FromSlash(m.File))
		var is store.File
		if is, list[i].ByHand, err = remake(at, files[i], before, now, dry); err != nil {
			return list, err
		}
		fonts, err := FontsOf(is)
		if err != nil {
			return list, err
		}
		list[i].Tight = tooLong(fonts, is.Doc, m.Member)
	}
	return list, nil
}

// titleGone tells of a design that had a text for the titles of its set, and has
// it no more: which one they stand in is not asked when a set is made again.
func titleGone(err error, design string) error {
	var fault *designer.Fault
	if errors.As(err, &fault) && (fault.Code == "set-no-title" || fault.Code == "set-no-text") {
		return issuer.Fail(issuer.Input, "set-title-gone", "file", design).At(design)
	}
	return err
}

// remake writes one member as it is made anew, and gives it, and whether something
// that was changed by hand was kept in it.
func remake(at string, made store.File, before string, now time.Time, dry bool) (f store.File, byHand bool, err error) {
	f = made
	old, err := ReadDesign(at)
	if err != nil && issuer.CodeOf(err) != "design-missing" {
		return f, false, err // damaged, or of a later release: nothing of it may be lost
	}
	if err == nil {
		f, byHand = kept(at, old, made)
		if SameDesign(old.Doc, f.Doc) && !dry {
			return f, byHand, keepMade(at, made.Doc)
		}
	}
	if dry {
		return f, byHand, nil
	}
	if err == nil {
		if err := KeepVersion(at, before, old, now); err != nil {
			return f, byHand, err
		}
	}
	return f, byHand, writeMember(at, f, made.Doc)
}

// kept is a member made anew with what somebody changed in it by hand. Of one
// that was made by a release that did not keep how, nobody can tell.
func kept(at string, old, made store.File) (store.File, bool) {
	data, err := os.ReadFile(madePath(at))
	if err != nil {
		return made, false
	}
	last, err := store.UnmarshalDesign(data)
	if err != nil || SameDesign(last, old.Doc) {
		return made, false
	}
	doc, byHand := family.Keep(last, old.Doc, made.Doc)
	blobs := maps.Clone(old.Blobs)
	if blobs == nil {
		blobs = map[string][]byte{}
	}
	maps.Copy(blobs, made.Blobs)
	return store.File{Doc: doc, Blobs: blobs}.Pruned(), byHand
}

// moveMember has the sets in the folders of both places know a member by its new
// place.
func moveMember(from, to string) error {
	for _, dir := range []string{filepath.Dir(from), filepath.Dir(to)} {
		files, _ := os.ReadDir(filepath.Join(dir, historyFolder)) // none is no error
		for _, set := range files {
			name, is := strings.CutSuffix(set.Name(), setEnding)
			if !is {
				continue
			}
			parent := filepath.Join(dir, name+DesignEnding)
			list, err := SetOf(parent)
			if err != nil {
				continue // it is told where the set is asked for
			}
			was := relative(parent, from)
			i := slices.IndexFunc(list, func(m SetMember) bool { return m.File == was })
			if i < 0 {
				continue
			}
			list[i].File = relative(parent, to)
			if err := keepSet(parent, list); err != nil {
				return err
			}
		}
	}
	return nil
}
