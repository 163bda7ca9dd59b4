// Package brand finds the colours of an organisation in its logo and makes a
// palette of them that fits every template.
//
// It knows pixels and colours, and which pairs of a palette's colours have to
// be told apart. It must not know designs, files or how a palette is shown.
package brand
