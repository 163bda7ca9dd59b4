package desk

import (
	"context"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/engine"
)

// SaveBad writes the rows that cannot be awarded into a file of their own, as
// the command line does.
func (d Awarding) SaveBad(ctx context.Context, l awarding.List, c awarding.Choices, path string) (int, error) {
	r, err := d.read(ctx, l, c, seen{cells: true})
	if err != nil {
		return 0, err
	}
	comma := ','
	if r.Delimiter != "" { // a workbook has none
		comma = rune(r.Delimiter[0])
	}
	return r.Bad(), engine.SaveTable(path, engine.BadRows(r, d.words.T("awarding.bad.why"), d.say), comma)
}
