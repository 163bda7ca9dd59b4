package roster

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A list that is read row by row does not hold its people. Of each of them is
// kept what tells whether a later row says the same and, if not, where.

// gistKey stands for what makes two rows the same person's.
type gistKey [16]byte

// gist stands for a row: a number for each field.
type gist struct {
	row    int
	bad    bool
	fields [gistFields]uint64
	extra  []extraGist // by name
}

type extraGist struct {
	name string
	text uint64
}

// gistFields is how many fields a gist has a number for.
const gistFields = 11

// fieldsOfGist are these fields, in the order in which differences are told.
func fieldsOfGist() [gistFields]string {
	return [gistFields]string{
		FieldName, FieldGivenName, FieldFamilyName, FieldEvidence, FieldNarrative, FieldNote,
		FieldIssuedOn, FieldExpires, FieldLanguage, FieldImage, FieldBadge,
	}
}

func gistKeyOf(key string) (short gistKey) {
	sum := sha256.Sum256([]byte(key))
	copy(short[:], sum[:])
	return short
}

// shortOf is a number for a text; that of no text is 0.
func shortOf(text string) uint64 {
	if text == "" {
		return 0
	}
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:])
}

func gistOf(row *Row) gist {
	p := row.Person
	g := gist{row: row.Row, bad: row.State == Bad}
	for i, text := range [gistFields]string{
		p.Name, p.GivenName, p.FamilyName, strings.Join(p.Evidence, "\x00"), p.Narrative, p.Note,
		dateText(p.IssuedOn), dateText(p.Expires), p.Language, p.Image, p.Badge,
	} {
		g.fields[i] = shortOf(text)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Extra)) {
		g.extra = append(g.extra, extraGist{name, shortOf(p.Extra[name])})
	}
	return g
}

func dateText(d Date) string {
	if d.IsZero() {
		return ""
	}
	type members Date // not as people read it
	return fmt.Sprint(members(d))
}

// differs lists the fields in which two rows differ, as Person's does.
func (g gist) differs(o gist) []string {
	var out []string
	for i, field := range fieldsOfGist() {
		if g.fields[i] != o.fields[i] {
			out = append(out, field)
		}
	}
	var names []string
	for _, a := range g.extra {
		if !slices.Contains(o.extra, a) {
			names = append(names, a.name)
		}
	}
	for _, b := range o.extra {
		if !slices.ContainsFunc(g.extra, func(a extraGist) bool { return a.name == b.name }) {
			names = append(names, b.name)
		}
	}
	slices.Sort(names)
	return append(out, names...)
}
