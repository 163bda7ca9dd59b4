// Package records is the room of the ledger: find an award among very many,
// see everything about it, hand it out again, take it back.
//
// It knows what people look for and keeps a few pages of rows. It must not know
// how the ledger stores or finds them: it asks the Engine it is given, and never
// holds all rows.
package records
