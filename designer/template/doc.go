// Package template knows the designs a person can begin with, the emblems
// they can put into one, and the palettes and levels they can recolour it by.
//
// It reads all of it from a file system that is handed in, and gives designs
// out as values. It must not know where the files come from, nor windows,
// people or credentials.
package template
