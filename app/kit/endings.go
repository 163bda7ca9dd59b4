package kit

import (
	"path/filepath"
	"slices"
	"strings"
)

// ListEndings are the files that are read as a list of people. Every dialog
// that asks for one, and every drop that takes one, asks here, so that a list
// is not taken in one room and unknown in the next.
func ListEndings() []string {
	return []string{".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".ods", ".vcf"}
}

// FileEndings are all files the window has a use for.
func FileEndings() []string {
	return append([]string{".badge"}, append(ListEndings(), ".png", ".svg", ".json", ".db")...)
}

// PictureEndings are the files that can be the picture of a badge or an issuer.
func PictureEndings() []string { return []string{".png", ".jpg", ".jpeg", ".gif", ".svg"} }

// IsPicture tells such a file by its name.
func IsPicture(path string) bool {
	return slices.Contains(PictureEndings(), strings.ToLower(filepath.Ext(path)))
}
