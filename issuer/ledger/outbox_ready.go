package ledger

import (
	"encoding/json"
	"time"

	"badgekiln/issuer"
)

// asList is a list of ids as SQL reads it.
func asList(ids []string) string {
	if len(ids) == 0 {
		return "[]"
	}
	text, err := json.Marshal(ids)
	if err != nil {
		return "[]" // strings always can be
	}
	return string(text)
}

// FacesOfAll gives the faces of some awards, by award, the oldest first.
func (t *Tx) FacesOfAll(awards []string) (map[string][]issuer.Face, error) {
	by := make(map[string][]issuer.Face, len(awards))
	list, err := t.faces("WHERE f.award IN (SELECT value FROM json_each(?)) ORDER BY f.n", asList(awards))
	for _, f := range list {
		by[f.Award] = append(by[f.Award], f)
	}
	return by, err
}

// AwardsByID gives some awards, by their number.
func (t *Tx) AwardsByID(ids []string) (map[string]issuer.Award, error) {
	by := make(map[string]issuer.Award, len(ids))
	list, err := t.awards("WHERE a.id IN (SELECT value FROM json_each(?))", asList(ids))
	for _, a := range list {
		by[a.ID] = a
	}
	return by, err
}

// ReleasedAll says when some awards left the house by a way; those that did not are
// left out.
func (t *Tx) ReleasedAll(way string, awards []string) (map[string]string, error) {
	by := map[string]string{}
	err := t.each("SELECT award, at FROM releases WHERE way = ? AND award IN (SELECT value FROM json_each(?))", []any{way, asList(awards)}, func(scan func(...any) error) error {
		var award, at string
		err := scan(&award, &at)
		by[award] = at
		return err
	})
	return by, err
}

// HandoutsOf gives what there is for some awards, by award.
func (t *Tx) HandoutsOf(awards []string) (map[string]Handout, error) {
	by := map[string]Handout{}
	err := t.each(handoutColumns+"WHERE h.award IN (SELECT value FROM json_each(?))", []any{asList(awards)}, func(scan func(...any) error) error {
		h, err := scanHandout(scan)
		by[h.Award] = h
		return err
	})
	return by, err
}

// PutUpAt is when something was last put where a base URL leads, by a program; zero
// for never.
func (t *Tx) PutUpAt(base string) (time.Time, error) {
	return t.lastOf(SitePublished, "e.subject IN (SELECT name FROM targets WHERE base_url = ?2)", base)
}

// ClaimsMadeAt is when pages of their own were last made for awards of a batch;
// zero for never.
func (t *Tx) ClaimsMadeAt(batch string) (time.Time, error) {
	return t.lastOf(ClaimsMade, "e.subject = ?2", batch)
}

func (t *Tx) lastOf(kind, where, what string) (time.Time, error) {
	var at string
	err := t.row("SELECT coalesce(max(e.at), '') FROM events e WHERE e.kind = ?1 AND "+where, kind, what).Scan(&at)
	if err != nil || at == "" {
		return time.Time{}, err
	}
	return parsed(at)
}
