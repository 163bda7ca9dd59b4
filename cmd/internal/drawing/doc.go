// Package drawing is designs as a person has them: files with all that can be
// undone in them, the fonts they are set in, brands, sets and packs of pictures,
// and what is made of a design: pixels, drawings, the picture of a badge class,
// what the preflight says of it. Pictures that come in are measured and cleaned
// here too.
//
// It knows the designer, the art in assets and the folders that files lie in. It
// must not know the ledger, keys, lists of people or awards: what is drawn of
// somebody comes in as merge fields. Package engine joins the two. Of the issuer
// it takes the codes of failures and the baker, which takes foreign badges out of
// pictures.
//
// Its files, by what they are about:
//
//	design, aside, history                the file, what was deleted, what can be undone
//	draw, export, fields, credit, show    what a design becomes
//	check, cure                           the preflight and its cures
//	fonts, kept_fonts, dress              what texts are set in
//	brand, family, pack                   what designs share
//	picture, picture_svg, portrait        pictures of other people
package drawing
