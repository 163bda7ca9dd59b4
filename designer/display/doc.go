// Package display takes a design apart into what is to be drawn: outlines with
// their colours resolved, pictures, and groups with opacity and shadow. Texts
// are outlines by then. Every format that draws by itself is written from this
// one list; what no format says is a picture in it, and reported.
//
// It must not know any format, nor files, windows or people.
package display
