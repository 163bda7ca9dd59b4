// Package site turns what the ledger holds under one base URL into the files
// a web server shows there: profile, badge classes, credentials, status
// lists, and a page for people beside each.
//
// It knows the layout of addresses and how to write a folder. Credentials and
// status lists come to it frozen, and it hands them on byte for byte; it
// builds only what nobody signed: profiles, classes, tombstones, pages. It
// must not know the ledger, keys, clocks or sockets, and the same source
// gives the same bytes at any time.
package site
