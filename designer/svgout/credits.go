package svgout

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"badgekiln/designer"
)

// credits writes who made a design, under what licence and what it was made
// from, as programs that draw keep it: RDF, in the words of Dublin Core and
// Creative Commons. Nothing is written of a design that says nothing.
func credits(w io.Writer, doc designer.Document) {
	about := doc.About
	if about.Author == "" && about.Licence == "" && about.Source == "" {
		return
	}
	say := func(head, text, tail string) {
		if text != "" {
			_, _ = fmt.Fprintf(w, "%s%s%s\n", head, escaped(text), tail)
		}
	}
	_, _ = io.WriteString(w, `<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#"><cc:Work rdf:about="">`+"\n")
	say("<dc:title>", doc.Name, "</dc:title>")
	say("<dc:creator><cc:Agent><dc:title>", about.Author, "</dc:title></cc:Agent></dc:creator>")
	say("<dc:rights>", about.Licence, "</dc:rights>")
	say("<dc:source>", about.Source, "</dc:source>")
	say(`<cc:license rdf:resource="`, licencePage(about.Licence), `"/>`)
	_, _ = io.WriteString(w, "</cc:Work></rdf:RDF></metadata>\n")
}

// licencePage is where a licence is written, if it is one of Creative Commons
// by its SPDX name, or its address itself. Several, or a sentence, have none.
func licencePage(licence string) string {
	name := strings.ToLower(licence)
	at := strings.LastIndexByte(name, '-') + 1
	if kind, version := name[:max(at-1, 0)], name[at:]; slices.Contains([]string{"1.0", "2.0", "2.5", "3.0", "4.0"}, version) {
		switch kind {
		case "cc0":
			return "https://creativecommons.org/publicdomain/zero/" + version + "/"
		case "cc-by", "cc-by-sa", "cc-by-nd", "cc-by-nc", "cc-by-nc-sa", "cc-by-nc-nd":
			return "https://creativecommons.org/licenses/" + kind[len("cc-"):] + "/" + version + "/"
		}
	}
	if strings.HasPrefix(licence, "https://") && !strings.ContainsAny(licence, " ;<>\"") {
		return licence
	}
	return ""
}
