package drawing

import (
	"context"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/store"
)

// sameForAll are the merge fields that do not differ.
func sameForAll() []string { return []string{"class.name", "issuer.name"} }

// PersonalFields lists the merge fields of a design that differ from person to
// person: what every award has, and columns of lists. The picture of its class
// leaves them empty; the files of an award fill them.
func PersonalFields(doc designer.Document) []string {
	return slices.DeleteFunc(bulk.Fields(doc), func(name string) bool { return slices.Contains(sameForAll(), name) })
}

// Emptied gives the fields of a design that are the same for everybody: those
// known, and nothing for the rest, so that no braces are left.
func Emptied(doc designer.Document, known map[string]string) map[string]string {
	fields := map[string]string{}
	for _, name := range bulk.Fields(doc) {
		fields[name] = known[name]
	}
	return fields
}

// PersonalPictures prepares the pictures of many people: a design as files
// have it, so many pixels wide. known are the fields that are the same for all.
// Those of one person are filled when theirs is made.
func PersonalPictures(ctx context.Context, file store.File, width int, known map[string]string) (*bulk.Plan, error) {
	fonts, err := FontsOf(file)
	if err != nil {
		return nil, err
	}
	same := Emptied(file.Doc, known)
	for _, name := range PersonalFields(file.Doc) {
		if _, known := known[name]; !known {
			delete(same, name)
		}
	}
	return bulk.Prepare(ctx, file.Doc, bulk.Options{Width: width, Fonts: fonts, Blob: BlobOf(file), Fields: same})
}
