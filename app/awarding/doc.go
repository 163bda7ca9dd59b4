// Package awarding is the room where a list of people becomes awards: choose
// the badge and the list, see what was understood, see what would happen, let
// it happen, see what became of it.
//
// It knows the steps and what must be told at each. It must not know how a list
// is read, a credential is signed or a file is written: it asks the Engine it is
// given, and keeps only the choices people made.
package awarding
