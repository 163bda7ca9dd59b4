package engine

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// SiteCount says what ExportSite would write: files and bytes. It fails where
// that would, and writes nothing.
func (e *Engine) SiteCount(ctx context.Context, s Site, words site.Words) (base string, files int, size int64, err error) {
	if base, _, err = e.siteBase(ctx, s.Issuer, s.Base); err == nil {
		err = site.CanWrite(s.folder())
	}
	if err != nil {
		return "", 0, 0, err
	}
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		files, size, err = measure(siteOf(ctx, t, base, words))
		return err
	})
	return base, files, size, err
}

// measure counts files and their bytes.
func measure(list iter.Seq2[site.File, error]) (files int, size int64, err error) {
	for f, err := range list {
		if err != nil {
			return files, size, err
		}
		files, size = files+1, size+int64(len(f.Bytes))
	}
	return files, size, nil
}

// The names inside an export.
const (
	exportTable    = "awards.csv"
	exportFaces    = "credentials/"
	exportPictures = "pictures/"
)

// Export writes what the ledger holds so that other programs can read it: a
// table of all awards, every credential as it was issued, every class picture,
// and the badges of others that were taken on record.
// It holds names and addresses, and no key.
func (e *Engine) Export(ctx context.Context, dir string) (count site.Count, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		count, err = site.WriteDir(dir, exported(ctx, t))
		return err
	})
	return count, err
}

// ExportCount says what Export would write: files and bytes. It fails where
// that would, and writes nothing.
func (e *Engine) ExportCount(ctx context.Context, dir string) (files int, size int64, err error) {
	if err := site.CanWrite(dir); err != nil {
		return 0, 0, err
	}
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		files, size, err = measure(exported(ctx, t))
		return err
	})
	return files, size, err
}

func exported(ctx context.Context, t *ledger.Tx) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		awards, err := t.Awards(ledger.Filter{})
		if err != nil {
			yield(site.File{}, err)
			return
		}
		if !yield(site.File{Path: exportTable, Bytes: AwardTable(awards).CSV(',')}, nil) || !pictures(t, yield) {
			return
		}
		for _, a := range awards {
			if ctx.Err() != nil {
				yield(site.File{}, ctx.Err())
				return
			}
			if !credentials(t, a, yield) {
				return
			}
		}
		importedFiles(t, yield)
	}
}

// pictures yields the picture of every class version; false ends the export.
func pictures(t *ledger.Tx, yield func(site.File, error) bool) bool {
	classes, err := t.ClassVersions("")
	for _, c := range classes {
		_, data, err := t.Blob(c.Image)
		if err != nil {
			yield(site.File{}, err)
			return false
		}
		if !yield(site.File{Path: fmt.Sprintf("%s%s-%d.%s", exportPictures, c.Slug, c.Version, issuer.ImageExt(c.ImageType)), Bytes: data}, nil) {
			return false
		}
	}
	if err != nil {
		yield(site.File{}, err)
	}
	return err == nil
}

func credentials(t *ledger.Tx, a issuer.Award, yield func(site.File, error) bool) bool {
	faces, err := t.Faces(a.ID)
	for _, f := range faces {
		if f.SHA256 == "" {
			continue // planned, not signed
		}
		data, err := t.FaceBytes(f.ID)
		if issuer.CodeOf(err) == "face-erased" {
			continue
		}
		if err != nil {
			yield(site.File{}, err)
			return false
		}
		ending := ".json"
		if f.Format.Token() {
			ending = ".jwt"
		}
		if !yield(site.File{Path: exportFaces + f.ID + "." + string(f.Format) + ending, Bytes: data}, nil) {
			return false
		}
	}
	if err != nil {
		yield(site.File{}, err)
	}
	return err == nil
}

// AwardTable is awards as a table. Read as a list of people it gives the same
// people again.
func AwardTable(awards []issuer.Award) Table {
	t := Table{{
		"id", "class", "version", "state", "reason", "name", "email", "issued_on", "expires", "evidence", "narrative", "language", "batch", "row",
	}}
	for _, a := range awards {
		expires := ""
		if !a.Expires.IsZero() {
			expires = issuer.Stamp(a.Expires)
		}
		t = append(t, []string{
			a.ID, a.Class, strconv.Itoa(a.Version), string(a.State), a.Reason, a.Name, a.Email, issuer.Stamp(a.IssuedOn), expires,
			strings.Join(a.Evidence, " "), a.Narrative, a.Language, a.Batch, strconv.Itoa(a.Row),
		})
	}
	return t
}
