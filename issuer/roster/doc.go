// Package roster reads the list of the people a badge goes to: a table in a
// file, or rows that come one by one.
//
// It knows text encodings, delimiters and quotes, what columns are called in
// several languages, how an address, a date and a web address are written, and
// what people get wrong in them. It reports everything it finds at once, says
// what it cleaned, and loses no row in silence.
//
// It must not know badge classes, awards, the ledger or the network, and it
// writes no file. It gives codes and values; the sentences are in assets
// ("roster.<code>" for a problem, "error.<code>" when nothing can be read).
package roster
