// Package record reads badges of any version into the words of our own model:
// who issued what to whom, and everything said about it.
//
// It knows the member names of all versions and which of them mean the same.
// It must not know whether any of it is true: that is verify's business, and
// what is read here is never evidence. No file, no socket, no clock; documents
// a badge points to are handed in.
package record
