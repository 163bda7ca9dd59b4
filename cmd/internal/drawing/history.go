package drawing

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// History is the journal of a working copy, open to be written to. It lies in
// a folder beside the designs, and is of no use without them: a design without
// its journal has nothing to undo, and is otherwise the same.
type History struct {
	path string
	file *os.File
	out  *store.Journal
}

// Past is what is known of a working copy when it is opened.
type Past struct {
	Trail designer.Trail
	Blobs map[string][]byte // those of its file and of all its states
	// Clean tells that the state that is shown is the one in the file. It is not
	// when the program was killed between an edit and its saving.
	Clean bool
}

// historyFolder is where journals lie, beside the designs.
const historyFolder = ".history"

// historyPath is the journal of a design.
func historyPath(design string) string {
	name := strings.TrimSuffix(filepath.Base(design), filepath.Ext(design))
	return filepath.Join(filepath.Dir(design), historyFolder, name+".log")
}

// OpenHistory reads a working copy with all that can be undone in it. A journal
// that does not fit the file, because another program has changed that, begins
// anew; the file is what holds.
func OpenHistory(design string) (Past, *History, error) {
	data, err := readDesign(design)
	if err != nil {
		return Past{}, nil, err
	}
	f, err := ParseDesign(data, design)
	if err != nil {
		return Past{}, nil, err
	}
	past := Past{Trail: designer.Trail{Steps: []designer.TrailStep{{Doc: f.Doc}}}, Blobs: map[string][]byte{}, Clean: true}
	kept, ok := readHistory(historyPath(design))
	if ok && fits(kept, f.Doc, store.Hash(data)) {
		past.Trail, past.Blobs = kept.Trail, kept.Blobs
		past.Clean = SameDesign(kept.Trail.Steps[kept.Trail.Now].Doc, f.Doc)
	}
	for hash, blob := range f.Blobs {
		past.Blobs[hash] = blob
	}
	h, err := beginHistory(historyPath(design), past, store.Hash(data))
	return past, h, err
}

func readHistory(path string) (store.Kept, bool) {
	f, err := os.Open(path) // #nosec G304 -- beside our designs
	if err != nil {
		return store.Kept{}, false
	}
	defer func() { _ = f.Close() }()
	return store.ReadJournal(f)
}

// fits tells whether a journal belongs to what a file holds: it is the one that
// was saved last, or one of the states.
func fits(kept store.Kept, doc designer.Document, hash string) bool {
	if kept.Saved == hash {
		return true
	}
	for i := len(kept.Trail.Steps) - 1; i >= 0; i-- {
		if SameDesign(kept.Trail.Steps[i].Doc, doc) {
			return true
		}
	}
	return false
}

// SameDesign tells whether two designs are the same in every byte of their files.
func SameDesign(a, b designer.Document) bool {
	x, err := store.MarshalDesign(a)
	if err != nil {
		return false
	}
	y, err := store.MarshalDesign(b)
	return err == nil && bytes.Equal(x, y)
}

// beginHistory writes a journal anew, with only what is still needed, and leaves
// it open.
func beginHistory(path string, past Past, saved string) (*History, error) {
	h := &History{path: path}
	return h, h.begin(past.Trail, past.Blobs, saved)
}

func (h *History) begin(t designer.Trail, blobs map[string][]byte, saved string) error {
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return issuer.Fail(issuer.Broken, "history-unwritable", "file", h.path).Because(err)
	}
	var b bytes.Buffer
	out := store.NewJournal(&b, strings.ToLower(rand.Text()[:6])+"-")
	if err := out.Put(t, blobs); err != nil {
		return err
	}
	if saved != "" {
		if err := out.Saved(saved); err != nil {
			return err
		}
	}
	if err := durable.WriteFile(h.path, b.Bytes(), 0o600); err != nil {
		return issuer.Fail(issuer.Broken, "history-unwritable", "file", h.path).Because(err)
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return issuer.Fail(issuer.Broken, "history-unwritable", "file", h.path).Because(err)
	}
	_ = h.Close()
	h.file, h.out = f, out
	out.To(f)
	return nil
}

// Put keeps the states there are now. What is kept outlives the end of this
// program, however it ends.
func (h *History) Put(t designer.Trail, blobs map[string][]byte) error {
	if h.out.Size() > store.MostJournal {
		return h.begin(t, blobs, "")
	}
	if err := h.out.Put(t, blobs); err != nil {
		return issuer.Fail(issuer.Broken, "history-unwritable", "file", h.path).Because(err)
	}
	return nil
}

// Saved tells that a file of these bytes was written.
func (h *History) Saved(data []byte) error {
	if err := h.out.Saved(store.Hash(data)); err != nil {
		return issuer.Fail(issuer.Broken, "history-unwritable", "file", h.path).Because(err)
	}
	return nil
}

// Close ends writing.
func (h *History) Close() error {
	if h.file == nil {
		return nil
	}
	err := h.file.Close()
	h.file = nil
	return err
}

// MoveHistory takes the journal, the named versions and the set of a design along
// when the design gets another name, and tells the sets that it is a member of.
func MoveHistory(from, to string) error {
	for _, path := range []func(string) string{historyPath, versionsPath, setPath, madePath} {
		if err := os.Rename(path(from), path(to)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return issuer.Fail(issuer.Broken, "history-unwritable", "file", path(to)).Because(err)
		}
	}
	return moveMember(from, to)
}

// Version is a state of a design that somebody gave a name.
type Version struct {
	Path string
	Name string
	At   time.Time
}

// versionsPath is the folder of a design's named versions.
func versionsPath(design string) string { return strings.TrimSuffix(historyPath(design), ".log") }

// versionTime begins the name of a version's file, so that they sort.
const versionTime = "20060102-150405.000"

// KeepVersion keeps a design under a name.
func KeepVersion(design, name string, f store.File, now time.Time) error {
	dir := versionsPath(design)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return issuer.Fail(issuer.Broken, "history-unwritable", "file", dir).Because(err)
	}
	f.Doc.Name = name
	return WriteDesign(filepath.Join(dir, now.UTC().Format(versionTime)+".badge"), f)
}

// VersionsOf lists the named versions of a design, the newest first.
func VersionsOf(design string) ([]Version, error) {
	list, err := DesignsIn(versionsPath(design))
	if err != nil {
		return nil, err
	}
	out := make([]Version, 0, len(list))
	for _, e := range list {
		at, err := time.Parse(versionTime, strings.TrimSuffix(filepath.Base(e.Path), ".badge"))
		if err != nil || e.Err != nil {
			continue
		}
		out = append(out, Version{Path: e.Path, Name: e.Name, At: at})
	}
	return out, nil
}
