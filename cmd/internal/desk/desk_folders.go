package desk

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"badgekiln/app/awarding"
	"badgekiln/app/kit"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/award"
)

// freeFolder is a folder of their own for files of a badge class.
func (d *Desk) freeFolder(name string) string {
	parent := filepath.Join(filepath.Dir(d.engine.Path()), d.words.T("awarding.folder"))
	if documents := d.userFolder("DOCUMENTS", "Documents"); documents != "" {
		parent = filepath.Join(documents, "Badgekiln")
	}
	name = award.FileName(name)
	if name == "" {
		name = d.words.T("awarding.folder")
	}
	return free(parent, name)
}

// free is a folder in another that is not there yet, or empty: names of other
// awards must not meet in it.
func free(parent, name string) string {
	folder := filepath.Join(parent, name)
	for i := 2; !empty(folder); i++ {
		folder = filepath.Join(parent, name+" "+strconv.Itoa(i))
	}
	return folder
}

// freeIn is a folder itself when it is empty, otherwise a new one inside.
func freeIn(folder, name string) string {
	if empty(folder) {
		return folder
	}
	return free(folder, name)
}

func empty(folder string) bool {
	inside, err := os.ReadDir(folder)
	return err != nil || len(inside) == 0
}

// lists are the lists lying about: the sample's own, then the newest of the
// folders people save to.
func (d Awarding) lists(sample bool) (files []awarding.File) {
	if sample {
		path := filepath.Join(filepath.Dir(d.engine.Path()), engine.SampleRoster)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			files = append(files, awarding.File{Path: path, Place: awarding.PlaceSample, Size: info.Size(), Changed: info.ModTime()})
		}
	}
	var found []awarding.File
	for _, place := range []struct{ name, key, usual string }{
		{awarding.PlaceDownloads, "DOWNLOAD", "Downloads"},
		{awarding.PlaceDesktop, "DESKTOP", "Desktop"},
		{awarding.PlaceDocuments, "DOCUMENTS", "Documents"},
	} {
		if folder := d.userFolder(place.key, place.usual); folder != "" {
			found = append(found, listsIn(folder, place.name)...)
		}
	}
	slices.SortStableFunc(found, func(a, b awarding.File) int { return b.Changed.Compare(a.Changed) })
	return append(files, found[:min(len(found), maxNewest)]...)
}

func listsIn(folder, place string) (files []awarding.File) {
	entries, _ := os.ReadDir(folder) // a folder that cannot be read offers nothing
	for _, entry := range entries {
		ending := strings.ToLower(filepath.Ext(entry.Name()))
		if !slices.Contains(kit.ListEndings(), ending) || strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "~$") {
			continue
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			files = append(files, awarding.File{
				Path: filepath.Join(folder, entry.Name()), Place: place, Size: info.Size(), Changed: info.ModTime(),
			})
		}
	}
	return files
}

// userFolder finds a folder of the user's own, as the desktop names it; "" when
// there is none.
func (d *Desk) userFolder(key, usual string) string {
	home := d.home
	if home == "" {
		return ""
	}
	folder := filepath.Join(home, usual)
	config := d.getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	text, _ := os.ReadFile(filepath.Join(config, "user-dirs.dirs")) // #nosec G304 -- the desktop's own file; without it the usual names hold
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && name == "XDG_"+key+"_DIR" {
			folder = strings.Replace(strings.Trim(value, `"`), "$HOME", home, 1)
		}
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() || filepath.Clean(folder) == filepath.Clean(home) {
		return ""
	}
	return folder
}
