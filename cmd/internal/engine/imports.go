package engine

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/record"
	"badgekiln/issuer/verify"
)

// What became of a badge that was to be taken on record.
const (
	ImportNew   = "imported"
	ImportKnown = "known" // it is on record already
	ImportOwn   = "own"   // our own ledger issued it
	ImportNone  = "none"  // there is no badge
)

// Imported is the answer about one badge.
type Imported struct {
	Input  string // a file or address; of a folder the file in it
	State  string
	ID     string         // of the import; "" when it is none
	Record *record.Record // what the badge says; nil when it is none
	Result verify.Result
}

// maxImports bounds how many files of folders are looked at in one go.
const maxImports = 20000

// Import takes badges issued elsewhere on record: files, addresses, texts, and
// folders with everything in them that could be a badge. Each is verified, and
// what was found is kept with it; it is never evidence for anything later.
// Files of a folder that hold no badge are passed over.
func (e *Engine) Import(ctx context.Context, inputs []string, o VerifyOptions, progress Progress, say Say) ([]Imported, error) {
	if err := e.trusting(ctx, &o); err != nil {
		return nil, err
	}
	options, err := held(o, host{ctx, e.ledger, map[string][]byte{}}, e.env, say)
	if err != nil {
		return nil, err
	}
	files, err := spread(inputs)
	if err != nil {
		return nil, err
	}
	list := []Imported{}
	for i, file := range files {
		if err := ctx.Err(); err != nil {
			return list, err
		}
		var found []Imported
		switch data, err := bytesOf(file.name, o.Stdin); {
		case err != nil && len(files) == 1:
			return nil, err
		case err != nil:
			found = []Imported{{Input: file.name, State: ImportNone, Result: noBadge(file.name, err, say)}}
		default:
			if found, err = e.importOne(ctx, file.name, data, options); err != nil {
				return list, err
			}
		}
		for _, one := range found {
			if one.State != ImportNone || !file.inFolder {
				list = append(list, one)
			}
		}
		if progress != nil {
			progress("import", i+1, len(files))
		}
	}
	return list, nil
}

// importOne verifies an input outside of any transaction, then writes down the
// badges in it.
func (e *Engine) importOne(ctx context.Context, name string, data []byte, o verify.Options) ([]Imported, error) {
	whole := timely(ctx, verify.Input{Name: name, Bytes: data}, o)
	parts := whole.Credentials
	if len(parts) == 0 {
		parts = []verify.Result{whole}
	}
	var list []Imported
	for _, r := range parts {
		one := Imported{Input: name, State: ImportNone, Result: r}
		if r.Verdict != verify.NotABadge && r.Text != "" {
			if what, err := Describe(r); err == nil {
				one.Record, one.State = &what, ImportNew
			}
		}
		list = append(list, one)
	}
	return list, e.update(ctx, func(t *ledger.Tx) error {
		for i := range list {
			if err := enter(t, &list[i], data, o.Host); err != nil {
				return err
			}
		}
		return nil
	})
}

// Describe tells all that a checked badge says, in the words of our own model.
// It is a stranger's word unless the verdict says otherwise.
func Describe(r verify.Result) (record.Record, error) {
	what, err := record.Read(r.Version, []byte(r.Text), func(url string) []byte { return r.Documents[url] })
	if what.ID == "" {
		what.ID = r.ID
	}
	return what, err
}

// enter writes one badge down, unless it is ours.
func enter(t *ledger.Tx, one *Imported, data []byte, own verify.Host) error {
	if one.State == ImportNone {
		return nil
	}
	r := one.Result
	if _, ours := own.Status(one.Record.ID); ours {
		one.State = ImportOwn
		return nil
	}
	said, err := record.Encode(one.Record)
	if err != nil {
		return err
	}
	entry := ledger.Import{
		Source: source1(one.Input), Version: r.Version, Format: r.Format, Badge: one.Record.ID, Name: one.Record.Class.Name,
		Issuer: one.Record.Issuer, IssuerName: one.Record.Profile.Name, Verdict: string(r.Verdict), Status: string(r.Status),
		Fields: said, Text: []byte(r.Text),
	}
	if kind, is := bake.Sniff(data); is {
		media := map[bake.Container]string{bake.PNG: "image/png", bake.SVG: "image/svg+xml"}[kind]
		if entry.Picture, err = t.PutBlob(media, data); err != nil {
			return err
		}
	}
	entry, added, err := t.AddImport(entry)
	if one.ID = entry.ID; !added {
		one.State = ImportKnown
	}
	return err
}

// source1 is how an input is remembered: a pasted text is no name.
func source1(input string) string {
	const longest = 300
	if strings.HasPrefix(strings.TrimSpace(input), "{") || len(input) > longest {
		return "-"
	}
	return input
}

// Imports lists the badges on record, the newest first.
func (e *Engine) Imports(ctx context.Context) ([]ledger.Import, error) {
	var list []ledger.Import
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Imports()
		return err
	})
	return list, err
}

// ImportByID finds a badge on record by its id or the beginning of it.
func (e *Engine) ImportByID(ctx context.Context, id string) (ledger.Import, error) {
	var one ledger.Import
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		one, err = t.Import(id)
		return err
	})
	return one, err
}

// inputFile is one thing to take in.
type inputFile struct {
	name     string
	inFolder bool
}

// spread replaces folders by the files in them that could hold a badge. Links
// and hidden files are left alone.
func spread(inputs []string) ([]inputFile, error) {
	var list []inputFile
	for _, input := range inputs {
		info, err := os.Stat(input)
		if err != nil || !info.IsDir() {
			list = append(list, inputFile{name: input})
			continue
		}
		err = filepath.WalkDir(input, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return issuer.Fail(issuer.Input, "file-unreadable", "file", path).At(path).Because(err)
			case strings.HasPrefix(d.Name(), ".") && path != input:
				if d.IsDir() {
					return fs.SkipDir
				}
			case d.Type().IsRegular() && mayBeBadge(d.Name()):
				list = append(list, inputFile{name: path, inFolder: true})
			}
			if len(list) > maxImports {
				return issuer.Fail(issuer.Input, "import-many", "folder", input, "max", strconv.Itoa(maxImports)).At(input)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func mayBeBadge(name string) bool {
	return slices.Contains([]string{".png", ".svg", ".json", ".jsonld", ".jws", ".jwt", ".txt"}, strings.ToLower(filepath.Ext(name)))
}
