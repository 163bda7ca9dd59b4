package desk

import (
	"context"
	"net/url"
	"slices"
	"sort"
	"strings"
	"sync"

	"badgekiln/app/publish"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/inspect"
	send "badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/ledger"
)

// publishDesk answers the room Publish.
type publishDesk struct {
	*Desk
	shown *shown
}

// shown is the site as it is shown on this computer; it ends with the ledger.
type shown struct {
	mu  sync.Mutex
	now *engine.Shown
}

func (s *shown) put(next *engine.Shown) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.now
	s.now = next
	if old == nil {
		return nil
	}
	return old.Close()
}

func (s *shown) close() error { return s.put(nil) }

// filesShown is how many files of a folder go to the window.
const filesShown = 200

// sendingsShown is how many times of publishing go to the window.
const sendingsShown = 100

// State reads where things are published.
func (p publishDesk) State(ctx context.Context) (publish.State, error) {
	var state publish.State
	sample, err := p.engine.IsSample(ctx)
	if err != nil {
		return state, err
	}
	state.Sample = sample
	list, err := p.engine.Issuers(ctx)
	if err != nil {
		return state, err
	}
	for _, i := range list {
		if state.Base == "" && i.BaseURL != "" {
			state.Issuer, state.Base, state.Doubt = i.Slug, i.BaseURL, send.Doubt(i.BaseURL)
		}
	}
	if state.Language, _, err = p.engine.SiteLanguage(ctx, p.words.T); err != nil {
		return state, err
	}
	if state.LinkedIn, err = p.engine.LinkedIn(ctx); err != nil {
		return state, err
	}
	if state.Issuer != "" {
		list, err := p.engine.Unhosted(ctx, state.Issuer)
		if err != nil {
			return state, err
		}
		for _, one := range list {
			state.Unhosted += one.Awards
		}
		if state.Earlier, err = p.engine.EarlierBases(ctx, state.Issuer); err != nil {
			return state, err
		}
	}
	all, err := p.engine.Targets(ctx)
	if err != nil {
		return state, err
	}
	for _, one := range all {
		place, err := p.place(ctx, one)
		if err != nil {
			return state, err
		}
		state.Places = append(state.Places, place)
	}
	if err := p.names(ctx, &state); err != nil {
		return state, err
	}
	return state, p.waits(ctx, &state)
}

// names tells whose pages say who has a badge.
func (p publishDesk) names(ctx context.Context, state *publish.State) error {
	all, err := p.engine.Classes(ctx, "")
	for _, c := range all {
		switch {
		case c.State == issuer.Draft:
		case c.PublicNames:
			state.Named = append(state.Named, c.Name)
		default:
			state.Nameless++
		}
	}
	return err
}

// waits counts what goes out when its pages are there.
func (p publishDesk) waits(ctx context.Context, state *publish.State) error {
	counts, err := p.engine.OutboxCounts(ctx, ledger.Choice{})
	by := map[string]int{}
	for _, c := range counts {
		if c.State == ledger.DeliveryHeld && c.Code == ledger.WhyUnpublished {
			by[ledger.KindOf(c.Channel)] += c.Count
		}
	}
	for _, kind := range []string{ledger.KindMail, ledger.KindPush, ledger.KindClaim} {
		if by[kind] > 0 {
			state.Waits = append(state.Waits, publish.Wait{Kind: kind, Count: by[kind]})
		}
	}
	return err
}

func (p publishDesk) place(ctx context.Context, one ledger.Target) (publish.Place, error) {
	at := target.Place{Kind: one.Kind, URL: one.URL}
	place := publish.Place{Name: one.Name, Kind: one.Kind, URL: one.URL, Base: one.BaseURL, Closed: at.NeedsSecret(), Keyed: at.TakesKey(), KeyFile: one.KeyFile}
	log, err := p.engine.Releases(ctx, one.Name, sendingsShown)
	if err != nil {
		return place, err
	}
	for _, s := range log {
		place.Log = append(place.Log, publish.Sending(s))
	}
	if len(log) > 0 {
		place.Published, place.Sent = log[0].At, log[0].Files
	}
	report, found, err := p.engine.LastCheck(ctx, one.BaseURL)
	if err != nil {
		return place, err
	}
	// Of an object store only the last look tells: this asks no network.
	if listable, _ := at.Listable(); listable || report.Listable {
		if place.Withheld, err = p.engine.Claimed(ctx, one.BaseURL); err != nil {
			return place, err
		}
	}
	if found {
		check := asCheck(report)
		place.Check = &check
	}
	return place, err
}

func asCheck(r inspect.Report) publish.Check {
	root := "/"
	if u, err := url.Parse(r.Base); err == nil && u.Path != "" {
		root = u.EscapedPath()
	}
	c := publish.Check{At: r.At, Host: string(r.Host), Looked: r.Looked, Equal: r.Equal, Until: r.Until}
	for _, f := range r.Findings {
		c.Findings = append(c.Findings, publish.Finding{
			Code: f.Code, Fault: f.Grade == inspect.Fault, Count: f.Count, Detail: f.Detail, Paths: f.Paths, Rule: inspect.Remedy(r.Host, f.Code, root),
		})
	}
	return c
}

// Files compares the site with what lies on a place.
func (p publishDesk) Files(ctx context.Context, place string) (publish.Files, error) {
	var f publish.Files
	at := map[string]int{}
	err := p.engine.SiteAgainst(ctx, place, p.words.T, func(g send.Glance) { add(&f, at, g) })
	slices.SortFunc(f.Groups, func(a, b publish.Group) int { return strings.Compare(last(a.Path), last(b.Path)) })
	for i := range f.Groups {
		sort.SliceStable(f.Groups[i].Files, func(a, b int) bool {
			return f.Groups[i].Files[a].How != publish.Same && f.Groups[i].Files[b].How == publish.Same
		})
	}
	return f, err
}

// add counts one file. at is where each group stands.
func add(f *publish.Files, at map[string]int, seen send.Glance) {
	group, rest := groupOf(seen.Path)
	i, known := at[group]
	if !known {
		i = len(f.Groups)
		at[group] = i
		f.Groups = append(f.Groups, publish.Group{Path: group})
	}
	g := &f.Groups[i]
	g.Count++
	g.Size += max(0, int64(seen.Size))
	one := publish.File{Path: rest, Size: int64(seen.Size)}
	switch seen.How {
	case send.New:
		one.How = publish.Fresh
		f.New++
		g.New++
	case send.Changed:
		one.How = publish.Changed
		f.Changed++
		g.Changed++
	case send.Same:
		f.Same++
	}
	if one.How != publish.Same {
		f.Send += max(0, one.Size)
		f.About = f.About || seen.About
	}
	g.Files = kept(g.Files, one)
}

// kept keeps some files of a folder: those that differ before those that do not.
func kept(list []publish.File, one publish.File) []publish.File {
	if len(list) < filesShown {
		return append(list, one)
	}
	if i := slices.IndexFunc(list, func(f publish.File) bool { return f.How == publish.Same }); i >= 0 && one.How != publish.Same {
		list[i] = one
	}
	return list
}

// last sorts the files of no folder to the end.
func last(group string) string {
	if group == "" {
		return "~"
	}
	return group
}

// groupOf is the folder a file is listed under: a badge class, an issuer, all
// awards, all status lists.
func groupOf(path string) (group, rest string) {
	top, below, deeper := strings.Cut(path, "/")
	if !deeper {
		return "", path
	}
	if top != "b" && top != "i" {
		return top + "/", below
	}
	name, file, _ := strings.Cut(below, "/")
	return top + "/" + name + "/", file
}

// Publish sends what differs.
func (p publishDesk) Publish(ctx context.Context, place string, take bool, report func(done, total int)) (int, error) {
	done, err := p.engine.Publish(ctx, engine.Publication{Target: place, Take: take, Progress: report}, p.words.T)
	return done.Done, err
}

// Host gives badges a page that were awarded before there was a web address.
func (p publishDesk) Host(ctx context.Context, report func(done, total int)) (int, error) {
	state, err := p.State(ctx)
	if err != nil {
		return 0, err
	}
	return p.engine.Host(ctx, state.Issuer, report)
}

// Check looks at the public pages from outside.
func (p publishDesk) Check(ctx context.Context, base string, report func(done, total int)) (publish.Check, error) {
	slug, err := p.whose(ctx, base)
	if err != nil {
		return publish.Check{}, err
	}
	r, err := p.engine.CheckSite(ctx, slug, base, p.words.T, report)
	return asCheck(r), err
}

// whose finds the issuer that has or had a public address.
func (p publishDesk) whose(ctx context.Context, base string) (slug string, err error) {
	err = p.engine.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Identities("")
		for _, who := range all {
			if who.BaseURL == base {
				slug = who.Issuer
			}
		}
		return err
	})
	return slug, err
}

// Due lists the addresses nobody looked at for a week.
func (p publishDesk) Due(ctx context.Context) ([]string, error) { return p.engine.ChecksDue(ctx) }

// Preview shows the site on this computer.
func (p publishDesk) Preview(ctx context.Context) (string, error) {
	state, err := p.State(ctx)
	if err != nil {
		return "", err
	}
	now, err := p.engine.Preview(ctx, state.Issuer, p.words.T)
	if err != nil {
		return "", err
	}
	return now.URL, p.shown.put(now)
}

// Export writes the files into a folder.
func (p publishDesk) Export(ctx context.Context, base, folder string) (int, error) {
	state, err := p.State(ctx)
	if err != nil {
		return 0, err
	}
	done, err := p.engine.ExportSite(ctx, engine.Site{Issuer: state.Issuer, Base: base, Out: folder}, p.words.T)
	return done.Count.Written + done.Count.Same, err
}

// Add keeps a place to publish to.
func (p publishDesk) Add(ctx context.Context, n publish.NewPlace) (string, error) {
	state, err := p.State(ctx)
	if err != nil {
		return "", err
	}
	one, err := p.engine.AddTarget(ctx, engine.NewTarget{Name: n.Name, Address: n.Address, Issuer: state.Issuer, Base: n.Base, Secret: n.Secret, KeyFile: n.KeyFile})
	return one.Name, err
}

// SetEntrance changes how a place is opened.
func (p publishDesk) SetEntrance(ctx context.Context, place, secret, keyFile string) error {
	_, err := p.engine.SetEntrance(ctx, place, engine.Entrance{Secret: &secret, KeyFile: &keyFile})
	return err
}

// Remove forgets a place.
func (p publishDesk) Remove(ctx context.Context, place string) error {
	return p.engine.RemoveTarget(ctx, place)
}
