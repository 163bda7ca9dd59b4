// Package publish is the room where the public half of a ledger is brought to
// web space: what differs from what lies there, the sending, and a look at it
// from outside.
//
// It knows how to tell what will be sent before it is, and what was found
// after. It must not know the ledger, protocols or secrets: it asks the Engine
// it is given.
package publish
