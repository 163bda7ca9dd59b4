// Package dense keeps records of texts for lists of a million people in little
// memory: a record costs its letters and a few bytes, and the collector sees a
// hundred large pieces instead of a million small ones. Texts that come again
// and again are kept once. An Index finds records by what they say.
//
// It must not know what the records mean. Nothing here is written to a disk.
package dense
