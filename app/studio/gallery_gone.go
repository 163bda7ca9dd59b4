package studio

import (
	"context"
	"path/filepath"
	"strings"

	"badgekiln/app/kit"
)

// remove asks, and puts a working copy aside.
func (g *gallery) remove(p piece) {
	t := g.r.env.T
	g.r.env.Ask(t("designs.delete.title", "name", p.title), t("designs.delete.text"), t("designs.delete.do"), true, func() {
		s := g.r.studio
		s.saving.flush() // what is written later would bring the file back
		kit.Run(g.r.env.Tasks, func(ctx context.Context) (string, error) {
			return g.r.engine.DeleteDesign(ctx, p.own.ID)
		}, func(aside string, err error) {
			if err != nil {
				g.r.env.Fail(err)
				return
			}
			if s.design.ID == p.own.ID {
				s.session, s.design = nil, Design{}
			}
			g.chosen = ""
			g.shown()
			g.gone(p.title, aside)
		})
	})
}

// removeTemplate asks, and puts a template of one's own aside.
func (g *gallery) removeTemplate(p piece) {
	t := g.r.env.T
	g.r.env.Ask(t("designs.delete.title", "name", p.title), t("designs.delete.template.text"), t("designs.delete.template.do"), true, func() {
		kit.Run(g.r.env.Tasks, func(ctx context.Context) (string, error) {
			return g.r.engine.DeleteTemplate(ctx, p.mine.ID)
		}, func(aside string, err error) {
			if err != nil {
				g.r.env.Fail(err)
				return
			}
			delete(g.bad, p.key) // another may lie there later
			delete(g.pics, p.key)
			g.chosen = ""
			g.shown()
			g.gone(p.title, aside)
		})
	})
}

// gone tells that a design is away, and can bring it back.
func (g *gallery) gone(title, aside string) {
	t := g.r.env.T
	var d *kit.Dialog
	d = g.r.env.NewDialog(t("designs.gone", "name", title),
		kit.Second(t("designs.gone.text", "folder", filepath.Dir(aside))).Wrapping(kit.Wrapped),
		kit.NewButton(t("designs.gone.back"), "", kit.Plain, func() {
			d.Close()
			g.restore(aside)
		}),
		kit.NewButton(t("app.close"), "", kit.Primary, func() { d.Close() }))
	d.Show()
}

// deleted are the pieces of the shelf of deleted designs.
func (g *gallery) deleted(list []Design) []piece {
	pieces := make([]piece, len(list))
	for i, d := range list {
		p := piece{key: shelfGone + ":" + d.ID, title: d.Name, gone: &d, words: strings.ToLower(d.Name), detail: g.r.day(d.Changed)}
		delete(g.bad, p.key) // another may lie there now
		delete(g.pics, p.key)
		if d.Trouble != nil {
			g.bad[p.key] = d.Trouble
		}
		pieces[i] = p
	}
	return pieces
}

// restore brings a design back and chooses it.
func (g *gallery) restore(aside string) {
	kit.Run(g.r.env.Tasks, func(ctx context.Context) (Design, error) {
		return g.r.engine.RestoreDesign(ctx, aside)
	}, func(d Design, err error) {
		if err != nil {
			g.r.env.Fail(err)
			return
		}
		g.shelf = shelfOwn
		if d.Template {
			g.shelf = shelfMine
		}
		g.chosen = g.shelf + ":" + d.ID
		g.shown()
	})
}
