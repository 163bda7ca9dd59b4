package desk

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strings"

	"badgekiln/app/awarding"
	"badgekiln/app/badges"
	"badgekiln/app/home"
	"badgekiln/app/kit"
	"badgekiln/app/studio"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// homeDesk answers the room Home.
type homeDesk struct{ *Desk }

// AtHome is what the room Home asks.
func (d *Desk) AtHome() home.Engine { return homeDesk{d} }

// shownTemplates is how many tiles Home has.
const shownTemplates = 5

// The keys of pictures say where they come from.
const (
	keyTemplate = "template:"
	keyDesign   = "design:"
	keyClass    = "class:"
	sampleTile  = keyTemplate + "seal-scalloped"
)

// Overview reads how things stand.
func (h homeDesk) Overview(ctx context.Context) (home.Overview, error) {
	o := home.Overview{
		Begun: h.engine != nil, Sampler: sampleTile,
		Gallery: kit.Route{Room: kit.RoomDesigns, What: studio.WhatList},
		Steps: map[home.Step]kit.Route{
			home.StepIssuer:   {Room: kit.RoomSettings, What: "issuer"},
			home.StepTemplate: {Room: kit.RoomDesigns, What: studio.WhatList},
			home.StepClass:    {Room: kit.RoomBadges, What: badges.WhatNew},
			home.StepList:     {Room: kit.RoomAward},
			home.StepAward:    {Room: kit.RoomAward},
		},
	}
	if err := h.tiles(&o); err != nil {
		return o, err
	}
	if h.engine == nil {
		return o, nil
	}
	return o, h.standing(ctx, &o)
}

// tiles are the first templates of the first families.
func (h homeDesk) tiles(o *home.Overview) error {
	c, err := h.templates()
	if err != nil {
		return err
	}
	all := c.Templates()
	o.All = len(all)
	seen := map[string]bool{}
	for _, t := range all {
		if seen[t.Family] || len(o.Templates) == shownTemplates {
			continue
		}
		seen[t.Family] = true
		o.Templates = append(o.Templates, home.Tile{
			Key: keyTemplate + t.ID, Title: h.titled("template."+t.ID, t.Title), Note: h.titled("template.family."+t.Family, c.FamilyTitle(t.Family)),
			Route: kit.Route{Room: kit.RoomDesigns, What: studio.WhatTemplate, ID: t.ID},
		})
	}
	return nil
}

// titled is the word of a key where the language has one.
func (h homeDesk) titled(key, title string) string {
	if h.words.Has(key) {
		return h.words.T(key)
	}
	return title
}

func (h homeDesk) templates() (*template.Catalogue, error) { return h.memo.catalogue() }

// standing reads the ledger and the folder of designs.
func (h homeDesk) standing(ctx context.Context, o *home.Overview) error {
	var err error
	if o.Sample, err = h.engine.IsSample(ctx); err != nil {
		return err
	}
	issuers, err := h.engine.Issuers(ctx)
	if err != nil {
		return err
	}
	if len(issuers) > 0 {
		o.Issuer = issuers[0].Name
	}
	pages, err := h.engine.ClassPages(ctx, "")
	if err != nil {
		return err
	}
	o.Classes = len(pages)
	err = h.engine.View(ctx, func(t *ledger.Tx) error {
		batches, err := t.Batches()
		o.Listed = len(batches) > 0
		return err
	})
	if err != nil {
		return err
	}
	if err := errors.Join(h.failed(ctx, o), h.runs(ctx, o)); err != nil {
		return err
	}
	designs, err := h.engine.Designs()
	if err != nil {
		return err
	}
	o.Designs = len(designs)
	for _, d := range designs {
		if d.Err == nil {
			o.Drafts = append(o.Drafts, home.Draft{
				Key: keyDesign + d.Path, Title: d.Name, Kind: home.DraftDesign, Changed: d.Changed,
				Route: kit.Route{Room: kit.RoomDesigns, What: studio.WhatOpen, ID: filepath.Base(d.Path)},
			})
		}
	}
	h.classes(o, pages)
	return nil
}

// failed are batches of which something did not get through to its people.
func (h homeDesk) failed(ctx context.Context, o *home.Overview) error {
	by := map[string]int{}
	var batches []ledger.Batch
	err := h.engine.View(ctx, func(t *ledger.Tx) (err error) {
		for _, state := range []ledger.DeliveryState{ledger.DeliveryFailed, ledger.DeliveryBounced} {
			list, err := t.Deliveries(ledger.Choice{State: state})
			if err != nil {
				return err
			}
			for _, d := range list {
				by[d.Batch]++
			}
		}
		if len(by) > 0 {
			batches, err = t.Batches()
		}
		return err
	})
	if err != nil || len(by) == 0 {
		return err
	}
	names, err := Records(h).classNames(ctx)
	for _, b := range slices.Backward(batches) {
		if n := by[b.ID]; n > 0 {
			o.Drafts = append(o.Drafts, home.Draft{
				Key: keyClass + b.Class, Title: names[b.Class], Kind: home.DraftFailed, Left: n, Route: kit.Route{Room: kit.RoomDeliver, ID: b.ID},
			})
		}
	}
	return err
}

// runs are awards that were stopped.
func (h homeDesk) runs(ctx context.Context, o *home.Overview) error {
	waiting, err := h.engine.Unfinished(ctx)
	for _, u := range waiting {
		o.Drafts = append(o.Drafts, home.Draft{
			Key: keyClass + u.Class, Title: u.Name, Kind: home.DraftRun, Changed: u.Planned, Left: u.Pending,
			Route: kit.Route{Room: kit.RoomAward, What: awarding.WhatFinish, ID: u.ID},
		})
	}
	return err
}

// classes lists badges never awarded, counts what is held, and says where the
// next steps are done.
func (h homeDesk) classes(o *home.Overview, pages []engine.ClassPage) {
	for _, p := range pages {
		c := p.Newest()
		held := p.Awards()
		o.Awards += held
		if c.State == issuer.Archived {
			continue
		}
		award := kit.Route{Room: kit.RoomAward, What: awarding.WhatList, ID: c.Slug}
		if o.Sample {
			award.Args = map[string]string{"file": filepath.Join(filepath.Dir(h.path), engine.SampleRoster)}
		}
		if o.Awards == 0 {
			o.Steps[home.StepList], o.Steps[home.StepAward] = award, award
			if o.Designs == 0 && c.Design != "" {
				o.Steps[home.StepTemplate] = kit.Route{Room: kit.RoomDesigns, What: studio.WhatClass, ID: c.Slug}
			}
			o.Steps[home.StepClass] = kit.Route{Room: kit.RoomBadges, What: badges.WhatEdit, ID: c.Slug}
		}
		if held == 0 {
			o.Drafts = append(o.Drafts, home.Draft{
				Key: keyClass + c.Slug, Title: c.Name, Kind: home.DraftClass,
				Route: award,
			})
		}
	}
}

// People counts who was awarded something.
func (h homeDesk) People(ctx context.Context) (int, error) {
	if !h.Begun() {
		return 0, nil
	}
	return h.memo.people.of(ctx, h.engine)
}

// Picture draws a tile or a draft.
func (h homeDesk) Picture(ctx context.Context, key string, pixels int) (image.Image, error) {
	pixels = min(max(pixels, 16), 1200)
	var file store.File
	switch {
	case strings.HasPrefix(key, keyTemplate):
		c, err := h.templates()
		if err != nil {
			return nil, err
		}
		if file.Doc, err = c.Open(strings.TrimPrefix(key, keyTemplate)); err != nil {
			return nil, err
		}
	case strings.HasPrefix(key, keyDesign):
		var err error
		if file, err = drawing.ReadDesign(strings.TrimPrefix(key, keyDesign)); err != nil {
			return nil, err
		}
	case strings.HasPrefix(key, keyClass) && h.engine != nil:
		return h.classPicture(ctx, strings.TrimPrefix(key, keyClass), pixels)
	default:
		return nil, nil
	}
	return h.memo.draw(ctx, file, pixels)
}

func (h homeDesk) classPicture(ctx context.Context, slug string, pixels int) (image.Image, error) {
	pages, err := h.engine.ClassPages(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		if c := p.Newest(); c.Slug == slug {
			data, err := h.engine.Blob(ctx, c.Image)
			if err != nil {
				return nil, err
			}
			return shrunk(data, pixels), nil
		}
	}
	return nil, nil
}
