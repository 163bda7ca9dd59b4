// Package badges is the room where one says what can be awarded: the list of
// badge classes and the page on which one of them is written.
//
// It knows what a person types and what they must be told about it. It must
// not know the ledger, how a class is stored or how a design is drawn: it asks
// the Engine it is given.
package badges
