package main

import (
	"context"
	"maps"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// shapes gives what somebody said the columns of a list are, by its shape; nil
// when that is not to be asked.
type shapes func(shape string) (map[int]string, error)

// remembering asks the ledger of this run, if there is one: a list can be looked
// at before anything was begun.
func (a *app) remembering(ctx context.Context) (shapes, error) {
	path, err := a.ledgerPath()
	if err != nil || !ledger.Exists(path) {
		return nil, err
	}
	return func(shape string) (fields map[int]string, err error) {
		err = a.looking(ctx, func(e *engine.Engine) error {
			fields, err = e.ShapeFields(ctx, shape)
			return err
		})
		return fields, err
	}, nil
}

// asked is the memory to be asked: none when the flags say what columns are.
func (f *rosterFlags) asked(s shapes) shapes {
	if f.guess || len(f.maps)+len(f.joins) > 0 {
		return nil
	}
	return s
}

// recalled reads a list once more when its headings are remembered, and says so.
func (a *app) recalled(r *roster.Reading, o *roster.Options, ask shapes, again func() (*roster.Reading, error)) (*roster.Reading, map[string]string, error) {
	if ask == nil || r.Shape() == "" {
		return r, nil, nil
	}
	fields, err := ask(r.Shape())
	if err != nil || len(fields) == 0 {
		return r, nil, err
	}
	read, mark := engine.ShapeMap(fields, r.Columns)
	for field, text := range o.Map { // what is the same for everybody goes before
		read[field] = text
	}
	o.Map = read
	if r, err = again(); err != nil {
		return nil, nil, err
	}
	var told []string
	for i, c := range r.Columns {
		if field := fields[i]; field != "" && field != engine.FieldNone {
			told = append(told, c.Header+" → "+field)
		}
	}
	a.console.Say("cli.roster.remembered", "columns", strings.Join(told, ", "))
	return r, maps.Clone(mark), nil
}
