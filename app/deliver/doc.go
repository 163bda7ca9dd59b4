// Package deliver is the room where badges reach their people: who of a batch was
// reached and how, what is on its way and what the other side said, mail, and
// what is handed over on paper.
//
// It knows how to say what will be sent before it is, and never sends unasked. It
// must not know the ledger, servers or secrets: it asks the Engine it is given.
package deliver
