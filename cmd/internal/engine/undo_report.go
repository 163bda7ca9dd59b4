package engine

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/ledger"
)

// unreport takes the report of a batch that was taken back out of a folder, as
// the files beside it. A report that tells of others, too, stays and says which
// of its rows do not stand any more; one that was edited stays as it is, and
// counts as left.
func (e *Engine) unreport(ctx context.Context, batch, dir string) (removed, left int, err error) {
	awards, err := e.Awards(ctx, ledger.Filter{Batch: batch})
	if err != nil {
		return 0, 0, err
	}
	ours := make(map[string]issuer.Award, len(awards))
	for _, a := range awards {
		ours[a.ID] = a
	}
	folder, err := durable.OpenFolder(dir)
	if err != nil {
		return 0, 0, issuer.Unwritten(dir, err)
	}
	removed, left, err = strike(folder, ours)
	if err != nil {
		folder.Abandon()
		return 0, 0, issuer.Unwritten(dir, err)
	}
	return removed, left, issuer.Unwritten(dir, folder.Close())
}

// strike does that in a folder, for these awards by their ids.
func strike(folder *durable.Folder, ours map[string]issuer.Award) (removed, left int, err error) {
	data, found, err := folder.Read(award.ReportName)
	if err != nil || !found {
		return 0, 0, nil //nolint:nilerr // no plain file that can be read is no report of ours
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(byteOrder)))).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], reportHead()) {
		return 0, 0, nil //nolint:nilerr // somebody else's, by the name of ours
	}
	var again bytes.Buffer
	if err := writeReported(&again, rows); err != nil {
		return 0, 0, err
	}
	alone, some := true, false
	for _, row := range rows[1:] {
		a, mine := ours[row[4]]
		some = some || mine
		alone = alone && (mine && tells(row, a) || row[4] == "" || row[3] == string(issuer.Undone))
		if mine && (row[3] == reportAwarded || row[3] == award.Same) {
			row[3] = string(a.State)
		}
	}
	switch {
	case !some:
		return 0, 0, nil
	case !bytes.Equal(again.Bytes(), data): // saved by another program
		return 0, 1, nil
	case alone:
		_, gone, err := folder.Remove(award.ReportName, data)
		if gone {
			removed = 1
		}
		return removed, 0, err
	}
	again.Reset()
	if err := writeReported(&again, rows); err != nil || bytes.Equal(again.Bytes(), data) {
		return 0, 0, err
	}
	return 0, 0, folder.Put(award.ReportName, again.Bytes())
}

// tells whether a row of a report says of an award of the batch what it said
// when it was written. Of somebody who was erased only the number is known.
func tells(row []string, a issuer.Award) bool {
	if row[3] == award.Same { // repeats another row in its own words
		return true
	}
	erased := a.Email == "" && a.Name == ""
	return row[0] == strconv.Itoa(a.Row) && (erased || row[1] == inert(a.Email) && row[2] == inert(a.Name))
}

// writeReported writes rows of a report that was read: their cells have their
// guards.
func writeReported(to *bytes.Buffer, rows [][]string) error {
	to.WriteString(byteOrder)
	w := csv.NewWriter(to)
	w.UseCRLF = true
	return errors.Join(w.WriteAll(rows), w.Error())
}

func reportHead() []string { return strings.Fields("row email name state id why") }
