package engine

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// Why a mail that names a page of its own may not go yet, besides what holds every
// link back.
const (
	WhyNoClaim    = "claim-none"   // nobody made that page
	WhyClaimAway  = "claim-away"   // it is not on the web, or not where strangers can list files
	WhyClaimUnsee = "claim-unseen" // it was put there, and nobody looked since
)

// Ready says why an award may not be sent to anybody yet, or "": every address that
// it names has to be on the web, and somebody has to have looked.
func (e *Engine) Ready(ctx context.Context, award string) (why string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		held, err := e.unready(t, []string{award})
		why = held[award]
		return err
	})
	return why, err
}

// unready says why some of many awards may not be sent yet: Ready for all of them
// at once. Those that may are left out.
func (e *Engine) unready(t *ledger.Tx, awards []string) (map[string]string, error) {
	held := map[string]string{}
	faces, err := t.FacesOfAll(awards)
	if err != nil {
		return nil, err
	}
	released, err := t.ReleasedAll(ledger.ReleasedSite, awards)
	if err != nil {
		return nil, err
	}
	last := map[string]look{}
	for _, id := range awards {
		base, paths := addressesOf(faces[id])
		if base == "" {
			continue
		}
		published, target, err := t.PublishedUnder(base, paths...)
		if err != nil {
			return nil, err
		}
		if target && !published {
			held[id] = ledger.WhyUnpublished
			continue
		}
		if _, known := last[base]; !known {
			if last[base], err = lookAt(t, base); err != nil {
				return nil, err
			}
		}
		since, err := time.Parse(time.RFC3339, released[id])
		if err != nil { // never by a program
			a, err := t.Award(id)
			if err != nil {
				return nil, err
			}
			since = a.IssuedOn
		}
		if why := last[base].since(since, target); why != "" {
			held[id] = why
		}
	}
	return held, nil
}

// WouldSend says how many of a choice SendOutbox would send now, and how many it would
// hold back, by reason. What failed counts where its number is chosen: it is what is to
// be tried again. It changes nothing, and does not look at pauses.
func (e *Engine) WouldSend(ctx context.Context, c ledger.Choice) (goes int, held map[string]int, err error) {
	held = map[string]int{}
	err = e.View(ctx, func(t *ledger.Tx) error {
		list, err := t.Deliveries(c)
		if err != nil {
			return err
		}
		now := e.env.Now()
		due := map[string][]string{} // awards, by channel
		for _, d := range list {
			again := c.Numbers != nil && (d.State == ledger.DeliveryFailed || d.State == ledger.DeliveryBounced)
			if makers()[ledger.KindOf(d.Channel)] != nil && (again || d.State == ledger.DeliveryHeld || d.State == ledger.DeliveryWaiting && !d.Due.After(now)) {
				due[d.Channel] = append(due[d.Channel], d.Award)
			}
		}
		for channel, ids := range due {
			awards, err := e.standing(t, ids)
			if err != nil {
				return err
			}
			by, err := e.holds(t, channel, awards)
			if err != nil {
				return err
			}
			goes += len(awards)
			for why, n := range by {
				held[why] += n
				goes -= n
			}
		}
		return nil
	})
	return goes, held, err
}

// standing are those of awards that were not taken back; in the place of one that was
// corrected, what it became.
func (e *Engine) standing(t *ledger.Tx, ids []string) (list []issuer.Award, err error) {
	awards, err := t.AwardsByID(ids)
	for _, id := range ids {
		a := awards[id]
		if err == nil && a.State == issuer.Superseded {
			a, err = t.Latest(a)
		}
		if a.State == issuer.Issued || a.State == issuer.Pending || a.State == issuer.Suspended {
			list = append(list, a)
		}
	}
	return list, err
}

// holds says how many awards may not go by a channel yet, by reason.
func (e *Engine) holds(t *ledger.Tx, channel string, awards []issuer.Award) (map[string]int, error) {
	by := map[string]int{}
	var ready []issuer.Award // go as soon as what they name is there
	for _, a := range awards {
		switch a.State {
		case issuer.Suspended:
			by[ledger.WhySuspended]++
		case issuer.Pending:
			by[ledger.WhyPending]++
		default:
			ready = append(ready, a)
		}
	}
	held, err := e.unready(t, idsOf(ready))
	if err != nil {
		return nil, err
	}
	if kind := ledger.KindOf(channel); kind == ledger.KindMail || kind == ledger.KindRemind {
		_, purpose := mailChannelParts(channel)
		unseen, err := e.unnamed(t, purpose, ready)
		if err != nil {
			return nil, err
		}
		maps.Copy(unseen, held) // the first reason is the one that is told
		held = unseen
	}
	for _, why := range held {
		by[why]++
	}
	return by, nil
}

// addressesOf are the addresses that faces name. What moved is looked for at its newest
// place.
func addressesOf(faces []issuer.Face) (base string, paths []string) {
	for _, f := range faces {
		if f.SHA256 == "" || f.Identity.BaseURL == "" || f.Format == issuer.OB2Signed {
			continue
		}
		if f.Identity.BaseURL != base {
			base, paths = f.Identity.BaseURL, nil
		}
		paths = append(paths, site.FacePath(f))
	}
	return base, paths
}

// look is the last look at a base URL.
type look struct {
	at     time.Time // zero: never
	faulty bool
}

func lookAt(t *ledger.Tx, base string) (l look, err error) {
	text, err := t.Meta(metaCheck + base)
	var report inspect.Report
	if err != nil || text == "" || json.Unmarshal([]byte(text), &report) != nil {
		return l, err
	}
	return look{report.At, report.Worst() == inspect.Fault}, nil
}

// since says whether somebody has looked since a time, and found no fault. target
// tells that a program puts the site there.
func (l look) since(at time.Time, target bool) string {
	switch {
	case !l.at.Before(at) && !l.at.IsZero():
		if l.faulty {
			return WhyFaulty
		}
		return ""
	case target:
		return ledger.WhyUnchecked
	}
	return ledger.WhyUnpublished // it was put there by hand, or not at all
}

// unclaimed says why mails that name the pages of their own of some awards may not
// go yet. Those that may are left out.
func unclaimed(t *ledger.Tx, awards []string) (map[string]string, error) {
	held := map[string]string{}
	hand, err := t.HandoutsOf(awards)
	if err != nil {
		return nil, err
	}
	faces, err := t.FacesOfAll(awards)
	if err != nil {
		return nil, err
	}
	last, put := map[string]look{}, map[string]time.Time{}
	for _, id := range awards {
		base, h := claimBase(faces[id]), hand[id]
		if base == "" {
			continue // it can have none, and what names it is left out
		}
		if h.Claim == "" {
			held[id] = WhyNoClaim
			continue
		}
		published, target, err := t.PublishedUnder(base, issuer.ClaimPath(h.Claim, "html"))
		if err != nil {
			return nil, err
		}
		if target && !published {
			held[id] = WhyClaimAway
			continue
		}
		if _, known := last[base]; !known {
			if last[base], err = lookAt(t, base); err != nil {
				return nil, err
			}
			if put[base], err = t.PutUpAt(base); err != nil {
				return nil, err
			}
		}
		since := put[base]
		if !target {
			if since, err = t.ClaimsMadeAt(h.Batch); err != nil {
				return nil, err
			}
		}
		switch why := last[base].since(since, target); why {
		case ledger.WhyUnchecked, ledger.WhyUnpublished:
			held[id] = WhyClaimUnsee
		case WhyFaulty:
			held[id] = why
		}
	}
	return held, nil
}

// claimBase is where the page of its own of an award lies.
func claimBase(faces []issuer.Face) string {
	for _, f := range faces {
		if f.Identity.BaseURL != "" {
			return f.Identity.BaseURL
		}
	}
	return ""
}
