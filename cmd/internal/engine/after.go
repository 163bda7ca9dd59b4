package engine

import (
	"context"
	"path/filepath"
	"strings"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// Correct puts right what awards say: each gives way to a new one, at once. A
// reason is published with the old one; award.NewPlace in it stands for the new
// one's address.
func (e *Engine) Correct(ctx context.Context, list []award.Correction, reason string) ([]award.Corrected, error) {
	return e.clerk.Correct(ctx, list, reason)
}

// FixPicture lays over a correction what of the award's picture is to be
// different: fields by their names, and another picture of the person ("" for
// none), in whatever the design shows pictures of people. The failure has the
// code "portrait-none" when it shows none.
func (e *Engine) FixPicture(ctx context.Context, fix *award.Correction, fields map[string]string, picture string) error {
	d, err := e.Show(ctx, fix.ID)
	if err != nil {
		return err
	}
	fix.Beside = &award.Beside{Fields: map[string]string{}}
	for name, text := range fields {
		fix.Beside.Fields[sameField(d.Fields, name)] = text
	}
	if picture == "" {
		return nil
	}
	design, err := e.ClassDesign(ctx, d.Class, d.Version)
	if err != nil {
		return err
	}
	var shows []string
	if design != nil {
		file, err := drawing.ParseDesign(design, "")
		if err != nil {
			return err
		}
		shows = drawing.PictureFields(file.Doc)
	}
	if len(shows) == 0 {
		return issuer.Fail(issuer.Usage, "portrait-none", "class", d.Class)
	}
	p, err := drawing.ReadPicture(picture)
	if err != nil {
		return err
	}
	kind, packed, err := drawing.PackPortrait(p.Bytes)
	for _, field := range shows {
		fix.Beside.Pictures = append(fix.Beside.Pictures, award.Picture{Field: field, Type: kind, Bytes: packed})
	}
	return err
}

// sameField is what an award's fields call a field already.
func sameField(fields map[string]string, name string) string {
	for known := range fields {
		if fieldKey(known) == fieldKey(name) {
			return known
		}
	}
	return name
}

// Undone is what became of taking a batch back.
type Undone struct {
	Batch   ledger.Batch
	Awards  []issuer.Award // as they stood before
	Removed int            // files taken out of OUT
	Left    int            // files there that somebody changed, and that stay
}

// CanUndo tells why a batch cannot be taken back; nil when it can.
func (e *Engine) CanUndo(ctx context.Context, batch string) error {
	return e.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		if err != nil {
			return err
		}
		if !b.Undone.IsZero() {
			return issuer.Fail(issuer.Input, "batch-undone", "batch", batch)
		}
		untouched, way, _, err := t.Untouched(batch)
		if err == nil && !untouched {
			err = issuer.Fail(issuer.Input, "batch-released", "batch", batch, "way", way)
		}
		return err
	})
}

// Undo takes back a batch that has not left the house, and its files out of the
// folder out, if one is named; names is as in award.Out. Done again, it only
// looks for files.
func (e *Engine) Undo(ctx context.Context, batch, out, names string) (done Undone, err error) {
	if strings.EqualFold(filepath.Ext(out), ".zip") {
		return done, issuer.Fail(issuer.Usage, "undo-archive", "file", out).At(out)
	}
	if err = e.View(ctx, func(t *ledger.Tx) (err error) {
		done.Batch, err = t.Batch(batch)
		return err
	}); err != nil {
		return done, err
	}
	if done.Batch.Undone.IsZero() {
		if err := e.CanUndo(ctx, batch); err != nil {
			return done, err
		}
		if err := e.CopyBefore(ctx, "undo"); err != nil {
			return done, err
		}
	}
	if done.Awards, err = e.clerk.Undo(ctx, batch); err != nil || out == "" || e.env.Dry {
		return done, err
	}
	if done.Removed, done.Left, err = e.clerk.Unwrite(ctx, batch, award.Out{Path: out, Names: names}); err != nil {
		return done, err
	}
	removed, left, err := e.unreport(ctx, batch, out)
	done.Removed, done.Left = done.Removed+removed, done.Left+left
	return done, err
}

// Renew awards again what people hold, of classes that can be renewed.
func (e *Engine) Renew(ctx context.Context, ids []string) (award.Renewed, error) {
	return e.clerk.Renew(ctx, ids)
}

// Expiring lists the awards that hold and expire within a period such as 30d or
// 2m, the first to expire first; "" for all classes. What was renewed is left
// out.
func (e *Engine) Expiring(ctx context.Context, class, within string) ([]issuer.Award, error) {
	var list []issuer.Award
	err := e.View(ctx, func(t *ledger.Tx) error {
		until, err := award.After(t.Now(), within)
		if err != nil || within == "" {
			return issuer.Fail(issuer.Usage, "period-unreadable", "period", within)
		}
		list, err = t.Expiring(class, until)
		return err
	})
	return list, err
}

// Erase takes a person out of the ledger, and says what still knows of him or
// her outside.
func (e *Engine) Erase(ctx context.Context, email string) (ledger.Erased, error) {
	done, err := e.clerk.Erase(ctx, email)
	if err != nil {
		return done, err
	}
	if !e.env.Dry {
		if err := e.forgetAccounts(done.Accounts); err != nil {
			return done, err
		}
		kept, err := e.forget(ctx)
		done.Left = append(done.Left, kept...)
		if err != nil {
			return done, err
		}
	}
	left, err := e.outside(ctx, done)
	done.Left = append(done.Left, left...)
	return done, err
}

// outside lists what may know of somebody and is out of the ledger's reach.
func (e *Engine) outside(ctx context.Context, done ledger.Erased) (left []ledger.Finding, err error) {
	add := func(code string, pairs ...string) {
		left = append(left, ledger.Finding{Code: code, Values: issuer.KV(pairs...)})
	}
	told := map[string]bool{}
	for _, f := range done.Faces {
		if base := f.Identity.BaseURL; base != "" && !told[base] {
			told[base] = true
			add("site", "url", base)
		}
	}
	if len(done.Awards) > 0 {
		add("files")
	}
	events, err := e.Log(ctx)
	for _, event := range events {
		if event.Kind == ledger.BackupMade && !told[event.Subject] {
			told[event.Subject] = true
			add("backup", "file", event.Subject, "at", event.At)
		}
	}
	return left, err
}

// globQuoted keeps a path's own signs from being taken for a pattern.
func globQuoted(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// Fix makes a correction of what somebody typed; nil members stay as they are.
// The failure has the code "correct-address" when the address is none.
func Fix(id string, name, email, narrative, language *string, evidence *[]string, expires *roster.Date) (award.Correction, error) {
	fix := award.Correction{ID: id, Name: name, Narrative: narrative, Language: language, Evidence: evidence, Expires: expires}
	if email != nil {
		clean := strings.ToLower(strings.TrimSpace(*email))
		list, err := roster.Parse([]byte("email\n"+clean+"\n"), "", roster.Options{})
		if err != nil || list.People.Len() != 1 || list.Rows.Len() != 1 {
			return fix, issuer.Fail(issuer.Input, "correct-address", "email", *email)
		}
		fix.Email = &list.Rows.At(0).Person.Email
	}
	return fix, nil
}
