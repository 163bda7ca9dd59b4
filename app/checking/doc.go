// Package checking is the room Verify: badges of anybody are dropped in, and it
// says whether they hold and why.
//
// It knows verdicts, how they are worded and what a person may ask next. It
// must not know how a badge is read or proven, files, or the network: it asks
// the Engine it is given.
package checking
