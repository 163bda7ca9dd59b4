package desk

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"badgekiln/app/checking"
	"badgekiln/cmd/internal/engine"
)

// Endorsers are the issuers of the ledger.
func (c checkingDesk) Endorsers(ctx context.Context) ([]checking.Endorser, error) {
	all, err := c.engine.Issuers(ctx)
	list := make([]checking.Endorser, 0, len(all))
	for _, one := range all {
		list = append(list, checking.Endorser{ID: one.Slug, Name: one.Name})
	}
	return list, err
}

// Endorse speaks for what a badge stands for, in every format that has a word
// for it.
func (c checkingDesk) Endorse(ctx context.Context, e checking.Endorsing) (string, error) {
	p := engine.Praise{
		Issuer: e.By, What: strings.TrimSpace(e.Input), As: e.As, Comment: e.Comment, Look: engine.VerifyOptions{Offline: !e.Online, Map: c.web},
	}
	if e.Record != "" {
		one, err := c.engine.ImportByID(ctx, e.Record)
		if err != nil {
			return "", err
		}
		data, err := c.asFound(ctx, one)
		if err != nil {
			return "", err
		}
		p.What, p.Look.Stdin = "-", bytes.NewReader(data)
	}
	list, err := c.engine.Endorse(ctx, p, c.say)
	if err != nil {
		return "", err
	}
	for _, one := range list {
		if err := engine.SaveFile(filepath.Join(e.Folder, engine.EndorsementFile(one)), one.Bytes); err != nil {
			return "", err
		}
	}
	return list[0].About, nil
}
