package award

import (
	"bytes"
	"context"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// File is one file of an award, as Write would put it into a folder.
type File struct {
	Name string
	Data []byte
}

// Files makes the files of one award, out of the ledger: the credentials and,
// last, the baked picture. names is as in Out. An award that does not stand has
// none: code "award-not-standing".
func (c *Clerk) Files(ctx context.Context, id, names string) ([]File, error) {
	if err := checkNames(names); err != nil {
		return nil, err
	}
	var (
		files []File
		one   *bundle
		easel = c.easel()
	)
	err := c.Ledger.View(ctx, func(t *ledger.Tx) error {
		a, err := t.FindAward(id)
		if err != nil {
			return err
		}
		class, err := t.Class(a.Class, a.Version)
		if err != nil {
			return err
		}
		list, err := easel.bundles(ctx, t, []Row{{ID: a.ID}}, newNamer(names, class))
		if err == nil && len(list) == 0 {
			err = issuer.Fail(issuer.Input, "award-not-standing", "id", a.ID, "name", a.Name)
		}
		if err == nil {
			one = list[0]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = easel.finish(ctx, []*bundle{one}, func(f outFile) error {
		files = append(files, File{f.name, bytes.Clone(f.data)})
		return nil
	})
	return files, err
}

// Held is the plan of awards that exist, so that Write puts their files into a
// folder. Awards that do not stand get none.
func Held(class issuer.BadgeClass, awards []issuer.Award) Plan {
	p := Plan{Class: class}
	for _, a := range awards {
		p.Hold(a)
	}
	return p
}

// Hold adds an award that exists, as Held does.
func (p *Plan) Hold(a issuer.Award) {
	row := Row{Row: a.Row, Email: a.Email, Name: a.Name, State: Same, ID: a.ID}
	if a.State != issuer.Issued {
		row.State, row.Why, row.Values = Conflict, "was-revoked", about(a)
	}
	p.Counts.add(row.State)
	p.Rows.Append(row)
}

// FileName makes a name of a text that every file system takes; "" when nothing
// of it can stay.
func FileName(text string) string { return safe(text) }

// Namer makes file names for people by a pattern such as {name}: each safe, and
// none twice.
func Namer(pattern string) (func(issuer.Award) string, error) {
	if err := checkNames(pattern); err != nil {
		return nil, err
	}
	return newNamer(pattern, issuer.BadgeClass{}).stem, nil
}
