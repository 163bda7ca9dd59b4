// Package house holds the checks of the repository itself: who may import
// whom, what the lint rules report, and that the packaging file says what the
// code says.
//
// It has tests only. It knows the Go tool, the linter and the files at the
// root; it must not know what any package does.
package house
