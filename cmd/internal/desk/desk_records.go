package desk

import (
	"context"
	"encoding/json"
	"image"
	"slices"
	"strings"
	"time"

	"badgekiln/app/records"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"

	"github.com/disintegration/imaging"
)

// Records is the desk as the room of the ledger sees it.
type Records struct{ *Desk }

// smallPicture is the side of a class picture in a list, in pixels.
const smallPicture = 64

// pageSize is how many awards are read at a time when all of a selection are
// needed.
const pageSize = 500

// Overview tells how much there is.
func (d Records) Overview(ctx context.Context) (records.Overview, error) {
	var o records.Overview
	if !d.Begun() {
		return o, nil
	}
	var classes []issuer.BadgeClass
	err := d.engine.View(ctx, func(t *ledger.Tx) error {
		n, err := t.Totals()
		if err != nil {
			return err
		}
		o.Awards = n.Awards
		classes, err = t.Classes("")
		return err
	})
	if err != nil {
		return o, err
	}
	for _, c := range classes {
		o.Classes = append(o.Classes, records.Class{Slug: c.Slug, Name: c.Name, Picture: small(d.picture(ctx, c.Image))})
	}
	issuers, err := d.engine.Issuers(ctx)
	if err != nil {
		return o, err
	}
	for _, i := range issuers {
		if i.BaseURL != "" {
			o.Sites = append(o.Sites, records.Site{Issuer: i.Slug, Name: i.Name, Address: i.BaseURL})
		}
	}
	o.Sample, err = d.engine.IsSample(ctx)
	return o, err
}

// People counts who was awarded something.
func (d Records) People(ctx context.Context) (int, error) {
	if !d.Begun() {
		return 0, nil
	}
	return d.memo.people.of(ctx, d.engine)
}

func small(m image.Image) image.Image {
	if m == nil {
		return nil
	}
	return imaging.Fit(m, smallPicture, smallPicture, imaging.Lanczos)
}

// shownFirst is how many awards of a long list are read before all are known.
const shownFirst = 50

// First gives the beginning of what Find gives, with its rows.
func (d Records) First(ctx context.Context, q records.Query) (records.Beginning, error) {
	var out records.Beginning
	if !d.Begun() {
		return out, nil
	}
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		if out.Numbers, out.More, err = t.FirstAwards(d.asked(q), shownFirst); err == nil {
			out.Rows, err = rowsOf(t, out.Numbers[:min(len(out.Numbers), shownFirst)])
		}
		return err
	})
	return out, err
}

// Find gives the numbers of all awards asked for, in order.
func (d Records) Find(ctx context.Context, q records.Query) ([]int64, error) {
	if !d.Begun() {
		return nil, nil
	}
	var found []int64
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		found, err = t.FindAwards(d.asked(q))
		return err
	})
	return found, err
}

// asked is a query as the ledger puts it.
func (d Records) asked(q records.Query) ledger.Query {
	by := map[string]ledger.Order{
		records.ByAwarded: ledger.ByAwarded, records.ByName: ledger.ByName, records.ByEmail: ledger.ByEmail,
		records.ByClass: ledger.ByClass, records.ByState: ledger.ByState,
	}
	standing := map[records.State]ledger.Standing{
		records.Valid: ledger.Valid, records.Expired: ledger.Expired, records.Revoked: ledger.Gone, records.Pending: ledger.Waiting,
		records.Paused: ledger.Paused,
	}
	out := ledger.Query{Search: q.Search, Class: q.Class, Batch: q.Batch, Standing: standing[q.State], By: by[q.By], Down: q.Down}
	if q.Days > 0 {
		out.Since = d.now().AddDate(0, 0, -q.Days)
	}
	return out
}

// Page reads the awards with these numbers.
func (d Records) Page(ctx context.Context, numbers []int64) (rows []records.Row, err error) {
	err = d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		rows, err = rowsOf(t, numbers)
		return err
	})
	return rows, err
}

func rowsOf(t *ledger.Tx, numbers []int64) ([]records.Row, error) {
	awards, err := t.AwardsPage(numbers)
	if err != nil {
		return nil, err
	}
	classes, err := t.Classes("")
	names := map[string]string{}
	for _, c := range classes {
		names[c.Slug] = c.Name
	}
	rows := make([]records.Row, 0, len(awards))
	for _, a := range awards {
		rows = append(rows, row(a, names[a.Class], t.Now()))
	}
	return rows, err
}

func row(a issuer.Award, badge string, now time.Time) records.Row {
	return records.Row{ID: a.ID, Name: a.Name, Email: a.Email, Class: a.Class, Badge: badge, Awarded: a.IssuedOn, State: stateOf(a, now)}
}

func stateOf(a issuer.Award, now time.Time) records.State {
	switch {
	case a.State == issuer.Pending:
		return records.Pending
	case a.State == issuer.Suspended:
		return records.Paused
	case a.State == issuer.Superseded:
		return records.Replaced
	case a.State == issuer.Undone:
		return records.Undone
	case a.State != issuer.Issued:
		return records.Revoked
	case !a.Expires.IsZero() && !a.Expires.After(now):
		return records.Expired
	}
	return records.Valid
}

// Award reads everything about one award.
func (d Records) Award(ctx context.Context, id string) (records.Award, error) {
	var out records.Award
	details, err := d.engine.Show(ctx, id)
	if err != nil {
		return out, err
	}
	var class issuer.BadgeClass
	err = d.engine.View(ctx, func(t *ledger.Tx) error {
		if class, err = t.Class(details.Class, details.Version); err != nil {
			return err
		}
		profile, err := t.Issuer(class.Issuer)
		if err != nil {
			return err
		}
		b, err := t.Batch(details.Batch)
		out.Issuer, out.List = profile.Name, b.Roster
		out.Row = row(details.Award, class.Name, t.Now())
		return err
	})
	if err != nil {
		return out, err
	}
	a := details.Award
	out.Version, out.Expires, out.Reason, out.Evidence = a.Version, a.Expires, a.Reason, a.Evidence
	out.Narrative, out.Language, out.ListRow = a.Narrative, a.Language, a.Row
	out.Picture = d.picture(ctx, class.Image)
	for _, f := range details.Faces {
		out.Faces = append(out.Faces, records.Face{
			ID: f.ID, Format: string(f.Format), Address: f.Address(), Hosted: f.Format.Hosted(), Looked: f.Format == issuer.OB2Signed, SHA256: f.SHA256, Key: f.Key, Made: f.Created,
		})
	}
	out.Pausable = !slices.ContainsFunc(details.Faces, func(f issuer.Face) bool { return f.Status != nil && f.Pause == nil })
	for _, e := range slices.Backward(details.Events) {
		at, _ := time.Parse(time.RFC3339, e.At) // as the ledger stamps
		out.History = append(out.History, records.Event{At: at, Kind: e.Kind, Note: note(e), Who: e.Who})
	}
	return out, nil
}

// note is what an event tells besides its kind, as far as people ask.
func note(e ledger.Event) string {
	var body struct{ Format, Reason string }
	if json.Unmarshal(e.Body, &body) != nil {
		return ""
	}
	return strings.TrimSpace(body.Format + " " + body.Reason)
}

// SavePicture writes an award's baked picture.
func (d Records) SavePicture(ctx context.Context, id, path string) error {
	files, err := d.engine.FilesOf(ctx, id, "")
	if err != nil {
		return err
	}
	return engine.SaveFile(path, files[len(files)-1].Data)
}

// SaveCredential writes one credential, byte for byte as it was issued.
func (d Records) SaveCredential(ctx context.Context, face, path string) error {
	var data []byte
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		data, err = t.FaceBytes(face)
		return err
	})
	if err != nil {
		return err
	}
	return engine.SaveFile(path, data)
}

// FileName is the name a picture is saved under unless somebody says otherwise.
func (d Records) FileName(name, id string) string {
	if safe := award.FileName(name); safe != "" {
		return safe
	}
	return id
}

// ids reads the ids of awards, a page at a time.
func (d Records) ids(ctx context.Context, numbers []int64, each func(issuer.Award)) error {
	for part := range slices.Chunk(numbers, pageSize) {
		if err := ctx.Err(); err != nil {
			return err
		}
		var page []issuer.Award
		err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
			page, err = t.AwardsPage(part)
			return err
		})
		if err != nil {
			return err
		}
		for _, a := range page {
			each(a)
		}
	}
	return nil
}

// HandOut writes pictures and credentials of some awards into a folder, or, when
// there is something in it, into a new one inside: no file of the same name is
// written over.
func (d Records) HandOut(ctx context.Context, numbers []int64, folder string, report records.Report) (records.Handed, error) {
	var ids []string
	if err := d.ids(ctx, numbers, func(a issuer.Award) { ids = append(ids, a.ID) }); err != nil {
		return records.Handed{}, err
	}
	progress := func(_ string, done, total int) {
		if report != nil {
			report(done, total)
		}
	}
	folder = freeIn(folder, d.words.T("awarding.folder"))
	written, err := d.engine.HandOut(ctx, ids, folder, "{name}", progress, d.say)
	return records.Handed{Folder: folder, Files: written.Files, Right: written.Right}, err
}

// Audience says what revoking some awards would mean.
func (d Records) Audience(ctx context.Context, numbers []int64) (records.Audience, error) {
	var out records.Audience
	for part := range slices.Chunk(numbers, pageSize) {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		err := d.engine.View(ctx, func(t *ledger.Tx) error {
			page, err := t.AwardsPage(part)
			for _, a := range page {
				if a.State != issuer.Issued && a.State != issuer.Suspended {
					out.Gone++
					continue
				}
				faces, err := t.Faces(a.ID)
				if err != nil {
					return err
				}
				out.Standing++
				if slices.ContainsFunc(faces, func(f issuer.Face) bool { return f.Identity.BaseURL != "" && (f.Format.Hosted() || f.Status != nil) }) {
					out.Public++
				} else {
					out.Private++
				}
				if len(out.Names) < 5 {
					out.Names = append(out.Names, a.Name)
				}
			}
			return err
		})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// Revoke takes awards back and says how many.
func (d Records) Revoke(ctx context.Context, numbers []int64, reason string) (int, error) {
	var ids []string
	err := d.ids(ctx, numbers, func(a issuer.Award) {
		if a.State == issuer.Issued || a.State == issuer.Suspended {
			ids = append(ids, a.ID)
		}
	})
	if err != nil {
		return 0, err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return 0, issuer.Fail(issuer.Usage, "reason-empty")
	}
	done, err := d.engine.Revoke(ctx, ids, reason)
	return len(done), err
}

// Suspend takes awards back for the time being and says how many.
func (d Records) Suspend(ctx context.Context, numbers []int64, reason string) (int, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, issuer.Fail(issuer.Usage, "reason-empty")
	}
	ids, err := d.standing(ctx, numbers, issuer.Issued)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	done, err := d.engine.Suspend(ctx, ids, reason)
	return len(done), err
}

// Resume lets suspended awards hold again and says how many.
func (d Records) Resume(ctx context.Context, numbers []int64) (int, error) {
	ids, err := d.standing(ctx, numbers, issuer.Suspended)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	done, err := d.engine.Resume(ctx, ids)
	return len(done), err
}

// standing are the ids of those awards that are in a state.
func (d Records) standing(ctx context.Context, numbers []int64, state issuer.State) (ids []string, err error) {
	err = d.ids(ctx, numbers, func(a issuer.Award) {
		if a.State == state {
			ids = append(ids, a.ID)
		}
	})
	return ids, err
}

// Export writes everything into a folder that other programs can read.
func (d Records) Export(ctx context.Context, folder string) (records.Handed, error) {
	n, err := d.engine.Export(ctx, folder)
	return records.Handed{Folder: folder, Files: n.Written, Right: n.Same, Kept: len(n.Kept)}, err
}

// ExportSite writes what a web server shows under the issuer's address.
func (d Records) ExportSite(ctx context.Context, slug, folder string) (records.Handed, error) {
	done, err := d.engine.ExportSite(ctx, engine.Site{Issuer: slug, Out: folder}, d.words.T)
	return records.Handed{Folder: folder, Files: done.Count.Written, Right: done.Count.Same, Kept: len(done.Count.Kept)}, err
}

// Check reads the whole ledger and compares it with what it claims to be.
func (d Records) Check(ctx context.Context) (records.Checked, error) {
	r, err := d.engine.Check(ctx)
	out := records.Checked{Awards: r.Awards, Credentials: r.Faces, Events: r.Events}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, d.say("ledger."+f.Code, f.Values))
	}
	for _, f := range r.Notes {
		out.Notes = append(out.Notes, d.say("ledger."+f.Code, f.Values))
	}
	return out, err
}
