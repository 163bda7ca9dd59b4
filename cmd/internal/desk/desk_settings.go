package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"badgekiln/app/settings"
	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/cmd/internal/licences"
	"badgekiln/cmd/internal/release"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// settingsDesk answers the room Settings.
type settingsDesk struct{ *Desk }

// Settings is what the room Settings asks.
func (d *Desk) Settings() settings.Engine { return settingsDesk{d} }

// State reads everything the room shows of the ledger.
func (s settingsDesk) State(ctx context.Context) (settings.State, error) {
	state := settings.State{Ledger: s.engine.Path(), Folder: filepath.Dir(s.engine.Path())}
	list, err := s.engine.Issuers(ctx)
	if err != nil {
		return state, err
	}
	if state.Sample, err = s.engine.IsSample(ctx); err != nil {
		return state, err
	}
	if state.LastBackup, err = s.engine.LastBackup(ctx); err != nil {
		return state, err
	}
	if state.Copies, err = s.copies(ctx); err != nil {
		return state, err
	}
	for _, i := range list {
		one, err := s.issuer(ctx, i)
		if err != nil {
			return state, err
		}
		state.Issuers = append(state.Issuers, one)
		of, err := s.keysOf(ctx, i)
		if err != nil {
			return state, err
		}
		state.Keys = append(state.Keys, of...)
	}
	return state, nil
}

func (s settingsDesk) copies(ctx context.Context) (settings.Copies, error) {
	rule, err := s.engine.CopyRule(ctx)
	if err != nil {
		return settings.Copies{}, err
	}
	list, err := s.engine.Copies()
	out := settings.Copies{Count: len(list), Days: rule.Daily, Weeks: rule.Weekly}
	if len(list) > 0 {
		out.Folder = filepath.Dir(list[0])
		if info, err := os.Stat(list[0]); err == nil {
			out.Newest = info.ModTime()
		}
	}
	return out, err
}

// CopyNow puts today's copy beside the ledger.
func (s settingsDesk) CopyNow(ctx context.Context) error {
	_, err := s.engine.KeepCopy(ctx)
	return err
}

// SetCopies says how many copies stay.
func (s settingsDesk) SetCopies(ctx context.Context, days, weeks int) error {
	return s.engine.SetCopyRule(ctx, engine.CopyRule{Daily: days, Weekly: weeks})
}

func (s settingsDesk) issuer(ctx context.Context, i engine.Issuer) (settings.Issuer, error) {
	one := settings.Issuer{
		ID: i.Slug, Name: i.Name, Email: i.Email, URL: i.URL, Description: i.Description, BaseURL: i.BaseURL,
		Timezone: i.Timezone, SignsAs: i.Identity.URI, Method: settings.Method(i.Identity.Method), More: i.More,
	}
	if i.Image != "" {
		data, err := s.engine.Blob(ctx, i.Image)
		if err != nil {
			return one, err
		}
		one.Picture = shrunk(data, previewSide)
	}
	pages, err := s.engine.ClassPages(ctx, i.Slug)
	for _, p := range pages {
		one.Awards += p.Awards()
	}
	return one, err
}

func (s settingsDesk) keysOf(ctx context.Context, i engine.Issuer) ([]settings.Key, error) {
	all, err := s.engine.Keys(ctx, i.Slug)
	if err != nil {
		return nil, err
	}
	use, err := s.engine.KeyUse(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]settings.Key, 0, len(all))
	newest := map[string]int{} // of each kind in use; these sign
	for n, k := range all {
		list = append(list, settings.Key{
			ID: k.ID, Issuer: i.Slug, Algorithm: settings.Algorithm(k.Algorithm), Multibase: k.Multibase, Made: k.Made, Retired: k.Retired, Why: settings.Reason(k.Reason),
			Signed: use[k.ID], Worthless: k.Worthless,
		})
		if k.Retired.IsZero() {
			newest[k.Algorithm] = n
		}
	}
	if n, ok := newest[issuer.Ed25519]; ok {
		list[n].Current = true
	}
	for _, alg := range []string{issuer.RSA, issuer.P256, issuer.Ed25519} { // as tokens choose
		if n, ok := newest[alg]; ok && (i.BaseURL != "" || alg == issuer.Ed25519) {
			list[n].Tokens = true
			break
		}
	}
	return list, nil
}

// SetIssuer changes an issuer, or makes the first one.
func (s settingsDesk) SetIssuer(ctx context.Context, change settings.IssuerChange) (settings.Issuer, error) {
	c := engine.IssuerChange{
		Slug: change.ID, Name: change.Name, URL: change.URL, Email: change.Email, Description: change.Description,
		BaseURL: change.BaseURL, Timezone: change.Timezone,
	}
	if change.New && change.Name != nil {
		list, err := s.engine.Issuers(ctx)
		if err != nil {
			return settings.Issuer{}, err
		}
		taken := map[string]bool{}
		for _, i := range list {
			taken[i.Slug] = true
		}
		c.Slug = freeName(issuer.Slug(*change.Name, "issuer"), taken)
	}
	if change.Method != nil {
		method := issuer.Method(*change.Method)
		c.Method = &method
	}
	if change.More != nil {
		c.More = func(m *issuer.ProfileMore) error {
			*m = *change.More
			return nil
		}
	}
	if change.PicturePath != "" {
		picture, err := drawing.ReadPicture(change.PicturePath)
		if err != nil {
			return settings.Issuer{}, err
		}
		c.Image = picture
	}
	i, err := s.engine.SetIssuer(ctx, c)
	if err != nil {
		return settings.Issuer{}, err
	}
	return s.issuer(ctx, i)
}

// NormalBase writes an address of a web space the one way it is stored.
func (settingsDesk) NormalBase(address string) (string, bool, error) {
	base, err := engine.BaseURL(address)
	return base, err == nil && base != "" && engine.Unreachable(base), err
}

// NewKey makes a further key that signs from now on.
func (s settingsDesk) NewKey(ctx context.Context, slug string, algorithm settings.Algorithm) error {
	_, err := s.engine.NewKey(ctx, slug, string(algorithm))
	return err
}

// NameAs is how an issuer would be called.
func (settingsDesk) NameAs(slug, base string, how settings.Method) string {
	if how == settings.ByDID {
		return engine.DIDWeb(base, slug)
	}
	return base + issuer.ProfilePath(slug)
}

// Recovery writes a page of text that the keys can be put back from. One that
// is there was agreed to be replaced when a place was chosen.
func (s settingsDesk) Recovery(ctx context.Context, path, passphrase string) (int, bool, error) {
	e, err := s.engine.WithPassphrase(ctx, passphrase)
	if err != nil {
		return 0, false, err
	}
	return e.Recovery(ctx, path, s.say)
}

// Recover puts back the keys of such a page.
func (s settingsDesk) Recover(ctx context.Context, path, passphrase string) (int, error) {
	e, err := s.engine.WithPassphrase(ctx, passphrase)
	if err != nil {
		return 0, err
	}
	return e.Recover(path)
}

// RetireKey ends a key's use.
func (s settingsDesk) RetireKey(ctx context.Context, id string, why settings.Reason) error {
	_, err := s.engine.RetireKey(ctx, id, string(why))
	return err
}

// ExportKey writes the public half of a key into a file.
func (s settingsDesk) ExportKey(ctx context.Context, id, path string) error {
	return s.engine.ExportKey(ctx, id, path)
}

// Backup writes the ledger and its keys into a file.
func (s settingsDesk) Backup(ctx context.Context, path, passphrase string, replace bool) (bool, error) {
	e, err := s.engine.WithPassphrase(ctx, passphrase)
	if err != nil {
		return false, err
	}
	return e.Backup(ctx, path, replace)
}

// Restore puts a backup's ledger at a new place and leaves it closed.
func (s settingsDesk) Restore(ctx context.Context, backup, path, passphrase string) error {
	e, err := engine.RestoreWith(ctx, backup, path, passphrase, s.env)
	if err != nil {
		return err
	}
	return e.Close()
}

// Check reads the whole ledger and compares it with what it claims to be.
func (s settingsDesk) Check(ctx context.Context) (settings.Report, error) {
	r, err := s.engine.Check(ctx)
	if err != nil {
		return settings.Report{}, err
	}
	say := func(list []ledger.Finding) (told []string) {
		for _, f := range list {
			told = append(told, s.say("ledger."+f.Code, f.Values))
		}
		return told
	}
	return settings.Report{Events: r.Events, Awards: r.Awards, Faces: r.Faces, Blobs: r.Blobs, Findings: say(r.Findings), Notes: say(r.Notes)}, nil
}

// Log lists the newest entries. A subject that is an id tells a person
// nothing, so only readable ones are passed on.
func (s settingsDesk) Log(ctx context.Context, limit int) ([]settings.Entry, error) {
	list, err := s.engine.Latest(ctx, limit)
	if err != nil {
		return nil, err
	}
	entries := make([]settings.Entry, 0, len(list))
	for _, ev := range list {
		at, err := time.Parse(time.RFC3339, ev.At)
		if err != nil {
			return nil, err
		}
		entries = append(entries, settings.Entry{At: at, Kind: ev.Kind, Subject: readable(ev.Subject), Who: ev.Who, List: ev.File, Sum: ev.FileSHA256})
	}
	return entries, nil
}

// readable leaves out what only machines read.
func readable(subject string) string {
	if len(subject) == 36 && strings.Count(subject, "-") == 4 {
		return ""
	}
	return subject
}

// Zones lists the time zones one can choose.
func (settingsDesk) Zones() []string { return assets.Zones() }

// About is what this program is.
func (settingsDesk) About() settings.About {
	about := settings.About{Version: release.Version, Website: release.Website}
	for _, m := range licences.Linked() {
		about.Parts = append(about.Parts, settings.Part{Name: m.Module, Version: m.Version, Licence: m.Licence, Text: m.Text})
	}
	return about
}
