package desk

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/app/badges"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
)

// designSide is the side of a design in the list to choose from, in pixels.
const designSide = 176

// Designs lists the working copies that can be read. One that cannot stands
// among the designs, with its reason.
func (b badgesDesk) Designs(ctx context.Context) ([]badges.Design, error) {
	list, err := b.engine.Designs()
	if err != nil {
		return nil, err
	}
	var out []badges.Design
	for _, d := range list {
		if d.Err != nil {
			continue
		}
		file, err := drawing.ReadDesign(d.Path)
		if err != nil {
			continue // gone or changed meanwhile
		}
		small, err := b.memo.draw(ctx, file, designSide)
		if err != nil {
			return nil, err
		}
		out = append(out, badges.Design{ID: filepath.Base(d.Path), Title: d.Name, Small: small})
	}
	return out, nil
}

// designPath is the file of a design: one of ours by its name, or any by its
// path.
func (b badgesDesk) designPath(id string) string {
	if filepath.IsAbs(id) {
		return id
	}
	path := filepath.Join(b.engine.DesignsDir(), filepath.Base(id))
	if !strings.EqualFold(filepath.Ext(path), drawing.DesignEnding) {
		path += drawing.DesignEnding
	}
	return path
}

// FromDesign draws a design as the picture of a class would be.
func (b badgesDesk) FromDesign(ctx context.Context, id string) (badges.Art, error) {
	path := b.designPath(id)
	file, err := drawing.ReadDesign(path)
	if err != nil {
		return badges.Art{}, err
	}
	fields := map[string]string{"class.name": file.Doc.Name}
	if list, err := b.engine.Issuers(ctx); err == nil && len(list) > 0 {
		fields["issuer.name"] = list[0].Name
	}
	p, err := drawing.ClassPicture(ctx, file, fields)
	if err != nil {
		return badges.Art{}, err
	}
	title := file.Doc.Name
	if title == "" {
		title = stem(path)
	}
	return badges.Art{Kind: badges.FromDesign, Ref: id, Title: title, Image: shrunk(p.Bytes, largeSide)}, nil
}

// designTitle is the name of the design a class was drawn from, or "".
func (b badgesDesk) designTitle(ctx context.Context, c issuer.BadgeClass) (string, error) {
	data, err := b.engine.ClassDesign(ctx, c.Slug, c.Version)
	if err != nil || data == nil {
		return "", err
	}
	file, err := drawing.ParseDesign(data, "")
	if err != nil {
		return "", nil //nolint:nilerr // a check of the ledger tells of it; the badge can still be edited
	}
	return file.Doc.Name, nil
}

// freeName finds a name that is not taken, by a number behind it.
func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	return free
}
