// Package deliver is the room where badges reach their people: who of a batch was
// reached and how, what is on its way and what the other side said, mail, and
// what is handed over on paper. Mails are sent through servers that are chosen and
// tried here, in words that are written beside the mail that comes of them; whoever
// was not reached, or whose badge soon expires, is reminded once.
//
// It knows how to say what will be sent before it is, and never sends unasked. It
// must not know the ledger, servers or secrets: it asks the Engine it is given.
package deliver
