package deliver

import (
	"context"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// ownPrefix begins the value of a design of one's own where a certificate is chosen.
const ownPrefix = "own:"

// design is where the look of a certificate is chosen: one of ours, or a design of
// one's own.
func (s *paperSide) design() fyne.CanvasObject {
	t, p := s.r.env.T, &s.paper
	values, texts := []string{"classic", "band", "wave", "guilloche"}, []string{}
	for _, v := range values {
		texts = append(texts, t("deliver.paper.template."+v))
	}
	now := p.Template
	for _, d := range s.designs {
		values, texts = append(values, ownPrefix+d.ID), append(texts, t("deliver.paper.template.own", "name", d.Name))
		if d.ID == p.Design {
			now = ownPrefix + d.ID
		}
	}
	return kit.NewField(t("deliver.paper.template"), "", kit.NewSelect(t("deliver.paper.template"), values, texts, now, func(v string) {
		if p.Design = ""; len(v) > len(ownPrefix) && v[:len(ownPrefix)] == ownPrefix {
			p.Design = v[len(ownPrefix):]
		} else {
			p.Template = v
		}
		s.page = 0
		s.r.show()
	}))
}

// own makes a design of the certificate in front and opens it in the studio.
func (s *paperSide) own() {
	r, p := s.r, s.paper
	kit.Run(r.env.Tasks, func(ctx context.Context) (string, error) { return r.engine.OwnCertificate(ctx, p) }, func(id string, err error) {
		if err != nil {
			r.env.Fail(err)
			return
		}
		s.paper.Design = id
		r.env.Go(kit.Route{Room: kit.RoomDesigns, What: "open", ID: id})
	})
}

// each saves a file for each person.
func (s *paperSide) each() {
	r, p := s.r, s.paper
	type out struct {
		count  int
		flawed []string
	}
	r.env.ChooseFile(kit.Choose{Title: r.env.T("deliver.paper.each"), Folder: true}, func(folder string) {
		run(r, "deliver.busy.paper", func(ctx context.Context, report func(int, int)) (o out, err error) {
			o.count, o.flawed, err = r.engine.SavePapers(ctx, p, folder, report)
			return o, err
		}, func(o out, err error) {
			if err == nil {
				r.saved(r.count("deliver.paper.saved.each", o.count, "folder", folder), folder, o.flawed)
			}
		})
	})
}
