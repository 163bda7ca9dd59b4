package engine

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// FieldNone is what is remembered of a column that is not used.
const FieldNone = "none"

// ShapeFields gives what somebody said the columns of a list with these
// headings are (see roster.Reading.Shape); nil when nobody did.
func (e *Engine) ShapeFields(ctx context.Context, shape string) (map[int]string, error) {
	if shape == "" {
		return nil, nil
	}
	var fields map[int]string
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		fields, err = t.ShapeFields(shape)
		return err
	})
	return fields, err
}

// RememberShape keeps what the columns of a list with these headings are.
func (e *Engine) RememberShape(ctx context.Context, shape string, fields map[int]string) error {
	if shape == "" {
		return nil
	}
	return e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.RememberShape(shape, fields) })
}

// ShapeMap turns what is remembered of a list's columns into a mapping for
// reading it, and into what makes an award from it another one (award.Request's
// Mapping), as the window has it: both programs know each other's batches.
func ShapeMap(fields map[int]string, columns []roster.Column) (read, mark map[string]string) {
	read, mark = map[string]string{}, map[string]string{}
	for _, i := range slices.Sorted(maps.Keys(fields)) {
		number, field := strconv.Itoa(i+1), fields[i]
		switch {
		case field == FieldNone:
			mark["--none "+number] = number
		case mark[field] != "":
			mark[field] += " + " + number
		default:
			mark[field] = number
		}
		if i < len(columns) && field != FieldNone {
			read[field] = mark[field]
		}
	}
	for _, i := range slices.Sorted(maps.Keys(fields)) {
		if i < len(columns) && fields[i] == FieldNone {
			read[ownName(read, columns[i].Header, i)] = strconv.Itoa(i + 1)
		}
	}
	return read, mark
}

// ownName is what a column is called that is none of our fields: its heading,
// unless that is the name of one, or taken.
func ownName(taken map[string]string, heading string, column int) string {
	name, number := strings.TrimSpace(heading), " ("+strconv.Itoa(column+1)+")"
	if name == "" || slices.Contains(roster.Fields(), strings.ToLower(name)) {
		name = strings.TrimSpace(name + number)
	}
	for taken[name] != "" {
		name += number
	}
	return name
}

// KnownColumns is what a list's columns were taken for, to be remembered.
func KnownColumns(r *roster.Reading) map[int]string {
	fields := map[int]string{}
	for i, c := range r.Columns {
		if fields[i] = FieldNone; slices.Contains(roster.Fields(), c.Field) {
			fields[i] = c.Field
		}
	}
	return fields
}

// tellingNames is how many first names tell of the letters.
const tellingNames = 4

// TellingNames are first names of a list that tell whether its letters are
// right: those first that plain letters do not write. doubtful are letters that
// were only guessed.
func TellingNames(r *roster.Reading) (names []string, doubtful bool) {
	var plain []string
	for p := range r.People.All() {
		first, _, _ := strings.Cut(p.Name, " ")
		switch {
		case first == "" || slices.Contains(names, first) || slices.Contains(plain, first):
		case strings.IndexFunc(first, func(c rune) bool { return c > unicode.MaxASCII }) >= 0:
			names = append(names, first)
		case len(plain) < tellingNames:
			plain = append(plain, first)
		}
		if len(names) == tellingNames {
			break
		}
	}
	guessed := !strings.HasPrefix(r.Encoding, "utf-") && r.Delimiter != ""
	doubtful = guessed && len(names) > 0
	return append(names, plain...)[:min(len(names)+len(plain), tellingNames)], doubtful
}
