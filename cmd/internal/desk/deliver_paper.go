package desk

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer"
	"badgekiln/designer/paper"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/ledger"
)

func (d deliverDesk) papers(ctx context.Context, p deliver.Paper) (*engine.Papers, error) {
	wish := engine.Paper{
		Kind: engine.PaperKind(p.Kind), Batch: p.Batch, Template: p.Template, Size: p.Size, Upright: p.Upright, PerPage: p.PerPage, Signer: p.Signer, Waiting: p.Waiting,
	}
	if p.Design != "" && wish.Kind == engine.Certificates {
		file, err := drawing.ReadDesign(studioDesk(d).file(p.Design))
		if err != nil {
			return nil, err
		}
		wish.Design = &file
	}
	return d.engine.Papers(ctx, wish, d.say)
}

// Paper draws a page.
func (d deliverDesk) Paper(ctx context.Context, p deliver.Paper, page, width int) (s deliver.Sheet, err error) {
	got, err := d.memo.papers.look(ctx, d, p)
	if err != nil {
		return s, err
	}
	if page < 0 {
		page = got.Worst()
	}
	s.Page, s.Pages, s.People = min(page, got.Pages()-1), got.Pages(), got.People()
	s.Picture, s.Whole, err = got.Picture(ctx, s.Page, width)
	return s, err
}

// SavePaper writes all pages.
func (d deliverDesk) SavePaper(ctx context.Context, p deliver.Paper, path string, report func(done, total int)) ([]string, error) {
	got, err := d.papers(ctx, p)
	if err != nil {
		return nil, err
	}
	got.Progress = report
	var bad []engine.PaperRow
	err = paperFile(path, func(w io.Writer) (err error) {
		bad, err = got.Book(ctx, w)
		return err
	})
	return rowNames(bad), err
}

// SavePapers writes a file for each person.
func (d deliverDesk) SavePapers(ctx context.Context, p deliver.Paper, folder string, report func(done, total int)) (count int, flawed []string, err error) {
	got, err := d.papers(ctx, p)
	if err != nil {
		return 0, nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // G301: as any folder of the person's
		return 0, nil, issuer.Unwritten(folder, err)
	}
	got.Progress = report
	bad, err := got.Each(ctx, "{name}", func(name string, write func(io.Writer) error) error {
		err := paperFile(filepath.Join(folder, name+".pdf"), write)
		if err == nil {
			count++
		}
		return err
	})
	return count, rowNames(bad), err
}

func paperFile(path string, write func(io.Writer) error) error {
	return issuer.Unwritten(path, durable.WriteStream(path, 0o644, write))
}

func rowNames(rows []engine.PaperRow) (names []string) {
	for _, row := range rows {
		names = append(names, row.Name)
	}
	return names
}

// Certificates lists the designs that were made as certificates: those with a place
// for the badge.
func (d deliverDesk) Certificates(context.Context) (list []deliver.Certificate, err error) {
	all, err := drawing.DesignsIn(studioDesk(d).dir())
	for _, one := range all {
		if one.Err != nil {
			continue
		}
		file, err := drawing.ReadDesign(one.Path)
		if err == nil && takesBadge(file.Doc.Layers) {
			list = append(list, deliver.Certificate{ID: filepath.Base(one.Path), Name: one.Name})
		}
	}
	return list, err
}

func takesBadge(layers []*designer.Layer) bool {
	return slices.ContainsFunc(layers, func(l *designer.Layer) bool {
		return l.Role == paper.RoleBadge || l.Group != nil && takesBadge(l.Group.Layers)
	})
}

// OwnCertificate makes a design of a certificate.
func (d deliverDesk) OwnCertificate(ctx context.Context, p deliver.Paper) (string, error) {
	var class issuer.BadgeClass
	if err := d.engine.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(p.Batch)
		if err == nil {
			class, err = t.Class(b.Class, b.Version)
		}
		return err
	}); err != nil {
		return "", err
	}
	badge, err := d.engine.ClassDesign(ctx, class.Slug, class.Version)
	if err != nil {
		return "", err
	}
	file, err := engine.CertificateDesign(p.Template, p.Size, p.Upright, class.Language, badge, d.say)
	if err != nil {
		return "", err
	}
	file.Doc.Name = d.words.T("deliver.paper.own.name", "badge", class.Name)
	made, err := studioDesk(d).AddDesign(ctx, file.Doc.Name, file)
	return made.ID, err
}
