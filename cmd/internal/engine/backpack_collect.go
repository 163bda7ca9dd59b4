package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// Collected is what became of putting badges into a collection.
type Collected struct {
	Account    Account
	Collection backpack.Collection
	Made       bool     // it was not there before
	Added      []string // awards
	There      []string // awards that were in it already
	Missing    []string // awards that are not in this backpack
}

// Collections reads the collections of somebody who is signed in at a Badgr host.
func (e *Engine) Collections(ctx context.Context, account string) ([]backpack.Collection, error) {
	session, _, err := e.session(ctx, account)
	if err != nil {
		return nil, err
	}
	return backpack.Collections(ctx, session)
}

// Collect puts those of some awards that are in somebody's Badgr backpack into a
// collection there, which is made when there is none of the name; without awards it
// is made empty. A rehearsal asks the host and changes nothing. Code
// "collection-name" for no name or too long a one.
func (e *Engine) Collect(ctx context.Context, account, name string, awards []string) (Collected, error) {
	name = strings.TrimSpace(name)
	if longest := 128; name == "" || len([]rune(name)) > longest {
		return Collected{}, issuer.Fail(issuer.Usage, "collection-name")
	}
	session, a, err := e.session(ctx, account)
	if err != nil {
		return Collected{}, err
	}
	all, err := backpack.Collections(ctx, session)
	if err != nil {
		return Collected{}, err
	}
	done := Collected{Account: a, Collection: backpack.Collection{Name: name}, Made: true}
	if i := slices.IndexFunc(all, func(c backpack.Collection) bool { return c.Name == name }); i >= 0 {
		done.Collection, done.Made = all[i], false
	}
	held := map[string]string{}
	if len(awards) > 0 {
		if held, err = entities(ctx, session); err != nil {
			return done, err
		}
	}
	for _, id := range awards {
		if err := e.collectOne(ctx, &done, id, held); err != nil {
			return done, err
		}
	}
	if e.env.Dry || !done.Made && len(done.Added) == 0 {
		return done, nil
	}
	done.Collection, err = backpack.SaveCollection(ctx, session, done.Collection)
	return done, err
}

// collectOne puts one award into a collection, as far as it is in the backpack.
func (e *Engine) collectOne(ctx context.Context, done *Collected, id string, held map[string]string) error {
	urls, err := e.hosted(ctx, id)
	if err != nil {
		return err
	}
	entity := ""
	for _, url := range urls {
		if held[url] != "" {
			entity = held[url]
		}
	}
	switch {
	case entity == "":
		done.Missing = append(done.Missing, id)
	case slices.Contains(done.Collection.Badges, entity):
		done.There = append(done.There, id)
	default:
		done.Added = append(done.Added, id)
		done.Collection.Badges = append(done.Collection.Badges, entity)
	}
	return nil
}

// entities are the host's names for what is in a backpack, by the addresses of the
// badges.
func entities(ctx context.Context, session *backpack.Session) (map[string]string, error) {
	const most = 10_000
	list, err := backpack.Open(session).List(ctx, time.Time{}, most)
	held := map[string]string{}
	for _, one := range list {
		held[one.ID] = one.Entity
	}
	return held, err
}

// hosted are the addresses of an award's faces that have one.
func (e *Engine) hosted(ctx context.Context, award string) (urls []string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		a, err := t.FindAward(award)
		if err != nil {
			return err
		}
		faces, err := t.Faces(a.ID)
		for _, f := range faces {
			if path := site.FacePath(f); f.Identity.BaseURL != "" && path != "" {
				urls = append(urls, f.Identity.BaseURL+path)
			}
		}
		return err
	})
	return urls, err
}
