// Package merge fills merge fields: what a text says, which colours and pictures
// a design has and which of its layers are there, for the fields of one person.
//
// A field stands in braces, and formats behind it, set apart by bars:
//
//	{name}                            the value
//	{org|else "on its own"}           a value for those without
//	{expires|before "Valid until "}   something before it, unless it is empty; after likewise
//	{name|upper}                      capitals; lower and title likewise
//	{issued_on|date long}             a date as its language writes it: short, medium, long, full, iso
//	{issued_on|2 January 2006}        a date by this pattern: the parts of 2 January 2006 (Monday, Jan, 01, 02, 06)
//	{issued_on|date long de}          in this language and not that of the award
//	{score|number 2}                  a number as the language writes it, with so many decimals
//
// What is written behind else, before, after and date may stand in quotation
// marks, and must when it holds a bar or a brace. Formats are done from left to
// right. A value that is no date or no number stays as it is. A field nothing is
// known of, and a format that is none, leave the braces where they are.
//
// It must not know pixels, files, where values come from, or the clock.
package merge
