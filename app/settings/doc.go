// Package settings is the room where one says who issues, under which time and
// address, with which keys, and looks after the ledger and the window itself.
//
// It knows what each choice will bring about and says so before it is made. It
// must not know the ledger, key files or how preferences are kept: it asks the
// Engine it is given.
package settings
